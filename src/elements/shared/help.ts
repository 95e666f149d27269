import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { nothing } from 'lit/html.js';
import type { CallHelpTexts } from '../../locales/call/help/en.ts';
import type * as RefusalHelp from '../call-prompt/refusal-help.ts';
import { languageOf } from './language.ts';

type HelpModule = typeof RefusalHelp;
interface Loaded {
  readonly module: HelpModule;
  readonly texts: CallHelpTexts;
}

/** Pictures and steps for refused devices: loaded where one was refused, and where a browser's question stays open. */
export class Help implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #loaded: Loaded | null = null;
  #loading = false;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#loading = false;
  }

  /** Nothing until it is there; without it the words beside it still say what happened. */
  show(draw: (help: HelpModule, texts: CallHelpTexts) => TemplateResult): TemplateResult | typeof nothing {
    if (this.#loaded) return draw(this.#loaded.module, this.#loaded.texts);
    void this.#load();
    return nothing;
  }

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const [module, { loadCallHelp }] = await Promise.all([import('../call-prompt/refusal-help.ts'), import('../../locales/call/help/load.ts')]);
      this.#loaded = { module, texts: await loadCallHelp(languageOf(this.#host)) };
      this.#host.requestUpdate();
    } catch {
      this.#loading = false;
    }
  }
}
