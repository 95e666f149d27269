import { languageOf } from './language.ts';
import type { SessionElement } from './session-element.ts';
import { adoptInto } from './session-element.ts';

/** A module that draws what few calls show, with its styles and its words. */
interface Part {
  readonly styles: readonly string[];
  readonly words: (language: string) => Promise<unknown>;
}
type WordsOf<Module extends Part> = Awaited<ReturnType<Module['words']>>;

/** A part of an element that is loaded when it is first to be seen. */
export class Later<Module extends Part> {
  readonly #host: SessionElement;
  readonly #import: () => Promise<Module>;
  #loaded: readonly [Module, WordsOf<Module>] | null = null;
  #loading = false;

  constructor(host: SessionElement, load: () => Promise<Module>) {
    this.#host = host;
    this.#import = load;
  }

  /** `plain` until it is there, and where it cannot be had: then it is asked for again with a later drawing. */
  show<Drawn, Plain>(draw: (module: Module, words: WordsOf<Module>) => Drawn, plain: Plain): Drawn | Plain {
    if (this.#loaded) return draw(...this.#loaded);
    if (!this.#loading) void this.#load().catch(() => (this.#loading = false));
    return plain;
  }

  async #load(): Promise<void> {
    this.#loading = true;
    const module = await this.#import();
    this.#loaded = [module, (await module.words(languageOf(this.#host))) as WordsOf<Module>];
    adoptInto(this.#host.root, ...module.styles);
    this.#host.requestUpdate();
  }
}
