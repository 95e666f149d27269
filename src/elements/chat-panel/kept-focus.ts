/** What had the focus last, in a panel that a call came to. */
const holders = new WeakMap<HTMLElement, EventTarget>();

/**
 * Whoever is in the panel stays in it: a call's buttons go when they are pressed and when the call moves on, and the page would forget where its
 * reader was. To the text box then, or of a closed panel to its launcher. Does nothing where the focus has gone elsewhere.
 */
export function keepFocus(panel: HTMLElement, launcher: HTMLElement | null): void {
  if (!holders.has(panel)) {
    const hold = (holder: EventTarget = panel): void => void holders.set(panel, holder);
    hold(innermost());
    // What moves within a shadow root is not heard outside of it: a press says where it was.
    panel.shadowRoot?.addEventListener('focusin', (event) => hold(event.composedPath()[0]));
    panel.addEventListener('click', () => hold(innermost()), { capture: true });
    panel.addEventListener('click', () => requestAnimationFrame(check));
    // Whoever closed the panel has left it.
    const leave = (): void => {
      if (panel.isConnected) hold(document.body);
      else launcher?.removeEventListener('focus', leave);
    };
    launcher?.addEventListener('focus', leave);
  }
  // What shows a call draws it in a task of its own; with the same frame, so that the page is laid out and painted once.
  requestAnimationFrame(check);

  function check(): void {
    const holder = holders.get(panel);
    if (!(holder instanceof Element) || holder.checkVisibility() || innermost() !== document.body) return;
    if (panel.shadowRoot?.querySelector('[data-mode=panel]')) panel.focus();
    else launcher?.focus();
  }
}

function innermost(): Element {
  let at = document.activeElement ?? document.body;
  for (let inner = at.shadowRoot?.activeElement; inner; inner = at.shadowRoot?.activeElement) at = inner;
  return at;
}
