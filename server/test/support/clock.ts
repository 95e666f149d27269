import type { Clock } from '../../src/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
  readonly signal: AbortSignal;
}

/** A clock that stands still until the test moves it. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 0, 5, 9);
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void, signal: AbortSignal): void {
    this.#timers.push({ at: this.#now + Math.max(0, delay), callback, signal });
  }

  /** Goes on by so many milliseconds, stopping at each timer on the way. */
  move(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      this.#timers = this.#timers.filter((each) => !each.signal.aborted);
      const next = this.#timers.filter((each) => each.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = end;
  }
}
