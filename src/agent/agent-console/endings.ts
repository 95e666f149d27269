import type { Environment } from '../../session/contracts/environment.ts';
import type { Observable } from '../../session/contracts/observable.ts';
import { Store } from '../../session/contracts/observable.ts';

export type Ending = { readonly is: 'pending'; readonly at: number } | { readonly is: 'ending' } | { readonly is: 'failed' };

/** How long the end of a conversation can be undone, in milliseconds. */
const UNDO = 3_000;

/**
 * Conversations that are about to end. The end waits a moment in which it can be undone, whichever conversation is looked at meanwhile;
 * asking again ends at once.
 */
export class Endings implements Observable<ReadonlyMap<string, Ending>> {
  readonly #environment: Environment;
  readonly #store = new Store<ReadonlyMap<string, Ending>>(new Map());
  readonly #waits = new Map<string, AbortController>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  get snapshot(): ReadonlyMap<string, Ending> {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  ask(conversation: string, end: () => Promise<void>): void {
    const before = this.snapshot.get(conversation);
    if (before?.is === 'ending') return;
    if (before?.is === 'pending') {
      void this.#end(conversation, end);
      return;
    }
    const wait = new AbortController();
    this.#waits.set(conversation, wait);
    this.#environment.after(UNDO, () => void this.#end(conversation, end), wait.signal);
    this.#set(conversation, { is: 'pending', at: this.#environment.now() + UNDO });
  }

  undo(conversation: string): void {
    if (this.snapshot.get(conversation)?.is === 'ending') return;
    this.#stop(conversation);
    this.#set(conversation, null);
  }

  /** Undoes this conversation's end, or else the one that was asked for last. Returns whose it was. */
  undoLast(open: string | null): string | null {
    const pending = [...this.snapshot].flatMap(([id, { is }]) => (is === 'pending' ? id : []));
    const undone = pending.find((each) => each === open) ?? pending.at(-1) ?? null;
    if (undone !== null) this.undo(undone);
    return undone;
  }

  /** The desk closes: what was about to end stays open. */
  clear(): void {
    for (const conversation of [...this.#waits.keys()]) this.undo(conversation);
  }

  async #end(conversation: string, end: () => Promise<void>): Promise<void> {
    this.#stop(conversation);
    this.#set(conversation, { is: 'ending' });
    try {
      await end();
      this.#set(conversation, null);
    } catch {
      this.#set(conversation, { is: 'failed' });
    }
  }

  #stop(conversation: string): void {
    this.#waits.get(conversation)?.abort();
    this.#waits.delete(conversation);
  }

  #set(conversation: string, ending: Ending | null): void {
    const endings = new Map(this.snapshot);
    if (ending) endings.set(conversation, ending);
    else endings.delete(conversation);
    this.#store.set(endings);
  }
}
