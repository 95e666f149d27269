import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { languageOf } from './language.ts';

type Table<Texts> = Readonly<Record<string, () => Promise<Texts>>>;

/** An element's words in the language of its place in the page: English until another language is there. */
export class Texts<T> implements ReactiveController {
  current: T;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #english: T;
  readonly #others: Table<T>;

  constructor(host: ReactiveControllerHost & HTMLElement, english: T, others: Table<T>) {
    this.#host = host;
    this.current = this.#english = english;
    this.#others = others;
    host.addController(this);
  }

  hostConnected(): void {
    const load = this.#others[languageOf(this.#host).split('-')[0] ?? ''];
    const speak = (texts: T): void => {
      this.current = texts;
      this.#host.requestUpdate();
    };
    if (load) load().then(speak, () => speak(this.#english));
    else speak(this.#english);
  }
}
