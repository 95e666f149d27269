import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Entry } from '../../../src/protocol/entry.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import type { Person } from '../config/people.ts';
import type { Logger } from '../logging/logger.ts';
import { Refusal } from '../refusal.ts';
import type { Row, Tables } from '../store/tables.ts';
import { entryOf } from './entries.ts';
import { readable } from './party.ts';
import { newestOf } from './readers.ts';
import { shifted, threadOf } from './thread.ts';
import type { Work } from './work.ts';

interface Position {
  readonly conversation: string;
  readonly seq: number;
}

/** Most tombstones that a page is told one by one, in one go: where there are more, it reads its log anew. */
export const MOST_TOLD = 200;

/** What a message becomes. What its author's device called it stays in the row: a message that is sent again is known by it, and not stored anew. */
const tombstone = { kind: 'erased', parts: '[]' };

/** A supervisor takes a message's words away, from everybody and for good: what stays is its place in the log. Again gives the same tombstone. */
export async function erase(work: Work, person: Person, { conversation, seq }: Position, logger: Logger): Promise<Entry> {
  const row = await erasable(work, person, conversation);
  const message = await work.db.selectFrom('entries').selectAll().where('conversation', '=', conversation).where('seq', '=', seq).executeTakeFirst();
  if (!message) throw new Refusal('ENTRY_NOT_FOUND');
  if (message.kind === 'erased') return entryOf(message);
  if (message.kind !== 'message') throw new Refusal('NOT_A_MESSAGE');
  await work.db.updateTable('entries').set(tombstone).where('conversation', '=', conversation).where('seq', '=', seq).execute();
  const entry = entryOf({ ...message, ...tombstone });
  await tellErased(work, row, [entry]);
  work.touch(conversation);
  work.after(() => logger.info({ conversation, seq, by: person.id }, 'a message was erased'));
  return entry;
}

/** A supervisor takes the words of every message in a conversation away. What was erased already stays as it is. */
export async function eraseAll(work: Work, person: Person, conversation: string, logger: Logger): Promise<void> {
  const row = await erasable(work, person, conversation);
  const messages = work.db.selectFrom('entries').selectAll().where('conversation', '=', conversation).where('kind', '=', 'message');
  const found = await messages.orderBy('seq').limit(MOST_TOLD + 1).execute();
  if (found.length === 0) return;
  const { numUpdatedRows } = await work.db.updateTable('entries').set(tombstone).where('conversation', '=', conversation).where('kind', '=', 'message').executeTakeFirst();
  if (found.length > MOST_TOLD) await work.tellAnew(row);
  else await tellErased(work, row, found.map((message) => entryOf({ ...message, ...tombstone })));
  work.touch(conversation);
  work.after(() => logger.info({ conversation, messages: Number(numUpdatedRows), by: person.id }, 'all messages of a conversation were erased'));
}

/** To the customer's page it is one log: an earlier conversation's tombstones are counted from the newest, above which it may show them. */
async function tellErased(work: Work, row: Row<'conversations'>, entries: readonly Entry[]): Promise<void> {
  const [customer, ...agents] = await work.readersOf(row);
  const newest = (await newestOf(work.db, row.visitor)) ?? row;
  const part = (await threadOf(work, newest)).find((each) => each.row.id === row.id);
  for (const entry of entries) {
    work.tell({ to: agents, method: eventNames.entry, params: { conversation: row.id, entry } });
    if (customer && part) work.tell({ to: [customer], method: eventNames.entry, params: { conversation: newest.id, entry: shifted(entry, part) } });
  }
}

/** The tombstones up to a position, as many as are asked for: whoever has read that far may hold what they stand for. */
export async function erasedUpTo(db: Kysely<Tables>, { conversation, seq }: Position, most: number): Promise<Entry[]> {
  // As a literal: only then SQLite knows that the index of tombstones has them all.
  const query = db.selectFrom('entries').selectAll().where('conversation', '=', conversation).where('kind', '=', sql.lit('erased')).where('seq', '<=', seq);
  return (await query.orderBy('seq').limit(most).execute()).map(entryOf);
}

/** The tombstones of whole conversations, as many as are asked for. */
export async function erasedIn(db: Kysely<Tables>, conversations: readonly string[], most: number): Promise<{ readonly conversation: string; readonly entry: Entry }[]> {
  if (conversations.length === 0) return [];
  const query = db.selectFrom('entries').selectAll().where('conversation', 'in', conversations).where('kind', '=', sql.lit('erased'));
  return (await query.limit(most).execute()).map((row) => ({ conversation: row.conversation, entry: entryOf(row) }));
}

async function erasable(work: Work, person: Person, conversation: string): Promise<Row<'conversations'>> {
  if (person.role !== 'supervisor') throw new Refusal('FORBIDDEN');
  return await readable(work, { role: 'agent', id: person.id, person }, conversation);
}
