// The same conversation once more, from the real server: until its last rows are painted, and until all of it has come, page after page. Beside a
// floor that does the same by hand: one socket, bare frames, bare rows.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import { startServer } from '../server.mjs';
import { median, table } from '../statistics.mjs';

const SITE = 'bench';

export async function fromServer(browser, origin, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'warmline-bench-'));
  const config = join(folder, 'warmline.config.json');
  const limits = { messagesPerSecond: 100_000, messagesBurst: 1_000, framesPerSecond: 100_000, framesBurst: 1_000 };
  writeFileSync(config, JSON.stringify({ sites: [{ id: SITE, name: 'Bench', origins: [origin] }], agents: [], limits }));
  const server = await startServer({ WARMLINE_CONFIG: config });
  try {
    const rows = [];
    for (const count of [1_000, 10_000]) {
      const token = await written(server.url, origin, count);
      const times = { ours: { opened: [], whole: [] }, bare: { opened: [], whole: [] } };
      for (let round = -1; round < rounds; round++) {
        for (const subject of Object.keys(times)) {
          const page = await browser.newPage();
          await page.goto(origin);
          await page.waitForFunction('window.bench');
          const { opened, whole } = await page.evaluate((...given) => window.bench.fromServer(...given), subject, server.url, SITE, token, count);
          if (round >= 0) {
            times[subject].opened.push(opened);
            times[subject].whole.push(whole);
          }
          await page.close();
        }
      }
      for (const [subject, name] of [['ours', 'the widget'], ['bare', 'floor: a socket and bare rows by hand']]) {
        const { opened, whole } = times[subject];
        const spread = (all, floor) => [median(all), Math.min(...all), Math.max(...all), median(all) / median(floor)];
        rows.push([count, name, ...spread(opened, times.bare.opened), ...spread(whole, times.bare.whole)]);
      }
    }
    table(
      'Showing it once more from the real server, in ms: "shown" from asking for a connection to the last 40 rows painted, "all here" with the whole history\nread back to its first entry',
      ['entries', 'what', 'shown', 'least', 'most', 'times', 'all here', 'least', 'most', 'times'],
      rows,
    );
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A visitor who wrote so many messages; gives their token. */
async function written(url, origin, count) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/socket`, 'warmline.v1', { origin });
  await once(socket, 'open');
  const answers = new Map();
  socket.on('message', (data) => {
    const frame = JSON.parse(data);
    answers.get(frame.id)?.(frame);
  });
  const ask = (id, method, params) =>
    new Promise((resolve, reject) => {
      answers.set(id, (frame) => {
        answers.delete(id);
        if (frame.error) reject(new Error(frame.error.message));
        else resolve(frame.result);
      });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  const { token } = await ask(0, 'hello', {
    protocol: 'warmline.v1',
    role: 'customer',
    site: SITE,
    tab: 'writer',
    capabilities: { calls: null, screenShare: false },
    language: 'en',
    timeZone: 'UTC',
    page: { url: origin, title: 'Bench' },
    features: [],
    resume: [],
  });
  for (let sent = 0; sent < count; ) {
    const batch = Math.min(500, count - sent);
    await Promise.all(
      Array.from({ length: batch }, (_, index) =>
        ask(1 + sent + index, 'chat.send', { clientId: `message-${sent + index}`, parts: [{ type: 'text', text: `Message ${sent + index}: how long does delivery take?` }] }),
      ),
    );
    sent += batch;
  }
  socket.terminate();
  return token;
}
