import type { ChatSnapshot } from '../../session/chat/chat.ts';
import { midnight } from './day-name.ts';
import type { RowContext, TranscriptItem } from './transcript-row.ts';
import { authorOf, drawRow, endsNoMore, isMessage, keyOf, momentOf } from './transcript-row.ts';

/** Rows in the page while the end is in view, and how many more come with each step back. */
const STEP = 40;
/** Most rows in the page, however far back somebody reads. */
const MOST = 160;
/** A group: one author, pauses below this, in milliseconds. */
const GROUP = 300_000;
/** How near an edge more rows are put in, in pixels. */
const NEAR = 800;

export interface TranscriptContext extends RowContext {
  readonly loadEarlier: () => void;
  /** The end came into view, or left it; `fresh` messages stand below. */
  readonly moved: (atEnd: boolean, fresh: number) => void;
}

export interface TranscriptPlace {
  /** Scrolls. Laid out from its end (`column-reverse`), so that the end stays in view by itself whatever grows or shrinks. */
  readonly scroller: HTMLElement;
  /** Holds the rows, in the order of the log. */
  readonly list: HTMLElement;
}

interface Row {
  readonly element: HTMLElement;
  /** What it was drawn from: itself, what stands before and after it, and whether it is the last that was seen. */
  from: readonly unknown[];
  shape: string;
}

/**
 * The log's window: of any number of entries at most `MOST` rows are in the page. Rows are kept by key and drawn without Lit, each only when
 * its item or its place in a group changed.
 */
export class Transcript {
  readonly #context: TranscriptContext;
  readonly #scroller: HTMLElement;
  readonly #list: HTMLElement;
  readonly #rows = new Map<string, Row>();
  #snapshot: ChatSnapshot | null = null;
  #from = 0;
  #to = 0;
  #atEnd = true;
  #fresh = 0;

