import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Observable } from '../../session/contracts/observable.ts';

/** Updates its host at each change of what it watches, while the host is connected. */
export class Watch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #source: () => Observable<unknown> | null | undefined;
  readonly #changed: () => void;
  #watched: Observable<unknown> | null = null;
  #lifetime = new AbortController();
  #connected = false;

  constructor(host: ReactiveControllerHost, source: () => Observable<unknown> | null | undefined, changed: () => void = () => undefined) {
    this.#host = host;
    this.#source = source;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    // An update requested before the host was disconnected runs after it: a subscription made then would never end.
    if (!this.#connected) return;
    const source = this.#source() ?? null;
    if (source === this.#watched) return;
    this.#lifetime.abort();
    this.#lifetime = new AbortController();
    this.#watched = source;
    source?.subscribe(
      () => {
        this.#changed();
        this.#host.requestUpdate();
      },
      { signal: this.#lifetime.signal },
    );
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#lifetime.abort();
    this.#watched = null;
  }
}
