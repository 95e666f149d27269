import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { AgentConversation } from '../../protocol/conversation.ts';
import type { Desk, DeskSnapshot } from '../../session/desk/desk.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { isRunning } from '../shared/call-reasons.ts';
import { controls, look } from '../shared/look.ts';
import { Preferences, forgetful } from '../shared/preferences.ts';
import { shortcutOf } from '../shared/shortcuts.ts';
import type { ShortcutName } from '../shared/shortcuts.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { consoleStyles } from './agent-console.styles.ts';
import { AttentionCaller } from './attention.ts';
import type { AgentCallWindow } from './call-window.ts';
import type { AgentConversationHeader, ColumnWantedEvent } from './conversation-header.ts';
import type { AgentConversationList, ConversationChosenEvent } from './conversation-list.ts';
import type { AgentConversationView } from './conversation.ts';
import type { Doorway, MakeDoorway, SignInOutcome, TokenProvider, Workplace } from './doorway.ts';
import { Endings } from './endings.ts';
import type { AgentKeysDialog } from './keys-dialog.ts';
import type { AgentSettingsDialog } from './settings-dialog.ts';
import type { AgentStatusBar, ConsoleCommandEvent } from './status-bar.ts';

type State =
  | { readonly is: 'checking' }
  | { readonly is: 'unreachable' }
  | { readonly is: 'signed-out' }
  | { readonly is: 'open'; readonly workplace: Workplace; readonly endings: Endings };

/**
 * The agent's page: own status, queue, conversations, and calls. Signs in by the server's cookie, or with the tokens of a host page.
 *
 * @csspart bar - The agent's own status.
 * @csspart list - The conversations.
 * @csspart conversation - The open conversation.
 * @csspart customer - What is known of its customer.
 * @csspart call - The window of a running call.
 * @cssprop [--chat-accent] - The accent colour, from which the rest is derived.
 * @cssprop [--chat-neutral] - The grey of surfaces, lines and text.
 * @cssprop [--chat-font] - The font family.
 */
export class AgentConsole extends LitElement {
  static override properties = {
    server: { type: String },
    lang: { type: String },
    pageTitle: { type: Boolean, attribute: 'page-title' },
    tokenProvider: { attribute: false },
    workplace: { attribute: false },
    _state: { state: true },
    _column: { state: true },
    _asked: { state: true },
    _told: { state: true },
  };
  /** The way to a server. Set by the composition; elements know no server. */
  static makeDoorway: MakeDoorway | null = null;

  /** The server's address; the page's own where it is not given. */
  declare server: string;
  /** Whether new conversations and messages may show in the page's title. */
  declare pageTitle: boolean;
  /** Gives short-lived socket tokens, where the page around has signed the agent in. */
  declare tokenProvider: TokenProvider | null;
  /** A desk that the page around opened by itself. */
  declare workplace: Workplace | null;
  declare _state: State;
  /** The column that the narrow layout shows. */
  declare _column: 'list' | 'conversation' | 'customer';
  /** The session ended: the desk stays behind the form that asks to sign in again. */
  declare _asked: boolean;
  declare _told: string;

  static override styles = [look, controls, consoleStyles];

  #doorway: Doorway | null = null;
  #preferences = new Preferences(forgetful());
  #words = new Words('en');
  #lifetime = new AbortController();
  readonly #attention: AttentionCaller;

