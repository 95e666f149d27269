import type { Person } from '../config/people.ts';
import { Refusal } from '../refusal.ts';
import type { Row } from '../store/tables.ts';
import { mayFollow } from './readers.ts';
import type { Work } from './work.ts';

/** Somebody who said hello. */
export type Party =
  /** `origin`: where their page stands. `isKnown`: the site vouched for them with this hello. */
  | { readonly role: 'customer'; readonly id: string; readonly site: string; readonly origin: string; readonly isKnown: boolean }
  | { readonly role: 'agent'; readonly id: string; readonly person: Person };

/** A conversation that somebody may read at this moment; undefined where they may not, or where there is none. */
export async function findReadable(work: Work, party: Party, conversation: string): Promise<Row<'conversations'> | undefined> {
  const row = await work.findConversation(conversation);
  if (!row) return undefined;
  const allowed = party.role === 'customer' ? row.visitor === party.id : await mayFollow(work.db, party.person, row);
  return allowed ? row : undefined;
}

/**
 * Whoever may not read a conversation does not learn that it is there.
 *
 * @throws Refusal `CONVERSATION_NOT_FOUND`
 */
export async function readable(work: Work, party: Party, conversation: string): Promise<Row<'conversations'>> {
  const row = await findReadable(work, party, conversation);
  if (!row) throw new Refusal('CONVERSATION_NOT_FOUND');
  return row;
}
