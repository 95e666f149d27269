import { ChatWidget } from '../elements/chat-widget/chat-widget.ts';
import { define } from './define.ts';

ChatWidget.compose = async (options) => (await import('./open-chat.ts')).open(options);
define('chat-widget', ChatWidget);

export { ChatWidget };
export type * from '../elements/chat-widget/chat-widget-events.ts';
