import { html, LitElement, nothing } from 'lit';
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { en } from '../../locales/en.ts';
import type { ChatTexts } from '../../locales/en.ts';
import { loadChatTexts } from '../../locales/load.ts';
import { textOf } from '../../protocol/entry.ts';
import type { ChatSnapshot } from '../../session/chat/chat.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { initialsOf } from '../shared/avatar.ts';
import { icon } from '../shared/icon.ts';
import { doorIcon, downIcon, minimiseIcon, moreIcon, soundIcon } from '../shared/icons.ts';
import { languageOf } from '../shared/language.ts';
import { ChatMinimiseEvent, ChatPanelChangedEvent } from './chat-panel-events.ts';
import { styles } from './chat-panel.styles.ts';
import { Composer } from './composer.ts';
import { Transcript } from './transcript.ts';

/**
 * The chat itself: who answers, the transcript, the composer, and the call's parts while there is a call. Lives inside `<chat-widget>`.
 *
 * @slot empty - What an empty conversation says.
 * @csspart panel - The whole surface.
 * @csspart header - Who answers, and the panel's commands.
 * @csspart avatar - The picture of who answers.
 * @csspart name - Their name.
 * @csspart log - The transcript.
 * @csspart bubble - A message.
 * @csspart bubble-own - The customer's.
 * @csspart bubble-other - Anybody else's.
 * @csspart meta - What stands under a message: time, seen, not sent.
 * @csspart system-entry - What is no message: a call, who came, the end.
 * @csspart composer - Where a message is written.
 * @csspart message - Its text box.
 * @csspart send - Its button.
 * @csspart connection - What is said while the server cannot be reached.
 * @cssstate open - It is shown whole.
 * @cssstate unread - There are messages that nobody has seen.
 * @cssstate ringing - A call rings.
 * @cssstate in-call - A call is under way.
 * @cssstate offline - The server cannot be reached.
 * @fires chat-minimise - The customer puts the chat away.
 * @fires chat-panel-changed - States or unread count changed.
 */
export class ChatPanel extends LitElement {
  static override readonly styles = styles;
  static override readonly properties: PropertyDeclarations = {
    session: { attribute: false },
    open: { type: Boolean, reflect: true },
    lang: { reflect: true },
    texts: { state: true },
    menu: { state: true },
    fresh: { state: true },
  };

  declare session: SupportSession | null;
  declare open: boolean;
  declare private texts: ChatTexts | null;
  declare private menu: 'closed' | 'open' | 'confirm' | 'failed';
  /** Messages that came below while somebody reads further up; null while the end is in view. */
  declare private fresh: number | null;

  states: ReadonlySet<string> = new Set();

  readonly #internals = this.attachInternals();
  readonly #composer = new Composer(this, () => this.session?.chat);
  #transcript: Transcript | null = null;
  #watching = new AbortController();
  #announced = 0;
  #times = new Intl.DateTimeFormat();

  constructor() {
    super();
    this.session = null;
    this.open = false;
    this.texts = null;
    this.menu = 'closed';
    this.fresh = null;
  }

  get unread(): number {
    return this.session?.chat.snapshot.unread ?? 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watching.abort();
  }

