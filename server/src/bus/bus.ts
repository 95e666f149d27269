/** One event on its way to people's sockets. Plain data, so that it can travel between machines. */
export interface Delivery {
  /** Ids of the participants, each of whose sockets gets it. */
  readonly to: readonly string[];
  /** Only this one of their sockets. */
  readonly socket?: string;
  readonly method: string;
  readonly params: unknown;
}

/** Carries deliveries to every server that may hold the sockets they are for: in order, from each sender. */
export interface Bus {
  publish(delivery: Delivery): void;
  subscribe(listener: (delivery: Delivery) => void, options: { readonly signal: AbortSignal }): void;
}

/** For one machine: a call of a function. */
export class LocalBus implements Bus {
  readonly #listeners = new Set<(delivery: Delivery) => void>();

  publish(delivery: Delivery): void {
    for (const listener of this.#listeners) listener(delivery);
  }

  subscribe(listener: (delivery: Delivery) => void, { signal }: { readonly signal: AbortSignal }): void {
    if (signal.aborted) return;
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }
}
