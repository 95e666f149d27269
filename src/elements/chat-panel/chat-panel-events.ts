/** The customer puts the chat away. */
export class ChatMinimiseEvent extends Event {
  constructor() {
    super('chat-minimise', { bubbles: true, composed: true });
  }
}

/** The custom states, or the unread count, changed. Heard from the widget too: whoever shows the count in a place of their own goes by it. */
export class ChatChangedEvent extends Event {
  constructor() {
    super('chat-changed', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'chat-minimise': ChatMinimiseEvent;
    'chat-changed': ChatChangedEvent;
  }
}
