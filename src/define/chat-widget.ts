import { ChatWidget } from '../elements/chat-widget/chat-widget.ts';
import { define } from './define.ts';

ChatWidget.compose = async (...asked) => (await import('./open-chat.ts')).open(...asked);
define('chat-widget', ChatWidget);

export { ChatWidget };
export type * from '../elements/chat-widget/chat-widget-events.ts';
