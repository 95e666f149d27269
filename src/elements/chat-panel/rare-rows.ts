import type { RareTexts } from '../../locales/rare/en.ts';
import type { Entry } from '../../protocol/entry.ts';
import { isPart } from '../../protocol/entry.ts';
import type { OutboxState } from '../../session/chat/chat.ts';
import { drawIcon } from '../shared/draw-icon.ts';
import { linkified } from '../shared/linkify.ts';
import { doorIcon, phoneIcon, videoIcon } from '../shared/more-icons.ts';

/** What was read out of what became of messages: each once, however often its row is drawn. */
const told = new WeakSet<OutboxState>();

/** What rows say that an ordinary conversation does not have: addresses, calls, the end, what cannot be shown, and messages that were refused. */
export class RareRows {
  readonly #texts: RareTexts;
  readonly #say: (words: string) => void;
  readonly #home: string | undefined;

  /**
   * @param say has it read out: nobody listens at a row
   * @param home the origin of the site's own pages, which open where they are read: chat and call come along
   */
  constructor(texts: RareTexts, say: (words: string) => void, home?: string) {
    this.#texts = texts;
    this.#say = say;
    this.#home = home;
  }

  /** A message's text, its addresses as links. One without text has only parts that nobody here knows. */
  words(text: string): readonly (Node | string)[] {
    return text === '' ? [this.#texts.unsupported] : linkified(text, this.#home);
  }

  /** What is no message. */
  line({ kind, parts: [part] }: Entry): readonly (Node | string)[] {
    const texts = this.#texts;
    if (kind === 'erased') return [texts.erased];
    if (isPart(part, 'call')) return [drawIcon(part.media === 'video' ? videoIcon : phoneIcon), texts.call(part.media, part.reason, part.duration)];
    return isPart(part, 'ended') ? [drawDoor(), texts.ended] : [texts.unsupported];
  }

  /** Why a message was refused, and what can be done. */
  refused(state: Extract<OutboxState, { is: 'not-sent' }>, retry: () => void, discard: () => void): readonly (Node | string)[] {
    const texts = this.#texts;
    const { code } = state;
    const words = code === 'RATE_LIMITED' ? texts.tooMany : code === 'MESSAGE_TOO_LONG' ? texts.tooLong : texts.notSent;
    if (!told.has(state)) this.#say(words);
    told.add(state);
    return [
      words,
      button(texts.retry, retry),
      button(texts.discard, discard),
    ];
  }
}

/** Out of it is where a line of text goes: to the left, from right to left. */
export function drawDoor(): SVGElement {
  const door = drawIcon(doorIcon);
  door.classList.add('leaving');
  return door;
}

function button(label: string, press: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.className = 'quiet';
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', press);
  return element;
}
