/** Something whose state is watched: an immutable snapshot, replaced at each change. */
export interface Observable<Snapshot> {
  readonly snapshot: Snapshot;
  /** Calls `listener` after each change, until `signal` aborts. Not called for the present state. */
  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void;
}
