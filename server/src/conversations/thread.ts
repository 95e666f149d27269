import { sql } from 'kysely';
import type { EntryPage } from '../../../src/protocol/conversation.ts';
import type { Entry } from '../../../src/protocol/entry.ts';
import { MAX_PAGE_BYTES, MAX_PAGE_ENTRIES } from '../../../src/protocol/limits.ts';
import type { Row } from '../store/tables.ts';
import type { Range } from './entries.ts';
import { readPage } from './entries.ts';
import type { Work } from './work.ts';

type ConversationRow = Row<'conversations'>;

/** One conversation of a customer's, as it is counted from a later one: `seq` less `shift`. */
export interface Part {
  readonly row: ConversationRow;
  readonly shift: number;
}

/** Most conversations that a customer reads back over. */
const MOST_BACK = 50;

/** A conversation and those of the same customer before it, newest first. */
export async function threadOf(work: Work, newest: ConversationRow): Promise<Part[]> {
  const rows = await work.db
    .withRecursive('thread', (db) =>
      db
        .selectFrom('conversations')
        .selectAll()
        .select(sql<number>`0`.as('depth'))
        .where('id', '=', newest.id)
        .unionAll(
          db
            .selectFrom('thread')
            .innerJoin('conversations', 'conversations.id', 'thread.previous')
            .selectAll('conversations')
            .select(sql<number>`thread.depth + 1`.as('depth'))
            .where('thread.depth', '<', MOST_BACK),
        ),
    )
    .selectFrom('thread')
    .selectAll()
    .orderBy('depth')
    .execute();
  let shift = 0;
  return rows.map(({ depth, ...row }) => ({ row, shift: depth === 0 ? 0 : (shift += row.last_seq) }));
}

export const shifted = (entry: Entry, { shift }: Part): Entry => ({ ...entry, seq: entry.seq - shift });

/** One page, from the end or from a position backwards: where a conversation begins, the one before goes on. */
export async function readThread(work: Work, newest: ConversationRow, { before, limit = MAX_PAGE_ENTRIES }: Range): Promise<EntryPage> {
  let entries: Entry[] = [];
  let bytes = MAX_PAGE_BYTES;
  const page = (more: boolean): EntryPage => ({ conversation: newest.id, entries, more });
  for (const part of await threadOf(work, newest)) {
    if (entries.length === limit) return page(true);
    const end = entries[0]?.seq ?? before;
    if (end !== undefined && end + part.shift <= 1) continue;
    const range = { ...(end !== undefined && { before: end + part.shift }), limit: limit - entries.length };
    const found = await readPage(work.db, part.row.id, range, bytes);
    bytes -= Buffer.byteLength(JSON.stringify(found.entries));
    entries = [...found.entries.map((entry) => shifted(entry, part)), ...entries];
    // Of what was too old the beginning may be deleted: nothing before that has a place without a gap.
    if (found.more || found.entries[0]?.seq !== 1) return page(found.more);
  }
  return page(false);
}
