import type { Kysely } from 'kysely';
import { eventNames } from '../../../src/protocol/events.ts';
import { newId } from '../auth/secrets.ts';
import type { Delivery } from '../bus/bus.ts';
import type { Row, Tables } from '../store/tables.ts';
import { newestOf } from './readers.ts';
import type { Views } from './views.ts';

/** One event, whoever is told. */
export type Said = Pick<Delivery, 'method' | 'params'>;

/** What makes an agent's page forget the log that it has of a conversation, and read it anew. */
export const logAnewForAgent = ({ id }: Row<'conversations'>): readonly Said[] => [{ method: eventNames.deskErased, params: { conversation: id } }];

/**
 * What makes a customer's page forget whatever log it has, and read the newest one. Every page begins a new log with a conversation of another id,
 * also one that was cached before there was a way to erase: it is told of one that is not there, and then of its own.
 */
export async function logAnewForCustomer(views: Views, db: Kysely<Tables>, row: Row<'conversations'>): Promise<readonly Said[]> {
  const own = await views.forCustomer(db, (await newestOf(db, row.visitor)) ?? row);
  return [{ ...own, id: newId(), lastSeq: 0, reads: [] }, own].map((conversation) => ({ method: eventNames.conversation, params: { conversation } }));
}
