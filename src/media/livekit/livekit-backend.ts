import type { RoomOptions } from 'livekit-client';
import { Room } from 'livekit-client';
import * as v from 'valibot';
import { livekitGrant } from '../../protocol/livekit-grant.ts';
import type { JoinOptions, MediaBackend, MediaRoom } from '../../session/contracts/media-backend.ts';
import { LiveKitRoom } from './livekit-room.ts';

const roomOptions: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  publishDefaults: { simulcast: true },
  // The tracks are the page's: who opened them stops them.
  stopLocalTrackOnUnpublish: false,
  // A page that goes away comes back in a moment, with the same identity.
  disconnectOnPageLeave: false,
};

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

  join(options: JoinOptions): Promise<MediaRoom> {
    return new Promise((resolve) => {
      resolve(new LiveKitRoom(new Room(roomOptions), v.parse(livekitGrant, options.grant), options));
    });
  }
}
