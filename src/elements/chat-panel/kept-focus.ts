/** What had the focus last, in a panel that a call came to. */
const holders = new WeakMap<HTMLElement, EventTarget>();
const watched = new WeakSet<Element>();

/** The first of what a prompt offers: of its answers, of the ways on from a refusal, or to be shown whole again. */
const WAYS_ON = '.avatar ~ .choices button, :has(> .help) + .choices button, .show';
/** A prompt while the browser has the word. Its one button hangs up: not for the focus of who presses Enter twice. */
const OPEN = '.card:has(.red)';

/**
 * Whoever is in the panel stays in it: a call's buttons go when they are pressed and when the call moves on, and the page would forget where its
 * reader was. To what the prompt offers now, then, or else to the text box; of a closed panel to its launcher. Does nothing where the focus has gone
 * elsewhere.
 */
export function keepFocus(panel: HTMLElement, launcher: HTMLElement | null): void {
  const root = panel.shadowRoot;
  const hold = (holder: EventTarget = panel): void => void holders.set(panel, holder);
  const soon = (): void => void requestAnimationFrame(check);
  if (!holders.has(panel)) {
    hold(innermost());
    // What moves within a shadow root is not heard outside of it: a press says where it was.
    root?.addEventListener('focusin', (event) => hold(event.composedPath()[0]));
    panel.addEventListener('click', () => hold(innermost()), { capture: true });
    panel.addEventListener('click', soon);
    // Whoever closed the panel has left it.
    const leave = (): void => {
      if (panel.isConnected) hold(document.body);
      else launcher?.removeEventListener('focus', leave);
    };
    launcher?.addEventListener('focus', leave);
  }
  const prompt = root?.querySelector('call-prompt');
  if (prompt?.shadowRoot && !watched.has(prompt)) {
    watched.add(prompt);
    // Within a phase too it changes, and some of it is loaded first.
    new MutationObserver(soon).observe(prompt.shadowRoot, { childList: true, subtree: true });
  }
  // What shows a call draws it in a task of its own; with the same frame, so that the page is laid out and painted once.
  soon();

  function check(): void {
    const holder = holders.get(panel);
    const at = innermost();
    const prompt = root?.querySelector('call-prompt')?.shadowRoot;
    const way = prompt?.querySelector<HTMLElement>(WAYS_ON);
    const card = prompt?.querySelector<HTMLElement>(OPEN);
    if (!(holder instanceof Element) || (at === card ? !way : holder.checkVisibility() || at !== document.body)) return;
    if (way?.checkVisibility()) way.focus();
    else if (card?.checkVisibility()) focusOnce(card);
    else if (root?.querySelector('[data-mode=panel]')) panel.focus();
    else launcher?.focus();
    hold(innermost());
  }
}

/** What is no control has the focus only as long as nothing else takes it. */
function focusOnce(card: HTMLElement): void {
  card.tabIndex = -1;
  card.addEventListener('blur', () => card.removeAttribute('tabindex'), { once: true });
  card.focus();
}

function innermost(): Element {
  let at = document.activeElement ?? document.body;
  for (let inner = at.shadowRoot?.activeElement; inner; inner = at.shadowRoot?.activeElement) at = inner;
  return at;
}
