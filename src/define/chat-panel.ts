import { ChatPanel } from '../elements/chat-panel/chat-panel.ts';
import { define } from './define.ts';

define('chat-panel', ChatPanel);

export { ChatPanel };
export type * from '../elements/chat-panel/chat-panel-events.ts';
