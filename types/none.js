// For who imports an entry of types alone.
export {};
