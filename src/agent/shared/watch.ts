import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Observable } from '../../session/contracts/observable.ts';

/** Draws its host again at each change of what it watches, while the host is in the page. */
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
    // A drawing that was asked for before the host left comes after it: what is watched then is watched for ever.
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
