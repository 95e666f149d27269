/** Time, injected, so that a test can move it by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `delay` milliseconds, unless `signal` aborts before. */
  after(delay: number, callback: () => void, signal: AbortSignal): void;
}

/** `setTimeout` holds 31 bits: a longer delay would fire at once. */
const LONGEST_DELAY = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, callback, signal) {
    if (signal.aborted) return;
    const stop = (): void => clearTimeout(timer);
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', stop);
        callback();
      },
      Math.min(Math.max(0, delay), LONGEST_DELAY),
    );
    signal.addEventListener('abort', stop, { once: true });
  },
};
