import './chat-panel.ts';
import type { Compose } from '../elements/chat-widget/composition.ts';
import { openChat } from '../embed/open-chat.ts';

/** The chat's own part of a page: what `<chat-widget>` loads when it is pressed. */
export const open: Compose = (options, server) =>
  openChat(options, server, async (ingredients) => (await import('./open-call.ts')).openCall(ingredients));
