// The built server in a process of its own, on a free port and with a database of its own; of this checkout, or of another.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function startServer(environment = {}, checkout = '.') {
  const folder = mkdtempSync(join(tmpdir(), 'warmline-bench-'));
  const child = spawn(process.execPath, ['server/dist/main.js'], {
    cwd: checkout,
    env: { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => child.on('exit', resolve));
  // The last line that it says: with a configuration of its own it has no demo's people.
  const ready = environment.WARMLINE_CONFIG ? /^Agent: .*\n/m : /^Sign in: .*\n/m;
  const said = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      if (ready.test(text)) resolve(text);
    });
    void gone.then(() => reject(new Error(`The server ended: ${text}`)));
  });
  const [, url] = /^Agent: (\S+)\/agent$/m.exec(said);
  const person = (word) => {
    const [, email, password] = new RegExp(`^${word}: (\\S+) (\\S+)$`, 'm').exec(said) ?? [];
    return { email, password };
  };
  return {
    url,
    port: Number(new URL(url).port),
    agent: person('Sign in'),
    supervisor: person('Supervisor'),
    async stop() {
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
