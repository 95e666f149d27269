import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AgentTextKey } from '../../locales/agent/en.ts';
import type { AgentConversation } from '../../protocol/conversation.ts';
import type { KeyValue } from '../../session/contracts/environment.ts';
import type { Desk, DeskSnapshot } from '../../session/desk/desk.ts';
import { hasLeft } from '../../session/desk/desk-state.ts';
import { KeptFocus } from '../shared/kept-focus.ts';
import { controls, look } from '../shared/look.ts';
import { Tick } from '../shared/tick.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { listStyles } from './conversation-list.styles.ts';
import type { RowLook } from './conversation-row.ts';
import { conversationRow } from './conversation-row.ts';
import { rowStyles } from './conversation-row.styles.ts';

export type ListFilter = 'queue' | 'mine' | 'all';

const filters: readonly ListFilter[] = ['queue', 'mine', 'all'];
/** Under which the tab keeps the filter. */
const KEY = 'list';

/** Someone chose a conversation in the list. */
export class ConversationChosenEvent extends Event {
  static readonly type = 'conversation-chosen';
  readonly conversation: string;

  constructor(conversation: string) {
    super(ConversationChosenEvent.type, { bubbles: true, composed: true });
    this.conversation = conversation;
  }
}

/** The desk's conversations: the queue, the agent's own, or all of them. */
export class AgentConversationList extends LitElement {
  static override properties = {
    words: { attribute: false },
    desk: { attribute: false },
    now: { attribute: false },
    kept: { attribute: false },
    filter: { type: String },
    _revealed: { state: true },
    _slow: { state: true },
  };
  declare words: Words;
  declare desk: Desk | null;
  declare now: () => number;
  /** Where the chosen filter survives a reload. */
  declare kept: KeyValue | null;
  /** Null takes what fits the person: a supervisor sees all of them first, an agent their own. */
  declare filter: ListFilter | null;
  /** The filter hides it: while it is the open one, all are shown. */
  declare _revealed: string | null;
  /** Loading has taken long enough to be worth a skeleton. */
  declare _slow: boolean;

  static override styles = [look, controls, listStyles, rowStyles];

