import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { en } from '../../locales/agent/en.ts';
import type { Words } from '../shared/words.ts';

interface PageWordsOptions {
  readonly words: () => Words;
  /** Whether the page is there for the console alone. */
  readonly own: () => boolean;
}

/** The page around a console that fills it speaks its language: by its `lang`, where the page has none of its own, and by its title, where that is the console's name. */
export class PageWords implements ReactiveController {
  readonly #options: PageWordsOptions;
  #name: string = en['app.name'];
  #language = '';

  constructor(host: ReactiveControllerHost, options: PageWordsOptions) {
    this.#options = options;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.#options.own()) return;
    const { language, say } = this.#options.words();
    const root = document.documentElement;
    if (root.lang === this.#language) root.lang = this.#language = language;
    const name = say('app.name');
    if (document.title === this.#name) document.title = this.#name = name;
  }

  hostDisconnected(): void {
    const root = document.documentElement;
    if (this.#language && root.lang === this.#language) root.lang = this.#language = '';
    if (document.title === this.#name) document.title = this.#name = en['app.name'];
  }
}
