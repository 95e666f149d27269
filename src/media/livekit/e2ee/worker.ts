/**
 * LiveKit's worker, which encrypts and decrypts off the page's thread. Bundlers recognise this form: they resolve the package as for an import and
 * put the worker's file beside the page's own, on the same origin. The script tag's build uses `startAnywhere` instead.
 */
export function startWorker(): Worker {
  return new Worker(new URL('livekit-client/e2ee-worker', import.meta.url), { type: 'module' });
}

/**
 * A browser starts no worker from another origin: there, a worker of the page's own only loads it, by `importScripts`. The page's policy has to
 * allow that in `script-src`, and `blob:` in `worker-src`. LiveKit's file exports nothing, so it also runs as a classic script.
 */
export function startAnywhere({ href, origin }: URL): Worker {
  if (origin === location.origin) return new Worker(href, { type: 'module' });
  const starter = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(href)})`], { type: 'text/javascript' }));
  const worker = new Worker(starter);
  // Once it runs or has failed.
  for (const event of ['message', 'error']) worker.addEventListener(event, () => URL.revokeObjectURL(starter), { once: true });
  return worker;
}
