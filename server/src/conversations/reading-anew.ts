import type { Kysely } from 'kysely';
import { eventNames } from '../../../src/protocol/events.ts';
import { newId } from '../auth/secrets.ts';
import type { Delivery } from '../bus/bus.ts';
import type { Row, Tables } from '../store/tables.ts';
import { newestOf } from './readers.ts';
import type { Views } from './views.ts';

/** One event, whoever is told. */
export type Said = Pick<Delivery, 'method' | 'params'>;

/** Makes an agent's page forget a conversation's log and read it again. */
export const logAnewForAgent = ({ id }: Row<'conversations'>): readonly Said[] => [{ method: eventNames.deskErased, params: { conversation: id } }];

/**
 * Makes a customer's page forget its log and read the newest one. Every page, even a cached one from before erasing existed, begins a new log when
 * the conversation's id changes: it is told of a conversation that does not exist, and then of its own.
 */
export async function logAnewForCustomer(views: Views, db: Kysely<Tables>, row: Row<'conversations'>): Promise<readonly Said[]> {
  const own = await views.forCustomer(db, (await newestOf(db, row.visitor)) ?? row);
  return [{ ...own, id: newId(), lastSeq: 0, reads: [] }, own].map((conversation) => ({ method: eventNames.conversation, params: { conversation } }));
}
