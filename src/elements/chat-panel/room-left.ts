/** How long somebody stops writing before they are told, in milliseconds. */
const PAUSE = 1_000;

/** Says how much room a message has left, once whoever writes it pauses: said with each key, it would be heard in pieces, and nothing else would be. */
export class RoomLeft {
  readonly #seen: () => string;
  readonly #say: (words: string) => void;
  #words = '';
  #pause: ReturnType<typeof setTimeout> | undefined;

  /** @param seen what stands beside the text box now, empty where there is room enough */
  constructor(seen: () => string, say: (words: string) => void) {
    this.#seen = seen;
    this.#say = say;
  }

  /** Gives back the words, which are seen at once. */
  tell(words: string): string {
    if (words === this.#words) return words;
    this.#words = words;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      const seen = this.#seen();
      if (seen) this.#say(seen);
      else this.#words = '';
    }, PAUSE);
    return words;
  }
}
