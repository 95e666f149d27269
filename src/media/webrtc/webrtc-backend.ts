import * as v from 'valibot';
import { webrtcGrant } from '../../protocol/media-grant.ts';
import type { JoinOptions, MediaBackend, MediaRoom } from '../../session/contracts/media-backend.ts';
import { Loudspeaker } from './loudspeaker.ts';
import { WebRtcRoom } from './webrtc-room.ts';

export interface WebRtcOptions {
  /** For a page that wants to see or shape its connections. */
  readonly createConnection?: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** Carries audio and video from browser to browser, with nothing between but a relay where the two cannot reach each other. */
export class WebRtcBackend implements MediaBackend {
  readonly name = 'webrtc';
  readonly #create: (configuration: RTCConfiguration) => RTCPeerConnection;
  #loudspeaker: Loudspeaker | null = null;

  constructor({ createConnection = (configuration) => new RTCPeerConnection(configuration) }: WebRtcOptions = {}) {
    this.#create = createConnection;
  }

  /** Nothing to load; the browser's own machinery starts with its first connection, which costs some 20 ms. */
  warm(): Promise<void> {
    new RTCPeerConnection().close();
    return Promise.resolve();
  }

  unlock(): void {
    this.#loudspeaker ??= new Loudspeaker();
    this.#loudspeaker.unlock();
  }

  async join(options: JoinOptions): Promise<MediaRoom> {
    const grant = v.parse(webrtcGrant, options.grant);
    const loudspeaker = this.#loudspeaker ?? new Loudspeaker();
    this.#loudspeaker = null;
    return Promise.resolve(new WebRtcRoom(grant, options, loudspeaker, this.#create));
  }
}