  /** The context may change; what was drawn from it is then to be drawn anew (`redraw`). */
  constructor(context: TranscriptContext, { scroller, list }: TranscriptPlace, signal: AbortSignal) {
    this.#context = context;
    this.#scroller = scroller;
    this.#list = list;
    list.replaceChildren();
    scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true, signal });
  }

  get atEnd(): boolean {
    return this.#atEnd;
  }

  show(snapshot: ChatSnapshot): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    if (before?.entries === snapshot.entries && before.outbox === snapshot.outbox && before.seenSeq === snapshot.seenSeq) return;
    const total = this.#total;
    const first = snapshot.entries[0];
    const same = before !== null && before.conversation?.id === snapshot.conversation?.id;
    // Pages put in before the window move it; a first page, or another conversation's, begins anew.
    const added = same && first ? (before.entries[0]?.seq ?? first.seq) - first.seq : 0;
    const grown = same && before.entries.length > 0 ? total - added - before.entries.length - before.outbox.length : 0;
    const ownGrown = same && snapshot.outbox.length > before.outbox.length;
    if (same && this.#atEnd) {
      // As many rows as there were: one comes, one goes, and nothing has to be measured.
      const rows = Math.max(STEP, this.#to - this.#from);
      this.#to = total;
      this.#from = Math.max(0, total - rows);
      // What is new stands there first; the whole window is looked through right after, before anything is painted.
      this.#draw(total - grown - 1);
      queueMicrotask(() => this.#draw());
    } else if (!same || ownGrown) {
      this.toEnd();
      this.#near();
    } else {
      this.#from += added;
      this.#to = Math.min(total, this.#to + added + (this.#to + added + grown >= total ? grown : 0));
      this.#fresh += Math.max(0, grown);
      this.#keepingPlace(() => this.#draw());
      this.#context.moved(false, this.#fresh);
      this.#near();
    }
  }

  /** Draws everything anew: another language, another day. */
  redraw(): void {
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#draw();
  }

  toEnd(): void {
    this.#to = this.#total;
    this.#from = Math.max(0, this.#to - STEP);
    this.#draw();
    this.#scroller.scrollTop = 0;
    this.#atEnd = true;
    this.#fresh = 0;
    this.#context.moved(true, 0);
  }

  get #total(): number {
    return this.#snapshot ? this.#snapshot.entries.length + this.#snapshot.outbox.length : 0;
  }

  #item(index: number): TranscriptItem | undefined {
    if (!this.#snapshot) return undefined;
    const { entries, outbox } = this.#snapshot;
    return entries[index] ?? outbox[index - entries.length];
  }

  #scrolled(): void {
    const scroller = this.#scroller;
    const atEnd = scroller.scrollTop > -24 && this.#to === this.#total;
    if (atEnd !== this.#atEnd) {
      this.#atEnd = atEnd;
      if (atEnd) this.#fresh = 0;
      this.#context.moved(atEnd, this.#fresh);
    }
    this.#near();
  }

  /** Puts more rows in where an edge of the window is near, and takes as many out at the other. */
  #near(): void {
    const scroller = this.#scroller;
    if (!this.#snapshot || this.#atEnd && this.#to - this.#from >= this.#total && this.#snapshot.earlier !== 'available') return;
    const below = -scroller.scrollTop;
    const above = scroller.scrollHeight - scroller.clientHeight - below;
    if (above < NEAR) {
      if (this.#from > 0) {
        this.#from = Math.max(0, this.#from - STEP);
        if (!this.#atEnd) this.#to = Math.min(this.#to, this.#from + MOST);
        this.#keepingPlace(() => this.#draw());
      }
      if (this.#from === 0 && this.#snapshot.earlier === 'available' && !this.#atEnd) this.#context.loadEarlier();
    } else if (below < NEAR && this.#to < this.#total) {
      this.#to = Math.min(this.#total, this.#to + STEP);
      this.#from = Math.max(this.#from, this.#to - MOST);
      this.#keepingPlace(() => this.#draw());
    }
  }

  /** What is read stays where it is: the offset counts from the end, so only what changes below moves it. */
  #keepingPlace(change: () => void): void {
    const scroller = this.#scroller;
    const { top } = scroller.getBoundingClientRect();
    const anchor = [...this.#list.children].find((row) => row.getBoundingClientRect().bottom > top);
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (!anchor?.isConnected || this.#atEnd) return;
    const by = anchor.getBoundingClientRect().top - before;
    if (Math.abs(by) >= 1) scroller.scrollTop += by;
  }

  /** From the end, where the last own message that the other side has read is the first one met. With `first`, only from there on, and nothing goes out. */
  #draw(first = 0): void {
    const rows = new Map<string, Row>();
    let unseen = true;
    for (let index = this.#to - 1; index >= Math.max(this.#from, first); index--) {
      const item = this.#item(index);
      if (!item) continue;
      const seen = unseen && 'seq' in item && item.seq <= (this.#snapshot?.seenSeq ?? 0) && isMessage(item) && authorOf(item, this.#context.side) === '';
      if (seen) unseen = false;
      const key = keyOf(item, this.#context.side);
      const row = this.#rows.get(key) ?? { element: document.createElement('div'), from: [], shape: '' };
      this.#fit(row, item, [item, this.#item(index - 1), this.#item(index + 1), seen]);
      rows.set(key, row);
      this.#rows.delete(key);
    }
    // What goes out goes first, or all that stays would be moved around it and laid out anew.
    if (!first) {
      for (const { element } of this.#rows.values()) element.remove();
      this.#rows.clear();
    }
    let below = this.#list.lastChild;
    for (const [key, row] of rows) {
      const { element } = row;
      if (element === below) below = below.previousSibling;
      else if (below) below.after(element);
      else this.#list.prepend(element);
      this.#rows.set(key, row);
    }
  }

  /** Of most rows nothing changed, nor around them: that must cost next to nothing. */
  #fit(row: Row, item: TranscriptItem, from: readonly [TranscriptItem, TranscriptItem?, TranscriptItem?, boolean?]): void {
    if (from.every((each, index) => each === row.from[index])) return;
    const shape = shapeOf(...from, this.#context.side);
    // Another message goes on with the group: the common case asks for little.
    if (item === row.from[0] && shape === row.shape.replace(' last', '')) endsNoMore(row.element);
    else if (item !== row.from[0] || shape !== row.shape) drawRow(row.element, item, shape, this.#context);
    row.from = from;
    row.shape = shape;
  }
}

function shapeOf(item: TranscriptItem, before?: TranscriptItem, after?: TranscriptItem, seen = false, side?: RowContext['side']): string {
  const at = momentOf(item);
  const author = authorOf(item, side);
  const day = midnight(at);
  const sameDay = (other: TranscriptItem): boolean => midnight(momentOf(other)) === day;
  const belongs = (other: TranscriptItem): boolean => isMessage(other) && isMessage(item) && authorOf(other, side) === author && Math.abs(momentOf(other) - at) < GROUP;
  const goesOn = before && sameDay(before);
  return `row ${author ? 'other' : 'own'}${goesOn && belongs(before) ? '' : ' first'}${after && belongs(after) && sameDay(after) ? '' : ' last'}${goesOn ? '' : ' new-day'}${seen ? ' seen' : ''}`;
}
