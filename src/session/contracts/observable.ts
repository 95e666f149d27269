/** Something whose state is watched: an immutable snapshot, replaced at each change. */
export interface Observable<Snapshot> {
  readonly snapshot: Snapshot;
  /** Calls `listener` after each change, until `signal` aborts. Not called for the present state. */
  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void;
}

/** Who wants to be told, in the order of asking. A listener that throws stops nobody else: its error surfaces as uncaught. */
export class Listeners<Event = void> {
  readonly #all = new Set<{ call(event: Event): void }>();

  add(listener: (event: Event) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    const each = { call: listener };
    this.#all.add(each);
    signal.addEventListener('abort', () => this.#all.delete(each), { once: true });
  }

  tell(event: Event): void {
    for (const each of [...this.#all]) {
      if (!this.#all.has(each)) continue;
      try {
        each.call(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

/** An `Observable` to write to: setting the very same snapshot tells nobody. */
export class Store<Snapshot> implements Observable<Snapshot> {
  readonly #listeners = new Listeners();
  #snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  set(snapshot: Snapshot): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    this.#listeners.tell();
  }

  subscribe(listener: () => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#listeners.add(listener, signal);
  }
}
