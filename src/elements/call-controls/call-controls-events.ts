/** The customer wants to hang up. Cancelable. */
export class CallEndEvent extends Event {
  constructor() {
    super('call-end', { bubbles: true, composed: true, cancelable: true });
  }
}

/** The call is over; why stands in the session's snapshot. */
export class CallEndedEvent extends Event {
  constructor() {
    super('call-ended', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'call-end': CallEndEvent;
    'call-ended': CallEndedEvent;
  }
}
