/**
 * LiveKit's worker, which encrypts and decrypts away from the page. Bundlers know this form, make a file of it and resolve the package as for an
 * import; they put that file beside the page's own, of the same origin. The script tag's build puts `startAnywhere` in its place.
 */
export function startWorker(): Worker {
  return new Worker(new URL('livekit-client/e2ee-worker', import.meta.url), { type: 'module' });
}

/**
 * A browser starts no worker of another origin: there, one of the page's own does nothing but load it, by `importScripts`, which a page's
 * `script-src` speaks for (and no `worker-src` beside `blob:`). LiveKit's file exports nothing, and so runs as a script too.
 */
export function startAnywhere({ href, origin }: URL): Worker {
  if (origin === location.origin) return new Worker(href, { type: 'module' });
  const starter = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(href)})`], { type: 'text/javascript' }));
  const worker = new Worker(starter);
  // Once it runs, or cannot.
  for (const event of ['message', 'error']) worker.addEventListener(event, () => URL.revokeObjectURL(starter), { once: true });
  return worker;
}
