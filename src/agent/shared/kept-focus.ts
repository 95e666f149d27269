import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A render may remove the focused element, and the focus would fall back to the page: hands it on instead. */
export class KeptFocus implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #lost: () => void;
  #holder: Element | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, lost: () => void) {
    this.#host = host;
    this.#lost = lost;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#holder = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    const holder = this.#holder;
    this.#holder = null;
    if (holder && !holder.isConnected && this.#host.isConnected) this.#lost();
  }
}
