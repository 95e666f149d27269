import type { RoomOptions } from 'livekit-client';
import { Room, setLogLevel } from 'livekit-client';
import * as v from 'valibot';
import { livekitGrant } from '../../protocol/livekit-grant.ts';
import type { JoinOptions, MediaBackend, MediaRoom } from '../../session/contracts/media-backend.ts';
import { Encryption } from './e2ee/encryption.ts';
import { LiveKitRoom } from './livekit-room.ts';
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

/** Carries audio and video through a LiveKit cluster. Its module, and livekit-client with it, is loaded when a call starts to ring. */
export class LiveKitBackend implements MediaBackend {
  readonly name = 'livekit';

  /** A browser's first connection takes longer than those after it. */
  warm(): Promise<void> {
    new RTCPeerConnection().close();
    return Promise.resolve();
  }

  /** Inside a press: Safari lets sound play later only where something played within one. */
  unlock(): void {
    const element = new Audio();
    element.srcObject = new MediaStream();
    void element.play().catch(() => undefined);
  }

  join(options: JoinOptions): Promise<MediaRoom> {
    return new Promise((resolve) => {
      const grant = v.parse(livekitGrant, options.grant);
      const encryption = grant.e2ee ? new Encryption(options) : null;
      resolve(new LiveKitRoom(new Room({ ...roomOptions, ...(encryption && { encryption: encryption.options }) }), grant, options, encryption));
    });
  }
}
