import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { CallRecord } from '../../../src/protocol/call-record.ts';
import { isLive } from '../../../src/protocol/call-rules.ts';
import type { CallAck } from '../../../src/protocol/call-wire.ts';
import { Refusal } from '../refusal.ts';
import type { Row, Tables } from '../store/tables.ts';

type Db = Kysely<Tables>;
export type CallRow = Row<'calls'>;

/** The answer that a command was given. */
export interface Answer {
  readonly refusal: CallAck['refusal'];
  /** Which of its side's leases it gave; null where it gave none. */
  readonly lease: number | null;
}

export interface CommandName {
  readonly callId: string;
  readonly commandId: string;
}

export const recordOf = (row: CallRow): CallRecord => JSON.parse(row.record) as CallRecord;

export async function findCall(db: Db, call: string): Promise<CallRow | undefined> {
  return await db.selectFrom('calls').selectAll().where('id', '=', call).executeTakeFirst();
}

export const liveCalls = (db: Db): SelectQueryBuilder<Tables, 'calls', CallRow> => db.selectFrom('calls').selectAll().where('live', '=', 1);

/** The call under way in a conversation: there is one at most. */
export async function liveCallIn(db: Db, conversation: string): Promise<CallRow | undefined> {
  return await liveCalls(db).where('conversation', '=', conversation).executeTakeFirst();
}

/** The agent of the call under way in a conversation, which may be assigned to somebody else since. */
export async function agentInCall(db: Db, conversation: string): Promise<string | null> {
  return (await liveCallIn(db, conversation))?.agent ?? null;
}

/** The call that keeps a conversation or an agent busy. */
export async function busyWith(db: Db, conversation: string, agent: string): Promise<CallRow | undefined> {
  return await liveCalls(db)
    .where((is) => is.or([is('conversation', '=', conversation), is('agent', '=', agent)]))
    .limit(1)
    .executeTakeFirst();
}

export async function addCall(db: Db, record: CallRecord, of: Pick<CallRow, 'site' | 'agent' | 'visitor'>): Promise<void> {
  const { id, conversation, rev, startedAt } = record;
  const row: CallRow = { id, conversation, ...of, record: JSON.stringify(record), rev, live: 1, started_at: startedAt };
  await db.insertInto('calls').values(row).execute();
}

/** Replaces the record that `before` was read from, and no other. */
export async function replaceCall(db: Db, before: CallRecord, record: CallRecord): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('calls')
    .set({ record: JSON.stringify(record), rev: record.rev, live: isLive(record) ? 1 : 0 })
    .where('id', '=', before.id)
    .where('rev', '=', before.rev)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Refusal('STORAGE_FAILED');
}

/** @throws Refusal `FORBIDDEN` where the command was somebody else's */
export async function firstAnswer(db: Db, { callId, commandId }: CommandName, actor: string): Promise<Answer | null> {
  const row = await db.selectFrom('call_commands').selectAll().where('call', '=', callId).where('command', '=', commandId).executeTakeFirst();
  if (!row) return null;
  if (row.actor !== actor) throw new Refusal('FORBIDDEN');
  return { refusal: row.refusal as Answer['refusal'], lease: row.lease };
}

/** In place of the one before, where a side was taken anew. */
export async function rememberAnswer(db: Db, { callId, commandId }: CommandName, by: { readonly site: string; readonly actor: string }, answer: Answer, now: number): Promise<void> {
  await db
    .insertInto('call_commands')
    .values({ call: callId, command: commandId, ...by, ...answer, at: now })
    .onConflict((conflict) => conflict.columns(['call', 'command']).doUpdateSet(answer))
    .execute();
}
