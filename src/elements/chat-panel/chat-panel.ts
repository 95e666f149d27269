import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import { en } from '../../locales/en.ts';
import type { ChatTexts } from '../../locales/en.ts';
import { loadChatTexts } from '../../locales/load.ts';
import type { Entry } from '../../protocol/entry.ts';
import { languageOf } from '../shared/language.ts';
import { adoptInto, SessionElement } from '../shared/session-element.ts';
import { theme } from '../shared/theme.ts';
import { ChatMinimiseEvent, ChatChangedEvent } from './chat-panel-events.ts';
import { Composer } from './composer.ts';
import { composerStyles } from './composer.styles.ts';
import { dayName } from './day-name.ts';
import { emptyLog, typingRow } from './log-edges.ts';
import type { PanelCalls } from './panel-calls.ts';
import { panelHeader } from './panel-header.ts';
import { viewOf } from './panel-view.ts';
import type { PanelView } from './panel-view.ts';
import { panelStyles } from './panel.styles.ts';
import type { Rare } from './rare.ts';
import { Transcript } from './transcript.ts';
import type { TranscriptContext } from './transcript.ts';
import { transcriptStyles } from './transcript.styles.ts';

/**
 * The chat itself: who answers, the transcript, the composer, and the call's parts while there is a call. Lives inside `<chat-widget>`.
 *
 * @attr {string} lang - The language of the texts; that of the page around it where it is not given.
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
 * @fires {ChatMinimiseEvent} chat-minimise - The customer puts the chat away.
 * @fires {ChatChangedEvent} chat-changed - States or unread count changed.
 */
export class ChatPanel extends SessionElement {
  static override readonly styles = [theme, panelStyles, transcriptStyles, composerStyles];

  /** Custom states that the widget repeats, and whether each holds. */
  states: Readonly<Record<string, boolean>> = {};
  /** What stands for it while it is closed, where something does. */
  launcher: HTMLElement | null = null;

