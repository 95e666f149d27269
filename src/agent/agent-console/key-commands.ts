import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { shortcutOf } from '../shared/shortcuts.ts';
import type { ShortcutName } from '../shared/shortcuts.ts';

export interface KeyCommandsOptions {
  /** Whether keys are commands now; single keys can be switched off by themselves. */
  readonly enabled: () => { readonly any: boolean; readonly single: boolean };
  readonly obey: (name: ShortcutName) => void;
}

/** Handles keys pressed in its host, or while nothing has the focus; never those of another element or a dialog. */
export class KeyCommands implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: KeyCommandsOptions;
  #lifetime = new AbortController();

  constructor(host: ReactiveControllerHost & HTMLElement, options: KeyCommandsOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#lifetime = new AbortController();
    document.addEventListener('keydown', this.#pressed, { signal: this.#lifetime.signal });
  }

  hostDisconnected(): void {
    this.#lifetime.abort();
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const path = event.composedPath();
    const nobodys = event.target === document.body || event.target === document.documentElement;
    if (!nobodys && !path.includes(this.#host)) return;
    if (path.some((each) => each instanceof HTMLDialogElement)) return;
    const { any, single } = this.#options.enabled();
    const shortcut = any ? shortcutOf(event) : null;
    if (!shortcut || (!single && shortcut.key.length === 1)) return;
    event.preventDefault();
    this.#options.obey(shortcut.name);
  };
}
