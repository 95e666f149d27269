import type { RoomOptions } from 'livekit-client';
import { Room, setLogLevel } from 'livekit-client';
import * as v from 'valibot';
import { livekitGrant } from '../../protocol/livekit-grant.ts';
import type { JoinOptions, MediaBackend, MediaRoom } from '../../session/contracts/media-backend.ts';
import { Encryption } from './e2ee/encryption.ts';
import { LiveKitRoom } from './livekit-room.ts';
import { preparedRoom } from './prepared-room.ts';
import { retries } from './retries.ts';

/** Beside these, simulcast is on by itself. */
const roomOptions: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  // The tracks are the page's: who opened them stops them.
  stopLocalTrackOnUnpublish: false,
  // A page that goes away comes back in a moment, with the same identity.
  disconnectOnPageLeave: false,
  reconnectPolicy: retries,
};

// The page's console is the page's own; what goes wrong in a call is told in it.
setLogLevel('error');

// With it, the page's devices would keep each room for good: what they tell of a change reaches the room by a closure that holds it.
// Without it, a room that disconnects takes its listener back.
Room.cleanupRegistry = false;

/** Carries audio and video through a LiveKit cluster. Its module, and livekit-client with it, is loaded when a call starts to ring. */
export class LiveKitBackend implements MediaBackend {
  readonly name = 'livekit';
  #prepared: Room | null = null;

  /** What a connection is made of takes longer than all else of entering that needs no grant. What this call does not take, the next one does. */
  // eslint-disable-next-line @typescript-eslint/require-await -- there is nothing to load
  async warm(): Promise<void> {
    this.#prepared ??= preparedRoom(roomOptions);
  }

  /** Inside a press: Safari lets sound play later only where something played within one. */
  unlock(): void {
    const element = new Audio();
    element.srcObject = new MediaStream();
    void element.play().catch(() => undefined);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what is thrown is to be a rejection
  async join(options: JoinOptions): Promise<MediaRoom> {
    const grant = v.parse(livekitGrant, options.grant);
    const encryption = grant.e2ee ? new Encryption(options) : null;
    const room = encryption ? new Room({ ...roomOptions, encryption: encryption.options }) : (this.#prepared ?? new Room(roomOptions));
    if (!encryption) this.#prepared = null;
    return new LiveKitRoom(room, grant, options, encryption);
  }
}
