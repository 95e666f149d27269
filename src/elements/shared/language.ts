/** The language that a part of a page is in, as its nearest `lang` says, across shadow roots; English where nobody says. */
export function languageOf(element: Element): string {
  const { host } = element.getRootNode() as Partial<ShadowRoot>;
  return element.closest<HTMLElement>('[lang]')?.lang || (host ? languageOf(host) : 'en');
}
