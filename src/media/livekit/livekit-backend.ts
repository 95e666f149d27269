import type { RoomOptions } from 'livekit-client';
import { Room, setLogLevel } from 'livekit-client';
import * as v from 'valibot';
import { livekitGrant } from '../../protocol/livekit-grant.ts';
import type { JoinOptions, MediaBackend, MediaRoom } from '../../session/contracts/media-backend.ts';
import { Encryption } from './e2ee/encryption.ts';
import { LiveKitRoom } from './livekit-room.ts';
import { preparedRoom } from './prepared-room.ts';
import { retries } from './retries.ts';

/** Simulcast is on by default. */
const roomOptions: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  // The tracks are the page's: whoever opened them stops them.
  stopLocalTrackOnUnpublish: false,
  // A page that goes away comes back in a moment, with the same identity.
  disconnectOnPageLeave: false,
  reconnectPolicy: retries,
};

// The console is the page's own; what goes wrong in a call is shown in the call.
setLogLevel('error');

// With the registry, each room would be kept for good, by a listener on the page's devices that refers to it. Without it, a room removes that
// listener when it disconnects.
Room.cleanupRegistry = false;

/** Carries audio and video through a LiveKit cluster. Its module, and livekit-client with it, is loaded when a call starts to ring. */
export class LiveKitBackend implements MediaBackend {
  readonly name = 'livekit';
  #prepared: Room | null = null;

  /** Setting up a connection takes longest of all that needs no grant. A room that this call does not use serves the next one. */
  // eslint-disable-next-line @typescript-eslint/require-await -- there is nothing to load
  async warm(): Promise<void> {
    this.#prepared ??= preparedRoom(roomOptions);
  }

  /** To be called while a press is handled: Safari lets sound play later only where something was played then. */
  unlock(): void {
    const element = new Audio();
    element.srcObject = new MediaStream();
    void element.play().catch(() => undefined);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws has to be a rejection
  async join(options: JoinOptions): Promise<MediaRoom> {
    const grant = v.parse(livekitGrant, options.grant);
    const encryption = grant.e2ee ? new Encryption(options) : null;
    const room = encryption ? new Room({ ...roomOptions, encryption: encryption.options }) : (this.#prepared ?? new Room(roomOptions));
    if (!encryption) this.#prepared = null;
    return new LiveKitRoom(room, grant, options, encryption);
  }
}
