import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Entry } from '../../../src/protocol/entry.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import type { Person } from '../config/people.ts';
import type { Logger } from '../logging/logger.ts';
import { Refusal } from '../refusal.ts';
import type { Tables } from '../store/tables.ts';
import { entryOf } from './entries.ts';
import { readable } from './party.ts';
import type { Work } from './work.ts';

interface Position {
  readonly conversation: string;
  readonly seq: number;
}

/**
 * A supervisor takes a message's words away, from everybody and for good: what stays is its place in the log. Again gives the same tombstone.
 *
 * What its author's device called it stays in the row: a message that is sent again is known by it, and not stored anew.
 */
export async function erase(work: Work, person: Person, { conversation, seq }: Position, logger: Logger): Promise<Entry> {
  if (person.role !== 'supervisor') throw new Refusal('FORBIDDEN');
  const talk = await readable(work, { role: 'agent', id: person.id, person }, conversation);
  const row = await work.db.selectFrom('entries').selectAll().where('conversation', '=', conversation).where('seq', '=', seq).executeTakeFirst();
  if (!row) throw new Refusal('ENTRY_NOT_FOUND');
  if (row.kind === 'erased') return entryOf(row);
  if (row.kind !== 'message') throw new Refusal('NOT_A_MESSAGE');
  const erased = { kind: 'erased', parts: '[]' };
  await work.db.updateTable('entries').set(erased).where('conversation', '=', conversation).where('seq', '=', seq).execute();
  const entry = entryOf({ ...row, ...erased });
  work.tell({ to: await work.readersOf(talk), method: eventNames.entry, params: { conversation, entry } });
  work.touch(conversation);
  work.after(() => logger.info({ conversation, seq, by: person.id }, 'a message was erased'));
  return entry;
}

/** The tombstones up to a position: whoever has read that far may hold what they stand for. */
export async function erasedUpTo(db: Kysely<Tables>, conversation: string, seq: number): Promise<Entry[]> {
  // As a literal: only then SQLite knows that the index of tombstones has them all.
  const query = db.selectFrom('entries').selectAll().where('conversation', '=', conversation).where('kind', '=', sql.lit('erased')).where('seq', '<=', seq);
  return (await query.orderBy('seq').execute()).map(entryOf);
}
