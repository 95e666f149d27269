/** Registers a tag, once. Does nothing where it is taken, or where there is no registry (on a server). */
export function define(tag: string, element: CustomElementConstructor): void {
  if ('customElements' in globalThis && !customElements.get(tag)) customElements.define(tag, element);
}
