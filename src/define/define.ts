/**
 * Registers a tag, once. Does nothing where it is taken, or where there is no registry (on a server). The file that calls this exports the
 * class too, and the types of its events: by that TypeScript knows the tag where a page imports nothing else.
 */
export function define(tag: string, element: CustomElementConstructor): void {
  if ('customElements' in globalThis && !customElements.get(tag)) customElements.define(tag, element);
}
