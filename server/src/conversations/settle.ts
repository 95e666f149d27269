import type { Kysely } from 'kysely';
import type { Row, Tables } from '../store/tables.ts';
import { openOf } from './readers.ts';

/**
 * Who a customer is on every device. Somebody who wrote before they signed in stays who they were: their conversation becomes the customer's,
 * unless that one has an open conversation already; then each goes on by itself until one has ended.
 *
 * @param visitor who they are on this device; null where they never were here
 * @returns null where somebody new has to be made, and settled by another call
 */
export async function settle(db: Kysely<Tables>, customer: Row<'customers'>, visitor: string | null): Promise<string | null> {
  if (visitor === null || visitor === customer.visitor) return customer.visitor;
  await db.updateTable('visitors').set({ customer: customer.id }).where('id', '=', visitor).execute();
  const isTalking = async (id: string): Promise<boolean> => (await openOf(db, id)) !== undefined;
  if (customer.visitor === null || ((await isTalking(visitor)) && !(await isTalking(customer.visitor)))) {
    await db.updateTable('customers').set({ visitor }).where('id', '=', customer.id).execute();
    return visitor;
  }
  return (await isTalking(visitor)) ? visitor : customer.visitor;
}
