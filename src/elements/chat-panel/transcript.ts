import type { ChatSnapshot } from '../../session/chat/chat.ts';
import type { RowContext, RowShape, TranscriptItem } from './transcript-row.ts';
import { authorOf, drawRow, isMessage, keyOf, momentOf } from './transcript-row.ts';

/** Rows in the page while the end is in view, and how many more come with each step back. */
const STEP = 40;
/** Most rows in the page, however far back somebody reads. */
const MOST = 160;
/** A group: one author, pauses below this, in milliseconds. */
const GROUP = 300_000;
/** How near an edge more rows are put in, in pixels. */
const NEAR = 800;

export interface TranscriptOptions extends RowContext {
  /** Scrolls. Laid out from its end (`column-reverse`), so that the end stays in view by itself whatever grows or shrinks. */
  readonly scroller: HTMLElement;
  /** Holds the rows, in the order of the log. */
  readonly list: HTMLElement;
  readonly loadEarlier: () => void;
  /** The end came into view, or left it; `fresh` messages stand below. */
  readonly moved: (atEnd: boolean, fresh: number) => void;
}

interface Row {
  readonly element: HTMLElement;
  item: TranscriptItem;
  shape: RowShape;
}

/**
 * The log's window: of any number of entries at most `MOST` rows are in the page. Rows are kept by key and drawn without Lit, each only when
 * its item or its place in a group changed.
 */
export class Transcript {
  readonly #options: TranscriptOptions;
  #rows = new Map<string, Row>();
  #snapshot: ChatSnapshot | null = null;
  #from = 0;
  #to = 0;
  #atEnd = true;
  #fresh = 0;

  constructor(options: TranscriptOptions, signal: AbortSignal) {
    this.#options = options;
    options.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true, signal });
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
      this.#draw();
    } else if (!same || ownGrown) {
      this.toEnd();
      this.#near();
    } else {
      this.#from += added;
      this.#to = Math.min(total, this.#to + added + (this.#to + added + grown >= total ? grown : 0));
      this.#fresh += Math.max(0, grown);
      this.#keepingPlace(() => this.#draw());
      this.#options.moved(false, this.#fresh);
      this.#near();
    }
  }

  /** Draws everything anew: another language, another day. */
  redraw(): void {
    this.#rows.clear();
    this.#options.list.replaceChildren();
    this.#draw();
  }

  toEnd(): void {
    this.#to = this.#total;
    this.#from = Math.max(0, this.#to - STEP);
    this.#draw();
    this.#options.scroller.scrollTop = 0;
    this.#atEnd = true;
    this.#fresh = 0;
    this.#options.moved(true, 0);
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
    const { scroller } = this.#options;
    const atEnd = scroller.scrollTop > -24 && this.#to === this.#total;
    if (atEnd !== this.#atEnd) {
      this.#atEnd = atEnd;
      if (atEnd) this.#fresh = 0;
      this.#options.moved(atEnd, this.#fresh);
    }
    this.#near();
  }

  /** Puts more rows in where an edge of the window is near, and takes as many out at the other. */
  #near(): void {
    const { scroller } = this.#options;
    if (!this.#snapshot || this.#atEnd && this.#to - this.#from >= this.#total && this.#snapshot.earlier !== 'available') return;
    const below = -scroller.scrollTop;
    const above = scroller.scrollHeight - scroller.clientHeight - below;
    if (above < NEAR) {
      if (this.#from > 0) {
        this.#from = Math.max(0, this.#from - STEP);
        if (!this.#atEnd) this.#to = Math.min(this.#to, this.#from + MOST);
        this.#keepingPlace(() => this.#draw());
      }
      if (this.#from === 0 && this.#snapshot.earlier === 'available' && !this.#atEnd) this.#options.loadEarlier();
    } else if (below < NEAR && this.#to < this.#total) {
      this.#to = Math.min(this.#total, this.#to + STEP);
      this.#from = Math.max(this.#from, this.#to - MOST);
      this.#keepingPlace(() => this.#draw());
    }
  }

  /** What is read stays where it is: the offset counts from the end, so only what changes below moves it. */
  #keepingPlace(change: () => void): void {
    const { scroller } = this.#options;
    const { top } = scroller.getBoundingClientRect();
    const anchor = [...this.#rows.values()].map((row) => row.element).find((element) => element.getBoundingClientRect().bottom > top);
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (!anchor?.isConnected || this.#atEnd) return;
    const by = anchor.getBoundingClientRect().top - before;
    if (Math.abs(by) >= 1) scroller.scrollTop += by;
  }

  #draw(): void {
    const { list } = this.#options;
    const rows = new Map<string, Row>();
    const seen = this.#seenIndex();
    for (let index = this.#from; index < this.#to; index++) {
      const item = this.#item(index);
      if (!item) continue;
      const key = keyOf(item);
      const shape = this.#shape(index, item, index === seen);
      let row = this.#rows.get(key);
      if (!row) {
        row = { element: document.createElement('div'), item, shape };
        drawRow(row.element, item, shape, this.#options);
      } else if (row.item !== item || !sameShape(row.shape, shape)) {
        row.item = item;
        row.shape = shape;
        drawRow(row.element, item, shape, this.#options);
      }
      rows.set(key, row);
      this.#rows.delete(key);
    }
    // What goes out goes first, or all that stays would be moved around it and laid out anew.
    for (const row of this.#rows.values()) row.element.remove();
    let cursor = list.firstChild;
    for (const { element } of rows.values()) {
      if (element === cursor) cursor = cursor.nextSibling;
      else list.insertBefore(element, cursor);
    }
    this.#rows = rows;
  }

  /** The last own message that the other side has read. */
  #seenIndex(): number {
    const { entries = [], seenSeq = 0 } = this.#snapshot ?? {};
    for (let index = this.#to - 1; index >= this.#from; index--) {
      const entry = entries[index];
      if (entry && entry.seq <= seenSeq && authorOf(entry, this.#options.side) === '' && entry.kind === 'message') return index;
    }
    return -1;
  }

  #shape(index: number, item: TranscriptItem, seen: boolean): RowShape {
    const before = this.#item(index - 1);
    const after = this.#item(index + 1);
    return {
      own: authorOf(item, this.#options.side) === '',
      first: !before || !belong(before, item, this.#options.side),
      last: !after || !belong(item, after, this.#options.side),
      day: !before || dayOf(before) !== dayOf(item),
      seen,
    };
  }
}

const dayOf = (item: TranscriptItem): string => new Date(momentOf(item)).toDateString();

const belong = (one: TranscriptItem, next: TranscriptItem, side: RowContext['side']): boolean =>
  isMessage(one) && isMessage(next) && authorOf(one, side) === authorOf(next, side) && momentOf(next) - momentOf(one) < GROUP && dayOf(one) === dayOf(next);

const sameShape = (one: RowShape, other: RowShape): boolean =>
  one.own === other.own && one.first === other.first && one.last === other.last && one.day === other.day && one.seen === other.seen;
