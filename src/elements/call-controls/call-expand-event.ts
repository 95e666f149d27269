/** From the small form, the customer wants to see the whole call. */
export class CallExpandEvent extends Event {
  constructor() {
    super('call-expand', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'call-expand': CallExpandEvent;
  }
}
