import { hashOf } from '../auth/secrets.ts';
import { accountOf } from '../config/people.ts';
import { KeyedLimit } from '../rate-limit.ts';

/**
 * How often a password may be tried, beside what an address may ask for at all. It is never the account that is locked: whoever guesses from one place
 * waits there, and whoever guesses from everywhere leaves its owner the places that they signed in from before, and elsewhere a wait of seconds.
 */
export class SignInLimit {
  /** For one account from one network: ten, then two a minute. */
  readonly #near = new KeyedLimit(2, 10);
  /** For one account, from wherever nobody has signed in to it: a hundred, then twenty a minute. */
  readonly #far = new KeyedLimit(20, 100);
  /** From where each account was signed in to since the start. */
  readonly #proven = new Set<string>();

  /** Whether one more try may be made. An address that is nobody's counts like any other: it reads the same. */
  take(email: string, network: string, now: number): boolean {
    const place = placeOf(email, network);
    return this.#near.take(place, now) && (this.#proven.has(place) || this.#far.take(accountKey(email), now));
  }

  /** The try was right: those before it were the owner's own. */
  succeeded(email: string, network: string): void {
    const place = placeOf(email, network);
    this.#near.forget(place);
    this.#proven.add(place);
  }
}

/** As short for what somebody invented as for an address. */
const accountKey = (email: string): string => hashOf(accountOf(email));
const placeOf = (email: string, network: string): string => `${accountKey(email)} ${network}`;
