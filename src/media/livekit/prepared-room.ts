import type { RoomOptions } from 'livekit-client';
import { getBrowser, Room } from 'livekit-client';

/** How livekit-client's engine begins a connection. That is its own affair: where it begins otherwise one day, nothing is prepared. */
interface Beginning {
  configure?(): Promise<void>;
  applyInitialPublisherLayout?(): void;
}

/** A room whose connection is begun: it has its certificate and its media sections. Nothing has left the page, and no address was looked up. */
export function preparedRoom(options: RoomOptions): Room {
  const room = new Room(options);
  const engine = room.engine as unknown as Beginning;
  // In Firefox livekit-client makes its connection of the server's first word, and would do without that.
  if (getBrowser()?.name !== 'Firefox') engine.configure?.().then(() => engine.applyInitialPublisherLayout?.()).catch(() => undefined);
  return room;
}
