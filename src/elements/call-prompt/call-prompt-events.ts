import type { Media } from '../../protocol/call-record.ts';
import { CallEvent } from '../shared/call-event.ts';

/** The customer wants to answer. Cancelable. */
export class CallAcceptEvent extends CallEvent {
  readonly choice: Media;

  constructor(choice: Media) {
    super('call-accept');
    this.choice = choice;
  }
}

/** The customer does not want the call. Cancelable. */
export class CallDeclineEvent extends CallEvent {
  constructor() {
    super('call-decline');
  }
}

declare global {
  interface HTMLElementEventMap {
    'call-accept': CallAcceptEvent;
    'call-decline': CallDeclineEvent;
  }
}
