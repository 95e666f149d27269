// npm run bench:launcher — what the closed launcher costs a page: its script and its paint, beside the same picture written by hand without any
// logic. Interleaved; prints a table, asserts nothing.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { openBrowser } from '../browser.mjs';
import { median, quantile, table } from '../statistics.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 30);

const icon = /'(M[^']+)'/.exec(readFileSync('src/elements/chat-widget/chat-icon.ts', 'utf8'))[1];
const page = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><body><h1>A page</h1><p>With some words on it.</p>${body}</body></html>`;
const byHand = page(`<style>
  .launcher { position: fixed; z-index: 2147483000; inset-block-end: 20px; inset-inline-end: 20px; display: grid; place-items: center; width: 56px; height: 56px;
    padding: 0; border: 0; border-radius: 50%; background: oklch(0.5 0.13 255); color: #fff; box-shadow: 0 6px 24px rgb(0 0 0 / 0.22); cursor: pointer }
  .launcher svg { width: 28px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round }
</style><button class="launcher" aria-label="Open chat"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icon}"/></svg></button>`);
const ours = page('<script type="module" src="/warmline.js"></script><chat-widget site="demo"></chat-widget>');
/** Keeps the moment after the frame that has the launcher in it; the same few lines on both pages. */
const watch = `<script>
  window.painted = (document.querySelector('chat-widget') ? customElements.whenDefined('chat-widget') : Promise.resolve()).then(() => new Promise((resolve) => {
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => resolve(performance.now()); port2.postMessage(null); });
  }));
</script>`;
const watched = (html) => html.replace('</body>', `${watch}</body>`);
const files = {
  '/by-hand': ['text/html; charset=utf-8', watched(byHand)],
  '/ours': ['text/html; charset=utf-8', watched(ours)],
  '/warmline.js': ['text/javascript', readFileSync('server/public/warmline.js')],
};
const server = createServer((request, response) => {
  const [type, body] = files[request.url] ?? ['text/plain', ''];
  response.setHeader('content-type', type);
  response.end(body);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await openBrowser();
const paints = { ours: [], 'by-hand': [] };
const work = { ours: [], 'by-hand': [] };
try {
  for (let round = -2; round < ROUNDS; round++) {
    for (const name of Object.keys(paints)) {
      const tab = await browser.newPage();
      // The empty page that each tab begins with is none of the launcher's work, nor of the floor's: it is taken off.
      const blank = await tab.metrics();
      await tab.goto(`${origin}/${name}`);
      // From the start of the navigation to the frame that has the launcher in it.
      const painted = await tab.evaluate(() => window.painted);
      const whole = await tab.metrics();
      const spent = (...parts) => parts.reduce((sum, part) => sum + (whole[part] - blank[part]) * 1_000, 0);
      if (round >= 0) {
        paints[name].push(painted);
        work[name].push([spent('ScriptDuration'), spent('LayoutDuration', 'RecalcStyleDuration'), spent('TaskDuration')]);
      }
      await tab.close();
    }
  }
} finally {
  await browser.close();
  server.close();
}

const floor = { paint: median(paints['by-hand']), task: median(work['by-hand'].map((each) => each[2])) };
table(
  `The closed launcher, median of ${ROUNDS}, in ms`,
  ['page', 'painted', 'p5', 'p95', 'times', 'script', 'style and layout', 'all work of the page', 'times'],
  ['ours', 'by-hand'].map((name) => {
    const [script, layout, task] = [0, 1, 2].map((part) => median(work[name].map((each) => each[part])));
    const paint = median(paints[name]);
    return [name === 'ours' ? 'the launcher' : 'floor: by hand', paint, quantile(paints[name], 0.05), quantile(paints[name], 0.95), paint / floor.paint, script, layout, task, task / floor.task];
  }),
);
