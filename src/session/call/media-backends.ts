import type { MediaBackend } from '../contracts/media-backend.ts';

/** The backends that a page has, each loaded when it is first needed. */
export class MediaBackends {
  readonly #loaders: Readonly<Record<string, () => Promise<MediaBackend>>>;
  readonly #loading = new Map<string, Promise<MediaBackend>>();
  readonly #loaded = new Map<string, MediaBackend>();

  constructor(loaders: Readonly<Record<string, () => Promise<MediaBackend>>>) {
    this.#loaders = loaders;
  }

  load(name: string): Promise<MediaBackend> {
    const known = this.#loading.get(name);
    if (known) return known;
    const loader = this.#loaders[name];
    const loading = loader ? loader() : Promise.reject(new Error(`No media backend "${name}"`));
    this.#loading.set(name, loading);
    loading.then(
      (backend) => this.#loaded.set(name, backend),
      () => this.#loading.delete(name),
    );
    return loading;
  }

  /** Loads while it rings, so that the press of "Accept" finds it there. */
  warm(name: string): void {
    this.load(name).then(
      (backend) => backend.warm(),
      () => undefined,
    );
  }

  /** Inside a press: lets what is there play sound later. */
  unlock(): void {
    this.#loaded.forEach((backend) => {
      backend.unlock();
      void backend.warm();
    });
  }
}
