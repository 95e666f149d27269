import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AgentConversation } from '../../protocol/conversation.ts';
import type { Desk, DeskSnapshot } from '../../session/desk/desk.ts';
import { isRunning } from '../shared/call-reasons.ts';
import { entryLine } from '../shared/entry-words.ts';
import { icon } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import { Tick } from '../shared/tick.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { listStyles } from './conversation-list.styles.ts';
import { initialOf } from '../shared/initial.ts';

export type ListFilter = 'queue' | 'mine' | 'all';

const filters: readonly ListFilter[] = ['queue', 'mine', 'all'];

/** A customer who waited longer than this shows in a warmer colour, in milliseconds. */
const WARM_AFTER = 60_000;

/** Someone chose a conversation in the list. */
export class ConversationChosenEvent extends Event {
  static readonly type = 'conversation-chosen';
  readonly conversation: string;
  /** What is known of it, where it is an earlier one that the list does not hold. */
  readonly past: AgentConversation | null;

  constructor(conversation: string, past: AgentConversation | null = null) {
    super(ConversationChosenEvent.type, { bubbles: true, composed: true });
    this.conversation = conversation;
    this.past = past;
  }
}

/** The desk's conversations: the queue, the agent's own, or all of them. */
export class AgentConversationList extends LitElement {
  static override properties = {
    words: { attribute: false },
    desk: { attribute: false },
    now: { attribute: false },
    filter: { type: String },
    _slow: { state: true },
  };
  declare words: Words;
  declare desk: Desk | null;
  declare now: () => number;
  /** Null takes what fits the person: a supervisor sees all of them first, an agent their own. */
  declare filter: ListFilter | null;
  /** Loading has taken long enough to be worth a skeleton. */
  declare _slow: boolean;

  static override styles = [look, controls, listStyles];

