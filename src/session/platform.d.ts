/**
 * The few names of the platform that the session core may know, beside ECMAScript's own: what browsers, workers and Node have alike. The
 * core is compiled without the DOM's types, so that nothing else slips in.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean; signal?: AbortSignal }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
  throwIfAborted(): void;
}
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare const AbortController: new () => AbortController;
declare const AbortSignal: { any(signals: readonly AbortSignal[]): AbortSignal };
declare function queueMicrotask(callback: () => void): void;
