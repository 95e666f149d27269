import { CallEvent } from '../shared/call-event.ts';

/** The customer wants to hang up. Cancelable. */
export class CallEndEvent extends CallEvent {
  constructor() {
    super('call-end');
  }
}

/** The call is over; why stands in the session's snapshot. */
export class CallEndedEvent extends CallEvent {
  constructor() {
    super('call-ended', false);
  }
}

declare global {
  interface HTMLElementEventMap {
    'call-end': CallEndEvent;
    'call-ended': CallEndedEvent;
  }
}
