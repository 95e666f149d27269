import type { JoinOptions, MediaBackend, MediaRoom } from '../../session/contracts/media-backend.ts';
import { webRtcRoom } from './webrtc-room.ts';

/** Carries audio and video from browser to browser, with nothing between but a relay where the two cannot reach each other. */
export class WebRtcBackend implements MediaBackend {
  readonly name = 'webrtc';
  /** Plays the other side's sound. It needs no place in the page, and so goes on when the page's elements do not. */
  readonly #sound = new Audio();

  /** Nothing to load; the browser's own machinery starts with its first connection, which costs some 20 ms. */
  warm(): Promise<void> {
    new RTCPeerConnection().close();
    return Promise.resolve();
  }

  /** Safari lets only an element play later that played something within a press. */
  unlock(): void {
    this.#sound.srcObject ??= new MediaStream();
    void this.#sound.play().catch(() => undefined);
  }

  /** The browser reads the grant's servers itself, and throws where it cannot. */
  async join(options: JoinOptions): Promise<MediaRoom> {
    return webRtcRoom(options, this.#sound, options.initiates ? (await import('./offering.ts')).offers : null);
  }
}
