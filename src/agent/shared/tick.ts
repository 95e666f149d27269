import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Updates its host at an interval, while `wanted` says that it shows a running time and the page is visible. */
export class Tick implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #wanted: () => boolean;
  readonly #every: number;
  #timer: ReturnType<typeof setInterval> | null = null;
  #lifetime = new AbortController();

  /** @param every milliseconds between two updates */
  constructor(host: ReactiveControllerHost, wanted: () => boolean, every = 1_000) {
    this.#host = host;
    this.#wanted = wanted;
    this.#every = every;
    host.addController(this);
  }

  hostConnected(): void {
    this.#lifetime = new AbortController();
    document.addEventListener('visibilitychange', () => this.#host.requestUpdate(), { signal: this.#lifetime.signal });
  }

  hostUpdated(): void {
    const run = this.#wanted() && document.visibilityState === 'visible' && !this.#lifetime.signal.aborted;
    if (run && this.#timer === null) this.#timer = setInterval(() => this.#host.requestUpdate(), this.#every);
    if (!run) this.#stop();
  }

  hostDisconnected(): void {
    this.#lifetime.abort();
    this.#stop();
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