  /** Into the text box, where that does not bring up a keyboard over what is to be read. */
  override focus(): void {
    void this.updateComplete.then(() => {
      if (matchMedia('(pointer: coarse)').matches) this.renderRoot.querySelector<HTMLElement>('.frame')?.focus();
      else this.#composer.focus();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('session') && this.isConnected) this.#watch();
    if (changed.has('lang')) this.#speak();
    this.#composer.take(this.session?.chat.snapshot.draft ?? '');
  }

  protected override updated(changed: PropertyValues): void {
    const { session, texts } = this;
    if (!session || !texts) return;
    const { snapshot } = session.chat;
    if (!this.#transcript) this.#startTranscript(session, texts);
    else if (changed.has('texts')) this.#transcript.redraw();
    this.#transcript?.show(snapshot);
    this.#markRead();
    this.#announce(snapshot, texts);
    this.#tellStates(snapshot);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session, texts, open } = this;
    if (!session || !texts) return nothing;
    const { chat, call } = session;
    const { snapshot } = chat;
    const { view } = call.snapshot;
    const prompts = promptPhases.has(view.phase);
    const controls = controlPhases.has(view.phase);
    const asks = prompts && view.phase !== 'elsewhere' && !('dismissed' in view && view.dismissed);
    const mode = open ? 'panel' : asks ? 'card' : controls ? 'pill' : 'none';
    const state = snapshot.conversation?.state;
    return html`<div
      class="frame"
      part="panel"
      data-mode=${mode}
      role=${open ? 'dialog' : 'group'}
      aria-label=${texts.dialog}
      tabindex="-1"
      @keydown=${this.#keydown}
    >
      ${this.#header(texts, snapshot)}
      ${controls ? html`<call-controls class="stage" .session=${session} .compact=${!open} exportparts=${controlParts}></call-controls>` : nothing}
      ${this.#connection(texts, snapshot)}
      <div class="middle">
        <div class="scroller" part="log" role="log" aria-label=${texts.log} aria-live="off" tabindex="0">
          <div class="inner">
            ${this.#beginning(texts, snapshot)}
            <div class="list"></div>
            ${this.#typing(texts, snapshot)}
          </div>
        </div>
        ${this.fresh === null
          ? nothing
          : html`<button class="pill" type="button" aria-label=${this.fresh ? nothing : texts.latest} @click=${this.#toEnd}>
              ${this.fresh ? texts.fresh(this.fresh) : nothing}${icon(downIcon)}
            </button>`}
      </div>
      <p class="sr" aria-live="polite"></p>
      ${prompts ? html`<call-prompt .session=${session} exportparts=${promptParts}></call-prompt>` : nothing}
      ${this.#composer.render(texts, state === 'ended')}
      ${this.menu === 'confirm' || this.menu === 'failed' ? this.#confirmation(texts) : nothing}
    </div>`;
  }

  #header(texts: ChatTexts, { conversation, site, connection, typing }: ChatSnapshot): TemplateResult {
    const name = conversation?.agent?.name ?? site?.name ?? texts.support;
    const here = connection.is === 'online' && site?.staffed === true;
    const answers = site?.answersIn;
    const status = here ? (!conversation?.agent && answers != null ? texts.answersIn(Math.ceil(answers / 60_000)) : texts.online) : site ? texts.away : '';
    const live = conversation !== null && conversation.state !== 'ended';
    const open = this.menu === 'open';
    return html`<header part="header">
      <span class="avatar ${here ? 'here' : ''}" part="avatar" aria-hidden="true">${initialsOf(name)}</span>
      <div class="who">
        <h2 part="name">${name}</h2>
        <p>${typing.length > 0 ? texts.typing(name) : status}</p>
      </div>
      <div class="menu" @focusout=${this.#leaveMenu}>
        <button type="button" class="tool" aria-label=${texts.menu} aria-haspopup="menu" aria-expanded=${open ? 'true' : 'false'} @click=${this.#toggleMenu}>
          ${icon(moreIcon)}
        </button>
        ${open
          ? html`<div role="menu" aria-label=${texts.menu}>
              <button type="button" role="menuitemcheckbox" aria-checked=${this.#sound ? 'true' : 'false'} @click=${this.#toggleSound}>
                ${icon(soundIcon)}${texts.sound}<span class="switch"></span>
              </button>
              ${live ? html`<button type="button" role="menuitem" @click=${this.#askEnd}>${icon(doorIcon)}${texts.end}</button>` : nothing}
            </div>`
          : nothing}
      </div>
      <button type="button" class="tool" aria-label=${texts.minimise} @click=${this.#minimise}>${icon(minimiseIcon)}</button>
    </header>`;
  }

  #connection(texts: ChatTexts, { connection }: ChatSnapshot): TemplateResult {
    const words = connection.is === 'offline' ? texts.offline : connection.is === 'refused' ? texts.refused : connection.is === 'online' ? '' : texts.connecting;
    return html`<p class="connection ${connection.is}" part="connection" role="status">${words}</p>`;
  }

  #beginning(texts: ChatTexts, { entries, outbox, earlier, site }: ChatSnapshot): TemplateResult | typeof nothing {
    if (earlier === 'failed') {
      return html`<p class="earlier">${texts.earlierFailed} <button type="button" class="quiet" @click=${this.#loadEarlier}>${texts.retry}</button></p>`;
    }
    if (earlier === 'available' || earlier === 'loading') {
      return html`<p class="earlier"><button type="button" class="quiet" @click=${this.#loadEarlier}>${texts.earlier}</button></p>`;
    }
    if (entries.length + outbox.length > 0) return nothing;
    return html`<div class="empty">
      <slot name="empty"><h3>${texts.emptyTitle}</h3><p>${site?.staffed === false ? texts.emptyAway : texts.emptyStaffed}</p></slot>
    </div>`;
  }

  #typing(texts: ChatTexts, { typing, conversation }: ChatSnapshot): TemplateResult | typeof nothing {
    if (typing.length === 0) return nothing;
    return html`<div class="row other typing" aria-hidden="true">
      <div class="line"><span class="avatar small">${initialsOf(conversation?.agent?.name ?? texts.support)}</span><div class="bubble"><i></i><i></i><i></i></div></div>
    </div>`;
  }

  #confirmation(texts: ChatTexts): TemplateResult {
    return html`<div class="veil">
      <div class="sheet" role="alertdialog" aria-labelledby="sure" aria-describedby="hint">
        <h3 id="sure">${texts.endSure}</h3>
        <p id="hint">${this.menu === 'failed' ? texts.endFailed : texts.endHint}</p>
        <div class="choices">
          <button type="button" class="choice" @click=${this.#closeMenu}>${texts.endNo}</button>
          <button type="button" class="choice danger" @click=${this.#end}>${texts.endYes}</button>
        </div>
      </div>
    </div>`;
  }

