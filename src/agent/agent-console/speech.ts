import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Environment } from '../../session/contracts/environment.ts';
import { Words } from '../shared/words.ts';

/** How long an announcement stays in the page, in milliseconds. */
const STANDS = 5_000;

interface SpeechOptions {
  /** The locale that is wanted now. The browser's may change at any time. */
  readonly locale: () => string;
  readonly environment: () => Environment | null;
}

/** The console's texts, in the agent's language, and its announcements to screen readers. */
export class Speech implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: SpeechOptions;
  #locale = 'en';
  #words = new Words('en');
  #told = '';
  #lifetime = new AbortController();

  constructor(host: ReactiveControllerHost, options: SpeechOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get words(): Words {
    return this.#words;
  }

  /** What a screen reader is told now. */
  get told(): string {
    return this.#told;
  }

  /** Announced once, then removed: it is not part of the page's content. */
  readonly announce = (words: string): void => {
    this.#tell(words);
    const gone = (): void => {
      if (this.#told === words) this.#tell('');
    };
    this.#options.environment()?.after(STANDS, gone, this.#lifetime.signal);
  };

  hostConnected(): void {
    this.#lifetime = new AbortController();
    window.addEventListener('languagechange', () => this.#host.requestUpdate(), { signal: this.#lifetime.signal });
  }

  hostUpdate(): void {
    const locale = this.#options.locale();
    if (locale === this.#locale) return;
    this.#locale = locale;
    this.#words = new Words(locale);
  }

  hostDisconnected(): void {
    this.#lifetime.abort();
  }

  #tell(words: string): void {
    this.#told = words;
    this.#host.requestUpdate();
  }
}
