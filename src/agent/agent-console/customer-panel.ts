import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { initialsOf } from '../../elements/shared/avatar.ts';
import type { AgentConversation } from '../../protocol/conversation.ts';
import { isPart } from '../../protocol/entry.ts';
import type { Chat } from '../../session/chat/chat.ts';
import type { Desk } from '../../session/desk/desk.ts';
import { callLine } from '../shared/call-words.ts';
import { entryLine } from '../shared/entry-words.ts';
import { icon } from '../shared/icons.ts';
import type { IconName } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import { Tick } from '../shared/tick.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';
import { ConversationChosenEvent } from './conversation-list.ts';
import { customerPanelStyles } from './customer-panel.styles.ts';

type Past =
  | { readonly is: 'loading' }
  | { readonly is: 'here'; readonly ids: readonly string[] }
  | { readonly is: 'failed' };

/** What is known of the customer whose conversation is open. */
export class AgentCustomerPanel extends LitElement {
  static override properties = {
    words: { attribute: false },
    desk: { attribute: false },
    chat: { attribute: false },
    conversation: { attribute: false },
    now: { attribute: false },
    _past: { state: true },
  };
  declare words: Words;
  declare desk: Desk | null;
  declare chat: Chat | null;
  declare conversation: AgentConversation | null;
  declare now: () => number;
  declare _past: Past;

  static override styles = [look, controls, customerPanelStyles];

