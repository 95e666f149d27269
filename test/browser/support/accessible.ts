/**
 * Finds what a person with a screen reader finds: by role and whole name (of any name, where none is given), through shadow roots, where it is
 * visible. Runs in the page, so it refers to nothing outside of itself. Every browser's own tree would do too, but not every driver lets a test ask for it.
 */
export function accessible(role: string, name?: string): Element[] {
  const roles: Record<string, string> = {
    button: 'button:not([role]), [role=button], summary',
    textbox: 'textarea, input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=number]):not([type=hidden]), [role=textbox]',
    dialog: 'dialog, [role=dialog], [role=alertdialog]',
    log: '[role=log]',
    navigation: 'nav, [role=navigation]',
    menuitem: '[role^=menuitem]',
    link: 'a[href]',
    combobox: 'select',
  };
  const found: Element[] = [];
  const search = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches(roles[role] ?? `[role=${role}]`)) found.push(element);
      if (element.shadowRoot) search(element.shadowRoot);
    }
  };
  const textOf = (node: Node): string => {
    if (node instanceof Element && (node.getAttribute('aria-hidden') === 'true' || node.matches('svg, style, script'))) return '';
    return node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : [...node.childNodes].map(textOf).join('');
  };
  const nameOf = (element: Element): string => {
    const root = element.getRootNode() as Document | ShadowRoot;
    const by = element.getAttribute('aria-labelledby')?.split(/\s+/);
    const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
    const given =
      by?.map((id) => root.getElementById(id)?.textContent ?? '').join(' ') ??
      element.getAttribute('aria-label') ??
      element.ariaLabel ??
      (labels.length > 0 ? labels.map(textOf).join(' ') : textOf(element));
    return given.replace(/\s+/g, ' ').trim();
  };
  search(document);
  return found.filter((element) => element.checkVisibility({ visibilityProperty: true }) && (name === undefined || nameOf(element) === name));
}

/** What stands on the page in words, for the message of a test that failed. Runs in the page. */
export function visibleWords(): string {
  const words: string[] = [];
  const search = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) search(element.shadowRoot);
      if (element.matches('style, script') || !element.checkVisibility()) continue;
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent?.trim() ?? '');
      const label = element.getAttribute('aria-label');
      words.push(...own.filter(Boolean), ...(label ? [`[${label}]`] : []));
    }
  };
  search(document);
  return words.join(' · ').slice(-1_500);
}

/** Whether these words can be read somewhere. Runs in the page. */
export function canBeRead(words: string): boolean {
  const search = (root: Document | ShadowRoot): boolean =>
    [...root.querySelectorAll('*')].some(
      (element) =>
        (element.shadowRoot !== null && search(element.shadowRoot)) ||
        (!element.matches('style, script, template') &&
          [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE) &&
          (element.textContent ?? '').includes(words) &&
          element.checkVisibility()),
    );
  return search(document);
}
