import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Vouched } from '../auth/customer-tokens.ts';
import { newId } from '../auth/secrets.ts';
import type { Row, Tables } from '../store/tables.ts';

type Db = Kysely<Tables>;
type CustomerRow = Row<'customers'>;

export async function knownAs(db: Db, customer: string | null): Promise<CustomerRow | null> {
  if (customer === null) return null;
  return (await db.selectFrom('customers').selectAll().where('id', '=', customer).executeTakeFirst()) ?? null;
}

/** Whom the site knows this visitor as; null for somebody it never vouched for. */
export async function customerBehind(db: Db, visitor: string): Promise<CustomerRow | null> {
  const row = await db.selectFrom('visitors').select('customer').where('id', '=', visitor).executeTakeFirst();
  return await knownAs(db, row?.customer ?? null);
}

/** All visitors who are the same customer by the site's word, this one included. A subquery, since there may be many. */
export const visitorsOfSame = (db: Db, visitor: string): SelectQueryBuilder<Tables, 'visitors', { id: string }> =>
  db.selectFrom('visitors').select('id').where((is) => {
    const customer = is.selectFrom('visitors as self').select('self.customer').where('self.id', '=', visitor);
    return is.or([is('id', '=', visitor), is('customer', '=', customer)]);
  });

/** The customer, with what the site says of them today. */
export async function keepCustomer(db: Db, site: string, { subject, name, email }: Vouched, now: number): Promise<CustomerRow> {
  return await db
    .insertInto('customers')
    .values({ id: newId(), site, subject, name, email, visitor: null, created_at: now })
    .onConflict((conflict) => conflict.columns(['site', 'subject']).doUpdateSet({ name, email }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Forgets what the site said of people who left nothing else. */
export async function sweepCustomers(db: Db): Promise<void> {
  await db
    .deleteFrom('customers')
    // Cheap first: a customer who still has a visitor usually has one here.
    .where('visitor', 'is', null)
    .where((is) => is.not(is.exists(is.selectFrom('visitors').select('visitors.id').whereRef('visitors.customer', '=', 'customers.id'))))
    .execute();
}
