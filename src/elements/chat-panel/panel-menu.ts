import type { TemplateResult } from 'lit';
import { html, nothing, render } from 'lit/html.js';
import type { MenuTexts } from '../../locales/menu/en.ts';
import { loadMenuTexts } from '../../locales/menu/load.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { icon } from '../shared/icon.ts';
import { doorIcon, soundIcon } from '../shared/more-icons.ts';
import { signals } from '../shared/signals.ts';
import { adoptInto } from '../shared/session-element.ts';
import { sounds } from './attention.ts';
import { menuStyles } from './panel-menu.styles.ts';

interface MenuOptions {
  readonly session: SupportSession;
  /** What opened it, and is given the focus back. */
  readonly button: HTMLElement;
  /** Empty, for it to be drawn in. */
  readonly place: HTMLElement;
}

/** Those that are open, by their button. */
const opened = new WeakMap<HTMLElement, PanelMenu>();

/** The menu of a panel, below the button that was pressed; where it is open, it closes. */
export async function openMenu({ session, shadowRoot }: HTMLElement & { readonly session: SupportSession | null }, language: string, button: HTMLElement): Promise<void> {
  const before = opened.get(button);
  if (before) {
    before.close();
    return;
  }
  const texts = await loadMenuTexts(language);
  const place = shadowRoot?.querySelector<HTMLElement>('.menu');
  if (session && place && !place.childElementCount) new PanelMenu({ session, button, place }, texts);
}

/** The panel's menu: sound, and the end of the conversation, which asks before. Loaded when it is opened. */
class PanelMenu {
  readonly #options: MenuOptions;
  readonly #texts: MenuTexts;
  readonly #life = new AbortController();
  #is: 'open' | 'asking' | 'failed' | 'closed' = 'open';

  constructor(options: MenuOptions, texts: MenuTexts) {
    this.#options = options;
    this.#texts = texts;
    const { session, button, place } = options;
    adoptInto(place.getRootNode() as ShadowRoot, signals, menuStyles);
    button.ariaExpanded = 'true';
    opened.set(button, this);
    // The press that closes it must not take the focus first: that closes it too, and it would open again.
    button.addEventListener('mousedown', (event) => event.preventDefault(), this.#life);
    session.chat.subscribe(() => this.#draw(), this.#life);
    session.call.subscribe(() => this.#draw(), this.#life);
    this.#draw('[role^=menuitem]');
  }

  #draw(focus?: string): void {
    const { place } = this.#options;
    render(this.#is === 'closed' ? nothing : this.#is === 'open' ? this.#menu() : this.#question(), place);
    if (focus) place.querySelector<HTMLElement>(focus)?.focus();
  }

  readonly close = (): void => {
    const { button, place } = this.#options;
    const inside = place.querySelector(':focus');
    this.#is = 'closed';
    this.#life.abort();
    opened.delete(button);
    this.#draw();
    button.ariaExpanded = 'false';
    if (inside) button.focus();
  };

  #menu(): TemplateResult {
    const { session, button } = this.#options;
    const texts = this.#texts;
    const { conversation } = session.chat.snapshot;
    return html`<div role="menu" aria-label=${button.ariaLabel} @keydown=${this.#keydown} @focusout=${this.#leave}>
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
    const { phase } = this.#options.session.call.snapshot.view;
    const hint = phase === 'none' || phase === 'ended' ? texts.endHint : `${texts.endCallToo} ${texts.endHint}`;
    return html`<div class="veil">
      <div class="sheet" role="alertdialog" aria-modal="true" aria-labelledby="sure" aria-describedby="hint" @keydown=${this.#keydown}>
        <h3 id="sure">${texts.endSure}</h3>
        <p id="hint" role="status">${this.#is === 'failed' ? texts.endFailed : hint}</p>
        <div class="choices">
          <button type="button" class="choice" @click=${this.close}>${texts.endNo}</button>
          <button type="button" class="choice danger" @click=${this.#end}>${texts.endYes}</button>
        </div>
      </div>
    </div>`;
  }

  /** Arrows go through the buttons, Tab does not leave a question, and Escape ends either. */
  readonly #keydown = (event: KeyboardEvent): void => {
    const items = [...(event.currentTarget as Element).querySelectorAll('button')];
    const { key, shiftKey } = event;
    const tab = this.#is !== 'open' && key === 'Tab';
    const by = key === 'ArrowDown' || (tab && !shiftKey) ? 1 : key === 'ArrowUp' || tab ? -1 : 0;
    if (by === 0 && key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (by === 0) this.close();
    else items.at((items.indexOf(event.target as HTMLButtonElement) + by) % items.length)?.focus();
  };

  readonly #leave = (event: FocusEvent): void => {
    const { relatedTarget, currentTarget } = event;
    if (this.#is === 'open' && !(relatedTarget instanceof Node && (currentTarget as Node).contains(relatedTarget))) this.close();
  };

  readonly #toggleSound = (): void => {
    sounds.setOn(!sounds.on);
    this.#draw('[role=menuitemcheckbox]');
  };

  readonly #ask = (): void => {
    this.#is = 'asking';
    this.#draw('.choice');
  };

  readonly #end = (): void => {
    this.#options.session.chat.end().then(this.close, () => {
      this.#is = 'failed';
      this.#draw('.danger');
    });
  };
}
