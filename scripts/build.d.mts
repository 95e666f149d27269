/** What `npm start` and the end-to-end tests need. */
export const served: readonly string[];
/** Builds those parts that are stale, and says which. */
export function build(names?: readonly string[], options?: { readonly force?: boolean }): Promise<void>;
