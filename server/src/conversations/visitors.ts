import { randomInt } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Capabilities, Customer, Page } from '../../../src/protocol/conversation.ts';
import { newId } from '../auth/secrets.ts';
import type { Row, Tables } from '../store/tables.ts';
import { knownAs } from './customers.ts';

type Db = Kysely<Tables>;

/** What a customer's page says of itself. */
export interface Surroundings {
  readonly language: string;
  readonly timeZone: string;
  readonly page: Page;
  readonly capabilities: Capabilities;
}

/** Digits and letters that are not mistaken for each other when read aloud. */
const CODE = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const codeOf = (): string => Array.from({ length: 4 }, () => CODE[randomInt(CODE.length)]).join('');

/** A page as it may be kept, whatever it says of itself: where its socket comes from, or none, since agents are given a way there; without query and fragment. */
function keptPage({ url, title }: Page, origin: string): { page_url: string | null; page_title: string | null } {
  const [address = ''] = url.split(/[?#]/);
  return address === origin || address.startsWith(`${origin}/`) ? { page_url: address, page_title: title } : { page_url: null, page_title: null };
}

const columns = (known: Surroundings, origin: string) => ({
  language: known.language,
  time_zone: known.timeZone,
  ...keptPage(known.page, origin),
  calls_block: known.capabilities.calls,
  screen_share: known.capabilities.screenShare ? 1 : 0,
});

export async function addVisitor(db: Db, { site, origin }: { readonly site: string; readonly origin: string }, known: Surroundings, now: number): Promise<string> {
  const id = newId();
  await db
    .insertInto('visitors')
    .values({ id, site, code: codeOf(), customer: null, ...columns(known, origin), created_at: now, seen_at: now })
    .execute();
  return id;
}

/** Somebody whose page is open, there. */
interface Visit {
  readonly id: string;
  readonly origin: string;
}

export async function updateVisitor(db: Db, { id, origin }: Visit, known: Surroundings, now: number): Promise<void> {
  await db.updateTable('visitors').set({ ...columns(known, origin), seen_at: now }).where('id', '=', id).execute();
}

/** Returns whether it is another page than before. */
export async function updatePage(db: Db, { id, origin }: Visit, page: Page, now: number): Promise<boolean> {
  const before = await db.selectFrom('visitors').select(['page_url', 'page_title']).where('id', '=', id).executeTakeFirst();
  const kept = keptPage(page, origin);
  await db.updateTable('visitors').set({ ...kept, seen_at: now }).where('id', '=', id).execute();
  return before?.page_url !== kept.page_url || before.page_title !== kept.page_title;
}

/** A visitor with what the site said of them. */
export async function visitorById(db: Db, id: string): Promise<{ readonly visitor: Row<'visitors'>; readonly known: Row<'customers'> | null }> {
  const visitor = await db.selectFrom('visitors').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return { visitor, known: await knownAs(db, visitor.customer) };
}

export const customerOf = (row: Row<'visitors'>, known: Row<'customers'> | null, online: boolean): Customer => ({
  id: row.id,
  code: row.code,
  name: known?.name ?? null,
  known: known && { subject: known.subject, email: known.email },
  online,
  language: row.language,
  timeZone: row.time_zone,
  page: row.page_url === null ? null : { url: row.page_url, title: row.page_title ?? '' },
  capabilities: { calls: row.calls_block as Capabilities['calls'], screenShare: row.screen_share === 1 },
});