  readonly #composer = new Composer(this, () => this.session?.chat);
  #open = false;
  #texts: ChatTexts | null = null;
  #language = '';
  /** While the words are on their way: before them nothing is drawn. */
  #spoken: Promise<void> | undefined;
  #transcript: Transcript | null = null;
  /** Messages that came below while somebody reads further up; null while the end is in view. */
  #fresh: number | null = null;
  #announced = 0;
  /** What the panel shows of the chat as it is drawn, and what was told of it. */
  #drawn = '';
  #told = '';
  #calls: PanelCalls | null = null;
  #rare: Rare | null = null;
  readonly #log: TranscriptContext = {
    texts: en,
    times: new Intl.DateTimeFormat(),
    nameOf: (author) => (author && author.role !== 'customer' ? (author.name ?? this.#log.texts.support) : this.#log.texts.you),
    day: (at) => dayName(at, this.#language),
    retry: (clientId) => this.session?.chat.retry(clientId),
    discard: (clientId) => this.session?.chat.discard(clientId),
    rare: (use) => void this.#loadRare().then(({ rows }) => use(rows), ignored),
    loadEarlier: () => void this.session?.chat.loadEarlier(),
    moved: (atEnd, fresh) => {
      this.#fresh = atEnd ? null : fresh;
      this.requestUpdate();
    },
  };

  /** Whether it is shown whole. */
  get open(): boolean {
    return this.#open;
  }

  set open(open: boolean) {
    this.#open = open;
    this.setStates({ open });
    this.requestUpdate();
  }

  /** How many messages of others nobody has seen. */
  get unread(): number {
    return this.session?.chat.snapshot.unread ?? 0;
  }

  /** What the widget's launcher says of it. */
  get unreadWords(): string {
    return this.unread ? (this.#texts?.unread(this.unread) ?? '') : '';
  }

  override connectedCallback(): void {
    if (!this.hasAttribute('exportparts')) this.setAttribute('exportparts', parts);
    this.#speak();
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#composer.leave();
    this.#calls?.quiet();
  }

  static readonly observedAttributes = ['lang'];
  attributeChangedCallback(): void {
    if (this.isConnected) this.#speak();
  }

  /** Into the text box, where there is one and that does not bring up a keyboard over what is to be read. */
  override async focus(): Promise<void> {
    await this.#spoken;
    await this.updateComplete;
    this.find('.frame')?.focus();
    if (!matchMedia('(pointer: coarse)').matches) this.find('textarea')?.focus();
  }

  protected override followed(): void {
    const { session, watching } = this;
    this.#transcript = null;
    this.#announced = 0;
    session?.chat.subscribe(() => {
      // The row first: whatever else a message means waits until it stands there.
      this.#transcript?.show(session.chat.snapshot);
      super.requestUpdate();
    }, watching);
    document.addEventListener('visibilitychange', this.#markRead, watching);
    // Where it fills the window, nobody would see what has the focus behind it (WCAG 2.2, 2.4.11). What a page gives it to as it loads took it from nobody.
    document.addEventListener('focusin', (event) => event.relatedTarget && innerWidth < 480 && this.#open && !event.composedPath().includes(this) && this.#minimise(), watching);
    // Null only in a document that is shown nowhere.
    const seen = visualViewport as VisualViewport;
    const fit = (): void => {
      this.style.setProperty('--_top', `${seen.offsetTop}px`);
      this.style.setProperty('--_height', `${seen.height}px`);
    };
    for (const name of ['resize', 'scroll']) seen.addEventListener(name, fit, watching);
    fit();
  }

  /** What is not of the chat changed, or may have. */
  override requestUpdate(): void {
    this.#drawn = '';
    super.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing | null {
    const texts = this.#texts;
    const { session } = this;
    if (!session || !texts) return nothing;
    const view = viewOf(session.chat.snapshot);
    const before = this.#drawn;
    this.#drawn = JSON.stringify(view);
    // A message alone draws no template.
    if (this.#drawn === before) return null;
    if (!this.#calls && session.call.snapshot.view.phase !== 'none') this.#loadCalls().catch(ignored);
    const stage = this.#calls?.show(session, texts, this.#open);
    const placeholder = view.ended ? this.#seldom()?.placeholder : texts.placeholder;
    this.#composer.take(view.draft);
    return html`<div class="frame" part="panel" data-mode=${this.#open ? 'panel' : (stage?.mode ?? 'none')} role=${this.#open ? 'dialog' : 'group'} aria-label=${texts.dialog} tabindex="-1" @keydown=${this.#keydown}>
      ${panelHeader(texts, view, this.#openMenu, this.#minimise)}
      ${stage?.controls ?? nothing}
      <p class="strip ${view.connection}" part="connection" role="status">${this.#connection(texts, view)}</p>
      <div class="middle">
        <div class="scroller" part="log" role="log" aria-label=${texts.log} aria-live="off" tabindex="0">
          <div class="inner">
            ${this.#beginning(texts, view)}
            <div class="list"></div>
            ${view.typing ? typingRow(view.agent ?? texts.support) : nothing}
          </div>
        </div>
        ${this.#fresh === null ? nothing : (this.#seldom()?.toEnd(this.#fresh, this.#toEnd) ?? nothing)}
      </div>
      <p class="sr" aria-live="polite"></p>
      ${stage?.prompt ?? nothing}
      ${this.#composer.render(texts, placeholder, (left) => this.#seldom()?.left(left) ?? '')}
      <div class="menu"></div>
    </div>`;
  }

  protected override updated(): void {
    const { session } = this;
    const texts = this.#texts;
    const scroller = this.find('.scroller');
    const list = this.find('.list');
    if (!session || !texts || !scroller || !list) return;
    this.#transcript ??= new Transcript(this.#log, { scroller, list }, this.watching.signal);
    const { snapshot } = session.chat;
    this.#transcript.show(snapshot);
    this.#announce(snapshot.entries);
    this.#markRead();
    this.states = { unread: this.unread > 0, offline: snapshot.connection.is === 'offline', ...this.#calls?.states };
    const told = this.unreadWords + JSON.stringify(this.states);
    if (told === this.#told) return;
    this.#told = told;
    this.setStates(this.states);
    this.dispatchEvent(new ChatChangedEvent());
  }

  #connection(texts: ChatTexts, { connection }: PanelView): string {
    if (connection === 'refused') return this.#seldom()?.refused(this) ?? '';
    return connection === 'online' ? '' : connection === 'offline' ? texts.offline : texts.connecting;
  }

  /** What stands above the first row. */
  #beginning(texts: ChatTexts, { earlier, empty, site }: PanelView): TemplateResult | typeof nothing {
    if (earlier !== 'none') return this.#seldom()?.earlier(earlier === 'failed', this.#log.loadEarlier) ?? nothing;
    // Before the server's greeting nobody knows whether there is a conversation, or who is there.
    return empty && site ? emptyLog(texts, site) : nothing;
  }

  #speak(): void {
    const language = languageOf(this);
    if (language === this.#language) return;
    this.#language = language;
    const speak = (texts: ChatTexts): void => {
      if (language !== this.#language) return;
      this.#texts = texts;
      Object.assign(this.#log, { texts, times: new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }) });
      this.#rare = null;
      this.#transcript?.redraw();
      this.requestUpdate();
    };
    const loading = loadChatTexts(language);
    this.#spoken = loading?.then(speak, () => speak(en));
    if (!loading) speak(en);
  }

  /** What an ordinary conversation does not show; asked for when it is missed, and drawn when it is there. */
  #seldom(): Rare | null {
    if (!this.#rare) this.#loadRare().catch(ignored);
    return this.#rare;
  }

  async #loadRare(): Promise<Rare> {
    const language = this.#language;
    const { Rare, rareStyles, signals } = await import('./rare.ts');
    const rare = await Rare.load(language, this.root);
    if (this.#rare || language !== this.#language) return rare;
    adoptInto(this.root, signals, rareStyles);
    this.requestUpdate();
    return (this.#rare = rare);
  }

  /** What did not come is asked for again with the next drawing. */
  async #loadCalls(): Promise<void> {
    const { panelCalls } = await import('./panel-calls.ts');
    this.#calls ??= panelCalls(this, this.root);
    this.requestUpdate();
  }

  /** Says what others write, and what becomes of the conversation, beside the log: once, and only while somebody may be reading along. */
  #announce(entries: readonly Entry[]): void {
    const before = this.#announced;
    const last = (this.#announced = entries.at(-1)?.seq ?? 0);
    if (!before || last <= before) return;
    const news = entries.slice(before - last).filter(({ author }) => author.role !== 'customer');
    if (news[0]) import('./attention.ts').then(({ announce }) => announce(news, this.#log, this), ignored);
  }

  readonly #markRead = (): void => {
    if (this.#open && this.unread > 0 && !document.hidden && this.#transcript?.atEnd) this.session?.chat.markRead();
  };

  readonly #toEnd = (): void => {
    this.#transcript?.toEnd();
    this.#composer.focus();
  };

  readonly #minimise = (): void => void this.dispatchEvent(new ChatMinimiseEvent());

  readonly #keydown = (event: KeyboardEvent): void => {
    // An input method's own, as in the text box.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else says it in Safari
    if (event.key !== 'Escape' || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    event.stopPropagation();
    this.#minimise();
  };

  readonly #openMenu = ({ currentTarget }: Event): void => {
    import('./panel-menu.ts').then(({ openMenu }) => openMenu(this, this.#language, currentTarget as HTMLElement)).catch(ignored);
  };
}

/** A file that did not come is asked for again when it is needed next. */
const ignored = (): void => undefined;

/** What a page may style through the widget: there is no wildcard. */
const parts = 'panel,header,avatar,name,log,bubble,bubble-own,bubble-other,meta,system-entry,composer,message,send,connection';

declare global {
  interface HTMLElementTagNameMap {
    'chat-panel': ChatPanel;
  }
}
