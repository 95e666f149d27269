import type { AgentCallWindow } from './call-window.ts';
import type { AgentConversationView } from './conversation.ts';

interface WindowRoomOptions {
  readonly window: () => AgentCallWindow | null;
  readonly conversation: () => AgentConversationView | null;
  readonly columns: () => Element | null;
}

/** Where a call's window may float, and what makes way for it. */
export class WindowRoom {
  readonly #options: WindowRoomOptions;

  constructor(options: WindowRoomOptions) {
    this.#options = options;
  }

  /** Over the conversation, above its composer; where none is shown, over the lower half of what is: a list is read from its top. */
  readonly bounds = (): DOMRect | null => {
    const stage = this.#options.conversation()?.stage;
    if (stage && stage.width > 0) return stage;
    const columns = this.#options.columns()?.getBoundingClientRect();
    return columns ? new DOMRect(columns.x, columns.y + columns.height / 2, columns.width, columns.height / 2) : null;
  };

  /** The window was moved, or is gone: keeps the newest messages clear of it. */
  readonly clear = (): void => {
    const over = this.#options.window()?.getBoundingClientRect() ?? null;
    this.#options.conversation()?.makeRoom(over);
  };

  /** The bounds changed. */
  readonly place = (): void => this.#options.window()?.place();
}
