import type { CallRecord, CallSide } from '../../../src/protocol/call-record.ts';
import { generationOf, participantOf } from '../../../src/protocol/call-record.ts';
import { deadlineOf, isLive } from '../../../src/protocol/call-rules.ts';
import type { CallSignal } from '../../../src/protocol/call-wire.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logging/logger.ts';
import { TokenBucket } from '../rate-limit.ts';

/** Most that is kept of one side's signals, in characters of JSON: an answer with them stays below the frame's limit. */
const KEPT_SIGNALS = 40_000;
/** How often a side may be taken at once, by somebody who walks fast through pages; then once a second. */
const TAKEN_AT_ONCE = 60;

interface LiveCall {
  record: CallRecord;
  timer: AbortController;
  /** Which socket holds each side's lease. */
  readonly holders: Map<CallSide, string>;
  /** How often each side may still be taken. */
  readonly takings: Map<CallSide, TokenBucket>;
  readonly signals: Record<CallSide, Signals>;
}

interface Signals {
  readonly list: CallSignal[];
  size: number;
  /** One did not fit: none after it is kept. */
  isCut: boolean;
}

export const otherSide = (side: CallSide): CallSide => (side === 'agent' ? 'customer' : 'agent');

const none = (): Signals => ({ list: [], size: 0, isCut: false });
const noSignals = (): LiveCall['signals'] => ({ agent: none(), customer: none() });

/** What this process keeps of the calls under way besides the stored records: their timers, their holders' sockets, and signals for a side that joins later. */
export class LiveCalls {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #calls = new Map<string, LiveCall>();
  #due: (call: string) => void = () => undefined;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Called when a call's deadline is over. */
  onDue(listener: (call: string) => void): void {
    this.#due = listener;
  }

  get size(): number {
    return this.#calls.size;
  }

  get(call: string): CallRecord | undefined {
    return this.#calls.get(call)?.record;
  }

  /** Takes over a record that was just stored, and arms its next deadline. */
  update(record: CallRecord): void {
    const known = this.#calls.get(record.id);
    known?.timer.abort();
    if (!isLive(record)) {
      this.#calls.delete(record.id);
      return;
    }
    const call = known ?? { record, timer: new AbortController(), holders: new Map<CallSide, string>(), takings: new Map<CallSide, TokenBucket>(), signals: noSignals() };
    // A newer generation begins with an empty channel, whichever side it was that came back.
    if (generationOf(call.record) !== generationOf(record)) Object.assign(call.signals, noSignals());
    call.record = record;
    call.timer = new AbortController();
    this.#calls.set(record.id, call);
    const deadline = deadlineOf(record);
    if (deadline !== null) this.#clock.after(deadline - this.#clock.now(), () => this.#due(record.id), call.timer.signal);
  }

  /** Whether a side may be taken once more: each time changes the record, and is told to both. */
  mayTake(call: string, side: CallSide): boolean {
    const takings = this.#calls.get(call)?.takings;
    const now = this.#clock.now();
    const bucket = takings?.get(side) ?? new TokenBucket(1, TAKEN_AT_ONCE, now);
    takings?.set(side, bucket);
    return bucket.take(now);
  }

  hold(call: string, side: CallSide, socket: string): void {
    this.#calls.get(call)?.holders.set(side, socket);
  }

  holderOf(call: string, side: CallSide): string | undefined {
    return this.#calls.get(call)?.holders.get(side);
  }

  isHeldBy(socket: string): boolean {
    return [...this.#calls.values()].some(({ holders }) => [...holders.values()].includes(socket));
  }

  /** The sides that this socket held, by which of their leases; it holds them no more. */
  release(socket: string): { readonly call: string; readonly side: CallSide; readonly lease: number }[] {
    const released: { call: string; side: CallSide; lease: number }[] = [];
    for (const [id, { holders, record }] of this.#calls) {
      for (const [side, holder] of holders) {
        if (holder !== socket) continue;
        holders.delete(side);
        released.push({ call: id, side, lease: participantOf(record, side)?.lease ?? 0 });
      }
    }
    return released;
  }

  /** Keeps what one side said, for an answer that has to bring it along, as far as it fits: a page hears nothing of what comes after a gap. */
  keepSignal(id: string, side: CallSide, signal: CallSignal): void {
    const call = this.#calls.get(id);
    const kept = call?.signals[side];
    if (!kept || kept.isCut) return;
    const size = JSON.stringify(signal).length;
    if (kept.size + size <= KEPT_SIGNALS) {
      kept.list.push(signal);
      kept.size += size;
      return;
    }
    kept.isCut = true;
    // A holder has heard it already.
    if (!call.holders.has(otherSide(side))) this.#logger.warn({ call: id, side }, 'a side said more than is kept for the other one, whose page cannot hear the rest');
  }

  signalsOf(call: string, from: CallSide): CallSignal[] {
    return [...(this.#calls.get(call)?.signals[from].list ?? [])];
  }

  close(): void {
    for (const { timer } of this.#calls.values()) timer.abort();
    this.#calls.clear();
  }
}
