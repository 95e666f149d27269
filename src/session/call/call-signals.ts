import type { CallSignal } from '../../protocol/call-wire.ts';
import type { SignalChannel } from '../contracts/media-backend.ts';

type Event = Parameters<Parameters<SignalChannel['listen']>[0]>[0];

export interface CallSignals extends SignalChannel {
  readonly callId: string;
  /** The record's generation. */
  at(generation: number): void;
  receive(signal: CallSignal): void;
}

/**
 * One call's ordered channel to the other side. Each generation counts from 0; what an older one said is dropped, what a newer one says waits
 * until the record has come to it, and what comes twice (with an ack, and by itself) is heard once.
 */
export function callSignals(callId: string, carry: (signal: CallSignal) => void): CallSignals {
  /** All that the other side said: there is little of it, and it comes in any order. */
  const said: CallSignal[] = [];
  let present = -1;
  let sent = 0;
  let heard = 0;
  /** Whether anybody listens, who is told then. */
  let tell: (event: Event) => boolean = () => false;

  const deliver = (): void => {
    const next = said.find(({ generation, n }) => generation === present && n === heard);
    if (!next || !tell({ type: 'data', data: next.data })) return;
    heard++;
    deliver();
  };

  return {
    callId,
    send: (data) => carry({ callId, generation: present, n: sent++, data }),
    listen(listener, { signal }) {
      tell = (event) => {
        if (!signal.aborted) listener(event);
        return !signal.aborted;
      };
      deliver();
    },
    at(generation) {
      if (generation <= present) return;
      const isRestarted = present >= 0;
      present = generation;
      sent = heard = 0;
      if (isRestarted) tell({ type: 'restarted' });
      deliver();
    },
    receive(signal) {
      if (signal.callId === callId) said.push(signal);
      deliver();
    },
  };
}
