import type { KeyValue } from '../../session/contracts/environment.ts';
import type { Observable } from '../../session/contracts/observable.ts';
import { Store } from '../../session/contracts/observable.ts';

export interface PreferenceValues {
  /** A language's code; null follows the page. */
  readonly language: string | null;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly sound: boolean;
  /** Whether single keys are commands (WCAG 2.1.4 wants a way to turn them off). */
  readonly keys: boolean;
  readonly microphone: string | null;
  readonly camera: string | null;
  readonly speaker: string | null;
  /** Where the call's window stands, as fractions of the room it may move in. */
  readonly callPlace: { readonly x: number; readonly y: number };
}

const defaults: PreferenceValues = {
  language: null,
  theme: 'auto',
  sound: true,
  keys: true,
  microphone: null,
  camera: null,
  speaker: null,
  callPlace: { x: 1, y: 0 },
};

/** How this person likes the console, on this machine. */
export class Preferences implements Observable<PreferenceValues> {
  static readonly key = 'console';

  readonly #kept: KeyValue;
  readonly #store: Store<PreferenceValues>;

  constructor(kept: KeyValue) {
    this.#kept = kept;
    this.#store = new Store(read(kept.get(Preferences.key)));
  }

  get snapshot(): PreferenceValues {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  change(values: Partial<PreferenceValues>): void {
    const next = { ...this.snapshot, ...values };
    this.#kept.set(Preferences.key, JSON.stringify(next));
    this.#store.set(next);
  }
}

/** A store in memory, for pages that were given none. */
export const forgetful = (): KeyValue => {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
    set: (key, value) => {
      if (value === null) values.delete(key);
      else values.set(key, value);
    },
  };
};

function read(stored: string | null): PreferenceValues {
  if (stored === null) return defaults;
  try {
    const value: unknown = JSON.parse(stored);
    if (typeof value !== 'object' || value === null) return defaults;
    const known = Object.entries(value).filter(([key, each]) => key in defaults && sameKind(key, each));
    return { ...defaults, ...Object.fromEntries(known) };
  } catch {
    return defaults;
  }
}

function sameKind(key: string, value: unknown): boolean {
  switch (key) {
    case 'sound':
    case 'keys':
      return typeof value === 'boolean';
    case 'theme':
      return value === 'auto' || value === 'light' || value === 'dark';
    case 'callPlace':
      return typeof value === 'object' && value !== null && 'x' in value && 'y' in value && isFraction(value.x) && isFraction(value.y);
    default:
      return value === null || typeof value === 'string';
  }
}

const isFraction = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;
