import type { Entry } from '../../protocol/entry.ts';

/** A supervisor wants to erase a message, or all of the open conversation. They are asked to confirm first. */
export class MessageEraseEvent extends Event {
  static readonly type = 'message-erase';
  /** Null for all. */
  readonly entry: Entry | null;

  constructor(entry: Entry | null) {
    super(MessageEraseEvent.type, { bubbles: true, composed: true });
    this.entry = entry;
  }
}

/** The commands beside messages, as one tab stop: arrow keys move from one to the next. */
export class EraseCommands {
  readonly #list: HTMLElement;

  /** @param list holds the log's rows */
  constructor(list: HTMLElement, signal: AbortSignal) {
    this.#list = list;
    list.addEventListener('keydown', this.#walk, { signal });
    list.addEventListener('focusin', ({ target }) => this.#all.includes(target as HTMLElement) && this.#stopAt(target as HTMLElement), { signal });
  }

  /** @param name the accessible name, which says what is erased */
  add(line: HTMLElement, entry: Entry, { label, name }: { readonly label: string; readonly name: string }): void {
    const button = document.createElement('button');
    button.className = 'erase';
    button.type = 'button';
    button.tabIndex = -1;
    button.textContent = label;
    button.ariaLabel = name;
    button.addEventListener('click', () => button.dispatchEvent(new MessageEraseEvent(entry)));
    line.append(button);
  }

  /** After each render: the newest is the tab stop, unless one of them has the focus. */
  settle(): void {
    const all = this.#all;
    const newest = all.at(-1);
    if (newest && !all.some((each) => each.matches(':focus'))) this.#stopAt(newest);
  }

  /** Focuses the newest. */
  focus(): void {
    this.#all.at(-1)?.focus();
  }

  get #all(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>('.erase')];
  }

  #stopAt(stop: HTMLElement): void {
    for (const each of this.#all) each.tabIndex = each === stop ? 0 : -1;
  }

  readonly #walk = (event: KeyboardEvent): void => {
    const all = this.#all;
    const at = all.indexOf(event.target as HTMLElement);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    all[at + step]?.focus();
  };
}
