/** The customer puts the chat away. */
export class ChatMinimiseEvent extends Event {
  constructor() {
    super('chat-minimise', { bubbles: true, composed: true });
  }
}

/** The panel's custom states, or its unread count, changed. */
export class ChatPanelChangedEvent extends Event {
  constructor() {
    super('chat-panel-changed');
  }
}

declare global {
  interface HTMLElementEventMap {
    'chat-minimise': ChatMinimiseEvent;
    'chat-panel-changed': ChatPanelChangedEvent;
  }
}
