import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Desk } from '../../session/desk/desk.ts';
import { KeptFocus } from '../shared/kept-focus.ts';
import { controls, look } from '../shared/look.ts';
import type { Preferences } from '../shared/preferences.ts';
import { Watch } from '../shared/watch.ts';
import type { Words } from '../shared/words.ts';
import { consoleStyles } from './agent-console.styles.ts';
import { AttentionCaller } from './attention.ts';
import { closedView, nobodyView } from './console-empty.ts';
import { consoleCommands } from './console-commands.ts';
import type { Column, Parts } from './console-commands.ts';
import { conversationColumns } from './conversation-columns.ts';
import type { ColumnWantedEvent } from './conversation-header.ts';
import type { ConversationChosenEvent } from './conversation-list.ts';
import { openConversation, runningCall } from './desk-conversations.ts';
import type { MakeGateway, OpenedDesk, TokenProvider } from './desk-gateway.ts';
import { Entrance } from './entrance.ts';
import type { Place } from './entrance.ts';
import type { MessageEraseEvent } from './erase-commands.ts';
import { KeyCommands } from './key-commands.ts';
import { PageWords } from './page-words.ts';
import { Speech } from './speech.ts';
import type { ConsoleCommandEvent } from './status-bar.ts';
import { WindowRoom } from './window-room.ts';