  #slowTimer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.now = Date.now;
    this.kept = null;
    this.filter = null;
    this._revealed = null;
    this._slow = false;
    new Watch(this, () => this.desk);
    new KeptFocus(this, () => this.focusSelected());
    new Tick(this, () => this.desk?.snapshot.conversations.some((each) => each.waitingSince !== null) ?? false);
  }

  /** What is shown, in order: for moving by key. */
  get shown(): readonly AgentConversation[] {
    const snapshot = this.desk?.snapshot;
    return snapshot ? snapshot.conversations.filter((each) => isIn(each, this.#filter(snapshot), snapshot)) : [];
  }

  choose(filter: ListFilter): void {
    this.filter = filter;
    this.kept?.set(KEY, filter);
    this._revealed = null;
  }

  /** Brings the open conversation's row into view, also where the filter hides it: until another one is opened. */
  reveal(conversation: string): void {
    const snapshot = this.desk?.snapshot;
    const hidden = snapshot?.conversations.some((each) => each.id === conversation && !isIn(each, this.#chosenFilter(snapshot), snapshot));
    this._revealed = hidden ? conversation : null;
    void this.updateComplete.then(() => this.#rowOf(conversation)?.scrollIntoView({ block: 'nearest' }));
  }

  /** The row that the keyboard comes to; the heading, where there is none. */
  focusSelected(): void {
    const find = (selector: string): HTMLElement | null => this.renderRoot.querySelector(selector);
    (find('.row[tabindex="0"]') ?? find('h2'))?.focus();
  }

  #rowOf(conversation: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`.row[data-conversation="${conversation}"]`);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#slowTimer = setTimeout(() => (this._slow = true), 300);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#slowTimer !== null) clearTimeout(this.#slowTimer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('kept')) this.filter ??= filters.find((each) => each === this.kept?.get(KEY)) ?? null;
  }

  override render(): TemplateResult {
    const { say } = this.words;
    const snapshot = this.desk?.snapshot ?? null;
    return html`
      <nav aria-label=${say('list.title')}>
        <h2 tabindex="-1">${say('list.title')}</h2>
        ${snapshot?.me ? this.#filled(snapshot) : this._slow ? skeleton : nothing}
      </nav>
    `;
  }

  #filled(snapshot: DeskSnapshot): TemplateResult {
    const { words } = this;
    const { say } = words;
    const chosen = this.#filter(snapshot);
    const shown = this.shown;
    const tabStop = shown.find((each) => each.id === snapshot.selected) ?? shown[0];
    const firstLeft = shown.find(hasLeft);
    const look: RowLook = { words, snapshot, now: this.now(), namesAgent: chosen === 'all' };
    return html`
      <div class="filters" role="group" aria-label=${say('list.show')}>
        ${filters.map((each) => {
          const choose = (): void => this.choose(each);
          const counted = snapshot.conversations.filter((one) => one.state !== 'ended' && isIn(one, each, snapshot));
          const waits = each === 'queue' && !counted.every(hasLeft);
          return html`<button
            type="button"
            class="filter"
            aria-pressed=${each === chosen ? 'true' : 'false'}
            @click=${choose}
          >
            ${say(`list.${each}`)}
            ${counted.length > 0
              ? html`<span class=${waits ? 'count waiting figures' : 'count figures'}>${this.words.number(counted.length)}</span>`
              : nothing}
          </button>`;
        })}
      </div>
      ${shown.length === 0
        ? this.#empty(chosen, snapshot)
        : html`<ul @keydown=${this.#moved}>
            ${repeat(
              shown,
              (each) => each.id,
              (each) =>
                html`<li>
                  ${each === firstLeft ? html`<h3>${say('list.offline')}</h3>` : nothing}
                  ${conversationRow(each, look, each === tabStop, this.#choose)}
                </li>`,
            )}
          </ul>`}
    `;
  }

  #empty(filter: ListFilter, snapshot: DeskSnapshot): TemplateResult {
    const { say } = this.words;
    const away = snapshot.me?.status === 'away';
    const texts = {
      mine: ['list.emptyMine', away ? 'list.emptyMineAway' : 'list.emptyMineHelp'],
      queue: ['list.emptyQueue', 'list.emptyQueueHelp'],
      all: ['list.emptyAll', 'list.emptyAllHelp'],
    } satisfies Record<ListFilter, readonly [AgentTextKey, AgentTextKey]>;
    const [title, help] = texts[filter];
    return html`<div class="empty">
      <p class="title">${say(title)}</p>
      <p class="quiet">${say(help)}</p>
    </div>`;
  }

  #filter(snapshot: DeskSnapshot): ListFilter {
    const chosen = this.#chosenFilter(snapshot);
    const revealed = snapshot.conversations.find((each) => each.id === this._revealed && each.id === snapshot.selected);
    return revealed && !isIn(revealed, chosen, snapshot) ? 'all' : chosen;
  }

  #chosenFilter(snapshot: DeskSnapshot): ListFilter {
    return this.filter ?? (snapshot.me?.role === 'supervisor' ? 'all' : 'mine');
  }

  readonly #choose = (conversation: string): void => {
    // A row that is chosen while all are shown must not vanish under the pointer.
    if (this._revealed !== null) this._revealed = conversation;
    this.dispatchEvent(new ConversationChosenEvent(conversation));
  };

  readonly #moved = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')];
    const at = rows.indexOf(event.target);
    rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
  };
}

/** The open conversation stays where it was found, though it ended or went to somebody else. */
function isIn(conversation: AgentConversation, filter: ListFilter, snapshot: DeskSnapshot): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'queue':
      return conversation.state === 'waiting';
    case 'mine':
      return conversation.agent?.id === snapshot.me?.id && (conversation.state === 'assigned' || conversation.id === snapshot.selected);
  }
}

const skeleton = html`<div class="skeleton" aria-hidden="true"><i></i><i></i><i></i><i></i></div>`;
