import type { Kysely } from 'kysely';
import type { Author, Entry, Part } from '../../../src/protocol/entry.ts';
import { MAX_PAGE_BYTES, MAX_PAGE_ENTRIES } from '../../../src/protocol/limits.ts';
import type { EntryPage } from '../../../src/protocol/conversation.ts';
import { newId } from '../auth/secrets.ts';
import type { Row, Tables } from '../store/tables.ts';

type Db = Kysely<Tables>;

export interface NewEntry {
  readonly kind: 'message' | 'call' | 'assigned' | 'ended';
  readonly author: Author;
  readonly parts: readonly Part[];
  readonly clientId?: string;
}

/** Who writes what happened, where no person did. */
export const system: Author = { id: 'system', role: 'system' };

export const instant = (at: number): string => new Date(at).toISOString();

export function entryOf(row: Row<'entries'>): Entry {
  return {
    id: row.id,
    seq: row.seq,
    kind: row.kind,
    author: { id: row.author, role: row.role as Author['role'], ...(row.name === null ? {} : { name: row.name }) },
    at: instant(row.at),
    parts: JSON.parse(row.parts) as Part[],
    ...(row.client_id === null || row.kind === 'erased' ? {} : { clientId: row.client_id }),
  };
}

/** Writes the log's next line; the conversation's `last_seq` goes with it, so that there is never a gap. */
export async function append(db: Db, conversation: Row<'conversations'>, entry: NewEntry, now: number): Promise<Entry> {
  const row: Row<'entries'> = {
    conversation: conversation.id,
    seq: conversation.last_seq + 1,
    id: newId(),
    site: conversation.site,
    kind: entry.kind,
    author: entry.author.id,
    role: entry.author.role,
    name: entry.author.name ?? null,
    at: now,
    parts: JSON.stringify(entry.parts),
    client_id: entry.clientId ?? null,
  };
  await db.insertInto('entries').values(row).execute();
  await db.updateTable('conversations').set({ last_seq: row.seq }).where('id', '=', conversation.id).execute();
  conversation.last_seq = row.seq;
  return entryOf(row);
}

/** What an author's device sent before under the same name, in whichever conversation: a customer's may have ended since. */
export async function sentBefore(db: Db, author: string, clientId: string): Promise<Row<'entries'> | undefined> {
  return await db.selectFrom('entries').selectAll().where('author', '=', author).where('client_id', '=', clientId).executeTakeFirst();
}

/** Who the log says answers a conversation, whether or not they still do; undefined where nobody ever did. */
export async function answererOf(db: Db, conversation: string): Promise<string | undefined> {
  const query = db.selectFrom('entries').select('parts').where('conversation', '=', conversation).where('kind', '=', 'assigned');
  const row = await query.orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const [part] = row ? (JSON.parse(row.parts) as Part[]) : [];
  return part && 'agent' in part ? part.agent.id : undefined;
}

export interface Range {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
}

/** One page, ascending, no longer than `bytes` of JSON: from the side that was asked for, without gaps. */
export async function readPage(db: Db, conversation: string, range: Range, bytes = MAX_PAGE_BYTES): Promise<EntryPage> {
  const limit = range.limit ?? MAX_PAGE_ENTRIES;
  const forwards = range.after !== undefined;
  let query = db.selectFrom('entries').selectAll().where('conversation', '=', conversation);
  if (range.after !== undefined) query = query.where('seq', '>', range.after);
  if (range.before !== undefined) query = query.where('seq', '<', range.before);
  const rows = await query
    .orderBy('seq', forwards ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();

  const entries: Entry[] = [];
  let left = bytes;
  for (const row of rows.slice(0, limit)) {
    const entry = entryOf(row);
    left -= Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (left < 0) break;
    entries.push(entry);
  }
  const more = entries.length < rows.length;
  return { conversation, entries: forwards ? entries : entries.reverse(), more };
}
