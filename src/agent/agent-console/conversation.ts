import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { Composer } from '../../elements/chat-panel/composer.ts';
import { RareRows } from '../../elements/chat-panel/rare-rows.ts';
import { Transcript } from '../../elements/chat-panel/transcript.ts';
import type { AgentConversation } from '../../protocol/conversation.ts';
import { textOf } from '../../protocol/entry.ts';
import type { ChatSnapshot } from '../../session/chat/chat.ts';
import type { Desk } from '../../session/desk/desk.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { isRunning } from '../shared/call-reasons.ts';
import type { LogTexts } from '../shared/log-texts.ts';
import { logTexts } from '../shared/log-texts.ts';
import { Tick } from '../shared/tick.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { conversationStyles } from './conversation.styles.ts';
import type { Endings } from './endings.ts';
import { endingNote } from './ending-note.ts';
import { beginningOf, typingOf } from './log-edges.ts';

/** The room above the composer changed: what floats over it must move. */
export class StageResizedEvent extends Event {
  static readonly type = 'stage-resized';

  constructor() {
    super(StageResizedEvent.type, { bubbles: true, composed: true });
  }
}

/** One conversation: its transcript, and where the agent writes. The commands stand in the header that is slotted in. */
export class AgentConversationView extends LitElement {
  static override properties = {
    words: { attribute: false },
    desk: { attribute: false },
    session: { attribute: false },
    conversation: { attribute: false },
    endings: { attribute: false },
    now: { attribute: false },
    _fresh: { state: true },
  };
  declare words: Words;
  declare desk: Desk | null;
  declare session: SupportSession | null;
  declare conversation: AgentConversation | null;
  declare endings: Endings | null;
  declare now: () => number;
  /** Messages that came below while the agent reads further up; null while the end is in view. */
  declare _fresh: number | null;

  static override styles = conversationStyles;

  readonly #composer = new Composer(this, () => this.session?.chat);
  #transcript: Transcript | null = null;
  #lifetime = new AbortController();
  #resized: ResizeObserver | null = null;
  #announced = 0;
  #texts: LogTexts | null = null;
  #textsFor: readonly unknown[] = [];
  #times = new Intl.DateTimeFormat();

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.session = null;
    this.conversation = null;
    this.endings = null;
    this.now = Date.now;
    this._fresh = null;
    new Watch(this, () => this.session?.chat);
    new Watch(this, () => this.endings);
    new Tick(this, () => this.#ending?.is === 'pending');
  }

  /** Where a window may float: above the composer. */
  get stage(): DOMRect | null {
    return this.renderRoot.querySelector('.middle')?.getBoundingClientRect() ?? null;
  }

  /** Into the text box. */
  write(): void {
    this.#composer.focus();
  }

