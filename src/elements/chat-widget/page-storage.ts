/** Where a browser keeps things for a page. Both may be missing or forbidden; then nothing is kept, and nothing throws. */
export type Area = 'localStorage' | 'sessionStorage';

/** One server's and one site's keys, told apart from everything else that a page keeps. */
export const storageKey = (server: string, site: string, key: string): string => `warmline ${server} ${site} ${key}`;

export function readStored(area: Area, key: string): string | null {
  try {
    return globalThis[area].getItem(key);
  } catch {
    return null;
  }
}

/** Null removes. Says whether it was kept. */
export function store(area: Area, key: string, value: string | null): boolean {
  try {
    if (value === null) globalThis[area].removeItem(key);
    else globalThis[area].setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
