export function startTurnServer(secret: string): Promise<{ readonly url: string; stop(): Promise<void> } | { readonly missing: string }>;
