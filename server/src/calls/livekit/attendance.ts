import type { CallParticipant, CallRecord, CallSide, Media } from '../../../../src/protocol/call-record.ts';
import type { CallCommand } from '../../../../src/protocol/call-rules.ts';

/** What a look into a room finds: what is carried of one side (undefined where it is not there), and whether the room is full. */
interface Found {
  readonly carried: Media | 'none' | undefined;
  readonly isFull: boolean;
}

/** Who of a call is in its room, as LiveKit reports it. A page's own report counts until LiveKit has contradicted it twice. */
export class Attendance {
  readonly #patience: number;
  /** Since when LiveKit has been missing a side that should be there. */
  readonly #missing = new Map<CallSide, number>();
  /** Sides reported as lost because LiveKit does not have them. */
  readonly #lost = new Set<CallSide>();
  /** Sides whose recovery has not been reported yet. */
  readonly #unheard = new Set<CallSide>();
  /** Sides whose page reported that the room is full. Reported once: kept until a look has shown the cause. */
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

  /** Forgets what was seen: who is there is unknown. */
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
      // Once LiveKit has them again, their page's report counts, even before their media has arrived.
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
