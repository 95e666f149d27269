import { ChatWidget } from '../elements/chat-widget/chat-widget.ts';
import { define } from './define.ts';

ChatWidget.compose = (...asked) => import('./open-chat.ts').then(({ open }) => open(...asked));
define('chat-widget', ChatWidget);

export { ChatWidget };
export type * from '../elements/chat-widget/chat-widget-events.ts';
