import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { lookAt } from '../../elements/shared/compared-words.ts';
import type { CallSnapshot } from '../../session/call/call.ts';
import type { Words } from '../shared/words.ts';

interface ComparisonOptions {
  /** Loads the list of words in a language; may reject. */
  readonly load: (language: string) => Promise<readonly string[]>;
  readonly loaded: () => void;
}

type List =
  | { readonly is: 'none' | 'loading' }
  | { readonly is: 'here'; readonly language: string; readonly words: readonly string[] };

/** What two people compare to find out whether somebody sits between them: the words of an encrypted call, the same on both sides. */
export class Comparison {
  readonly #options: ComparisonOptions;
  #list: List = { is: 'none' };

  constructor(options: ComparisonOptions) {
    this.#options = options;
  }

  /** Marks and announces words that replace others of the same call. */
  draw({ record, room }: CallSnapshot, { language, say }: Words): TemplateResult | typeof nothing {
    if (!record || !room?.words) return nothing;
    const list = this.#in(language);
    const words = room.words.flatMap((word) => list[word] ?? []).join(' · ');
    if (!words) return nothing;
    const areNew = lookAt(record.id, room.words);
    return html`<p class=${areNew ? 'compared new' : 'compared'} role="status">${say(areNew ? 'call.compareAgain' : 'call.compare', { words })}</p>`;
  }

  /** Empty until the list is there. A list that failed to load is asked for again with the next render. */
  #in(language: string): readonly string[] {
    const list = this.#list;
    if (list.is === 'here' && list.language === language) return list.words;
    if (list.is !== 'loading') void this.#load(language);
    return [];
  }

  async #load(language: string): Promise<void> {
    this.#list = { is: 'loading' };
    try {
      this.#list = { is: 'here', language, words: await this.#options.load(language) };
      this.#options.loaded();
    } catch {
      this.#list = { is: 'none' };
    }
  }
}
