import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
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

/** The message that is asked about, and how far its erasure is. */
interface Asked {
  readonly conversation: string;
  readonly entry: Entry;
  readonly is: 'asking' | 'erasing' | 'failed' | 'offline';
}

/** Asks before a message is erased: that cannot be undone. Says in place where it failed. */
export class AgentEraseDialog extends LitElement {
  static override properties = { words: { attribute: false }, desk: { attribute: false }, erased: { attribute: false }, _asked: { state: true } };
  declare words: Words;
  declare desk: Desk | null;
  /** Called once the message is gone: with it went what had the focus before. */
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

  ask(conversation: string, entry: Entry): void {
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
    const { say } = this.words;
    const failed = asked.is === 'failed' || asked.is === 'offline';
    const content = html`<p>${say('erase.help')}</p>
      <blockquote dir="auto">${textOf(asked.entry.parts)}</blockquote>
      <div role="alert">${failed ? html`<p class="bad">${icon('warning')}<span>${say(`erase.${asked.is}`)}</span></p>` : nothing}</div>
      <div class="actions">
        <button type="button" class="cancel" @click=${this.#close}>${say('common.cancel')}</button>
        <button type="button" class="danger" aria-disabled=${asked.is === 'erasing' ? 'true' : 'false'} @click=${this.#erase}>
          ${icon('erase')}<span>${say(failed ? 'common.tryAgain' : 'erase.confirm')}</span>
        </button>
      </div>`;
    return dialogView(this.words, say('erase.title'), content, this.#closed);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  readonly #close = (): void => this.#dialog?.close();

  readonly #erase = async (): Promise<void> => {
    const { _asked: asked, desk } = this;
    if (!asked || !desk || asked.is === 'erasing') return;
    const erasing = (this._asked = { ...asked, is: 'erasing' });
    const is = await desk.erase(asked.conversation, asked.entry.seq).then(() => 'erased' as const, reasonOf);
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
