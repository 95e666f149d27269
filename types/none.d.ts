// For entries that export nothing: of types alone, or for browsers alone.
export {};
