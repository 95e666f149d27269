import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import { capsOf, shortcuts } from '../shared/shortcuts.ts';
import { Words } from '../shared/words.ts';
import { dialogStyles } from './dialog.styles.ts';
import { keysStyles } from './keys-dialog.styles.ts';

const groups = ['move', 'answer', 'call', 'desk'] as const;

/** The menu of keys. */
export class AgentKeysDialog extends LitElement {
  static override properties = { words: { attribute: false }, enabled: { attribute: false }, _open: { state: true } };
  declare words: Words;
  /** Whether single keys are commands now. */
  declare enabled: boolean;
  declare _open: boolean;

  static override styles = [look, controls, dialogStyles, keysStyles];

  constructor() {
    super();
    this.words = new Words('en');
    this.enabled = true;
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
    return html`<dialog aria-labelledby="title" @close=${this.#closed} @pointerdown=${closeOutside}>
      <div class="sheet">
        <div class="head">
          <h2 id="title">${say('keys.title')}</h2>
          <button class="plain only-icon" type="button" aria-label=${say('common.close')} @click=${closeDialog}>${icon('close')}</button>
        </div>
        <p class="quiet help">${say(this.enabled ? 'keys.help' : 'keys.off')}</p>
        <div class="groups">
          ${groups.map(
            (group) =>
              html`<section>
                <h3>${say(`keys.group.${group}`)}</h3>
                <ul>
                  ${shortcuts
                    .filter((each) => each.group === group)
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
        </div>
      </div>
    </dialog>`;
  }

  readonly #closed = (): void => {
    this._open = false;
  };
}

export function closeDialog(event: Event): void {
  if (event.currentTarget instanceof Element) event.currentTarget.closest('dialog')?.close();
}

/** A press on the backdrop. The dialog's own scroll bar is inside. */
export function closeOutside(event: PointerEvent): void {
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLDialogElement) || event.target !== dialog) return;
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const inside = event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
  if (!inside) dialog.close();
}
