import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { AgentConversation } from '../../protocol/conversation.ts';
import type { Entry } from '../../protocol/entry.ts';
import { textOf } from '../../protocol/entry.ts';
import { TransportError } from '../../session/contracts/chat-transport.ts';
import type { Desk } from '../../session/desk/desk.ts';
import { icon } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import { Words } from '../shared/words.ts';
import { dialogStyles } from './dialog.styles.ts';
import { dialogView } from './dialog.ts';
import { eraseStyles } from './erase-dialog.styles.ts';

/** What is asked about, and how far its erasure is. */
interface Asked {
  readonly conversation: AgentConversation;
  /** Null for every message of the conversation. */
  readonly entry: Entry | null;
  readonly is: 'asking' | 'erasing' | 'failed' | 'offline';
}

/** Asks before a message is erased, or all of a conversation: that cannot be undone. Says in place where it failed. */
export class AgentEraseDialog extends LitElement {
  static override properties = { words: { attribute: false }, desk: { attribute: false }, erased: { attribute: false }, _asked: { state: true } };
  declare words: Words;
  declare desk: Desk | null;
  /** Called once it is done: what had the focus before may be gone with it. */
  declare erased: () => void;
  declare _asked: Asked | null;

  static override styles = [look, controls, dialogStyles, eraseStyles];

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.erased = () => undefined;
    this._asked = null;
  }

  ask(conversation: AgentConversation, entry: Entry | null): void {
    this._asked = { conversation, entry, is: 'asking' };
    void this.updateComplete.then(() => {
      this.#dialog?.showModal();
      // Enter pressed once too often erases nothing.
      this.renderRoot.querySelector<HTMLElement>('.cancel')?.focus();
    });
  }

  override render(): TemplateResult | typeof nothing {
    const asked = this._asked;
    if (!asked) return nothing;
    const { say, nameOf } = this.words;
    const failed = asked.is === 'failed' || asked.is === 'offline';
    const { entry } = asked;
    const about = entry
      ? html`<p>${say('erase.help')}</p>
          <blockquote dir="auto">${textOf(entry.parts)}</blockquote>`
      : html`<p class="all">${say('erase.all.help', { name: nameOf(asked.conversation.customer) })}</p>`;
    const content = html`${about}
      <div role="alert">${failed ? html`<p class="bad">${icon('warning')}<span>${say(entry ? `erase.${asked.is}` : `erase.all.${asked.is}`)}</span></p>` : nothing}</div>
      <div class="actions">
        <button type="button" class="cancel" @click=${this.#close}>${say('common.cancel')}</button>
        <button type="button" class="danger" aria-disabled=${asked.is === 'erasing' ? 'true' : 'false'} @click=${this.#erase}>
          ${icon('erase')}<span>${say(failed ? 'common.tryAgain' : entry ? 'erase.confirm' : 'erase.all.confirm')}</span>
        </button>
      </div>`;
    return dialogView(this.words, say(entry ? 'erase.title' : 'erase.all.title'), content, this.#closed);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  readonly #close = (): void => this.#dialog?.close();

  readonly #erase = async (): Promise<void> => {
    const { _asked: asked, desk } = this;
    if (!asked || !desk || asked.is === 'erasing') return;
    const erasing = (this._asked = { ...asked, is: 'erasing' });
    const { conversation, entry } = asked;
    const done = entry ? desk.erase(conversation.id, entry.seq) : desk.eraseAll(conversation.id);
    const is = await done.then(() => 'erased' as const, reasonOf);
    // Whoever closed it meanwhile is asked nothing more.
    if (this._asked !== erasing) return;
    if (is !== 'erased') {
      this._asked = { ...asked, is };
      return;
    }
    this.#close();
    this.erased();
  };

  readonly #closed = (): void => {
    this._asked = null;
  };
}

const reasonOf = (error: unknown): 'offline' | 'failed' => (error instanceof TransportError && error.code === 'OFFLINE' ? 'offline' : 'failed');