  #slowTimer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.now = Date.now;
    this.filter = null;
    this._slow = false;
    new Watch(this, () => this.desk);
    new Tick(this, () => this.desk?.snapshot.conversations.some((each) => each.waitingSince !== null) ?? false);
  }

  /** What is shown, in order: for moving by key. */
  get shown(): readonly AgentConversation[] {
    const snapshot = this.desk?.snapshot;
    return snapshot ? snapshot.conversations.filter((each) => isIn(each, this.#filter(snapshot), snapshot)) : [];
  }

  /** Brings a conversation's row into view, and shows it where the filter hides it. */
  reveal(conversation: string): void {
    if (!this.shown.some((each) => each.id === conversation)) this.filter = 'all';
    void this.updateComplete.then(() => this.#rowOf(conversation)?.scrollIntoView({ block: 'nearest' }));
  }

  focusSelected(): void {
    this.renderRoot.querySelector<HTMLElement>('.row[tabindex="0"]')?.focus();
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

  override render(): TemplateResult {
    const { say } = this.words;
    const snapshot = this.desk?.snapshot ?? null;
    return html`
      <nav aria-label=${say('list.title')}>
        <h2>${say('list.title')}</h2>
        ${snapshot?.me ? this.#filled(snapshot) : this._slow ? skeleton : nothing}
      </nav>
    `;
  }

  #filled(snapshot: DeskSnapshot): TemplateResult {
    const { say } = this.words;
    const chosen = this.#filter(snapshot);
    const shown = this.shown;
    return html`
      <div class="filters" role="group" aria-label=${say('list.show')}>
        ${filters.map((each) => {
          const choose = (): void => {
            this.filter = each;
          };
          const count = snapshot.conversations.filter((one) => one.state !== 'ended' && isIn(one, each, snapshot)).length;
          return html`<button
            type="button"
            class="filter"
            aria-pressed=${each === chosen ? 'true' : 'false'}
            @click=${choose}
          >
            ${say(`list.${each}`)}
            ${count > 0
              ? html`<span class=${each === 'queue' ? 'count waiting figures' : 'count figures'}>${this.words.number(count)}</span>`
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
              (each, index) => html`<li>${this.#row(each, snapshot, index)}</li>`,
            )}
          </ul>`}
    `;
  }

  #row(conversation: AgentConversation, snapshot: DeskSnapshot, index: number): TemplateResult {
    const { words } = this;
    const { customer, unread, lastEntry } = conversation;
    const selected = snapshot.selected === conversation.id;
    const ended = conversation.state === 'ended';
    const inCall = isRunning(snapshot) && snapshot.call?.conversation === conversation.id;
    const choose = (): void => void this.dispatchEvent(new ConversationChosenEvent(conversation.id));
    const selectedIsShown = this.shown.some((each) => each.id === snapshot.selected);
    return html`
      <button
        type="button"
        class=${`row${unread > 0 ? ' unread' : ''}${ended ? ' ended' : ''}`}
        aria-current=${selected ? 'true' : nothing}
        tabindex=${selected || (!selectedIsShown && index === 0) ? 0 : -1}
        data-conversation=${conversation.id}
        @click=${choose}
      >
        <span class="avatar" aria-hidden="true">
          ${customer.name ? initialOf(customer.name) : icon('person')}<span class=${customer.online ? 'presence online' : 'presence'}></span>
        </span>
        <span class="name"><bdi>${words.nameOf(customer)}</bdi></span>
        ${this.#when(conversation)}
        <span class="last">${lastEntry ? this.#last(conversation, snapshot) : html`<i>${words.say('list.nothingYet')}</i>`}</span>
        ${unread > 0
          ? html`<span class="badge figures"
              ><span aria-hidden="true">${words.number(unread)}</span
              ><span class="sr">${words.say('list.unread', { count: unread })}</span></span
            >`
          : nothing}
        <span class="channel">
          ${inCall
            ? html`<span class="in-call">${icon('phone')}${words.say('list.inCall')}</span>`
            : ended
              ? words.say('list.ended')
              : html`<span class="sr">${words.say(customer.online ? 'list.online' : 'list.offline')}</span>${customer.online
                    ? nothing
                    : html`<span aria-hidden="true">${words.say('list.offline')}</span>`}`}
          ${ended ? nothing : this.#who(conversation, snapshot)}
        </span>
      </button>
    `;
  }

  #who(conversation: AgentConversation, snapshot: DeskSnapshot): TemplateResult | typeof nothing {
    if (this.#filter(snapshot) !== 'all') return nothing;
    if (!conversation.agent) return html`<span>${this.words.say('list.unassigned')}</span>`;
    if (conversation.agent.id === snapshot.me?.id) return nothing;
    return html`<span>${this.words.say('list.with', { name: conversation.agent.name })}</span>`;
  }

  #when(conversation: AgentConversation): TemplateResult | typeof nothing {
    const { words } = this;
    const offset = this.desk?.snapshot.clockOffset ?? 0;
    if (conversation.waitingSince && conversation.state !== 'ended') {
      const waited = Math.max(0, this.now() - (Date.parse(conversation.waitingSince) + offset));
      const time = words.duration(waited, 'coarse');
      return html`<span class=${waited >= WARM_AFTER ? 'when warm figures' : 'when waits figures'}
        >${icon('clock')}<span class="sr">${words.say('list.waitingFor', { time })}</span
        ><bdi aria-hidden="true">${time}</bdi></span
      >`;
    }
    const at = conversation.lastEntry?.at ?? conversation.startedAt;
    return html`<time class="when" datetime=${at}>${words.moment(at, this.now())}</time>`;
  }

  #last(conversation: AgentConversation, snapshot: DeskSnapshot): TemplateResult {
    const entry = conversation.lastEntry;
    if (!entry) return html``;
    const line = entryLine(entry, this.words);
    const own = entry.kind === 'message' && entry.author.id === snapshot.me?.id;
    return html`<bdi>${own ? this.words.say('list.you', { text: line }) : line}</bdi>`;
  }

  #empty(filter: ListFilter, snapshot: DeskSnapshot): TemplateResult {
    const { say } = this.words;
    const away = snapshot.me?.status === 'away';
    const [title, help] = {
      mine: ['list.emptyMine', away ? 'list.emptyMineAway' : 'list.emptyMineHelp'],
      queue: ['list.emptyQueue', 'list.emptyQueueHelp'],
      all: ['list.emptyAll', 'list.emptyAllHelp'],
    }[filter] as ['list.emptyMine', 'list.emptyMineHelp'];
    return html`<div class="empty">
      <p class="title">${say(title)}</p>
      <p class="quiet">${say(help)}</p>
    </div>`;
  }

  #filter(snapshot: DeskSnapshot): ListFilter {
    return this.filter ?? (snapshot.me?.role === 'supervisor' ? 'all' : 'mine');
  }

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
