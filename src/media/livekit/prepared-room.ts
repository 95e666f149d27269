import type { RoomOptions } from 'livekit-client';
import { getBrowser, Room } from 'livekit-client';
import { internalsOf } from './internals.ts';

/** A room whose connection is already set up, with certificate and media sections. Nothing has left the page, and no address was looked up. */
export function preparedRoom(options: RoomOptions): Room {
  const room = new Room(options);
  const engine = internalsOf(room);
  // In Firefox, livekit-client makes the connection after the server's first message. One without its media sections is worse than none.
  if (getBrowser()?.name !== 'Firefox' && engine.applyInitialPublisherLayout) {
    engine.configure?.().then(() => engine.applyInitialPublisherLayout?.()).catch(() => undefined);
  }
  return room;
}
