import type { CallSignal } from '../../protocol/call-wire.ts';
import type { SignalChannel } from '../contracts/media-backend.ts';

type Listener = Parameters<SignalChannel['listen']>[0];

/**
 * One call's ordered channel to the other side. Each generation counts from 0; what an older one said is dropped, what a newer one says waits
 * until the record has come to it, and what comes twice (with an ack, and by itself) is heard once.
 */
export class CallSignals implements SignalChannel {
  readonly #carry: (signal: CallSignal) => void;
  readonly callId: string;
  #generation = -1;
  #sent = 0;
  #heard = 0;
  #early: CallSignal[] = [];
  /** In order, for who has not listened yet. */
  #waiting: unknown[] = [];
  #listener: Listener | null = null;

  constructor(callId: string, carry: (signal: CallSignal) => void) {
    this.callId = callId;
    this.#carry = carry;
  }

  send(data: unknown): void {
    this.#carry({ callId: this.callId, generation: this.#generation, n: this.#sent++, data });
  }

  listen(listener: Listener, { signal }: { readonly signal: AbortSignal }): void {
    if (signal.aborted) return;
    this.#listener = listener;
    signal.addEventListener('abort', () => {
      if (this.#listener === listener) this.#listener = null;
    });
    this.#deliver();
  }

  /** The record's generation. */
  at(generation: number): void {
    if (generation <= this.#generation) return;
    const restarted = this.#generation >= 0;
    this.#generation = generation;
    this.#sent = this.#heard = 0;
    this.#waiting = [];
    if (restarted) this.#listener?.({ type: 'restarted' });
    this.#sort();
  }

  receive(signal: CallSignal): void {
    if (signal.callId !== this.callId) return;
    this.#early.push(signal);
    this.#sort();
  }

  #sort(): void {
    const isDue = (each: CallSignal): boolean => each.generation === this.#generation && each.n === this.#heard;
    for (let next = this.#early.find(isDue); next; next = this.#early.find(isDue)) {
      this.#waiting.push(next.data);
      this.#heard += 1;
    }
    this.#early = this.#early.filter(({ generation, n }) => generation > this.#generation || (generation === this.#generation && n >= this.#heard));
    this.#deliver();
  }

  #deliver(): void {
    while (this.#listener && this.#waiting.length > 0) this.#listener({ type: 'data', data: this.#waiting.shift() });
  }
}
