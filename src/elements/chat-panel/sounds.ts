import { Tones } from '../shared/tones.ts';
import { readStored, store } from '../chat-widget/page-storage.ts';

/** Frequencies in hertz, one after another. */
const tunes = {
  message: [660, 880],
  ring: [523, 659, 784, 659],
  connected: [523, 784],
  ended: [659, 440],
} as const;

/** From one note to the next, in seconds. */
const BEAT = 0.14;
const LOUDNESS = 0.07;

export type Sound = keyof typeof tunes;

const SWITCH = 'warmline sound';
/** From one ring to the next, in milliseconds. */
const PAUSE = 2_400;
/** What several tabs hear at the same time sounds once: so long one of them has the word, in milliseconds. */
const TURN = 1_500;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** Older browsers do not say: there, Web Audio itself keeps silent before a gesture. */
const hasBeenTouched = (): boolean => (navigator as { readonly userActivation?: UserActivation }).userActivation?.hasBeenActive ?? true;

/** Soft and short. Never before a gesture; of many tabs one sounds; one switch turns it off for the whole site. */
export class Sounds {
  readonly #tones = new Tones();

  get on(): boolean {
    return readStored('localStorage', SWITCH) !== 'off';
  }

  setOn(on: boolean): void {
    store('localStorage', SWITCH, on ? null : 'off');
    if (on) this.#play('message');
  }

  once(sound: Sound): void {
    if (!this.on || !hasBeenTouched()) return;
    const { locks } = navigator as { readonly locks?: LockManager };
    if (!locks) return this.#play(sound);
    void locks.request(`warmline-${sound}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      this.#play(sound);
      await pause(TURN);
    });
  }

  /** Until `signal` aborts, or another tab that rings closes and leaves it to this one. */
  ring(signal: AbortSignal): void {
    const ring = async (): Promise<void> => {
      while (!signal.aborted) {
        if (this.on) this.#play('ring', signal);
        await pause(PAUSE);
      }
    };
    const begin = (): void => {
      const { locks } = navigator as { readonly locks?: LockManager };
      if (signal.aborted) return;
      if (locks) void locks.request('warmline-ring', { signal }, ring).catch(() => undefined);
      else void ring();
    };
    if (hasBeenTouched()) return begin();
    const touched = new AbortController();
    for (const name of ['pointerdown', 'keydown']) {
      addEventListener(
        name,
        () => {
          touched.abort();
          begin();
        },
        { signal: AbortSignal.any([signal, touched.signal]) },
      );
    }
  }

  #play(sound: Sound, signal?: AbortSignal): void {
    this.#tones.play(
      tunes[sound].map((hertz, index) => [hertz, index * BEAT]),
      LOUDNESS,
      signal,
    );
  }
}
