import type { Environment } from '../contracts/environment.ts';

/** Milliseconds after which somebody who said no more has stopped writing. */
export const TYPING_EXPIRES = 6_000;
/** How often, in milliseconds, one who goes on writing says so again. */
export const TYPING_REPEAT = 3_000;

/** When this person's writing is told, and when the others' is forgotten. */
export class Typing {
  readonly #environment: Environment;
  readonly #signal: AbortSignal;
  readonly #tell: (on: boolean) => void;
  readonly #forget: (participant: string) => void;
  readonly #expiry = new Map<string, AbortController>();
  #toldAt: number | null = null;
  #pause = new AbortController();

  constructor(options: {
    readonly environment: Environment;
    readonly signal: AbortSignal;
    readonly tell: (on: boolean) => void;
    readonly forget: (participant: string) => void;
  }) {
    this.#environment = options.environment;
    this.#signal = options.signal;
    this.#tell = options.tell;
    this.#forget = options.forget;
  }

  /** This person pressed a key, or has nothing to write any more. */
  set(on: boolean): void {
    this.#pause.abort();
    const now = this.#environment.now();
    if (!on) {
      if (this.#toldAt !== null) this.#tell(false);
      this.#toldAt = null;
      return;
    }
    if (this.#toldAt === null || now - this.#toldAt >= TYPING_REPEAT) {
      this.#toldAt = now;
      this.#tell(true);
    }
    this.#pause = new AbortController();
    this.#environment.after(TYPING_EXPIRES - 1_000, () => this.set(false), this.#until(this.#pause));
  }

  /** This person's message says by itself that they stopped. */
  sent(): void {
    this.#pause.abort();
    this.#toldAt = null;
  }

  heard(participant: string, on: boolean): void {
    this.#expiry.get(participant)?.abort();
    this.#expiry.delete(participant);
    if (!on) return;
    const expiry = new AbortController();
    this.#expiry.set(participant, expiry);
    this.#environment.after(TYPING_EXPIRES, () => this.#forget(participant), this.#until(expiry));
  }

  #until(controller: AbortController): AbortSignal {
    return AbortSignal.any([controller.signal, this.#signal]);
  }
}