  constructor() {
    super();
    this.server = '';
    this.pageTitle = false;
    this.tokenProvider = null;
    this.workplace = null;
    this._state = { is: 'checking' };
    this._column = 'list';
    this._asked = false;
    this._told = '';
    new Watch(this, () => this.#desk, () => this.#followDesk());
    new Watch(this, () => this.#preferences);
    this.#attention = new AttentionCaller(this, {
      desk: () => this.#desk,
      words: () => this.#words,
      sound: () => this.#preferences.snapshot.sound,
      title: () => this.pageTitle,
      announce: (words) => this.#announce(words),
      now: () => (this._state.is === 'open' ? this._state.workplace.environment.now() : 0),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    document.addEventListener('keydown', this.#pressed, { signal });
    window.addEventListener('languagechange', () => this.requestUpdate(), { signal });
    // A host may set properties right after it put the element into its page.
    void Promise.resolve().then(() => (signal.aborted ? undefined : this.#enter()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lifetime.abort();
    this.#leave({ is: 'checking' });
    this.#doorway = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('workplace') && this.workplace && this.isConnected) this.#open(this.workplace);
    const { language } = this.#preferences.snapshot;
    const locale = language ?? (this.lang || navigator.language);
    if (locale !== this.#locale) {
      this.#locale = locale;
      this.#words = new Words(locale);
    }
  }

  #locale = 'en';

  protected override render(): TemplateResult {
    const words = this.#words;
    const { theme } = this.#preferences.snapshot;
    const state = this._state;
    return html`<div class="console" lang=${words.language} data-theme=${theme}>
      ${state.is === 'open' ? this.#opened(state, words) : this.#closed(state, words)}
      <p class="sr" role="status">${this._told}</p>
    </div>`;
  }

  #closed(state: Exclude<State, { is: 'open' }>, words: Words): TemplateResult | typeof nothing {
    switch (state.is) {
      case 'checking':
        return html`<p class="wait quiet" role="status"><span class="late">${words.say('connection.connecting')}</span></p>`;
      case 'unreachable':
        return html`<div class="wait" role="alert">
          <p>${words.say('signIn.unreachable')}</p>
          <button type="button" @click=${() => void this.#enter()}>${words.say('common.tryAgain')}</button>
        </div>`;
      case 'signed-out':
        return html`<main class="door"><agent-sign-in .words=${words} .submit=${this.#signIn}></agent-sign-in></main>`;
    }
  }

  #opened({ workplace, endings }: Extract<State, { is: 'open' }>, words: Words): TemplateResult {
    const { desk, devices, environment } = workplace;
    const now = (): number => environment.now();
    const snapshot = desk.snapshot;
    const session = this.#session;
    const conversation = this.#conversation;
    const calling = this.#callingSession(desk);
    return html`
      <agent-status-bar
        part="bar"
        .words=${words}
        .desk=${desk}
        .now=${now}
        .canSignOut=${this.#doorway?.asksToSignIn ?? false}
        ?inert=${this._asked}
        @console-command=${this.#commanded}
      ></agent-status-bar>
      <div
        class="columns"
        data-column=${conversation ? this._column : 'list'}
        ?inert=${this._asked}
        @conversation-chosen=${this.#chosen}
        @column-wanted=${this.#columnWanted}
        @console-command=${this.#commanded}
        @stage-resized=${this.#place}
      >
        <agent-conversation-list part="list" .words=${words} .desk=${desk} .now=${now}></agent-conversation-list>
        ${conversation && session
          ? html`<main aria-label=${words.nameOf(conversation.customer)}>
                <agent-conversation
                  part="conversation"
                  .words=${words}
                  .desk=${desk}
                  .session=${session}
                  .conversation=${conversation}
                  .endings=${endings}
                  .now=${now}
                >
                  <agent-conversation-header
                    .words=${words}
                    .desk=${desk}
                    .chat=${session.chat}
                    .call=${session.call}
                    .conversation=${conversation}
                    .endings=${endings}
                  ></agent-conversation-header>
                  <agent-call-notices .words=${words} .desk=${desk} .call=${session.call} .conversation=${conversation}></agent-call-notices>
                </agent-conversation>
              </main>
              <aside aria-label=${words.say('customer.title')}>
                <button class="plain narrow-back" type="button" @click=${() => (this._column = 'conversation')}>
                  ${words.say('common.close')}
                </button>
                <agent-customer-panel
                  part="customer"
                  .words=${words}
                  .desk=${desk}
                  .chat=${session.chat}
                  .conversation=${conversation}
                  .now=${now}
                ></agent-customer-panel>
              </aside>`
          : this.#nobody(snapshot, words)}
        ${calling
          ? html`<agent-call-window
              part="call"
              .words=${words}
              .call=${calling.session.call}
              .customer=${calling.conversation.customer}
              .now=${now}
              .preferences=${this.#preferences}
              .bounds=${this.#bounds}
            ></agent-call-window>`
          : nothing}
      </div>
      ${this._asked
        ? html`<div class="again" role="dialog" aria-modal="true" aria-label=${words.say('signIn.again')}>
            <agent-sign-in .words=${words} again .submit=${this.#signIn}></agent-sign-in>
          </div>`
        : nothing}
      <agent-settings-dialog
        .words=${words}
        .devices=${devices}
        .call=${calling?.session.call ?? null}
        .preferences=${this.#preferences}
        .browserLanguage=${this.lang || navigator.language}
        @sound-sample=${() => this.#attention.sample()}
      ></agent-settings-dialog>
      <agent-keys-dialog .words=${words} .enabled=${this.#preferences.snapshot.keys}></agent-keys-dialog>
    `;
  }

  #nobody({ me, conversations }: DeskSnapshot, words: Words): TemplateResult {
    if (!me) return html`<main class="nobody"></main>`;
    const quiet = conversations.every((each) => each.state === 'ended');
    return html`<main class="nobody">
      <p class="title">${words.say(quiet ? 'conversation.nothing' : 'conversation.none')}</p>
      <p class="quiet">${quiet ? words.say('conversation.nothingHelp') : words.say('conversation.noneHelp', { key: 'N', help: '?' })}</p>
    </main>`;
  }

  get #desk(): Desk | null {
    return this._state.is === 'open' ? this._state.workplace.desk : null;
  }

  get #session(): SupportSession | null {
    const selected = this.#desk?.snapshot.selected ?? null;
    return selected === null ? null : (this.#desk?.session(selected) ?? null);
  }

  /** The open conversation: of the desk's, or an earlier one of a customer's. */
  get #conversation(): AgentConversation | null {
    const snapshot = this.#desk?.snapshot;
    if (!snapshot?.selected) return null;
    const found = snapshot.conversations.find((each) => each.id === snapshot.selected);
    return found ?? (this.#past?.id === snapshot.selected ? this.#past : null);
  }

  #past: AgentConversation | null = null;

  #callingSession(desk: Desk): { readonly session: SupportSession; readonly conversation: AgentConversation } | null {
    const { call, conversations } = desk.snapshot;
    if (!call || !isRunning(desk.snapshot)) return null;
    const session = desk.session(call.conversation);
    const conversation = conversations.find((each) => each.id === call.conversation);
    return session && conversation ? { session, conversation } : null;
  }

  /** In from the street: straight to the desk where somebody is signed in already. */
  async #enter(): Promise<void> {
    if (this._state.is === 'open') return;
    if (this.workplace) return this.#open(this.workplace);
    const { signal } = this.#lifetime;
    const server = this.server || location.origin;
    this.#doorway ??= AgentConsole.makeDoorway?.({ server, tokenProvider: this.tokenProvider }) ?? null;
    const doorway = this.#doorway;
    if (!doorway) return;
    this.#preferences = new Preferences(doorway.store);
    this._state = { is: 'checking' };
    const signedIn = await doorway.isSignedIn().catch(() => null);
    if (signal.aborted) return;
    if (signedIn === null) this._state = { is: 'unreachable' };
    else if (signedIn) await this.#openDoor(doorway);
    else this._state = { is: 'signed-out' };
  }

  async #openDoor(doorway: Doorway): Promise<void> {
    const { signal } = this.#lifetime;
    const workplace = await doorway.open();
    if (signal.aborted) workplace.close();
    else this.#open(workplace);
  }

  #open(workplace: Workplace): void {
    if (this._state.is === 'open' && this._state.workplace === workplace) return;
    this.#leave({ is: 'open', workplace, endings: new Endings(workplace.environment) });
    workplace.desk.connect();
  }

