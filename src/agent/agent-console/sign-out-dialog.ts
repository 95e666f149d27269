import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Desk } from '../../session/desk/desk.ts';
import { isOwn } from '../../session/desk/desk-state.ts';
import { controls, look } from '../shared/look.ts';
import { Words } from '../shared/words.ts';
import { runningCall } from './desk-conversations.ts';
import { dialogStyles } from './dialog.styles.ts';
import { dialogView } from './dialog.ts';

/** Why it is not done yet: it would end a call or leave customers without an answer, or the server did not hear of it. */
type Obstacle =
  | { readonly is: 'call'; readonly name: string; readonly open: number }
  | { readonly is: 'conversations'; readonly open: number }
  | { readonly is: 'unreachable' };

/** Asks before signing out ends a call or leaves open conversations, and says where it failed: whoever leaves a shared computer must know. */
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

  /** Signs out, and asks before where a call runs or conversations are open. */
  start(): void {
    const { desk, words } = this;
    const calling = desk && runningCall(desk);
    const open = desk?.snapshot.conversations.filter((each) => isOwn(each, desk.snapshot.me)).length ?? 0;
    if (calling) this.#show({ is: 'call', name: words.nameOf(calling.conversation.customer), open });
    else if (open > 0) this.#show({ is: 'conversations', open });
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
    const [reasons, answer] = this.#told(obstacle);
    const content = html`${reasons.map((each) => html`<p class="help">${each}</p>`)}
      <div class="actions">
        <button type="button" @click=${this.#close}>${say('common.cancel')}</button>
        <button type="button" class="primary" @click=${this.#leave}>${answer}</button>
      </div>`;
    return dialogView(this.words, say('signIn.out'), content, this.#closed);
  }

  /** What is to be known, and the answer that goes on all the same. */
  #told(obstacle: Obstacle): readonly [reasons: readonly string[], answer: string] {
    const { say } = this.words;
    const left = (count: number): string => say(count === 1 ? 'signOut.openOne' : 'signOut.open', { count });
    switch (obstacle.is) {
      case 'call': {
        const ends = say('signOut.inCall', { name: obstacle.name });
        return [obstacle.open > 1 ? [ends, left(obstacle.open)] : [ends], say('signOut.endCall')];
      }
      case 'conversations':
        return [[left(obstacle.open)], say('signOut.anyway')];
      case 'unreachable':
        return [[say('signOut.unreachable')], say('common.tryAgain')];
    }
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
