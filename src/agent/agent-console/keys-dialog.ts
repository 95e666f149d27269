import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { controls, look } from '../shared/look.ts';
import { capsOf, shortcuts } from '../shared/shortcuts.ts';
import { Words } from '../shared/words.ts';
import { dialogStyles } from './dialog.styles.ts';
import { dialogView } from './dialog.ts';
import { keysStyles } from './keys-dialog.styles.ts';

const groups = ['move', 'answer', 'call', 'desk'] as const;

/** The menu of keys. */
export class AgentKeysDialog extends LitElement {
  static override properties = { words: { attribute: false }, enabled: { attribute: false }, supervisor: { attribute: false }, _open: { state: true } };
  declare words: Words;
  /** Whether single keys are commands now. */
  declare enabled: boolean;
  /** Whether the agent is one: some commands are theirs alone. */
  declare supervisor: boolean;
  declare _open: boolean;

  static override styles = [look, controls, dialogStyles, keysStyles];

  constructor() {
    super();
    this.words = new Words('en');
    this.enabled = true;
    this.supervisor = false;
    this._open = false;
  }

  /** Focus goes back by itself when it closes: that is the browser's part of a modal dialog. */
  show(): void {
    this._open = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal());
  }

  override render(): TemplateResult | typeof nothing {
    if (!this._open) return nothing;
    const { say } = this.words;
    const content = html`<p class="quiet help">${say(this.enabled ? 'keys.help' : 'keys.off')}</p>
      <div class="groups">
        ${groups.map(
          (group) =>
            html`<section>
              <h3>${say(`keys.group.${group}`)}</h3>
              <ul>
                ${shortcuts
                  .filter((each) => each.group === group && (!each.supervisor || this.supervisor))
                  .map(
                    (each) =>
                      html`<li>
                        <span>${say(each.text)}</span>
                        <span class="caps">${capsOf(each).map((cap) => html`<kbd>${cap}</kbd>`)}</span>
                      </li>`,
                  )}
              </ul>
            </section>`,
        )}
      </div>`;
    return dialogView(this.words, say('keys.title'), content, this.#closed);
  }

  readonly #closed = (): void => {
    this._open = false;
  };
}
