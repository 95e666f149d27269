export const soundAtOnce: string;
export const chromiumFlags: readonly string[];
export const fakeDeviceFlags: readonly string[];
export const firefoxPreferences: Readonly<Record<string, boolean | number>>;
export function findBrowser(name: 'chromium' | 'firefox'): string;
