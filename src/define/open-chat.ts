import './chat-panel.ts';
import type { Composition, CompositionOptions } from '../elements/chat-widget/composition.ts';
import { openChat } from '../embed/open-chat.ts';

/** The chat's own part of a page: what `<chat-widget>` loads when it is pressed. */
export const open = (options: CompositionOptions): Promise<Composition> =>
  openChat(options, async (ingredients) => (await import('./open-call.ts')).openCall(ingredients));
