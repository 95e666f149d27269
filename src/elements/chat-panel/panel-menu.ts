import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { MenuTexts } from '../../locales/menu/en.ts';
import { loadMenuTexts } from '../../locales/menu/load.ts';
import type { Chat } from '../../session/chat/chat.ts';
import { icon } from '../shared/icon.ts';
import { doorIcon, soundIcon } from '../shared/icons.ts';
import { menuStyles } from './panel-menu.styles.ts';
import type { Sounds } from './sounds.ts';

export { menuStyles };

export interface MenuOptions {
  readonly chat: () => Chat | undefined;
  readonly sounds: Pick<Sounds, 'on' | 'setOn'>;
  /** Something to draw anew; the focus goes to what the selector names. */
  readonly changed: (focus: string) => void;
  /** It is over; the focus goes back. */
  readonly closed: () => void;
}

/** The panel's menu: sound, and the end of the conversation, which asks before. Loaded when it is opened. */
export class PanelMenu {
  readonly #options: MenuOptions;
  readonly #texts: MenuTexts;
  #is: 'open' | 'asking' | 'failed' = 'open';

  private constructor(options: MenuOptions, texts: MenuTexts) {
    this.#options = options;
    this.#texts = texts;
  }

  static async load(language: string, options: MenuOptions): Promise<PanelMenu> {
    return new PanelMenu(options, await loadMenuTexts(language));
  }

  render(label: string): TemplateResult {
    return this.#is === 'open' ? this.#menu(label) : this.#question();
  }

  #menu(label: string): TemplateResult {
    const { chat, sounds } = this.#options;
    const texts = this.#texts;
    const conversation = chat()?.snapshot.conversation;
    return html`<div role="menu" aria-label=${label} @keydown=${this.#keydown} @focusout=${this.#leave}>
      <button type="button" role="menuitemcheckbox" aria-checked=${sounds.on ? 'true' : 'false'} @click=${this.#toggleSound}>
        ${icon(soundIcon)}${texts.sound}<span class="switch"></span>
      </button>
      ${conversation && conversation.state !== 'ended'
        ? html`<button type="button" role="menuitem" @click=${this.#ask}>${icon(doorIcon)}${texts.end}</button>`
        : nothing}
    </div>`;
  }

  #question(): TemplateResult {
    const texts = this.#texts;
    return html`<div class="veil">
      <div class="sheet" role="alertdialog" aria-modal="true" aria-labelledby="sure" aria-describedby="hint" @keydown=${this.#keydown}>
        <h3 id="sure">${texts.endSure}</h3>
        <p id="hint" role="status">${this.#is === 'failed' ? texts.endFailed : texts.endHint}</p>
        <div class="choices">
          <button type="button" class="choice" @click=${this.#options.closed}>${texts.endNo}</button>
          <button type="button" class="choice danger" @click=${this.#end}>${texts.endYes}</button>
        </div>
      </div>
    </div>`;
  }

  /** Arrows go through the buttons, and Tab does not leave a question. */
  readonly #keydown = (event: KeyboardEvent): void => {
    const items = [...(event.currentTarget as Element).querySelectorAll('button')];
    const asking = this.#is !== 'open';
    const by = event.key === 'ArrowDown' || (asking && event.key === 'Tab' && !event.shiftKey) ? 1 : event.key === 'ArrowUp' || (asking && event.key === 'Tab') ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    items.at((items.indexOf(event.target as HTMLButtonElement) + by) % items.length)?.focus();
  };

  readonly #leave = (event: FocusEvent): void => {
    const { relatedTarget, currentTarget } = event;
    if (this.#is === 'open' && !(relatedTarget instanceof Node && (currentTarget as Node).contains(relatedTarget))) this.#options.closed();
  };

  readonly #toggleSound = (): void => {
    const { sounds, changed } = this.#options;
    sounds.setOn(!sounds.on);
    changed('[role=menuitemcheckbox]');
  };

  readonly #ask = (): void => {
    this.#is = 'asking';
    this.#options.changed('.choice');
  };

  readonly #end = (): void => {
    const { chat, changed, closed } = this.#options;
    chat()
      ?.end()
      .then(closed, () => {
        this.#is = 'failed';
        changed('.danger');
      });
  };
}
