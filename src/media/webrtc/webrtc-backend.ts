import type { WebRtcGrant } from '../../protocol/media-grant.ts';
import type { JoinOptions, MediaBackend, MediaRoom } from '../../session/contracts/media-backend.ts';
import { Loudspeaker } from './loudspeaker.ts';
import type { CreateConnection } from './webrtc-room.ts';
import { WebRtcRoom } from './webrtc-room.ts';

export interface WebRtcOptions {
  /** For a page that wants to see or shape its connections. */
  readonly createConnection?: CreateConnection;
}

/** Carries audio and video from browser to browser, with nothing between but a relay where the two cannot reach each other. */
export class WebRtcBackend implements MediaBackend {
  readonly name = 'webrtc';
  readonly #create: CreateConnection;
  #loudspeaker: Loudspeaker | null = null;
  #isWarm = false;

  constructor({ createConnection = (configuration) => new RTCPeerConnection(configuration) }: WebRtcOptions = {}) {
    this.#create = createConnection;
  }

  /** Nothing to load; the browser's own machinery starts with its first connection, which costs some 20 ms. */
  warm(): Promise<void> {
    if (!this.#isWarm) new RTCPeerConnection().close();
    this.#isWarm = true;
    return Promise.resolve();
  }

  unlock(): void {
    this.#loudspeaker ??= new Loudspeaker();
    this.#loudspeaker.unlock();
  }

  /** The browser reads the grant's servers itself, and throws where it cannot. */
  join(options: JoinOptions): Promise<MediaRoom> {
    const loudspeaker = this.#loudspeaker ?? new Loudspeaker();
    this.#loudspeaker = null;
    return new Promise((resolve) => resolve(new WebRtcRoom(options.grant as unknown as WebRtcGrant, options, loudspeaker, this.#create)));
  }
}
