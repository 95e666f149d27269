import type { Kysely } from 'kysely';
import type { Row, Tables } from '../../store/tables.ts';

type Db = Kysely<Tables>;

/** A call's room on a cluster, from the call's beginning until the cluster has said that the room is gone. */
export type CallRoomRow = Row<'call_rooms'>;

export const roomNameOf = (call: string): string => `warmline-${call}`;

/** Null for a room that is none of ours. */
export const callOfRoom = (room: string): string | null => (room.startsWith('warmline-') ? room.slice('warmline-'.length) : null);

export async function addRoom(db: Db, row: CallRoomRow): Promise<void> {
  await db.insertInto('call_rooms').values(row).execute();
}

export async function roomOf(db: Db, call: string): Promise<CallRoomRow | undefined> {
  return await db.selectFrom('call_rooms').selectAll().where('call', '=', call).executeTakeFirst();
}

export async function allRooms(db: Db): Promise<CallRoomRow[]> {
  return await db.selectFrom('call_rooms').selectAll().execute();
}

export async function forgetRoom(db: Db, call: string): Promise<void> {
  await db.deleteFrom('call_rooms').where('call', '=', call).execute();
}
