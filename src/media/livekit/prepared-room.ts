import type { RoomOptions } from 'livekit-client';
import { getBrowser, Room } from 'livekit-client';
import { internalsOf } from './internals.ts';

/** A room whose connection is begun: it has its certificate and its media sections. Nothing has left the page, and no address was looked up. */
export function preparedRoom(options: RoomOptions): Room {
  const room = new Room(options);
  const engine = internalsOf(room);
  // Firefox connects only after the server's first message, and would not use this. Without its media sections a connection is worse than none.
  if (getBrowser()?.name !== 'Firefox' && engine.applyInitialPublisherLayout) engine.configure?.().then(() => engine.applyInitialPublisherLayout?.()).catch(() => undefined);
  return room;
}
