/** The chat is about to open. Cancelable. */
export class ChatOpenEvent extends Event {
  constructor() {
    super('chat-open', { bubbles: true, composed: true, cancelable: true });
  }
}

/** The chat is open. */
export class ChatOpenedEvent extends Event {
  constructor() {
    super('chat-opened', { bubbles: true, composed: true });
  }
}

/** The chat is closed; its conversation goes on. */
export class ChatClosedEvent extends Event {
  constructor() {
    super('chat-closed', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'chat-open': ChatOpenEvent;
    'chat-opened': ChatOpenedEvent;
    'chat-closed': ChatClosedEvent;
  }
}