/**
 * The agent's page: own status, queue, conversations, and calls. Signs in by the server's cookie, or with the tokens of a host page.
 *
 * @attr {string} lang - The language of the texts, until the agent chooses one; the browser's where it is not given.
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
    openedDesk: { attribute: false },
    _column: { state: true },
  };
  /** The way to a server. Set by the composition; elements know no server. */
  static makeGateway: MakeGateway | null = null;

  /** The server's address; the page's own where it is not given. */
  declare server: string;
  /** Whether the page is the console's own: what is new shows in its title, and where it has no language, it has the console's. */
  declare pageTitle: boolean;
  /** Gives short-lived socket tokens, where the page around has signed the agent in. */
  declare tokenProvider: TokenProvider | null;
  /** A desk that the page around opened by itself, with `openDesk` of this element's module. */
  declare openedDesk: OpenedDesk | null;
  /** @internal The column that the narrow layout shows. */
  declare _column: Column;

  static override styles = [look, controls, consoleStyles];

  readonly #speech = new Speech(this, {
    locale: () => this.#preferences.snapshot.language ?? (this.lang || navigator.language),
    environment: () => this.#open?.openedDesk.environment ?? null,
  });
  readonly #entrance = new Entrance(this, {
    given: () => this.openedDesk,
    makeGateway: () =>
      AgentConsole.makeGateway?.({ server: this.server || location.origin, tokenProvider: this.tokenProvider }) ?? null,
    entered: () => void this.#drawn().then(() => this.#holdFocus()),
  });
  readonly #commands = consoleCommands({
    desk: () => this.#desk,
    endings: () => this.#open?.endings ?? null,
    part: (tag) => this.#part(tag),
    column: () => this._column,
    show: (column) => {
      this._column = column;
    },
    updated: () => this.updateComplete,
  });
  readonly #attention = new AttentionCaller(this, {
    desk: () => this.#desk,
    words: () => this.#speech.words,
    sound: () => this.#preferences.snapshot.sound,
    title: () => this.pageTitle,
    announce: this.#speech.announce,
    now: () => this.#open?.openedDesk.environment.now() ?? 0,
  });

  readonly #room: WindowRoom = new WindowRoom({
    window: () => this.#part('agent-call-window'),
    conversation: () => this.#part('agent-conversation'),
    columns: () => this.renderRoot.querySelector('.columns'),
  });

  constructor() {
    super();
    this.server = '';
    this.pageTitle = false;
    this.tokenProvider = null;
    this.openedDesk = null;
    this._column = 'list';
    new Watch(
      this,
      () => this.#desk,
      () => this.#followDesk(),
    );
    new Watch(this, () => this.#preferences);
    new PageWords(this, { words: () => this.#speech.words, own: () => this.pageTitle });
    new KeptFocus(this, () => this.#holdFocus());
    new KeyCommands(this, {
      enabled: () => ({ any: this.#open?.again === false, single: this.#preferences.snapshot.keys }),
      obey: (name) => this.#commands[name](),
    });
  }

  protected override render(): TemplateResult {
    const { words, told } = this.#speech;
    const { theme } = this.#preferences.snapshot;
    const { place } = this.#entrance;
    return html`<div class="console" lang=${words.language} data-theme=${theme}>
      ${place.is === 'open' ? this.#opened(place, words) : closedView(place, words, this.#entrance)}
      <p class="sr" role="status">${told}</p>
    </div>`;
  }

  /** After a call, its window's room is the log's again. */
  protected override updated(): void {
    if (!this.#part('agent-call-window')) this.#room.clear();
  }

  #opened({ openedDesk, endings, again }: Extract<Place, { is: 'open' }>, words: Words): TemplateResult {
    const { desk, devices, environment } = openedDesk;
    const now = (): number => environment.now();
    const snapshot = desk.snapshot;
    const open = openConversation(desk);
    const calling = runningCall(desk);
    return html`
      <agent-status-bar
        part="bar"
        .words=${words}
        .desk=${desk}
        .now=${now}
        .canSignOut=${this.#entrance.canSignOut}
        ?inert=${again}
        @console-command=${this.#commanded}
      ></agent-status-bar>
      <div
        class="columns"
        data-column=${open ? this._column : 'list'}
        ?inert=${again}
        @conversation-chosen=${this.#chosen}
        @column-wanted=${this.#columnWanted}
        @console-command=${this.#commanded}
        @message-erase=${this.#eraseAsked}
        @stage-resized=${this.#room.place}
      >
        <agent-conversation-list part="list" .words=${words} .desk=${desk} .now=${now} .kept=${environment.tab}></agent-conversation-list>
        ${open ? conversationColumns(open, { desk, endings, words, now, closeCustomer: this.#closeCustomer }) : nobodyView(snapshot, words)}
        ${calling
          ? html`<agent-call-window
              part="call"
              .words=${words}
              .call=${calling.session.call}
              .customer=${calling.conversation.customer}
              .online=${snapshot.connection.is === 'online'}
              .now=${now}
              .preferences=${this.#preferences}
              .bounds=${this.#room.bounds}
              @call-window-placed=${this.#room.clear}
            ></agent-call-window>`
          : nothing}
      </div>
      ${again
        ? html`<div class="again" role="dialog" aria-modal="true" aria-label=${words.say('signIn.again')}>
            <agent-sign-in .words=${words} again .submit=${this.#entrance.signIn}></agent-sign-in>
          </div>`
        : nothing}
      <agent-settings-dialog
        .words=${words}
        .devices=${devices}
        .call=${calling?.session.call ?? null}
        .preferences=${this.#preferences}
        .browserLanguage=${this.lang || navigator.language}
        @sound-sample=${this.#sample}
      ></agent-settings-dialog>
      <agent-keys-dialog .words=${words} .enabled=${this.#preferences.snapshot.keys} .supervisor=${snapshot.me?.role === 'supervisor'}></agent-keys-dialog>
      <agent-erase-dialog .words=${words} .desk=${desk} .erased=${this.#leaveLog}></agent-erase-dialog>
      <agent-sign-out-dialog .words=${words} .desk=${desk} .signOut=${this.#leave}></agent-sign-out-dialog>
    `;
  }

  #followDesk(): void {
    this.#entrance.followDesk();
    const opened = this.#open?.remembered.follow();
    if (opened) this._column = 'conversation';
  }

  get #desk(): Desk | null {
    return this.#open?.openedDesk.desk ?? null;
  }

  get #open(): Extract<Place, { is: 'open' }> | null {
    const { place } = this.#entrance;
    return place.is === 'open' ? place : null;
  }

  get #preferences(): Preferences {
    return this.#entrance.preferences;
  }

  readonly #chosen = (event: ConversationChosenEvent): void => this.#choose(event.conversation);

  #choose(conversation: string): void {
    this.#desk?.select(conversation);
    this._column = 'conversation';
    // On a phone, the on-screen keyboard would cover the messages.
    if (matchMedia('(pointer: coarse)').matches) return;
    void this.updateComplete.then(() => this.#part('agent-conversation')?.updateComplete).then(() => this.#part('agent-conversation')?.write());
  }

  readonly #columnWanted = (event: ColumnWantedEvent): void => {
    this._column = event.column;
    void this.updateComplete.then(() => {
      if (event.column === 'list') this.#part('agent-conversation-list')?.focusSelected();
      else if (event.column === 'customer') this.renderRoot.querySelector<HTMLElement>('.narrow-back')?.focus();
    });
  };

  readonly #commanded = (event: ConsoleCommandEvent): void => {
    if (event.command === 'settings') this.#part('agent-settings-dialog')?.show();
    else if (event.command === 'keys') this.#part('agent-keys-dialog')?.show();
    else if (event.command === 'hold-focus') this.#holdFocus();
    else this.#part('agent-sign-out-dialog')?.start();
  };

  readonly #eraseAsked = ({ entry }: MessageEraseEvent): void => {
    const open = this.#desk && openConversation(this.#desk);
    if (open) this.#part('agent-erase-dialog')?.ask(open.conversation, entry);
  };

  /** Focuses the log: the element in it that had the focus is gone. */
  readonly #leaveLog = (): void => this.#part('agent-conversation')?.leave();

  readonly #leave = (): Promise<boolean> => this.#entrance.signOut();
  readonly #sample = (): void => this.#attention.sample();
  readonly #closeCustomer = (): void => {
    this._column = 'conversation';
  };

  /** Focuses what is read or chosen next: what had the focus is gone. */
  #holdFocus(): void {
    const conversation = this.#part('agent-conversation');
    if (conversation?.checkVisibility()) conversation.hold();
    else this.#part('agent-conversation-list')?.focusSelected();
  }

  async #drawn(): Promise<void> {
    await this.updateComplete;
    await this.#part('agent-conversation-list')?.updateComplete;
  }

  #part<Tag extends keyof Parts>(tag: Tag): Parts[Tag] | null {
    return this.renderRoot.querySelector<Parts[Tag]>(tag);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'agent-console': AgentConsole;
  }
}
