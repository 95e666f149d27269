import { isPart, textOf } from '../../protocol/entry.ts';
import type { Author, Entry, Role } from '../../protocol/entry.ts';
import type { OutboxItem } from '../../session/chat/chat.ts';
import type { ChatTexts } from '../../locales/en.ts';
import { initialsOf } from '../shared/avatar.ts';
import { drawIcon } from '../shared/draw-icon.ts';
import { checkIcon, clockIcon, personIcon } from '../shared/icons.ts';
import type { RareRows } from './rare-rows.ts';

/** One line of the transcript: an entry of the log, or a message that is not in it yet. */
export type TranscriptItem = Entry | OutboxItem;

export interface RowContext {
  readonly texts: ChatTexts;
  /** Who reads: their side's messages stand at the end side. The customer, where nobody says. */
  readonly side?: 'customer' | 'agent';
  /** What somebody is called; null is the reader, before the server knows of the message. */
  readonly nameOf: (author: Author | null) => string;
  readonly times: Intl.DateTimeFormat;
  readonly day: (at: number) => string;
  readonly retry: (clientId: string) => void;
  readonly discard: (clientId: string) => void;
  /** Adds to the line under a message what its reader can do with it. */
  readonly commands?: (line: HTMLElement, message: Entry) => void;
  /** Calls back with what draws the rows that are seldom in a log, as soon as it is there. */
  readonly rare: (use: (rows: RareRows) => void) => void;
}

const isPending = (item: TranscriptItem): item is OutboxItem => 'state' in item;

export const momentOf = (item: TranscriptItem): number => (isPending(item) ? item.at : Date.parse(item.at));
/** Empty for the reader's own side. */
export const authorOf = (item: TranscriptItem, side: Role = 'customer'): string => (isPending(item) || item.author.role === side ? '' : item.author.id);
/** A message keeps its row when it enters the log. What another calls theirs is in no relation to it, whatever they call it. */
export const keyOf = (item: TranscriptItem, side?: Role): string => authorOf(item, side) + (item.clientId ?? (item as Entry).id);
/** Whether it stands in a bubble; the rest is said quietly in the middle. */
export const isMessage = (item: TranscriptItem): boolean => isPending(item) || item.kind === 'message';

function make<K extends keyof HTMLElementTagNameMap>(name: K, className: string, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.className = className;
  // One by one: several at once go through a fragment.
  for (const child of children) element.append(child);
  return element;
}

/** What stands under a bubble: when, and how far it got. */
function meta(item: TranscriptItem, seen: boolean, context: RowContext): HTMLElement {
  const { texts, times } = context;
  const at = momentOf(item);
  const time = make('time', '', times.format(at));
  time.dateTime = new Date(at).toISOString();
  const line = make('div', 'meta', time);
  line.setAttribute('part', 'meta');
  if (seen) line.append(drawIcon(checkIcon), texts.seen);
  if (!isPending(item)) {
    context.commands?.(line, item);
    return line;
  }
  const { state, clientId } = item;
  if (state.is === 'sending') {
    const clock = drawIcon(clockIcon);
    clock.role = 'img';
    clock.ariaHidden = null;
    clock.ariaLabel = texts.sending;
    line.append(clock);
  } else {
    line.replaceChildren();
    context.rare((rows) => line.replaceChildren(...rows.refused(state, () => context.retry(clientId), () => context.discard(clientId))));
  }
  return line;
}

/** What a row loses that is not the last of its group any more. */
export function endsNoMore(row: HTMLElement): void {
  row.classList.remove('last');
  row.querySelector('.avatar')?.remove();
}

/**
 * Fills a row. Its text stands in it once; whoever speaks is named once a group. `shape` are its classes: `own` or `other`, `first` and `last`
 * of a group (one author, within five minutes), `new-day` where it begins one, `seen` under the last that was.
 */
export function drawRow(row: HTMLElement, item: TranscriptItem, shape: string, context: RowContext): void {
  const { rare } = context;
  row.className = shape;
  const is = (name: string): boolean => shape.includes(name);
  row.replaceChildren();
  if (is('new-day')) row.append(make('div', 'day', context.day(momentOf(item))));
  const pending = isPending(item);
  if (!pending && !isMessage(item)) {
    const line = make('div', 'system');
    const [part] = item.parts;
    if (isPart(part, 'assigned')) line.append(drawIcon(personIcon), context.texts.joined(part.agent.name));
    else rare((rows) => line.replaceChildren(...rows.line(item)));
    line.setAttribute('part', 'system-entry');
    row.className = 'row';
    row.append(line);
    return;
  }
  const text = pending ? item.text : textOf(item.parts);
  const bubble = make('div', 'bubble', text);
  bubble.dir = 'auto';
  bubble.setAttribute('part', `bubble bubble-${is('own') ? 'own' : 'other'}`);
  if (pending) row.classList.add(item.state.is);
  else if (text === '') row.classList.add('unsupported');
  if (text === '' || text.includes('://')) rare((rows) => bubble.replaceChildren(...rows.words(text)));
  const name = context.nameOf(pending ? null : item.author);
  const line = make('div', 'line');
  if (is('last') && is('other')) {
    const avatar = make('span', 'avatar small', initialsOf(name));
    avatar.ariaHidden = 'true';
    line.append(avatar);
  }
  if (is('first')) line.append(make('span', 'sr', `${name}: `));
  line.append(bubble);
  row.append(line);
  row.append(meta(item, is('seen'), context));
}
