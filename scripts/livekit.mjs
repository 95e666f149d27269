// Finds and starts a real livekit-server for tests and benches: the one that LIVEKIT_URL names, else a binary on PATH, one built earlier
// (in a cache folder, outside the checkout), or one built now where Go is. Everything stays on free ports of the loopback interface.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export const VERSION = '1.13.5';

/**
 * @param {{ own?: boolean, port?: number, key?: string, secret?: string, webhook?: string, autoCreate?: boolean }} [wanted] `own` is one that the
 *   caller may stop: never LIVEKIT_URL's. With the port, key and secret of one that was stopped it comes back as the same.
 * @returns {Promise<{ url: string, key: string, secret: string, port: number, stop(): Promise<void> } | { missing: string }>}
 */
export async function startLiveKit(wanted = {}) {
  const { LIVEKIT_URL: url, LIVEKIT_API_KEY: given, LIVEKIT_API_SECRET: givenSecret } = process.env;
  if (url && !wanted.own) {
    if (!given || !givenSecret) return { missing: 'LIVEKIT_URL is set without LIVEKIT_API_KEY and LIVEKIT_API_SECRET' };
    return { url, key: given, secret: givenSecret, port: Number(new URL(url).port), stop: () => Promise.resolve() };
  }
  const program = findLiveKit();
  if (program === null) return { missing: `no livekit-server was found, and no Go to build one (go install …/livekit-server@v${VERSION}, or LIVEKIT_URL)` };
  const [free, tcp, udp] = await freePorts(3);
  const { port = free, key = 'warmline', secret = randomBytes(24).toString('hex'), webhook, autoCreate = true } = wanted;
  const folder = mkdtempSync(join(tmpdir(), 'warmline-livekit-'));
  const rtc = { tcp_port: tcp, udp_port: udp, node_ip: '127.0.0.1', use_external_ip: false, enable_loopback_candidate: true };
  // JSON is YAML.
  const config = { port, bind_addresses: ['127.0.0.1'], rtc, keys: { [key]: secret }, room: { auto_create: autoCreate, empty_timeout: 5, departure_timeout: 5 }, ...(webhook && { webhook: { api_key: key, urls: [webhook] } }) };
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config), { mode: 0o600 });
  const child = spawn(program, ['--config', join(folder, 'config.yaml')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise((resolve) => child.on('exit', resolve).on('error', resolve));
  let last = '';
  child.stderr.on('data', (data) => (last = String(data)));
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  const failure = await Promise.race([answers(port), gone.then(() => `livekit-server ended: ${last.trim()}`)]);
  if (failure !== null) {
    await stop();
    return { missing: failure };
  }
  return { url: `ws://127.0.0.1:${port}`, key, secret, port, stop };
}

function findLiveKit() {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'warmline', `livekit-${VERSION}`);
  const built = join(cache, 'server');
  return [...onPath.map((folder) => join(folder, 'livekit-server')), built].find(isExecutable) ?? build(onPath, cache, built);
}

function build(onPath, cache, built) {
  const go = [...onPath, '/usr/local/go/bin'].map((folder) => join(folder, 'go')).find(isExecutable);
  if (go === undefined) return null;
  console.log(`No livekit-server was found: building v${VERSION} with Go into ${cache} (some minutes, once).`);
  mkdirSync(cache, { recursive: true });
  const env = { ...process.env, GOBIN: cache };
  const { status } = spawnSync(go, ['install', `github.com/livekit/livekit-server/cmd/server@v${VERSION}`], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  return status === 0 && isExecutable(built) ? built : null;
}

/** Resolves to null once it answers. */
async function answers(port) {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    if (answer?.ok) return null;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 'livekit-server did not answer within 20 s';
}

/** Held together before they are let go, so that no two are the same. */
async function freePorts(count) {
  const held = await Promise.all(
    Array.from({ length: count }, () => new Promise((resolve, reject) => {
      const probe = createServer().on('error', reject);
      probe.listen(0, '127.0.0.1', () => resolve(probe));
    })),
  );
  const ports = held.map((probe) => probe.address().port);
  await Promise.all(held.map((probe) => new Promise((resolve) => probe.close(resolve))));
  return ports;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** For web-test-runner: starts it when a test first asks where it is (`/livekit.json`), and ends it with the run. */
export function liveKitPlugin() {
  let running = null;
  return {
    name: 'livekit',
    async serve(context) {
      if (context.path !== '/livekit.json') return undefined;
      running ??= startLiveKit();
      const { url, key, secret, missing } = await running;
      return { body: JSON.stringify({ url, key, secret, missing }), type: 'json' };
    },
    async serverStop() {
      const server = await running;
      await server?.stop?.();
    },
  };
}
