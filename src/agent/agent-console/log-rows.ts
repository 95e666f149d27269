import { drawDoor, RareRows } from '../../elements/chat-panel/rare-rows.ts';
import type { RareTexts } from '../../locales/rare/en.ts';
import type { Entry } from '../../protocol/entry.ts';

/** The widget's rare rows, but for the end: an agent is told whose doing it was. */
export class LogRows extends RareRows {
  readonly #ended: (entry: Entry) => string;

  constructor(texts: RareTexts, say: (words: string) => void, ended: (entry: Entry) => string) {
    super(texts, say);
    this.#ended = ended;
  }

  override line(entry: Entry): readonly (Node | string)[] {
    return entry.kind === 'ended' ? [drawDoor(), this.#ended(entry)] : super.line(entry);
  }
}
