import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit';
import type { ChatTexts } from '../../locales/en.ts';
import { MAX_TEXT } from '../../protocol/limits.ts';
import type { Chat } from '../../session/chat/chat.ts';
import { icon } from '../shared/icon.ts';
import { sendIcon } from '../shared/icons.ts';

/** From how many characters left on it says so. */
const NEARLY = 200;

/** The element that draws it. */
interface ComposerHost extends HTMLElement {
  requestUpdate(): void;
}

/** Where the customer writes. Enter sends, Shift+Enter breaks the line; an Enter that an input method takes does neither. */
export class Composer {
  readonly #host: ComposerHost;
  readonly #chat: () => Chat | undefined;
  #text = '';
  #composed = false;

  constructor(host: ComposerHost, chat: () => Chat | undefined) {
    this.#host = host;
    this.#chat = chat;
  }

  /** Nobody writes here any more: its field lost the focus, or left the page. */
  readonly leave = (): void => this.#chat()?.setTyping(false);

  focus(): void {
    this.#box?.focus();
  }

  /** The session's draft: another session, or a message was sent. Never while an input method composes. */
  take(draft: string): void {
    if (draft !== this.#text && !this.#composing) this.#text = draft;
  }

  /** `count` says how many characters are left, or too many, once that is worth saying: to be seen. It is for whoever draws the composer to have it heard. */
  render(texts: ChatTexts, placeholder: string | undefined, count: (left: number) => string): TemplateResult {
    const left = MAX_TEXT - this.#text.trim().length;
    const blank = this.#text.trim() === '' || left < 0;
    return html`<form class="composer" part="composer" @submit=${this.#submit}>
      <div class="grow" data-text=${`${this.#text}\u200b`}>
        <textarea
          part="message"
          dir="auto"
          rows="1"
          enterkeyhint="send"
          aria-label=${texts.message}
          aria-describedby="left"
          aria-invalid=${left < 0}
          placeholder=${placeholder}
          .value=${this.#text}
          @input=${this.#input}
          @keydown=${this.#keydown}
          @compositionend=${this.#compositionend}
          @blur=${this.leave}
        ></textarea>
      </div>
      <button class="send" part="send" aria-label=${texts.send} aria-disabled=${blank}>${icon(sendIcon)}</button>
      <p id="left" class="left ${left < 0 ? 'over' : ''}">${left <= NEARLY ? count(left) : ''}</p>
    </form>`;
  }

  get #box(): HTMLTextAreaElement | null | undefined {
    return this.#host.shadowRoot?.querySelector('textarea');
  }

  #composing = false;

  readonly #input = (event: InputEvent): void => {
    this.#composing = event.isComposing;
    this.#text = (event.target as HTMLTextAreaElement).value;
    const chat = this.#chat();
    chat?.setDraft(this.#text);
    chat?.setTyping(this.#text.trim() !== '');
    this.#host.requestUpdate();
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    // An input method's own Enter: marked as composing, or with key code 229 (UI Events, section 5.5.3). Safari says both only after the composition ended.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else says it in Safari
    if (event.isComposing || event.keyCode === 229 || this.#composed) return;
    event.preventDefault();
    this.#send();
  };

  readonly #compositionend = (): void => {
    this.#composing = false;
    this.#composed = true;
    // The Enter that ended it comes in the same task, if it comes afterwards at all.
    setTimeout(() => (this.#composed = false));
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    this.#send();
    this.focus();
  };

  #send(): void {
    const text = this.#text.trim();
    if (!text || text.length > MAX_TEXT) return;
    this.#text = '';
    this.#chat()?.send(text);
    this.#host.requestUpdate();
  }
}
