/** Time and chance, injected: a test moves the clock by hand and prints the seed. */
export interface Environment {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `delay` milliseconds, unless `signal` aborts before. */
  after(delay: number, callback: () => void, signal: AbortSignal): void;
  /** From 0 up to 1, as `Math.random`. */
  random(): number;
  /** An id nobody else has, URL-safe, at most 64 characters. */
  id(): string;
  /** Survives this page's end; shared by the site's tabs. Returns null where there is nothing, or where storing is not allowed. */
  readonly shared: KeyValue;
  /** Survives a reload of this tab only. */
  readonly tab: KeyValue;
}

export interface KeyValue {
  get(key: string): string | null;
  /** Every key that is kept and begins so, in no order. */
  keys(prefix: string): readonly string[];
  /** Null removes. Never throws: where storing fails, the value is kept for this page only. */
  set(key: string, value: string | null): void;
}
