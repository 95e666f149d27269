export const VERSION: string;
export function startLiveKit(): Promise<{ readonly url: string; readonly key: string; readonly secret: string; stop(): Promise<void> } | { readonly missing: string }>;
