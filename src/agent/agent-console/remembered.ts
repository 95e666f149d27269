import type { Environment } from '../../session/contracts/environment.ts';
import type { Desk } from '../../session/desk/desk.ts';

const KEY = 'selected';
/** A long list follows its hello in parts; what comes later than this is news, and opens nothing by itself. In milliseconds. */
const LISTED_WITHIN = 3_000;

/** After a reload the tab shows the conversation that it showed before, or the one whose call runs. One that is gone leaves nothing. */
export class RememberedConversation {
  readonly #desk: Desk;
  readonly #environment: Pick<Environment, 'tab' | 'now'>;
  #restored = false;
  #until: number | null = null;

  constructor(desk: Desk, environment: Pick<Environment, 'tab' | 'now'>) {
    this.#desk = desk;
    this.#environment = environment;
  }

  /** The desk changed. Returns what was opened because of it. */
  follow(): string | null {
    const { me, selected, conversations, call } = this.#desk.snapshot;
    if (!me) return null;
    const { tab } = this.#environment;
    const kept = tab.get(KEY);
    if (this.#restored || selected !== null) {
      this.#restored = true;
      if (kept !== selected) tab.set(KEY, selected);
      return null;
    }
    const now = this.#environment.now();
    this.#until ??= now + LISTED_WITHIN;
    const isLate = now > this.#until;
    const wanted = conversations.find((each) => each.id === kept && each.state !== 'ended')?.id ?? call?.conversation ?? null;
    this.#restored = isLate || kept === null || wanted !== null;
    if (isLate || wanted === null) return null;
    this.#desk.select(wanted);
    return wanted;
  }
}
