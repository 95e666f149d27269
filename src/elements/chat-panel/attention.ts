import { textOf } from '../../protocol/entry.ts';
import type { Author, Entry } from '../../protocol/entry.ts';
import { Sounds } from './sounds.ts';

/** How long the page's title says that a call rings before it says its own again, in milliseconds. */
const BLINK = 1_000;

export const sounds = new Sounds();

/** Messages came: heard, and read out by a live region where somebody may be reading along. */
export function announce(news: readonly Entry[], nameOf: (author: Author) => string, region: Element | null): void {
  if (region) region.textContent = news.map(({ author, parts }) => `${nameOf(author)}: ${textOf(parts)}`).join('\n');
  sounds.once('message');
}

/** A call rings: heard, and seen in the page's title. Until `signal` aborts. */
export function ring(words: string, signal: AbortSignal): void {
  sounds.ring(signal);
  const own = document.title;
  const blink = setInterval(() => {
    document.title = document.title === words ? own : words;
  }, BLINK);
  signal.addEventListener(
    'abort',
    () => {
      clearInterval(blink);
      if (document.title === words) document.title = own;
    },
    { once: true },
  );
}
