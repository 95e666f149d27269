/** The language that a part of a page is in, as its nearest `lang` says, across shadow roots; English where nobody says. */
export function languageOf(element: Element): string {
  const nearest = element.closest('[lang]:not([lang=""])');
  if (nearest) return nearest.getAttribute('lang') ?? 'en';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : 'en';
}
