import type { Media } from '../../protocol/call-record.ts';

/** The customer wants to answer. Cancelable. */
export class CallAcceptEvent extends Event {
  readonly choice: Media;

  constructor(choice: Media) {
    super('call-accept', { bubbles: true, composed: true, cancelable: true });
    this.choice = choice;
  }
}

/** The customer does not want the call. Cancelable. */
export class CallDeclineEvent extends Event {
  constructor() {
    super('call-decline', { bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'call-accept': CallAcceptEvent;
    'call-decline': CallDeclineEvent;
  }
}
