import './chat-panel.ts';
import type { Composition, CompositionOptions } from '../elements/chat-widget/composition.ts';
import { openChat } from '../embed/open-chat.ts';

/** The chat's own part of a page: what `<chat-widget>` loads when it is pressed. */
export const open = (options: CompositionOptions): Promise<Composition> =>
  openChat(options, async (ingredients) => {
    // What the panel shows of it comes at the same time, not after it.
    const [{ openCall }] = await Promise.all([import('./open-call.ts'), import('../elements/chat-panel/panel-calls.ts')]);
    return openCall(ingredients);
  });
