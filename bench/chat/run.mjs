// npm run bench:chat — a long conversation in the widget, beside bare floors in the same run. Prints tables; asserts nothing.
import { build } from 'esbuild';
import { createServer } from 'node:http';
import { openBrowser } from '../browser.mjs';
import { median, quantile, table } from '../statistics.mjs';
import { fromServer } from './from-server.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 10);
const SERIES = Number(process.env.SERIES ?? 10);
const APPENDS = Number(process.env.APPENDS ?? 40);

const {
  outputFiles: [script],
} = await build({
  entryPoints: ['bench/chat/page.ts'],
  bundle: true,
  minify: true,
  write: false,
  format: 'esm',
  conditions: ['production'],
  target: 'es2022',
  // What a customer's page gets (rollup.config.mjs).
  alias: { valibot: './src/protocol/lean-valibot.ts', 'lit/html.js': './src/elements/shared/lean-html.ts' },
});
const server = createServer((request, response) => {
  const isScript = request.url === '/page.js';
  response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
  // An isolated page's clock tells 5 microseconds apart, any other's 100.
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  response.end(isScript ? script.text : '<!doctype html><html lang="en"><body style="margin:0"><script type="module" src="/page.js"></script>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const browser = await openBrowser();
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 800, height: 720 });
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction('window.bench');

  const shown = {};
  const measureShow = async (subject, count, keep) => {
    const time = await page.evaluate((name, n) => window.bench.show(name, n), subject, count);
    if (keep) (shown[`${subject} ${count}`] ??= []).push(time);
  };
  for (let round = -1; round < ROUNDS; round++) {
    for (const count of [1_000, 10_000]) {
      for (const subject of ['ours', 'window']) await measureShow(subject, count, round >= 0);
      if (round < 3) await measureShow('all', count, round >= 0);
    }
  }
  const floorOf = (count) => median(shown[`window ${count}`]);
  table(
    'Showing a conversation that the session holds: from asking to painted, in ms',
    ['entries', 'what', 'median', 'least', 'most', 'times the window'],
    [1_000, 10_000].flatMap((count) =>
      [
        ['ours', 'the widget'],
        ['window', 'floor: a bare window of the last 40'],
        ['all', 'floor: bare rows, all in the page'],
      ].map(([subject, name]) => {
        const times = shown[`${subject} ${count}`];
        return [count, name, median(times), Math.min(...times), Math.max(...times), median(times) / floorOf(count)];
      }),
    ),
  );

  const session = await page.createCDPSession();
  const collectGarbage = () => session.send('HeapProfiler.collectGarbage');

  const appended = {};
  for (let round = 0; round <= SERIES; round++) {
    for (const count of [100, 10_000]) {
      for (const subject of ['ours', 'dressed', 'window']) {
        // What one subject left behind is not collected at the cost of the next.
        await collectGarbage();
        const times = await page.evaluate((name, n, t) => window.bench.append(name, n, t), subject, count, APPENDS);
        if (round === 0) continue;
        const all = (appended[`${subject} ${count}`] ??= { dom: [], laid: [], paint: [] });
        for (const moment of Object.keys(all)) all[moment].push(...times[moment]);
      }
    }
  }
  const row = (subject, name, count) => {
    const times = appended[`${subject} ${count}`];
    const floor = appended[`dressed ${count}`];
    return [count, name, ...Object.keys(times).flatMap((moment) => [median(times[moment]), quantile(times[moment], 0.95), median(times[moment]) / median(floor[moment])])];
  };
  table(
    'Appending a message, in ms from the call: "DOM" until the row is in the page, "laid out" with a layout asked for at once, "painted" with the\n' +
      'frame that shows it ("times" beside the window with the same markup and styles)',
    ['entries', 'what', 'DOM p50', 'DOM p95', 'times', 'laid out p50', 'laid out p95', 'times', 'painted p50', 'painted p95', 'times'],
    [100, 10_000].flatMap((count) => [
      row('ours', 'the widget', count),
      row('dressed', 'floor: a window, same markup and styles', count),
      row('window', 'floor: a bare window', count),
    ]),
  );
  const p95 = (count) => quantile(appended[`ours ${count}`].dom, 0.95);
  console.log(`The widget's p95 to the DOM at 10000 is ${(p95(10_000) / p95(100)).toFixed(2)} times that at 100.\n`);

  const heap = async () => {
    await collectGarbage();
    await collectGarbage();
    return (await session.send('Runtime.getHeapUsage')).usedSize / 1_048_576;
  };
  await page.evaluate(() => window.bench.hold(40));
  const small = await heap();
  await page.evaluate(() => window.bench.hold(10_000));
  const large = await heap();
  const back = await page.evaluate(() => window.bench.scrollBack());
  const after = await heap();
  table(
    'Heap after forced collections, in MB',
    ['when', 'heap', 'more than with 40 entries'],
    [
      ['40 entries', small, 0],
      ['10000 entries', large, large - small],
      ['10000 entries, scrolled back to the first', after, after - small],
    ],
  );
  table(
    'Scrolling back through 10000 entries, 600 px a frame',
    ['frames', 'longest frame, ms', 'most rows in the page', 'reached'],
    [[back.frames, back.longest, back.rows, back.first.slice(0, 24)]],
  );
  await page.close();
  await fromServer(browser, `http://127.0.0.1:${server.address().port}`, ROUNDS);
} finally {
  await browser.close();
  server.close();
}
