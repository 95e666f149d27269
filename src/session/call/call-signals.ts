import type { CallSignal } from '../../protocol/call-wire.ts';
import type { SignalChannel } from '../contracts/media-backend.ts';

type Event = Parameters<Parameters<SignalChannel['listen']>[0]>[0];

/**
 * One call's ordered channel to the other side. Each generation counts from 0; what an older one said is dropped, what a newer one says waits
 * until the record has come to it, and what comes twice (with an ack, and by itself) is heard once.
 */
export class CallSignals implements SignalChannel {
  readonly callId: string;
  readonly #carry: (signal: CallSignal) => void;
  /** All that the other side said: there is little of it, and it comes in any order. */
  readonly #said: CallSignal[] = [];
  #generation = -1;
  #sent = 0;
  #heard = 0;
  /** Whether anybody listens, who is told then. */
  #tell: (event: Event) => boolean = () => false;

  constructor(callId: string, carry: (signal: CallSignal) => void) {
    this.callId = callId;
    this.#carry = carry;
  }

  send(data: unknown): void {
    this.#carry({ callId: this.callId, generation: this.#generation, n: this.#sent++, data });
  }

  listen(listener: (event: Event) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#tell = (event) => {
      if (!signal.aborted) listener(event);
      return !signal.aborted;
    };
    this.#deliver();
  }

  /** The record's generation. */
  at(generation: number): void {
    if (generation <= this.#generation) return;
    const restarted = this.#generation >= 0;
    this.#generation = generation;
    this.#sent = this.#heard = 0;
    if (restarted) this.#tell({ type: 'restarted' });
    this.#deliver();
  }

  receive(signal: CallSignal): void {
    if (signal.callId === this.callId) this.#said.push(signal);
    this.#deliver();
  }

  #deliver(): void {
    const isNext = ({ generation, n }: CallSignal): boolean => generation === this.#generation && n === this.#heard;
    for (let next = this.#said.find(isNext); next && this.#tell({ type: 'data', data: next.data }); next = this.#said.find(isNext)) this.#heard++;
  }
}
