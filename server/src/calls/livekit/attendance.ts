import type { CallParticipant, CallRecord, CallSide, Media } from '../../../../src/protocol/call-record.ts';
import type { CallCommand } from '../../../../src/protocol/call-rules.ts';

/** What a look into a room finds: of one side, what is carried of it, where it is there at all; and whether the room takes no more. */
interface Found {
  readonly carried: Media | 'none' | undefined;
  readonly isFull: boolean;
}

/** Who of a call is in its room, by LiveKit's word. A page's own word counts until LiveKit's has been another one twice. */
export class Attendance {
  readonly #patience: number;
  /** Since when LiveKit has not had a side that should be there. */
  readonly #missing = new Map<CallSide, number>();
  /** Whose media was said to be lost because LiveKit has not got them. */
  readonly #lost = new Set<CallSide>();
  /** Of whom it has not been said since that they are heard again. */
  readonly #unheard = new Set<CallSide>();
  /** Whose page says that the room takes no more. Said once: it is kept until a look has shown what it was. */
  readonly #turnedAway = new Set<CallSide>();

  /** @param patience How long a side must be gone to be lost, in milliseconds. */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Whether a side is not where it should be. */
  get inDoubt(): boolean {
    return this.#missing.size + this.#lost.size + this.#unheard.size > 0;
  }

  /** Whether LiveKit has said that a side is not there, whatever its page says. */
  doubts(side: CallSide): boolean {
    return this.#lost.has(side);
  }

  turnedAway(side: CallSide): void {
    this.#turnedAway.add(side);
  }

  /** Nothing is known of who is there. */
  forget(): void {
    this.#missing.clear();
    this.#lost.clear();
    this.#unheard.clear();
  }

  /** What a look into the room says of one side; null where that is nothing new. */
  see({ state }: CallRecord, { role, outcome }: CallParticipant, { carried, isFull }: Found, now: number): CallCommand | null {
    const isTurnedAway = this.#turnedAway.delete(role) && carried === undefined;
    if (isTurnedAway) return { type: 'media-lost', side: role, path: 'direct', failure: isFull ? 'full' : 'unreachable' };
    const isJoined = state.phase === 'active' || state.phase === 'reconnecting';
    const isUp = outcome === 'audio' || outcome === 'video';
    if (carried !== undefined) {
      this.#missing.delete(role);
      // Once LiveKit has them again, their page's word counts: what it says before their media are there needs no other.
      if (!this.#lost.delete(role) && isUp) this.#unheard.delete(role);
      if (carried === 'none') return null;
      const isBack = this.#unheard.delete(role) && isJoined;
      return isBack ? { type: 'connected', side: role, path: 'direct', outcome: carried } : null;
    }
    if (!isJoined || !isUp) {
      this.#missing.delete(role);
      return null;
    }
    const since = this.#missing.get(role) ?? now;
    this.#missing.set(role, since);
    if (now - since < this.#patience) return null;
    this.#lost.add(role);
    this.#unheard.add(role);
    return { type: 'media-lost', side: role, path: 'direct' };
  }
}
