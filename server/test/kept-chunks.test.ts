import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { TestClock } from './support/clock.ts';
import { config, dataDir, serve } from './support/place.ts';

const DAY = 24 * 3_600_000;

/** What one version publishes. */
function version(t: TestContext, hash: string): string {
  const folder = dataDir(t);
  for (const part of ['chunks', 'agent/chunks']) {
    mkdirSync(join(folder, part), { recursive: true });
    writeFileSync(join(folder, part, `part-${hash}.js`), `export const from = '${hash}';`);
    writeFileSync(join(folder, part, `part-${hash}.js.gz`), gzipSync(`export const from = '${hash}';`));
    writeFileSync(join(folder, part, 'part.js'), '');
  }
  writeFileSync(join(folder, 'warmline.js'), `import './chunks/part-${hash}.js';`);
  return folder;
}

test('a page that was open at an update finds the parts of its own version for a week after it, however long that version ran', async (t) => {
  const data = dataDir(t);
  const clock = new TestClock();
  const start = (publicDir: string) => serve(t, { config: config(), dataDir: data, publicDir, clock });
  const before = await start(version(t, 'aaaaaaaa'));
  clock.move(60 * DAY);
  await before.close();

  const next = version(t, 'bbbbbbbb');
  const server = await start(next);
  for (const path of ['chunks', 'agent/chunks']) {
    for (const hash of ['aaaaaaaa', 'bbbbbbbb']) {
      const response = await fetch(`${server.url}/${path}/part-${hash}.js`);
      assert.equal(await response.text(), `export const from = '${hash}';`);
      assert.match(response.headers.get('cache-control') ?? '', /immutable/);
      assert.equal(response.headers.get('content-encoding'), 'gzip');
      assert.equal(response.headers.get('access-control-allow-origin'), path === 'chunks' ? '*' : null);
    }
  }
  assert.match(await (await fetch(`${server.url}/warmline.js`)).text(), /bbbbbbbb/);
  assert.equal(statSync(join(data, 'published/chunks/part-aaaaaaaa.js')).mode & 0o777, 0o600);
  assert.throws(() => statSync(join(data, 'published/chunks/part.js')));
  await server.close();

  clock.move(8 * DAY);
  const later = await start(next);
  // What it drops it drops in the background, before it is closed.
  await later.close();
  const last = await start(next);
  assert.deepEqual(
    await Promise.all(['aaaaaaaa', 'bbbbbbbb'].map(async (hash) => (await fetch(`${last.url}/chunks/part-${hash}.js`)).status)),
    [404, 200],
  );
  await last.close();
});

test('a server that cannot keep them starts all the same', async (t) => {
  const data = dataDir(t);
  writeFileSync(join(data, 'published'), 'a file in its place');
  const { url } = await serve(t, { config: config(), dataDir: data, publicDir: version(t, 'aaaaaaaa') });
  assert.equal((await fetch(`${url}/chunks/part-aaaaaaaa.js`)).status, 200);
  assert.equal((await fetch(`${url}/chunks/part-bbbbbbbb.js`)).status, 404);
});
