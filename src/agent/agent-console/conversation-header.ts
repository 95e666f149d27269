import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { AgentConversation } from '../../protocol/conversation.ts';
import type { Call } from '../../session/call/call.ts';
import type { Chat } from '../../session/chat/chat.ts';
import type { Desk, DeskSnapshot } from '../../session/desk/desk.ts';
import { whyNoCall } from '../shared/call-reasons.ts';
import { icon } from '../shared/icons.ts';
import { KeptFocus } from '../shared/kept-focus.ts';
import { controls, look } from '../shared/look.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { colleagueItems } from './colleague-items.ts';
import type { Endings } from './endings.ts';
import { MessageEraseEvent } from './erase-commands.ts';
import { allows, headerCommands } from './header-commands.ts';
import type { AgentMenu, MenuChosenEvent } from './menu.ts';
import { headerStyles } from './conversation-header.styles.ts';
import { ConsoleCommandEvent } from './status-bar.ts';

/** The narrow layout shows another of its three columns. */
export class ColumnWantedEvent extends Event {
  static readonly type = 'column-wanted';
  readonly column: 'list' | 'conversation' | 'customer';

  constructor(column: ColumnWantedEvent['column']) {
    super(ColumnWantedEvent.type, { bubbles: true, composed: true });
    this.column = column;
  }
}

/** Who the open conversation is with, and what can be done with it: assign, call, end. */
export class AgentConversationHeader extends LitElement {
  static override properties = {
    words: { attribute: false },
    desk: { attribute: false },
    chat: { attribute: false },
    call: { attribute: false },
    conversation: { attribute: false },
    endings: { attribute: false },
    _assigning: { state: true },
    _failed: { state: true },
  };
  declare words: Words;
  declare desk: Desk | null;
  declare chat: Chat | null;
  declare call: Call | null;
  declare conversation: AgentConversation | null;
  declare endings: Endings | null;
  declare _assigning: boolean;
  /** Whom it could not be assigned to. */
  declare _failed: string | null;

  static override styles = [look, controls, headerStyles];

  /** The conversation that this agent took, until it is theirs. */
  #taken: string | null = null;

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.chat = null;
    this.call = null;
    this.conversation = null;
    this.endings = null;
    this._assigning = false;
    this._failed = null;
    new Watch(this, () => this.desk);
    new Watch(this, () => this.chat);
    new Watch(this, () => this.call);
    new KeptFocus(this, this.#holdFocus);
  }

  openMenu(): void {
    this.renderRoot.querySelector<AgentMenu>('.more')?.show();
  }

  openAssignment(): void {
    this.renderRoot.querySelector<AgentMenu>('.assign')?.show();
  }

  /** Does what the menu's command does, if it is possible now. */
  start(media: 'audio' | 'video'): void {
    const { conversation, desk, call } = this;
    if (!conversation || !desk || !call || !allows(conversation, media)) return;
    if (whyNoCall(desk.snapshot, conversation, this.words) === null) void call.start(media);
  }

  take(): void {
    const me = this.desk?.snapshot.me;
    if (me && this.conversation?.state === 'waiting') void this.#assign(me.id);
  }

