// Starts a real coturn for a test, on free ports of this machine, with the shared-secret scheme. Where there is none, Debian's package is
// installed when the script runs as root, saying so; elsewhere the answer is why not, and the test that needs it is skipped with that.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './ports.mjs';
import { findProgram, installPackages } from './programs.mjs';

/** @returns {Promise<{ url: string, stop(): Promise<void> } | { missing: string }>} */
export async function startTurnServer(secret) {
  const program = lookFor() ?? install();
  if (program === null) return { missing: 'no turnserver was found (Debian: apt-get install coturn)' };
  // A browser does not gather on the loopback interface, so a relay there has nobody to send to.
  const address = ownAddress();
  const [port] = await freePorts(1, address);
  const folder = mkdtempSync(join(tmpdir(), 'warmline-turn-'));
  const child = spawn(
    program,
    [
      ...['-n', '--listening-ip', address, '--relay-ip', address, '--listening-port', String(port)],
      ...['--min-port', '49160', '--max-port', '49560', '--realm', 'warmline.test', '--use-auth-secret', '--static-auth-secret', secret],
      ...['--allow-loopback-peers', '--no-tls', '--no-dtls', '--no-cli', '--log-file', 'stdout', '--simple-log', '--pidfile', join(folder, 'pid')],
      ...['--userdb', join(folder, 'users')],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder },
  );
  const gone = new Promise((resolve) => child.on('exit', resolve));
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  let last = '';
  child.stderr.on('data', (data) => (last = String(data)));
  child.stdout.resume();
  const ended = gone.then((code) => `turnserver ended with ${code}: ${last.trim()}`);
  const failure = await Promise.race([answers(address, port), ended]);
  if (failure !== null) {
    await stop();
    return { missing: failure };
  }
  return { url: `turn:${address}:${port}`, stop };
}

/** Resolves to null once it answers a STUN binding request (RFC 8489, section 6), else to what is wrong. */
function answers(address, port) {
  const request = Buffer.concat([Buffer.from('000100002112a442', 'hex'), randomBytes(12)]);
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const end = (failure) => {
      clearInterval(again);
      clearTimeout(limit);
      socket.close();
      resolve(failure);
    };
    const again = setInterval(() => socket.send(request, port, address), 50);
    const limit = setTimeout(() => end('turnserver did not answer within 15 s'), 15_000);
    socket.on('error', () => undefined);
    socket.on('message', () => end(null));
  });
}

function ownAddress() {
  const all = Object.values(networkInterfaces()).flat();
  return all.find((each) => each.family === 'IPv4' && !each.internal)?.address ?? '127.0.0.1';
}

const lookFor = () => findProgram(['turnserver'], ['/usr/bin/turnserver', '/usr/local/bin/turnserver']);

function install() {
  installPackages('turnserver', ['coturn']);
  return lookFor();
}