  /** Off to another state: nothing ends behind the person's back, and a desk that this element opened is closed. */
  #leave(next: State): void {
    const before = this._state;
    this._state = next;
    if (before.is !== 'open') return;
    before.endings.clear();
    if (before.workplace !== this.workplace) before.workplace.close();
  }

  readonly #signIn = async (email: string, password: string): Promise<SignInOutcome> => {
    const doorway = this.#doorway;
    if (!doorway) return 'unreachable';
    const outcome = await doorway.signIn(email, password);
    if (outcome !== 'signed-in') return outcome;
    if (this._state.is === 'open') {
      this._asked = false;
      this._state.workplace.desk.connect();
    } else await this.#openDoor(doorway);
    return outcome;
  };

  async #signOut(): Promise<void> {
    if (this._state.is !== 'open') return;
    await this._state.workplace.desk.setStatus('away').catch(() => undefined);
    await this.#doorway?.signOut().catch(() => undefined);
    this._asked = false;
    this.#leave({ is: 'signed-out' });
  }

  #followDesk(): void {
    const connection = this.#desk?.snapshot.connection;
    if (connection?.is !== 'refused') return;
    if ((connection.code === 'TOKEN_EXPIRED' || connection.code === 'TOKEN_INVALID') && this.#doorway?.asksToSignIn) this._asked = true;
  }

  /** Read out once, and gone again: it is no part of the page. */
  #announce(words: string): void {
    this._told = words;
    if (this._state.is !== 'open') return;
    const { environment } = this._state.workplace;
    environment.after(5_000, () => (this._told = this._told === words ? '' : this._told), this.#lifetime.signal);
  }

  readonly #chosen = (event: ConversationChosenEvent): void => {
    this.#past = event.past ?? this.#past;
    this.#choose(event.conversation);
  };

  #choose(conversation: string): void {
    this.#desk?.select(conversation);
    this._column = 'conversation';
    // On a phone, the keyboard would cover what is to be read first.
    if (matchMedia('(pointer: coarse)').matches) return;
    void this.updateComplete.then(() => this.#view?.updateComplete).then(() => this.#view?.write());
  }

  readonly #columnWanted = (event: ColumnWantedEvent): void => {
    this._column = event.column;
    void this.updateComplete.then(() => {
      if (event.column === 'list') this.#list?.focusSelected();
      else if (event.column === 'customer') this.renderRoot.querySelector<HTMLElement>('.narrow-back')?.focus();
    });
  };

  readonly #commanded = (event: ConsoleCommandEvent): void => {
    if (event.command === 'settings') this.#part<AgentSettingsDialog>('agent-settings-dialog')?.show();
    else if (event.command === 'keys') this.#part<AgentKeysDialog>('agent-keys-dialog')?.show();
    else void this.#signOut();
  };

  /** A call's window floats over the conversation, above its composer; where none is shown, over what is. */
  readonly #bounds = (): DOMRect | null => {
    const stage = this.#view?.stage;
    return stage && stage.width > 0 ? stage : (this.renderRoot.querySelector('.columns')?.getBoundingClientRect() ?? null);
  };

  readonly #place = (): void => this.#part<AgentCallWindow>('agent-call-window')?.place();

  readonly #pressed = (event: KeyboardEvent): void => {
    const path = event.composedPath();
    if (!path.includes(this) && event.target !== document.body && event.target !== document.documentElement) return;
    if (this._state.is !== 'open' || this._asked) return;
    if (path.some((each) => each instanceof HTMLDialogElement)) return;
    const shortcut = shortcutOf(event);
    if (!shortcut || (!this.#preferences.snapshot.keys && shortcut.key.length === 1)) return;
    event.preventDefault();
    this.#obey(shortcut.name);
  };

  #obey(name: ShortcutName): void {
    const call = this.#desk ? this.#callingSession(this.#desk)?.session.call : undefined;
    const header = this.#part<AgentConversationHeader>('agent-conversation-header');
    switch (name) {
      case 'next':
        return this.#step(1);
      case 'previous':
        return this.#step(-1);
      case 'next-waiting':
        return this.#nextWaiting();
      case 'details':
        this._column = this._column === 'customer' ? 'conversation' : 'customer';
        return;
      case 'write':
        return this.#view?.write();
      case 'leave':
        return this.#view?.leave();
      case 'more':
        return header?.openMenu();
      case 'voice':
        return header?.start('audio');
      case 'video':
        return header?.start('video');
      case 'end-conversation':
        return header?.end();
      case 'mute':
        return void call?.setMicrophone(!call.snapshot.wanted.microphone);
      case 'camera':
        return void call?.setCamera(!call.snapshot.wanted.camera);
      case 'end-call':
        return void call?.end();
      case 'status':
        return void this.#part<AgentStatusBar>('agent-status-bar')?.toggle();
      case 'settings':
        return this.#part<AgentSettingsDialog>('agent-settings-dialog')?.show();
      case 'keys':
        return this.#part<AgentKeysDialog>('agent-keys-dialog')?.show();
    }
  }

  #step(by: 1 | -1): void {
    const shown = this.#list?.shown ?? [];
    const at = shown.findIndex((each) => each.id === this.#desk?.snapshot.selected);
    const next = at < 0 ? shown[by > 0 ? 0 : shown.length - 1] : shown[at + by];
    if (next) this.#show(next.id);
  }

  /** The one whose customer waits longest for an answer. */
  #nextWaiting(): void {
    const snapshot = this.#desk?.snapshot;
    const waiting = (snapshot?.conversations ?? [])
      .filter((each) => each.waitingSince !== null && each.state !== 'ended' && each.id !== snapshot?.selected)
      .filter((each) => each.state === 'waiting' || each.agent?.id === snapshot?.me?.id)
      .sort((one, other) => (one.waitingSince ?? '').localeCompare(other.waitingSince ?? ''));
    if (waiting[0]) this.#show(waiting[0].id);
  }

  /** By key: shown, and keys stay commands. */
  #show(conversation: string): void {
    this.#desk?.select(conversation);
    this._column = 'conversation';
    void this.updateComplete.then(() => this.#list?.reveal(conversation));
  }

  get #list(): AgentConversationList | null {
    return this.#part<AgentConversationList>('agent-conversation-list');
  }

  get #view(): AgentConversationView | null {
    return this.#part<AgentConversationView>('agent-conversation');
  }

  #part<Part extends Element>(tag: string): Part | null {
    return this.renderRoot.querySelector<Part>(tag);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'agent-console': AgentConsole;
  }
}
