import type { ChatTexts } from '../../locales/en.ts';
import { textOf } from '../../protocol/entry.ts';
import type { Author, Entry } from '../../protocol/entry.ts';
import type { CallSnapshot } from '../../session/call/call.ts';
import { initialsOf } from '../shared/avatar.ts';
import { adoptInto } from '../shared/session-element.ts';
import { keepFocus } from './kept-focus.ts';
import { messagePreview } from './message-preview.ts';
import { smallCallStyles } from './small-calls.styles.ts';
import { ringingLauncherStyles } from './ringing-launcher.styles.ts';
import { Sounds } from './sounds.ts';

/** How long the page's title says that a call rings before it says its own again, in milliseconds. */
const BLINK = 1_000;
/** How long what is read out stands beside the log, and what a closed chat shows beside its launcher, in milliseconds: what is erased from the log must not stay there. */
const READ_OUT = { open: 5_000, closed: 8_000 };
/** While a call begins, the browser has its hands full with the first picture: its sound comes so long after, in milliseconds. */
const AFTER_THE_PICTURE = 250;

export const sounds = new Sounds();

/** Where a chat is drawn. */
interface Panel extends HTMLElement {
  readonly open: boolean;
  readonly launcher: HTMLElement | null;
}

/** Messages came: heard, and read out by a live region, which of a closed chat is seen as well. */
export function announce(news: readonly Entry[], nameOf: (author: Author) => string, { open, launcher, shadowRoot }: Panel): void {
  sounds.once('message');
  const region = open ? shadowRoot?.querySelector('[aria-live=polite]') : launcher && messagePreview(launcher);
  if (!region) return;
  const words = news.map(({ author, parts }) => `${nameOf(author)}:${open ? ' ' : '\n'}${textOf(parts)}`).join('\n');
  // A region that has just come is not listened to yet.
  setTimeout(() => (region.textContent = words), open ? 0 : 100);
  setTimeout(() => {
    if (region.textContent === words) region.textContent = '';
  }, READ_OUT[open ? 'open' : 'closed']);
}

/** A call has come to another phase: heard when it rings, begins and ends, and nobody's focus goes with a button. While it rings, the page's title says so and the launcher has the caller's face. */
export function attend({ view: { phase }, record }: CallSnapshot, before: string, texts: ChatTexts, panel: HTMLElement & { readonly launcher: HTMLElement | null }, signal: AbortSignal): void {
  const { launcher } = panel;
  keepFocus(panel, launcher);
  if (panel.shadowRoot) giveWay(panel.shadowRoot);
  if (phase === 'in-call') setTimeout(() => signal.aborted || sounds.once('connected'), AFTER_THE_PICTURE);
  if (phase === 'ended' && before === 'in-call') sounds.once('ended');
  if (phase !== 'prompt') return;
  const name = record?.participants.find(({ role }) => role === 'agent')?.name ?? texts.support;
  ring(texts.rings(name), signal);
  if (launcher) show(name, launcher, signal);
}

/** In a low window a call has what room there is. Where the whole panel scrolls, it scrolls to the call; after the focus was seen to, which scrolls as well. */
function giveWay(root: ShadowRoot): void {
  adoptInto(root, smallCallStyles);
  requestAnimationFrame(() => {
    const shown = root.querySelector<HTMLElement>('call-prompt') ?? root.querySelector<HTMLElement>('call-controls');
    if (shown?.parentElement) shown.parentElement.scrollTop = shown.offsetTop;
  });
}

function show(name: string, launcher: HTMLElement, signal: AbortSignal): void {
  const face = document.createElement('span');
  face.className = 'face';
  face.ariaHidden = 'true';
  face.textContent = initialsOf(name);
  adoptInto(launcher.getRootNode() as ShadowRoot, ringingLauncherStyles);
  launcher.append(face);
  signal.addEventListener('abort', () => face.remove(), { once: true });
}

function ring(words: string, signal: AbortSignal): void {
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
