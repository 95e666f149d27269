import type { Area } from '../elements/chat-widget/page-storage.ts';
import { readStored, storageKey, store } from '../elements/chat-widget/page-storage.ts';
import type { Environment, KeyValue } from '../session/contracts/environment.ts';

/** How long a page that is on its way out may still hold its tab's id, in milliseconds. */
const HANDOVER = 300;

/** The browser's clock, chance and storage, for one server's one site. */
export class BrowserEnvironment implements Environment {
  readonly shared: KeyValue;
  readonly tab: KeyValue;

  constructor(server: string, site: string) {
    this.shared = stored('localStorage', server, site);
    this.tab = stored('sessionStorage', server, site);
  }

  now(): number {
    return Date.now();
  }

  after(delay: number, callback: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    // A long life with many timers keeps none of those that have gone off.
    const over = new AbortController();
    const timer = setTimeout(() => {
      over.abort();
      callback();
    }, delay);
    signal.addEventListener('abort', () => clearTimeout(timer), { signal: over.signal });
  }

  random(): number {
    return Math.random();
  }

  id(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join('');
  }

  /**
   * This tab's id, which survives its reloads. A duplicated tab comes with a copy of the other's storage: the lock tells, and it takes an id of
   * its own and no part in the other's call. Held until the page ends.
   */
  async claimTab(): Promise<string> {
    const known = this.tab.get('tab');
    if (known && (await hold(known))) return known;
    const fresh = this.id();
    this.tab.set('tab', fresh);
    this.tab.set('lease', null);
    await hold(fresh);
    return fresh;
  }
}

/** The ids that this page holds: a widget that is taken away and put back is the same tab. */
const held = new Set<string>();

/** Whether nobody else holds that tab's lock. Where there are no locks, nobody can tell, and the server decides. */
async function hold(id: string): Promise<boolean> {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks || held.has(id)) return true;
  const forever = new Promise(() => undefined);
  return new Promise((resolve) => {
    locks
      .request(`warmline-tab-${id}`, { signal: AbortSignal.timeout(HANDOVER) }, () => {
        held.add(id);
        resolve(true);
        return forever;
      })
      .catch(() => resolve(false));
  });
}

function stored(area: Area, server: string, site: string): KeyValue {
  /** What could not be stored. */
  const kept = new Map<string, string | null>();
  const place = storageKey(server, site, '');
  return {
    get: (key) => kept.get(place + key) ?? readStored(area, place + key),
    keys: (prefix) =>
      [...new Set([...keysOf(area), ...kept.keys()])].filter((key) => key.startsWith(place + prefix)).map((key) => key.slice(place.length)),
    set: (key, value) => {
      if (store(area, place + key, value)) kept.delete(place + key);
      else kept.set(place + key, value);
    },
  };
}

function keysOf(area: Area): readonly string[] {
  try {
    return Object.keys(globalThis[area]);
  } catch {
    return [];
  }
}
