import type { Kysely } from 'kysely';
import { agentInCall } from '../calls/call-rows.ts';
import type { Person } from '../config/people.ts';
import { worksFor } from '../config/people.ts';
import type { Row, Tables } from '../store/tables.ts';
import { visitorsOfSame } from './customers.ts';

type Db = Kysely<Tables>;
type ConversationRow = Row<'conversations'>;

/** Whether a conversation stands in an agent's list: the own ones, what waits, and for a supervisor every one. */
export const mayRead = (person: Person, row: ConversationRow): boolean =>
  worksFor(person, row.site) && (person.role === 'supervisor' || row.agent === person.id || row.state === 'waiting');

/** A visitor's conversation that has not ended: there is one at most. */
export async function openOf(db: Db, visitor: string): Promise<ConversationRow | undefined> {
  return await db.selectFrom('conversations').selectAll().where('visitor', '=', visitor).where('state', '<>', 'ended').executeTakeFirst();
}

/** The one that a customer's page shows, which none came after, whatever the clock said; undefined where they never wrote. */
export async function newestOf(db: Db, visitor: string): Promise<ConversationRow | undefined> {
  return await db
    .selectFrom('conversations')
    .selectAll()
    .where('visitor', '=', visitor)
    .where((is) => is.not(is.exists(is.selectFrom('conversations as later').select('later.id').whereRef('later.previous', '=', 'conversations.id'))))
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/**
 * Whether an agent may read a conversation's log, and hear of what is added to it, at this moment. The agent of a call reads its conversation
 * even after it was assigned to somebody else; whoever answers a customer now may read that customer's earlier conversations too.
 */
export async function mayFollow(db: Db, person: Person, row: ConversationRow): Promise<boolean> {
  if (mayRead(person, row) || (await agentInCall(db, row.id)) === person.id) return true;
  if (row.state !== 'ended' || !worksFor(person, row.site)) return false;
  const open = await db.selectFrom('conversations').selectAll().where('visitor', 'in', visitorsOfSame(db, row.visitor)).where('state', '<>', 'ended').execute();
  return open.some((each) => mayRead(person, each));
}
