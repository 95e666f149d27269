// Finds and starts a real livekit-server for tests and benches: the one that LIVEKIT_URL names, else a binary on PATH, one built earlier
// (in a cache folder, outside the checkout), or one built now where Go is. Everything stays on free ports of the loopback interface.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './ports.mjs';
import { findProgram, isProgram } from './programs.mjs';

const VERSION = '1.13.5';
const NOWHERE = `no livekit-server was found, and no Go to build one (go install …/livekit-server@v${VERSION}, or LIVEKIT_URL)`;

/**
 * One that was started here can be killed and started again, as a crash and a supervisor do: its ports and keys stay.
 * @param {{ own?: boolean, port?: number, key?: string, secret?: string, webhook?: string, autoCreate?: boolean, rtc?: object }} [wanted] `own` is
 *   one that the caller may stop, set up, and find empty: never LIVEKIT_URL's. With the port, key and secret of one that was stopped it comes back
 *   as the same. `rtc` is what LiveKit's configuration says of media, beside what tests need.
 * @returns {Promise<import('./livekit.d.mts').LiveKit | { missing: string }>}
 */
export async function startLiveKit(wanted = {}) {
  const started = await start(wanted);
  if (started.missing !== undefined) mayBeMissing(started.missing);
  return started;
}

/** Why nobody can start one of their own here, whatever LIVEKIT_URL says; null where they can. */
export function missingProgram() {
  if (findLiveKit() !== null) return null;
  mayBeMissing(NOWHERE);
  return NOWHERE;
}

/** Where it must be there, its tests are not skipped: they fail. */
function mayBeMissing(why) {
  if (process.env.LIVEKIT_REQUIRED) throw new Error(`LIVEKIT_REQUIRED is set, but there is none: ${why}`);
}

async function start(wanted) {
  const { LIVEKIT_URL: url, LIVEKIT_API_KEY: given, LIVEKIT_API_SECRET: givenSecret } = process.env;
  if (url && !wanted.own) {
    if (!given || !givenSecret) return { missing: 'LIVEKIT_URL is set without LIVEKIT_API_KEY and LIVEKIT_API_SECRET' };
    return { url, key: given, secret: givenSecret, port: Number(new URL(url).port), stop: () => Promise.resolve() };
  }
  const program = findLiveKit();
  if (program === null) return { missing: NOWHERE };
  // Free a moment ago is not free: who lost the race for a port tries others.
  for (let tries = 1; ; tries++) {
    const started = await startProgram(program, wanted);
    if (started.missing === undefined || tries === 3) return started;
  }
}

async function startProgram(program, wanted) {
  const [free, tcp, udp] = await freePorts(3);
  const { port = free, key = 'warmline', secret = randomBytes(24).toString('hex'), webhook, autoCreate = true } = wanted;
  const folder = mkdtempSync(join(tmpdir(), 'warmline-livekit-'));
  const file = join(folder, 'config.yaml');
  // JSON is YAML.
  const media = { tcp_port: tcp, udp_port: udp, node_ip: '127.0.0.1', use_external_ip: false, enable_loopback_candidate: true, ...wanted.rtc };
  const config = { port, bind_addresses: ['127.0.0.1'], rtc: media, keys: { [key]: secret }, room: { auto_create: autoCreate, empty_timeout: 5, departure_timeout: 5 }, ...(webhook && { webhook: { api_key: key, urls: [webhook] } }) };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  let running = null;
  const start = async () => {
    running = run(program, file);
    running.child.unref();
    running.child.stderr.unref();
    return await Promise.race([answers(port), running.gone.then(() => `livekit-server ended: ${running.said().trim()}`)]);
  };
  const kill = async () => {
    running.child.ref();
    running.child.kill('SIGKILL');
    await running.gone;
  };
  // One that nobody stopped neither keeps its test's process, nor outlives it.
  const last = () => running.child.kill('SIGKILL');
  process.on('exit', last);
  const stop = async () => {
    await kill();
    process.off('exit', last);
    rmSync(folder, { recursive: true, force: true });
  };
  const failure = await start();
  if (failure !== null) {
    await stop();
    return { missing: failure };
  }
  return { url: `ws://127.0.0.1:${port}`, key, secret, port, media: { udp, tcp }, kill, start, stop };
}

function run(program, file) {
  const child = spawn(program, ['--config', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise((resolve) => child.on('exit', resolve).on('error', resolve));
  let said = '';
  child.stderr.on('data', (data) => (said = `${said}${data}`.slice(-2_000)));
  return { child, gone, said: () => said };
}

function findLiveKit() {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'warmline', `livekit-${VERSION}`);
  const built = join(cache, 'server');
  return findProgram(['livekit-server'], [built]) ?? build(cache, built);
}

function build(cache, built) {
  const go = findProgram(['go'], ['/usr/local/go/bin/go']);
  if (go === null) return null;
  console.log(`No livekit-server was found: building v${VERSION} with Go into ${cache} (some minutes, once).`);
  mkdirSync(cache, { recursive: true });
  const env = { ...process.env, GOBIN: cache };
  const { status } = spawnSync(go, ['install', `github.com/livekit/livekit-server/cmd/server@v${VERSION}`], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  return status === 0 && isProgram(built) ? built : null;
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
