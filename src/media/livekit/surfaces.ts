import type { Track } from 'livekit-client';

interface Shown {
  readonly trackId: string;
  track: Track | null;
}

/** Where pictures are shown. By LiveKit's own `attach`, from which adaptive stream learns how large each is shown. */
export class Surfaces {
  readonly #all = new Map<HTMLMediaElement, Shown>();

  add(element: HTMLMediaElement, trackId: string, signal: AbortSignal): void {
    const shown = { trackId, track: null };
    this.#remove(element);
    this.#all.set(element, shown);
    signal.addEventListener('abort', () => {
      if (this.#all.get(element) === shown) this.#remove(element);
    });
  }

  draw(trackOf: (trackId: string) => Track | null): void {
    this.#all.forEach((shown, element) => {
      const wanted = trackOf(shown.trackId);
      if (wanted === shown.track) return;
      shown.track?.detach(element);
      shown.track = wanted;
      // The room plays the others' sound, and nobody should hear their own.
      element.muted = true;
      wanted?.attach(element);
    });
  }

  clear(): void {
    this.#all.forEach((_, element) => this.#remove(element));
  }

  #remove(element: HTMLMediaElement): void {
    this.#all.get(element)?.track?.detach(element);
    this.#all.delete(element);
    element.srcObject = null;
  }
}
