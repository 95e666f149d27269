import type { Kysely } from 'kysely';
import type { Row, Tables } from '../store/tables.ts';
import { openOf } from './readers.ts';

/**
 * Which visitor a customer is on every device. Whoever wrote before they signed in stays that visitor: their conversation becomes the customer's,
 * unless the customer has an open one already; then both go on separately until one has ended.
 *
 * @param visitor who they are on this device; null where they never were here
 * @returns null where somebody new has to be made, who is the customer from then on
 */
export async function settle(db: Kysely<Tables>, customer: Row<'customers'>, visitor: string | null): Promise<string | null> {
  const hasOpen = async (id: string): Promise<boolean> => (await openOf(db, id)) !== undefined;
  if (visitor === null || visitor === customer.visitor || !(await hasOpen(visitor))) return customer.visitor;
  const goesOnApart = customer.visitor !== null && (await hasOpen(customer.visitor));
  await become(db, customer, visitor, { everywhere: !goesOnApart });
  return visitor;
}

/** From now on this visitor is the customer, on every device or on this one. */
export async function become(db: Kysely<Tables>, customer: Row<'customers'>, visitor: string, { everywhere = true } = {}): Promise<void> {
  await db.updateTable('visitors').set({ customer: customer.id }).where('id', '=', visitor).execute();
  if (everywhere) await db.updateTable('customers').set({ visitor }).where('id', '=', customer.id).execute();
}
