class ChatWidgetEvent extends Event {
  constructor(type: string, cancelable?: true) {
    super(type, { bubbles: true, composed: true, cancelable: cancelable as boolean });
  }
}

/** The chat is about to open. Cancelable. */
export class ChatOpenEvent extends ChatWidgetEvent {
  constructor() {
    super('chat-open', true);
  }
}

/** The chat is open. */
export class ChatOpenedEvent extends ChatWidgetEvent {
  constructor() {
    super('chat-opened');
  }
}

/** The chat is closed; its conversation goes on. */
export class ChatClosedEvent extends ChatWidgetEvent {
  constructor() {
    super('chat-closed');
  }
}

declare global {
  interface HTMLElementEventMap {
    'chat-open': ChatOpenEvent;
    'chat-opened': ChatOpenedEvent;
    'chat-closed': ChatClosedEvent;
  }
}
