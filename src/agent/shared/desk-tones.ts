import type { Note } from '../../elements/shared/tones.ts';
import { Tones } from '../../elements/shared/tones.ts';

const CONVERSATION: readonly Note[] = [
  [659.3, 0],
  [880, 0.14],
];
const MESSAGE: readonly Note[] = [[587.3, 0]];
const LOUDNESS = 0.12;

/** The console's sounds; silent until the browser allows audio. */
export class DeskTones {
  readonly #tones = new Tones();

  /** A new conversation: two notes that rise. */
  conversation(): void {
    this.#play(CONVERSATION);
  }

  /** A new message: one note. */
  message(): void {
    this.#play(MESSAGE);
  }

  close(): void {
    this.#tones.close();
  }

  #play(notes: readonly Note[]): void {
    // Before a user gesture the browser would hold the tone back, and play it late, with the first press.
    if ((navigator.userActivation as UserActivation | undefined)?.hasBeenActive) this.#tones.play(notes, LOUDNESS);
  }
}
