import type { Clock } from '../../../server/src/clock.ts';

interface Timer {
  due: number;
  readonly callback: () => void;
  readonly signal: AbortSignal;
  handle: NodeJS.Timeout | null;
}

/** The machine's clock, which a test can put ahead: what is due by then happens at once. */
export class ClockAhead implements Clock {
  #ahead = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return Date.now() + this.#ahead;
  }

  after(delay: number, callback: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    const timer: Timer = { due: this.now() + delay, callback, signal, handle: null };
    this.#timers.add(timer);
    signal.addEventListener('abort', () => this.#drop(timer), { once: true });
    this.#arm(timer);
  }

  /** In milliseconds. */
  putAhead(milliseconds: number): void {
    this.#ahead += milliseconds;
    for (const timer of [...this.#timers].sort((a, b) => a.due - b.due)) this.#arm(timer);
  }

  #arm(timer: Timer): void {
    if (timer.handle) clearTimeout(timer.handle);
    const fire = (): void => {
      this.#drop(timer);
      timer.callback();
    };
    timer.handle = setTimeout(fire, Math.min(Math.max(0, timer.due - this.now()), 2_147_483_647));
  }

  #drop(timer: Timer): void {
    if (timer.handle) clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}
