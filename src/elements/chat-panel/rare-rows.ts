import type { RareTexts } from '../../locales/rare/en.ts';
import { loadRareTexts } from '../../locales/rare/load.ts';
import type { Entry } from '../../protocol/entry.ts';
import { isPart } from '../../protocol/entry.ts';
import type { OutboxState } from '../../session/chat/chat.ts';
import { drawIcon } from '../shared/draw-icon.ts';
import { doorIcon } from '../shared/icons.ts';
import { phoneIcon, videoIcon } from '../shared/phone-icons.ts';

/**
 * What rows say that an ordinary conversation (opened, written, read, answered) does not have: of calls, of the end, of what cannot be shown,
 * and of messages that were refused. Its part of a page is loaded with the first of them.
 */
export class RareRows {
  readonly #texts: RareTexts;

  constructor(texts: RareTexts) {
    this.#texts = texts;
  }

  static async load(language: string): Promise<RareRows> {
    return new RareRows(await loadRareTexts(language));
  }

  get unsupported(): string {
    return this.#texts.unsupported;
  }

  /** What is no message. */
  line({ kind, parts: [part] }: Entry): readonly (Node | string)[] {
    const texts = this.#texts;
    if (kind === 'erased') return [texts.erased];
    if (isPart(part, 'call')) return [drawIcon(part.media === 'video' ? videoIcon : phoneIcon), texts.call(part.media, part.reason, part.duration)];
    return isPart(part, 'ended') ? [drawIcon(doorIcon), texts.ended] : [texts.unsupported];
  }

  /** Why a message was refused, and what can be done. */
  refused({ code }: Extract<OutboxState, { is: 'not-sent' }>, retry: () => void, discard: () => void): readonly (Node | string)[] {
    const texts = this.#texts;
    return [
      code === 'RATE_LIMITED' ? texts.tooMany : code === 'MESSAGE_TOO_LONG' ? texts.tooLong : texts.notSent,
      button(texts.retry, retry),
      button(texts.discard, discard),
    ];
  }
}

function button(label: string, press: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.className = 'quiet';
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', press);
  return element;
}
