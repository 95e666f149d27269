import type { Environment } from '../contracts/environment.ts';
import { Store } from '../contracts/observable.ts';
import type { Call, CallSnapshot } from './call.ts';

export const noCall: CallSnapshot = {
  view: { phase: 'none' },
  record: null,
  clockOffset: 0,
  room: null,
  wanted: { microphone: true, camera: false },
  trouble: null,
};

/** After a part that would not load, in milliseconds. A call rings for 45 s. */
const RETRY = 2_000;

export interface LazyCallOptions {
  readonly load: () => Promise<Call>;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

export interface LazyCall {
  readonly call: Call;
  /** Something of a call arrived. Loads once; tries again where that failed. */
  readonly wake: () => void;
}

/**
 * Stands in for a call whose code a page has not loaded. Nothing is lost before it has: what it would show, and so every button that could
 * be pressed, comes from the loaded one. To it goes everything that is asked, in the task of the press; before, that does nothing.
 */
export function lazyCall({ load, environment, signal }: LazyCallOptions): LazyCall {
  const store = new Store(noCall);
  let loaded: Call | null = null;
  let loading = false;
  const wake = (): void => {
    if (loading) return;
    loading = true;
    load().then(
      (call) => {
        if (signal.aborted) return;
        loaded = call;
        const show = (): void => store.set(call.snapshot);
        call.subscribe(show, { signal });
        show();
      },
      () => {
        loading = false;
        environment.after(RETRY, wake, signal);
      },
    );
  };
  const call = new Proxy({} as Call, {
    get: (_, name) => {
      if (name === 'snapshot') return store.snapshot;
      // Nothing to wait for: a call is handed on by promises too.
      if (name === 'then') return undefined;
      const owner = (name === 'subscribe' ? store : loaded) as Readonly<Record<PropertyKey, (...given: unknown[]) => unknown>> | null;
      // eslint-disable-next-line @typescript-eslint/require-await -- a promise, as `Call` says, before there is anything to ask too
      return async (...given: unknown[]) => owner?.[name]?.(...given);
    },
  });
  return { call, wake };
}
