/** How long what is read out stands beside the log, in milliseconds: what is erased from the log must not stay there. */
const STANDS = 5_000;

/** Has a live region read out `words`, which stand there for a while. */
export function readOut(region: Element | null | undefined, words: string, stands = STANDS): void {
  if (!region) return;
  region.textContent = words;
  setTimeout(() => {
    if (region.textContent === words) region.textContent = '';
  }, stands);
}
