export { ChatPanel } from './elements/chat-panel/chat-panel.ts';
export { ChatWidget } from './elements/chat-widget/chat-widget.ts';
export { ChatClosedEvent, ChatOpenedEvent, ChatOpenEvent } from './elements/chat-widget/chat-widget-events.ts';
export { CustomerSession } from './session/customer-session.ts';
