import type { RoomOptions } from 'livekit-client';
import { LogLevel, Room, setLogLevel } from 'livekit-client';
import * as v from 'valibot';
import { livekitGrant } from '../../protocol/livekit-grant.ts';
import type { JoinOptions, MediaBackend, MediaRoom } from '../../session/contracts/media-backend.ts';
import { LiveKitRoom } from './livekit-room.ts';
import { retries } from './retries.ts';

const roomOptions: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  publishDefaults: { simulcast: true },
  // The tracks are the page's: who opened them stops them.
  stopLocalTrackOnUnpublish: false,
  // A page that goes away comes back in a moment, with the same identity.
  disconnectOnPageLeave: false,
  reconnectPolicy: retries,
};

// The page's console is the page's own; what goes wrong in a call is told in it.
setLogLevel(LogLevel.error);

/** Carries audio and video through a LiveKit cluster. Its module, and livekit-client with it, is loaded when a call starts to ring. */
export class LiveKitBackend implements MediaBackend {
  readonly name = 'livekit';

  warm(): Promise<void> {
    return Promise.resolve();
  }

  /** Inside a press: Safari lets sound play later only where something played within one. */
  unlock(): void {
    const element = new Audio();
    element.srcObject = new MediaStream();
    void element.play().catch(() => undefined);
  }

  async join(options: JoinOptions): Promise<MediaRoom> {
    const grant = v.parse(livekitGrant, options.grant);
    if (!grant.e2ee) return new LiveKitRoom(new Room(roomOptions), grant, options, null);
    const { call, initiates, self, peers, signal } = options;
    const { Encryption } = await import('./e2ee/encryption.ts');
    const encryption = new Encryption({ call, initiates, self, peer: peers[0] ?? '', send: (e2ee) => signal.send({ e2ee }) });
    return new LiveKitRoom(new Room({ ...roomOptions, encryption: encryption.options }), grant, options, encryption);
  }
}
