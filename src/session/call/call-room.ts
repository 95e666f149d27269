import type { MediaPath } from '../../protocol/call-record.ts';
import type { JoinOptions, MediaBackend, MediaRoom } from '../contracts/media-backend.ts';
import type { RoomFact } from './call-model.ts';

/** One try at a call's room: leaving also undoes an entry that is still under way. */
export class CallRoom {
  readonly path: MediaPath;
  readonly #changed: () => void;
  readonly #life = new AbortController();
  #room: MediaRoom | null = null;
  #failed = false;

  constructor(path: MediaPath, changed: () => void) {
    this.path = path;
    this.#changed = changed;
  }

  get room(): MediaRoom | null {
    return this.#room;
  }

  get fact(): RoomFact {
    const snapshot = this.#room?.snapshot;
    const state = this.#failed ? 'failed' : (snapshot?.state ?? 'joining');
    const self = snapshot?.participants.find((each) => each.self);
    const carries = self?.camera?.on ? 'video' : self?.microphone ? 'audio' : 'none';
    return { is: state === 'left' ? 'failed' : state, path: this.path, carries };
  }

  /** A backend that the page does not have, or that cannot read the grant, is a room that failed. */
  async enter(load: Promise<MediaBackend>, options: JoinOptions, entered: (room: MediaRoom) => void): Promise<void> {
    const room = await load.then((backend) => backend.join(options)).catch(() => null);
    if (this.#life.signal.aborted) return void room?.leave();
    this.#failed = !room;
    this.#room = room;
    room?.subscribe(this.#changed, { signal: this.#life.signal });
    if (room) entered(room);
    this.#changed();
  }

  /** Local tracks stop in the same task. */
  leave(): void {
    this.#life.abort();
    void this.#room?.leave();
  }
}
