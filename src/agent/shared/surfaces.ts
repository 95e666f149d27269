import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Call } from '../../session/call/call.ts';

/** Plays tracks on the media elements that its host draws: each with a `data-track`. */
export class Surfaces implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };
  readonly #call: () => Call | null;
  readonly #playing = new Map<Element, { readonly track: string; readonly call: Call; readonly lifetime: AbortController }>();

  constructor(host: ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment }, call: () => Call | null) {
    this.#host = host;
    this.#call = call;
    host.addController(this);
  }

  hostUpdated(): void {
    const call = this.#call();
    const drawn = new Set<Element>(this.#host.renderRoot.querySelectorAll('[data-track]'));
    for (const [surface, { lifetime, track, call: before }] of this.#playing) {
      if (drawn.has(surface) && before === call && surface.getAttribute('data-track') === track) continue;
      lifetime.abort();
      this.#playing.delete(surface);
    }
    if (!call) return;
    for (const surface of drawn) {
      const track = surface.getAttribute('data-track');
      if (!track || this.#playing.has(surface)) continue;
      const lifetime = new AbortController();
      this.#playing.set(surface, { track, call, lifetime });
      call.attach(track, surface, { signal: lifetime.signal });
    }
  }

  hostDisconnected(): void {
    for (const { lifetime } of this.#playing.values()) lifetime.abort();
    this.#playing.clear();
  }
}