  /** What is known of the past may have changed without a connection: it is asked for again once there is one. */
  #offline = false;
  /** Whose past was asked for last. */
  #asked: string | null = null;

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.chat = null;
    this.conversation = null;
    this.now = Date.now;
    this._past = { is: 'loading' };
    new Watch(this, () => this.chat);
    new Watch(this, () => this.desk);
    // The customer's clock shows minutes.
    new Tick(this, () => this.conversation !== null, 5_000);
  }

  override willUpdate(): void {
    const id = this.conversation?.id ?? null;
    const again = this.#offline && this.desk?.snapshot.connection.is === 'online';
    this.#offline = this.desk?.snapshot.connection.is !== 'online';
    if (id === this.#asked && !again) return;
    if (id === null) this.#asked = null;
    else void this.#load(id);
  }

  override render(): TemplateResult | typeof nothing {
    const { conversation, words } = this;
    if (!conversation) return nothing;
    const { say } = words;
    const { customer } = conversation;
    return html`
      <div class="who">
        <span class="avatar" aria-hidden="true">${customer.name ? initialsOf(customer.name) : icon('person')}</span>
        <h2><bdi>${words.nameOf(customer)}</bdi></h2>
        <p class=${customer.online && !this.#offline ? 'online yes' : 'online'}>
          ${say(this.#offline ? 'customer.unknown' : customer.online ? 'customer.online' : 'customer.offline')}
        </p>
      </div>
      <dl>
        ${customer.known?.email ? this.#fact('mail', say('customer.email'), this.#email(customer.known.email)) : nothing}
        ${customer.known ? this.#fact('person', say('customer.known'), html`<bdi>${customer.known.subject}</bdi>`) : nothing}
        ${this.#fact('page', say('customer.page'), this.#page(conversation))}
        ${this.#fact('globe', say('customer.language'), html`${words.languageName(customer.language)}`)}
        ${this.#fact('clock', say('customer.localTime'), this.#localTime(customer.timeZone))}
        ${conversation.calling === 'none'
          ? nothing
          : this.#fact(
              'phone',
              say('customer.calling'),
              html`${customer.capabilities.calls ? say(`reason.customer.${customer.capabilities.calls}`) : say('customer.canCall')}`,
            )}
      </dl>
      ${conversation.calling === 'none' ? nothing : this.#calls()} ${this.#history()}
    `;
  }

  #fact(name: IconName, term: string, value: TemplateResult): TemplateResult {
    return html`<div>
      <dt>${icon(name)}${term}</dt>
      <dd>${value}</dd>
    </div>`;
  }

  #email(address: string): TemplateResult {
    return html`<a href=${`mailto:${encodeURIComponent(address)}`}><bdi dir="ltr">${address}</bdi></a>`;
  }

  #page({ customer: { page } }: AgentConversation): TemplateResult {
    if (!page) return html`<span class="quiet">${this.words.say('customer.noPage')}</span>`;
    const url = URL.canParse(page.url) ? new URL(page.url) : null;
    const where = url ? `${url.host}${url.pathname}` : page.url;
    // Only a web address becomes a link: the customer's page sent it, and it is not to be trusted.
    const safe = url?.protocol === 'https:' || url?.protocol === 'http:';
    const title = html`<bdi>${page.title || where}</bdi>`;
    return html`${safe ? html`<a href=${page.url} target="_blank" rel="noreferrer noopener">${title}</a>` : title}
      <bdi class="path" dir="ltr" title=${where}>${where}</bdi>`;
  }

  #localTime(timeZone: string): TemplateResult {
    const { words } = this;
    const now = this.now();
    const ahead = words.hoursAhead(timeZone, now);
    const hours = words.number(Math.abs(ahead ?? 0));
    const difference =
      ahead === null
        ? ''
        : ahead === 0
          ? words.say('customer.sameTime')
          : words.say(ahead > 0 ? 'customer.ahead' : 'customer.behind', { hours });
    return html`<time>${words.clock(now, timeZone)}</time> <span class="quiet minor">${words.day(now, timeZone)}</span
      ><span class="path">${difference}</span>`;
  }

  #calls(): TemplateResult {
    const { words } = this;
    const calls = (this.chat?.snapshot.entries ?? []).flatMap((entry) => {
      const [part] = entry.parts;
      return isPart(part, 'call') ? [{ entry, part }] : [];
    });
    return html`<section>
      <h3>${words.say('customer.calls')}</h3>
      ${calls.length === 0
        ? html`<p class="quiet">${words.say('customer.noCalls')}</p>`
        : html`<ul>
            ${calls.map(
              ({ entry, part }) =>
                html`<li class="line">
                  <span>${callLine(part, words)}</span><time class="quiet minor">${words.moment(entry.at, this.now())}</time>
                </li>`,
            )}
          </ul>`}
    </section>`;
  }

  #history(): TemplateResult {
    const { words } = this;
    const past = this._past;
    return html`<section>
      <h3>${words.say('customer.past')}</h3>
      ${past.is === 'failed'
        ? html`<p>
            ${words.say('customer.pastFailed')}
            <button class="link" type="button" @click=${this.#again}>${words.say('common.tryAgain')}</button>
          </p>`
        : past.is === 'here' && past.ids.length === 0
          ? html`<p class="quiet">${words.say('customer.noPast')}</p>`
          : past.is === 'here'
            ? html`<ul>
                ${past.ids.map((id) => this.#earlier(this.desk?.snapshot.past.find((each) => each.id === id)))}
              </ul>`
            : nothing}
    </section>`;
  }

  #earlier(past: AgentConversation | undefined): TemplateResult | typeof nothing {
    if (!past) return nothing;
    const { words } = this;
    const open = (): void => void this.dispatchEvent(new ConversationChosenEvent(past.id));
    return html`<li>
      <button class="past" type="button" @click=${open}>
        <bdi>${past.lastEntry ? entryLine(past.lastEntry, words) : words.say('list.nothingYet')}</bdi>
        <time class="quiet minor" datetime=${past.startedAt}>${words.moment(past.startedAt, this.now())}</time>
      </button>
    </li>`;
  }

  async #load(id: string): Promise<void> {
    // The list stays until it is loaded again.
    if (id !== this.#asked || this._past.is === 'failed') this._past = { is: 'loading' };
    this.#asked = id;
    try {
      const ids = ((await this.desk?.past(id)) ?? []).map((each) => each.id);
      if (this.#asked === id) this._past = { is: 'here', ids };
    } catch {
      if (this.#asked === id) this._past = { is: 'failed' };
    }
  }

  readonly #again = (): void => {
    if (this.#asked !== null) void this.#load(this.#asked);
  };
}
