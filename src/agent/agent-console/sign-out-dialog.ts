import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Desk } from '../../session/desk/desk.ts';
import { controls, look } from '../shared/look.ts';
import { Words } from '../shared/words.ts';
import { runningCall } from './desk-conversations.ts';
import { dialogStyles } from './dialog.styles.ts';
import { dialogView } from './dialog.ts';

/** Why it is not done yet: a call would end with it, or the server did not hear of it. */
type Obstacle = { readonly is: 'call'; readonly name: string } | { readonly is: 'unreachable' };

/** Asks before signing out ends a call, and says where it failed: whoever leaves a shared computer must know. */
export class AgentSignOutDialog extends LitElement {
  static override properties = { words: { attribute: false }, desk: { attribute: false }, signOut: { attribute: false }, _obstacle: { state: true } };
  declare words: Words;
  declare desk: Desk | null;
  /** Resolves to whether the server did it. */
  declare signOut: () => Promise<boolean>;
  declare _obstacle: Obstacle | null;

  static override styles = [look, controls, dialogStyles];

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.signOut = () => Promise.resolve(true);
    this._obstacle = null;
  }

  /** Signs out, and asks before where a call runs. */
  start(): void {
    const calling = this.desk && runningCall(this.desk);
    if (calling) this.#show({ is: 'call', name: this.words.nameOf(calling.conversation.customer) });
    else void this.#leave();
  }

  #show(obstacle: Obstacle): void {
    this._obstacle = obstacle;
    void this.updateComplete.then(() => {
      const dialog = this.renderRoot.querySelector('dialog');
      if (dialog?.open === false) dialog.showModal();
    });
  }

  override render(): TemplateResult | typeof nothing {
    const obstacle = this._obstacle;
    if (!obstacle) return nothing;
    const { say } = this.words;
    const [reason, answer] =
      obstacle.is === 'call' ? [say('signOut.inCall', { name: obstacle.name }), say('signOut.endCall')] : [say('signOut.unreachable'), say('common.tryAgain')];
    const content = html`<p class="help">${reason}</p>
      <div class="actions">
        <button type="button" @click=${this.#close}>${say('common.cancel')}</button>
        <button type="button" class="primary" @click=${this.#leave}>${answer}</button>
      </div>`;
    return dialogView(this.words, say('signIn.out'), content, this.#closed);
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  readonly #leave = async (): Promise<void> => {
    this.#close();
    if (!(await this.signOut())) this.#show({ is: 'unreachable' });
  };

  readonly #closed = (): void => {
    this._obstacle = null;
  };
}
