import type { ChatTexts } from '../../locales/en.ts';
import { isPart, textOf } from '../../protocol/entry.ts';
import type { Entry } from '../../protocol/entry.ts';
import type { CallSnapshot } from '../../session/call/call.ts';
import { initialsOf } from '../shared/avatar.ts';
import { adoptInto } from '../shared/session-element.ts';
import { keepFocus } from './kept-focus.ts';
import { messagePreview } from './message-preview.ts';
import type { RareRows } from './rare-rows.ts';
import { readOut } from './read-out.ts';
import { smallCallStyles } from './small-calls.styles.ts';
import { ringingLauncherStyles } from './ringing-launcher.styles.ts';
import { Sounds } from './sounds.ts';
import type { RowContext } from './transcript-row.ts';

export { readOut };

/** How long the page's title says that a call rings before it says its own again, in milliseconds. */
const BLINK = 1_000;
/** How long a closed chat shows a message beside its launcher, in milliseconds. */
const SHOWN = 8_000;
/** While a call begins, the browser has its hands full with the first picture: its sound comes so long after, in milliseconds. */
const AFTER_THE_PICTURE = 250;

export const sounds = new Sounds();

/** Where a chat is drawn. */
interface Panel extends HTMLElement {
  readonly open: boolean;
  readonly launcher: HTMLElement | null;
}

/**
 * Something came that is not the customer's: read out by a live region, and a message heard. Of a closed chat messages alone, which are seen as
 * well; of an open one also who answers, and the end.
 */
export function announce(news: readonly Entry[], log: Pick<RowContext, 'nameOf' | 'texts' | 'rare'>, { open, launcher, shadowRoot }: Panel): void {
  const messages = news.filter(({ kind }) => kind === 'message');
  if (messages.length > 0) sounds.once('message');
  const said = ({ author, parts }: Entry, before: string): string => `${log.nameOf(author)}:${before}${textOf(parts)}`;
  if (open) {
    const region = shadowRoot?.querySelector('[aria-live=polite]');
    void Promise.all(news.map(async (entry) => (entry.kind === 'message' ? said(entry, ' ') : await lineOf(entry, log)))).then((lines) => {
      const words = lines.filter(Boolean).join('\n');
      if (words) readOut(region, words);
    });
  } else if (launcher && messages.length > 0) {
    const preview = messagePreview(launcher);
    // A region that has just come is not listened to yet.
    setTimeout(() => readOut(preview, messages.map((entry) => said(entry, '\n')).join('\n'), SHOWN), 100);
  }
}

/** What is no message and yet changes who is there: as it stands in the log, in words. Empty for what is told elsewhere, as a call is. */
async function lineOf(entry: Entry, { texts, rare }: Pick<RowContext, 'texts' | 'rare'>): Promise<string> {
  const [part] = entry.parts;
  if (isPart(part, 'assigned')) return texts.joined(part.agent.name);
  if (!isPart(part, 'ended')) return '';
  const rows = await new Promise<RareRows>(rare);
  return rows.line(entry).filter((each) => typeof each === 'string').join('');
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
