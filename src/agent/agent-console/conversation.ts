import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { Composer } from '../../elements/chat-panel/composer.ts';
import type { AgentConversation } from '../../protocol/conversation.ts';
import type { Desk } from '../../session/desk/desk.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { isRunning } from '../shared/call-reasons.ts';
import { KeptFocus } from '../shared/kept-focus.ts';
import type { LogTexts } from '../shared/log-texts.ts';
import { Tick } from '../shared/tick.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { ConversationChosenEvent } from './conversation-list.ts';
import { ConversationLog } from './conversation-log.ts';
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

/** The least height of the log above a window, enough for a message, in pixels. */
const LEAST_ROOM = 96;

/** One conversation: its transcript, and where the agent writes. The commands stand in the header that is slotted in. */
export class AgentConversationView extends LitElement {
  static override properties = {
    words: { attribute: false },
    desk: { attribute: false },
    session: { attribute: false },
    conversation: { attribute: false },
    continuation: { attribute: false },
    endings: { attribute: false },
    now: { attribute: false },
  };
  declare words: Words;
  declare desk: Desk | null;
  declare session: SupportSession | null;
  declare conversation: AgentConversation | null;
  /** The conversation in which its customer has written anew. */
  declare continuation: string | null;
  declare endings: Endings | null;
  declare now: () => number;

  static override styles = conversationStyles;

  readonly #composer = new Composer(this, () => this.session?.chat);
  readonly #log = new ConversationLog(this);
  #resized: ResizeObserver | null = null;

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.session = null;
    this.conversation = null;
    this.continuation = null;
    this.endings = null;
    this.now = Date.now;
    new Watch(this, () => this.session?.chat);
    new Watch(this, () => this.endings);
    new Tick(this, () => this.#ending?.is === 'pending');
    new KeptFocus(this, () => this.hold());
  }

  /** Where a window may float: above the composer. */
  get stage(): DOMRect | null {
    return this.renderRoot.querySelector('.middle')?.getBoundingClientRect() ?? null;
  }

  /** A window floats over the log, or none does any more: keeps the newest messages clear of it. */
  makeRoom(over: DOMRect | null): void {
    const stage = over && this.stage;
    const isAbove = over !== null && stage !== null && over.top + over.bottom <= stage.top + stage.bottom;
    const isBelow = over !== null && stage !== null && !isAbove && over.top - stage.top >= LEAST_ROOM;
    this.toggleAttribute('covered-above', isAbove);
    this.style.setProperty('--_covered', isBelow ? `${String(Math.max(0, Math.round(stage.bottom - over.top)))}px` : '0px');
  }

  /** Focuses the text box. */
  write(): void {
    this.#composer.focus();
  }

  /** Leaves the text box, so that keys are commands again. */
  leave(): void {
    this.renderRoot.querySelector<HTMLElement>('.scroller')?.focus();
  }

  /** Focuses the newest message's erase command; arrow keys go on from there. */
  erase(): void {
    this.#log.focusErase();
  }

  /** Takes over the focus of an element that is gone: in the text box, or in the log where there is none or it would open an on-screen keyboard. */
  hold(): void {
    this.leave();
    if (!matchMedia('(pointer: coarse)').matches) this.write();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized = new ResizeObserver(() => this.dispatchEvent(new StageResizedEvent()));
    void this.updateComplete.then(() => {
      const stage = this.renderRoot.querySelector('.middle');
      if (stage) this.#resized?.observe(stage);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#composer.leave();
    this.#resized?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('session')) (changed.get('session') as SupportSession | null | undefined)?.chat.setTyping(false);
    this.#composer.take(this.session?.chat.snapshot.draft ?? '');
  }

  protected override render(): TemplateResult {
    const { texts, fresh } = this.#log;
    const snapshot = this.session?.chat.snapshot;
    return html`
      <div class="stage">
        <slot></slot>
        ${this.#note(this.conversation)}
        <div class="middle">
          <div class="scroller" role="log" aria-label=${this.words.say('conversation.log')} aria-live="off" tabindex="0">
            <div class="inner">
              ${texts && snapshot ? beginningOf(snapshot, texts, this.#log.loadEarlier) : nothing}
              <div class="list"></div>
              ${texts && snapshot && this.conversation?.state !== 'ended' ? typingOf(snapshot) : nothing}
            </div>
          </div>
          ${fresh === null
            ? nothing
            : html`<button class="pill" type="button" @click=${this.#toEnd}>
                ${fresh ? texts?.fresh(fresh) : this.words.say('conversation.jump')}
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
    if (conversation.state === 'ended') return this.#end(this.continuation);
    if (conversation.state === 'waiting') return html`<p class="foot">${words.say('conversation.waiting')}</p>`;
    if (conversation.agent && conversation.agent.id !== snapshot.me?.id) {
      return html`<p class="foot">${words.say('conversation.reading', { name: conversation.agent.name })}</p>`;
    }
    return this.#composer.render(texts, texts.placeholder, this.#log.left);
  }

  #end(continuation: string | null): TemplateResult {
    const { say } = this.words;
    if (continuation === null) return html`<p class="foot">${say('conversation.ended')}</p>`;
    const go = (): void => void this.dispatchEvent(new ConversationChosenEvent(continuation));
    return html`<div class="foot">
      <p>${say('conversation.continued')}</p>
      <button type="button" class="choice" @click=${go}>${say('conversation.continue')}</button>
    </div>`;
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

  readonly #toEnd = (): void => {
    this.#log.toEnd();
    this.#composer.focus();
    this.#log.markRead();
  };
}
