import type { KeyValue } from '../../session/contracts/environment.ts';
import type { Desk } from '../../session/desk/desk.ts';

const KEY = 'selected';

/** After a reload the tab shows the conversation that it showed before, or the one whose call runs. */
export class RememberedConversation {
  readonly #desk: Desk;
  readonly #tab: KeyValue;
  #restored = false;

  constructor(desk: Desk, tab: KeyValue) {
    this.#desk = desk;
    this.#tab = tab;
  }

  /** The desk changed. Returns what was opened because of it. */
  follow(): string | null {
    const { me, selected, conversations, call } = this.#desk.snapshot;
    if (!me) return null;
    if (this.#restored || selected !== null) {
      this.#restored = true;
      if (this.#tab.get(KEY) !== selected) this.#tab.set(KEY, selected);
      return null;
    }
    this.#restored = true;
    const kept = this.#tab.get(KEY);
    const wanted = conversations.find((each) => each.id === kept && each.state !== 'ended')?.id ?? call?.conversation ?? null;
    if (wanted === null) return null;
    this.#desk.select(wanted);
    return wanted;
  }
}