  end(): void {
    const { conversation, chat } = this;
    if (!conversation || !chat || !this.#canEnd(conversation)) return;
    this.endings?.ask(conversation.id, () => chat.end());
  }

  /** Asks whether every message of the conversation is to be erased: a supervisor alone. */
  eraseAll(): void {
    if (this.conversation && this.desk?.snapshot.me?.role === 'supervisor') this.dispatchEvent(new MessageEraseEvent(null));
  }

  /** A conversation that was taken gets the focus in its text box, once that is rendered. */
  protected override updated(): void {
    const { conversation } = this;
    if (this.#taken === null || conversation?.id !== this.#taken || conversation.agent?.id !== this.desk?.snapshot.me?.id) return;
    this.#taken = null;
    void this.updateComplete.then(this.#holdFocus);
  }

  override render(): TemplateResult | typeof nothing {
    const { conversation, desk } = this;
    if (!conversation || !desk) return nothing;
    const { say, nameOf } = this.words;
    const { snapshot } = desk;
    const name = nameOf(conversation.customer);
    const failed = this._failed;
    const again = (): void => void this.#assign(failed ?? '');
    return html`
      <header>
        <button
          class="plain only-icon narrow back"
          type="button"
          aria-label=${say('common.back')}
          @click=${this.#toList}
        >
          ${icon('back')}
        </button>
        <div class="who">
          <h2 dir="auto">${name}</h2>
          <p dir="auto">${this.#state(conversation)}</p>
        </div>
        <button
          class="plain only-icon narrow details"
          type="button"
          aria-label=${say('conversation.customer')}
          title=${say('conversation.customer')}
          @click=${this.#toCustomer}
        >
          ${icon('person')}
        </button>
        ${this.#assignment(conversation, snapshot)}
        <agent-menu
          class="more"
          .label=${say('conversation.more')}
          .items=${headerCommands(conversation, snapshot, this.words)}
          @menu-chosen=${this.#chosen}
        ></agent-menu>
        <button
          class="end"
          type="button"
          title=${say('conversation.end')}
          aria-disabled=${this.#canEnd(conversation) ? 'false' : 'true'}
          @click=${this.#end}
        >
          ${icon('endChat')}<span class="words">${say('conversation.end')}</span>
        </button>
      </header>
      <div role="alert">
        ${failed
          ? html`<p class="failed">
              ${icon('warning')}<span>${say('conversation.assignFailed')}</span>
              <button class="link" type="button" @click=${again}>${say('common.tryAgain')}</button>
            </p>`
          : nothing}
      </div>
    `;
  }

  #state(conversation: AgentConversation): string {
    const { say, nameOf } = this.words;
    const { customer } = conversation;
    if (conversation.state === 'ended') return say('list.ended');
    if ((this.chat?.snapshot.typing.length ?? 0) > 0) return say('log.typing', { name: nameOf(customer) });
    if (!customer.online) return say('list.offline');
    return customer.page?.title || say('list.online');
  }

  /** A supervisor assigns any conversation to anyone; an agent takes one that waits. */
  #assignment(conversation: AgentConversation, snapshot: DeskSnapshot): TemplateResult | typeof nothing {
    const { say } = this.words;
    const { me } = snapshot;
    if (!me || conversation.state === 'ended') return nothing;
    const busy = this._assigning ? 'true' : 'false';
    const assignIt = (event: MenuChosenEvent): void => void this.#assign(event.item);
    const take =
      conversation.state === 'waiting'
        ? html`<button
            class="primary take"
            type="button"
            aria-label=${say('conversation.take')}
            title=${say('conversation.take')}
            aria-disabled=${busy}
            @click=${this.#take}
          >
            ${icon('check')}<span class="long">${say('conversation.take')}</span><span class="short">${say('conversation.takeShort')}</span>
          </button>`
        : nothing;
    if (me.role !== 'supervisor') return take;
    return html`${take}<agent-menu
        class="assign"
        aria-busy=${busy}
        .label=${say('conversation.assign')}
        .face=${'people'}
        .items=${colleagueItems(conversation, snapshot, this.words)}
        .empty=${say('conversation.assignNobody')}
        @menu-chosen=${assignIt}
      ></agent-menu>`;
  }

  readonly #toList = (): void => void this.dispatchEvent(new ColumnWantedEvent('list'));
  readonly #toCustomer = (): void => void this.dispatchEvent(new ColumnWantedEvent('customer'));
  readonly #take = (): void => this.take();
  readonly #end = (): void => this.end();
  readonly #holdFocus = (): void => void this.dispatchEvent(new ConsoleCommandEvent('hold-focus'));

  readonly #chosen = (event: MenuChosenEvent): void => {
    if (event.item === 'audio' || event.item === 'video') this.start(event.item);
    else if (event.item === 'erase-all') this.eraseAll();
    else if (event.item === 'take') this.take();
    else this.dispatchEvent(new ColumnWantedEvent('customer'));
  };

  #canEnd(conversation: AgentConversation): boolean {
    const snapshot = this.desk?.snapshot;
    const mine = conversation.agent?.id === snapshot?.me?.id || snapshot?.me?.role === 'supervisor';
    return conversation.state !== 'ended' && mine && this.chat !== null;
  }

  async #assign(agent: string): Promise<void> {
    const { conversation, desk } = this;
    if (!conversation || !desk || this._assigning) return;
    this._assigning = true;
    this._failed = null;
    this.#taken = agent === desk.snapshot.me?.id ? conversation.id : null;
    try {
      await desk.assign(conversation.id, agent);
    } catch {
      this.#taken = null;
      if (this.conversation?.id === conversation.id) this._failed = agent;
    } finally {
      this._assigning = false;
    }
  }
}
