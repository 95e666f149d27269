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
  work.tell({ to: await work.readersOf(row), method: eventNames.entry, params: { conversation, entry } });
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
  else {
    const to = await work.readersOf(row);
    for (const message of found) work.tell({ to, method: eventNames.entry, params: { conversation, entry: entryOf({ ...message, ...tombstone }) } });
  }
  work.touch(conversation);
  work.after(() => logger.info({ conversation, messages: Number(numUpdatedRows), by: person.id }, 'all messages of a conversation were erased'));
}

/** The tombstones up to a position, as many as are asked for: whoever has read that far may hold what they stand for. */
export async function erasedUpTo(db: Kysely<Tables>, { conversation, seq }: Position, most: number): Promise<Entry[]> {
  // As a literal: only then SQLite knows that the index of tombstones has them all.
  const query = db.selectFrom('entries').selectAll().where('conversation', '=', conversation).where('kind', '=', sql.lit('erased')).where('seq', '<=', seq);
  return (await query.orderBy('seq').limit(most).execute()).map(entryOf);
}

async function erasable(work: Work, person: Person, conversation: string): Promise<Row<'conversations'>> {
  if (person.role !== 'supervisor') throw new Refusal('FORBIDDEN');
  return await readable(work, { role: 'agent', id: person.id, person }, conversation);
}
