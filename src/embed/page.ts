import type { Page } from '../protocol/conversation.ts';

/** How often a browser without the Navigation API is asked for its address, in milliseconds. */
const LOOK = 2_000;

/** The page that the customer looks at, without query and fragment: they may hold what nobody else should read. */
export const currentPage = (): Page => ({ url: (location.origin + location.pathname).slice(0, 2_048), title: document.title.slice(0, 300) });

/** Calls back when a single-page app shows another page, until `signal` aborts. */
export function onPageChange(listener: () => void, signal: AbortSignal): void {
  let path = location.pathname;
  const look = (): void => {
    if (location.pathname === path) return;
    path = location.pathname;
    // The app sets its title after the address.
    setTimeout(() => signal.aborted || listener());
  };
  const { navigation } = window as { readonly navigation?: EventTarget };
  if (navigation) navigation.addEventListener('currententrychange', look, { signal });
  else {
    const timer = setInterval(look, LOOK);
    signal.addEventListener('abort', () => clearInterval(timer));
  }
}