  /** Follows the session and the page, until the panel leaves it. */
  #watch(): void {
    this.#watching.abort();
    this.#watching = new AbortController();
    this.#transcript = null;
    const { signal } = this.#watching;
    const update = (): void => this.requestUpdate();
    this.session?.chat.subscribe(update, { signal });
    this.session?.call.subscribe(update, { signal });
    if (!this.texts) this.#speak();
    document.addEventListener('visibilitychange', this.#markRead, { signal });
    const { visualViewport } = window;
    const fit = (): void => {
      this.style.setProperty('--_top', `${visualViewport?.offsetTop ?? 0}px`);
      this.style.setProperty('--_height', `${visualViewport?.height ?? innerHeight}px`);
    };
    visualViewport?.addEventListener('resize', fit, { signal });
    visualViewport?.addEventListener('scroll', fit, { signal });
    fit();
    update();
  }

  #speak(): void {
    const language = this.lang || languageOf(this);
    const speak = (texts: ChatTexts): void => {
      if ((this.lang || languageOf(this)) !== language) return;
      this.#times = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
      this.texts = texts;
    };
    const loading = loadChatTexts(language);
    if (loading) void loading.then(speak, () => speak(en));
    else speak(en);
  }

  #startTranscript(session: SupportSession, texts: ChatTexts): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    const list = this.renderRoot.querySelector<HTMLElement>('.list');
    if (!scroller || !list) return;
    list.replaceChildren();
    const panel = this;
    this.#transcript = new Transcript(
      {
        scroller,
        list,
        get texts() {
          return panel.texts ?? texts;
        },
        get times() {
          return panel.#times;
        },
        day: (at) => dayName(at, this.#times.resolvedOptions().locale),
        retry: (clientId) => session.chat.retry(clientId),
        discard: (clientId) => session.chat.discard(clientId),
        loadEarlier: this.#loadEarlier,
        moved: (atEnd, fresh) => {
          this.fresh = atEnd ? null : fresh;
        },
      },
      this.#watching.signal,
    );
  }

  /** Says what others write, beside the log: once, and only while somebody may be reading along. */
  #announce({ entries }: ChatSnapshot, texts: ChatTexts): void {
    const last = entries.at(-1);
    const seq = last?.seq ?? 0;
    const news = this.#announced > 0 && seq > this.#announced ? entries.filter((each) => each.seq > this.#announced && each.author.role === 'agent' && each.kind === 'message') : [];
    this.#announced = seq;
    const region = this.renderRoot.querySelector('[aria-live=polite]');
    if (region && this.open && news.length > 0) region.textContent = news.map((each) => `${each.author.name ?? texts.support}: ${textOf(each.parts)}`).join('\n');
  }

  #tellStates({ unread, connection }: ChatSnapshot): void {
    const phase = this.session?.call.snapshot.view.phase ?? 'none';
    const states = new Set<string>();
    if (unread > 0) states.add('unread');
    if (connection.is === 'offline') states.add('offline');
    if (phase === 'prompt') states.add('ringing');
    if (phase === 'in-call' || phase === 'joining') states.add('in-call');
    this.#internals.states.clear();
    for (const state of states) this.#internals.states.add(state);
    if (this.open) this.#internals.states.add('open');
    this.states = states;
    this.dispatchEvent(new ChatPanelChangedEvent());
  }

  readonly #markRead = (): void => {
    if (this.open && this.unread > 0 && !document.hidden && this.#transcript?.atEnd) this.session?.chat.markRead();
  };

  readonly #loadEarlier = (): void => void this.session?.chat.loadEarlier();

  readonly #toEnd = (): void => {
    this.#transcript?.toEnd();
    this.#composer.focus();
    this.#markRead();
  };

  readonly #minimise = (): void => void this.dispatchEvent(new ChatMinimiseEvent());

  readonly #keydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      if (this.menu === 'closed') this.#minimise();
      else this.#closeMenu();
    } else if (this.menu === 'open' && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const items = [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menu] button')];
      const now = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
      items.at((now + (event.key === 'ArrowDown' ? 1 : -1)) % items.length)?.focus();
    }
  };

  readonly #toggleMenu = (): void => {
    this.#setMenu(this.menu === 'open' ? 'closed' : 'open', '[role=menu] button');
  };

  readonly #leaveMenu = (event: FocusEvent): void => {
    const inside = event.relatedTarget instanceof Node && (event.currentTarget as Node).contains(event.relatedTarget);
    if (this.menu === 'open' && !inside) this.menu = 'closed';
  };

  readonly #closeMenu = (): void => this.#setMenu('closed', '.menu > button');
  readonly #askEnd = (): void => this.#setMenu('confirm', '.choice');

  #setMenu(menu: ChatPanel['menu'], focus: string): void {
    this.menu = menu;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(focus)?.focus());
  }

  readonly #end = (): void => {
    this.session?.chat.end().then(
      () => this.#setMenu('closed', 'textarea'),
      () => this.#setMenu('failed', '.choice'),
    );
  };

  get #sound(): boolean {
    return true;
  }

  readonly #toggleSound = (): void => this.requestUpdate();
}

const promptPhases: ReadonlySet<string> = new Set(['prompt', 'claiming', 'acquiring', 'elsewhere', 'ended', 'rejoin']);
const controlPhases: ReadonlySet<string> = new Set(['joining', 'in-call', 'ending']);
const exported = (element: string, parts: string): string => parts.split(' ').map((part) => `${part}: ${element}-${part}`).join(', ');
const promptParts = exported('call-prompt', 'card avatar title choices button accept-video accept-audio decline help');
const controlParts = exported('call-controls', 'stage tile video avatar self-view notice status controls button video-toggle mute end more');

/** Today and yesterday by those words, any other day by its name and date. */
function dayName(at: number, language: string): string {
  const day = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  const ago = Math.round((day(Date.now()) - day(at)) / 86_400_000);
  return ago >= 0 && ago < 2
    ? new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-ago, 'day')
    : new Intl.DateTimeFormat(language, { weekday: 'long', month: 'long', day: 'numeric' }).format(at);
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-panel': ChatPanel;
  }
}
