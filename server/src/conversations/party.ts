import type { Person } from '../config/people.ts';
import { Refusal } from '../refusal.ts';
import type { Row } from '../store/tables.ts';
import { mayFollow } from './readers.ts';
import type { Work } from './work.ts';

/** Somebody who said hello. */
export type Party =
  /** `isKnown`: the site vouched for them with this hello. */
  | { readonly role: 'customer'; readonly id: string; readonly site: string; readonly isKnown: boolean }
  | { readonly role: 'agent'; readonly id: string; readonly person: Person };

/**
 * Whoever may not read a conversation does not learn that it is there.
 *
 * @throws Refusal `CONVERSATION_NOT_FOUND`
 */
export async function readable(work: Work, party: Party, conversation: string): Promise<Row<'conversations'>> {
  const row = await work.conversation(conversation);
  const allowed = party.role === 'customer' ? row.visitor === party.id : await mayFollow(work.db, party.person, row);
  if (!allowed) throw new Refusal('CONVERSATION_NOT_FOUND');
  return row;
}