  /** Out of the text box, where keys are commands again. */
  leave(): void {
    this.renderRoot.querySelector<HTMLElement>('.scroller')?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#startOver();
    this.#resized = new ResizeObserver(() => this.dispatchEvent(new StageResizedEvent()));
    void this.updateComplete.then(() => {
      const stage = this.renderRoot.querySelector('.middle');
      if (stage) this.#resized?.observe(stage);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#composer.leave();
    this.#lifetime.abort();
    this.#resized?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('session')) {
      (changed.get('session') as SupportSession | null | undefined)?.chat.setTyping(false);
      this.#startOver();
    }
    const { conversation, words } = this;
    if (conversation) {
      const name = words.nameOf(conversation.customer);
      if (this.#textsFor[0] !== words || this.#textsFor[1] !== name) {
        this.#textsFor = [words, name];
        this.#texts = logTexts(words, conversation.customer);
        this.#times = words.times;
        this.#redraw = true;
      }
    }
    this.#composer.take(this.session?.chat.snapshot.draft ?? '');
  }

  #redraw = false;

  protected override updated(): void {
    const { session } = this;
    const texts = this.#texts;
    if (!session || !texts) return;
    if (!this.#transcript) this.#startTranscript(session, texts);
    else if (this.#redraw) this.#transcript.redraw();
    this.#redraw = false;
    this.#transcript?.show(session.chat.snapshot);
    this.#markRead();
    this.#announce(session.chat.snapshot, texts);
  }

  protected override render(): TemplateResult {
    const { session, conversation } = this;
    const texts = this.#texts;
    const snapshot = session?.chat.snapshot;
    return html`
      <div class="stage">
        <slot></slot>
        ${this.#note(conversation)}
        <div class="middle">
          <div class="scroller" role="log" aria-label=${this.words.say('conversation.log')} aria-live="off" tabindex="0">
            <div class="inner">
              ${texts && snapshot ? beginningOf(snapshot, texts, this.#loadEarlier) : nothing}
              <div class="list"></div>
              ${texts && snapshot ? typingOf(snapshot) : nothing}
            </div>
          </div>
          ${this._fresh === null
            ? nothing
            : html`<button class="pill" type="button" @click=${this.#toEnd}>
                ${this._fresh ? texts?.fresh(this._fresh) : this.words.say('conversation.jump')}
              </button>`}
        </div>
        <p class="sr" aria-live="polite"></p>
      </div>
      ${this.#foot(texts)}
    `;
  }

  #foot(texts: LogTexts | null): TemplateResult | typeof nothing {
    const { conversation, desk, words } = this;
    const snapshot = desk?.snapshot;
    if (!conversation || !texts || !snapshot) return nothing;
    if (conversation.state === 'ended') return html`<p class="foot">${words.say('conversation.ended')}</p>`;
    if (conversation.state === 'waiting') return html`<p class="foot">${words.say('conversation.waiting')}</p>`;
    if (conversation.agent && conversation.agent.id !== snapshot.me?.id) {
      return html`<p class="foot">${words.say('conversation.reading', { name: conversation.agent.name })}</p>`;
    }
    return this.#composer.render(texts, texts.placeholder, (left) => (left < 0 ? texts.over(-left) : texts.left(left)));
  }

  get #ending(): ReturnType<Endings['snapshot']['get']> {
    return this.conversation ? this.endings?.snapshot.get(this.conversation.id) : undefined;
  }

  #note(conversation: AgentConversation | null): TemplateResult {
    const desk = this.desk?.snapshot;
    return endingNote({
      ending: this.#ending,
      words: this.words,
      now: this.now(),
      endsCall: desk !== undefined && isRunning(desk) && desk.call?.conversation === conversation?.id,
      undo: () => conversation && this.endings?.undo(conversation.id),
      ask: () => conversation && this.session && this.endings?.ask(conversation.id, () => this.session?.chat.end() ?? Promise.resolve()),
    });
  }

  #startOver(): void {
    this.#lifetime.abort();
    this.#lifetime = new AbortController();
    this.#transcript = null;
    this.#announced = 0;
    this._fresh = null;
    const { signal } = this.#lifetime;
    document.addEventListener('visibilitychange', this.#markRead, { signal });
    window.addEventListener('focus', this.#markRead, { signal });
  }

  #startTranscript(session: SupportSession, texts: LogTexts): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    const list = this.renderRoot.querySelector<HTMLElement>('.list');
    if (!scroller || !list) return;
    const current = (): LogTexts => this.#texts ?? texts;
    const times = (): Intl.DateTimeFormat => this.#times;
    this.#transcript = new Transcript(
      {
        side: 'agent',
        nameOf: (author) =>
          author && author.role !== 'agent' ? (author.name ?? current().support) : ((author?.id !== this.desk?.snapshot.me?.id && author?.name) || current().you),
        get texts() {
          return current();
        },
        get times() {
          return times();
        },
        day: (at) => this.words.dayName(at, this.now()),
        retry: (clientId) => session.chat.retry(clientId),
        discard: (clientId) => session.chat.discard(clientId),
        rare: (use) => use(new RareRows(current())),
        loadEarlier: this.#loadEarlier,
        moved: (atEnd, fresh) => {
          this._fresh = atEnd ? null : fresh;
        },
      },
      { scroller, list },
      this.#lifetime.signal,
    );
  }

  /** Says what the customer writes, beside the log, once. */
  #announce({ entries }: ChatSnapshot, texts: LogTexts): void {
    const seq = entries.at(-1)?.seq ?? 0;
    const fresh =
      this.#announced > 0
        ? entries.filter((each) => each.seq > this.#announced && each.author.role === 'customer' && each.kind === 'message')
        : [];
    this.#announced = seq;
    const region = this.renderRoot.querySelector('[aria-live=polite]');
    if (region && fresh.length > 0) region.textContent = fresh.map((each) => `${texts.support}: ${textOf(each.parts)}`).join('\n');
  }

  readonly #markRead = (): void => {
    const chat = this.session?.chat;
    if (!chat || chat.snapshot.unread === 0 || document.hidden || !this.#transcript?.atEnd) return;
    // On a phone the list may stand before it.
    if (this.checkVisibility()) chat.markRead();
  };

  readonly #loadEarlier = (): void => void this.session?.chat.loadEarlier();

  readonly #toEnd = (): void => {
    this.#transcript?.toEnd();
    this.#composer.focus();
    this.#markRead();
  };
}
