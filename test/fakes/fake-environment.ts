import type { Environment, KeyValue } from '../../src/session/contracts/environment.ts';
import { seeded } from './seeded.ts';

/** Storage of a site: hand one to several environments to make them tabs of it. */
export class FakeKeyValue implements KeyValue {
  readonly #values = new Map<string, string>();

  get(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  set(key: string, value: string | null): void {
    if (value === null) this.#values.delete(key);
    else this.#values.set(key, value);
  }

  keys(prefix: string): readonly string[] {
    return [...this.#values.keys()].filter((key) => key.startsWith(prefix));
  }
}

/** Lets everything that waits for promises only run to its end. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 400; turn++) await Promise.resolve();
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
  readonly signal: AbortSignal;
}

/** Time stands still until a test moves it; chance follows the seed. */
export class FakeEnvironment implements Environment {
  readonly shared: KeyValue;
  readonly tab: KeyValue;
  readonly random: () => number;
  readonly #name: string;
  #now: number;
  #skew = 0;
  #ids = 0;
  #order = 0;
  #timers: Timer[] = [];

  constructor(options: { readonly seed?: number; readonly now?: number; readonly shared?: KeyValue; readonly tab?: KeyValue; readonly name?: string } = {}) {
    this.shared = options.shared ?? new FakeKeyValue();
    this.tab = options.tab ?? new FakeKeyValue();
    this.random = seeded(options.seed ?? 1);
    this.#now = options.now ?? Date.UTC(2026, 0, 1);
    this.#name = options.name ?? 'id';
  }

  now(): number {
    return this.#now + this.#skew;
  }

  /** Somebody sets the computer's clock, forward or back: what waits goes on waiting as long as before. */
  setClock(by: number): void {
    this.#skew += by;
  }

  after(delay: number, callback: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#timers.push({ at: this.#now + Math.max(0, delay), order: this.#order++, callback, signal });
  }

  id(): string {
    return `${this.#name}-${++this.#ids}`;
  }

  /** Timers that would still fire. */
  get pending(): number {
    return this.#timers.filter((timer) => !timer.signal.aborted).length;
  }

  /** Moves the clock and fires what falls due, in order; what each one sets going settles before the next. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await settled();
    for (let next = this.#due(until); next; next = this.#due(until)) {
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settled();
    }
    this.#now = until;
  }

  #due(until: number): Timer | undefined {
    this.#timers = this.#timers.filter((timer) => !timer.signal.aborted);
    const [next] = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order);
    this.#timers = this.#timers.filter((timer) => timer !== next);
    return next;
  }
}
