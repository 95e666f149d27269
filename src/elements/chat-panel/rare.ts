import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { RareTexts } from '../../locales/rare/en.ts';
import { loadRareTexts } from '../../locales/rare/load.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { icon } from '../shared/icon.ts';
import { downIcon } from '../shared/more-icons.ts';
import { signals } from '../shared/signals.ts';
import { RareRows } from './rare-rows.ts';
import { RoomLeft } from './room-left.ts';
import { rareStyles } from './rare.styles.ts';

export { rareStyles, signals };

/** What an ordinary conversation (opened, written, read, answered) does not show. Its part of a page is loaded with the first of it. */
export class Rare {
  readonly rows: RareRows;
  readonly #texts: RareTexts;
  readonly #room: RoomLeft;
  #told = '';

  private constructor(texts: RareTexts, root: ShadowRoot) {
    // To whoever is in the panel: what was refused on the page before is no news.
    const say = (words: string): void => {
      if (root.activeElement) import('./attention.ts').then(({ readOut }) => readOut(root.querySelector('[aria-live=polite]'), words), () => undefined);
    };
    this.rows = new RareRows(texts, say, location.origin);
    this.#room = new RoomLeft(() => root.querySelector('#left')?.textContent ?? '', say);
    this.#texts = texts;
  }

  /** Into the panel that `root` is of. */
  static async load(language: string, root: ShadowRoot): Promise<Rare> {
    return new Rare(await loadRareTexts(language), root);
  }

  /** What stands above the first row while the log goes further back. */
  earlier(failed: boolean, load: () => void): TemplateResult {
    const texts = this.#texts;
    return html`<p class="earlier">
      ${failed ? texts.earlierFailed : nothing} <button type="button" class="quiet" @click=${load}>${failed ? texts.retry : texts.earlier}</button>
    </p>`;
  }

  /** The way back to the end, below which `fresh` messages came. */
  toEnd(fresh: number, go: () => void): TemplateResult {
    const texts = this.#texts;
    return html`<button class="pill" type="button" aria-label=${fresh ? nothing : texts.latest} @click=${go}>${fresh ? texts.fresh(fresh) : nothing}${icon(downIcon)}</button>`;
  }

  /** That the server does not take this page; why not, by its code, is for whoever made the page. Whoever was writing stays in the panel, without its text box. */
  refused({ session, root }: { readonly session: SupportSession | null; readonly root: ShadowRoot }): string {
    const connection = session?.chat.snapshot.connection;
    if (connection?.is === 'refused' && this.#told !== connection.code) console.error('[warmline]', (this.#told = connection.code));
    if (root.activeElement?.localName === 'textarea') root.querySelector<HTMLElement>('.frame')?.focus();
    return this.#texts.refused;
  }

  /** What the text box says when the conversation has ended. */
  get placeholder(): string {
    return this.#texts.placeholderAfterEnd;
  }

  /** How many characters a message may still have, or has too many. */
  left(count: number): string {
    return this.#room.tell(count < 0 ? this.#texts.over(-count) : this.#texts.left(count));
  }
}
