/** A token bucket: short bursts pass, a flood does not. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt: number;

  /** @param now in milliseconds since the epoch */
  constructor(perSecond: number, burst: number, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledAt = now;
  }

  /** Whether one more may pass now. */
  take(now: number): boolean {
    // The clock may have been set back.
    const passed = Math.max(0, now - this.#filledAt);
    this.#tokens = Math.min(this.#burst, this.#tokens + (passed / 1_000) * this.#perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** Most buckets kept: beyond it the oldest are forgotten. */
const KEPT = 50_000;

/** One bucket for each address, account or whatever else is counted by itself. */
export class KeyedLimit {
  readonly #perMinute: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(perMinute: number, burst = perMinute) {
    this.#perMinute = perMinute;
    this.#burst = burst;
  }

  take(key: string, now: number): boolean {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#perMinute / 60, this.#burst, now);
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > KEPT && oldest !== undefined) this.#buckets.delete(oldest);
    return bucket.take(now);
  }

  /** What it took counts no more. */
  forget(key: string): void {
    this.#buckets.delete(key);
  }
}
