import { CallEvent } from '../shared/call-event.ts';

/** From the small form, the customer wants to see the whole call. */
export class CallExpandEvent extends CallEvent {
  constructor() {
    super('call-expand', false);
  }
}

declare global {
  interface HTMLElementEventMap {
    'call-expand': CallExpandEvent;
  }
}
