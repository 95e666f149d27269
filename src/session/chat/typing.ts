import type { Environment } from '../contracts/environment.ts';

/** Milliseconds after which somebody who said no more has stopped writing. */
const TYPING_EXPIRES = 6_000;
/** How often, in milliseconds, one who goes on writing says so again. */
const TYPING_REPEAT = 3_000;

export interface TypingOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly tell: (on: boolean) => unknown;
  readonly forget: (participant: string) => void;
}

/** When this person's writing is told, and when the others' is forgotten. */
export class Typing {
  readonly #options: TypingOptions;
  /** When each of the others said last that they write. */
  readonly #heardAt = new Map<string, number>();
  /** When this person pressed a key last, and when that was told; zero while they do not write. */
  #pressedAt = 0;
  #toldAt = 0;

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  /** This person pressed a key, or has nothing to write any more. */
  set(on: boolean): void {
    const now = this.#options.environment.now();
    if (!on) {
      if (this.#toldAt > 0) this.#options.tell(false);
      return this.sent();
    }
    this.#pressedAt = now;
    if (now - this.#toldAt >= TYPING_REPEAT) {
      this.#toldAt = now;
      this.#options.tell(true);
    }
    this.#expire(() => {
      if (this.#pressedAt === now) this.set(false);
    });
  }

  /** This person's message says by itself that they stopped. */
  sent(): void {
    this.#pressedAt = this.#toldAt = 0;
  }

  heard(participant: string, on: boolean): void {
    const now = this.#options.environment.now();
    this.#heardAt.set(participant, now);
    if (!on) return;
    this.#expire(() => {
      if (this.#heardAt.get(participant) === now) this.#options.forget(participant);
    });
  }

  #expire(act: () => void): void {
    const { environment, signal } = this.#options;
    environment.after(TYPING_EXPIRES, act, signal);
  }
}
