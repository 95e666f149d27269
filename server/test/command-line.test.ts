import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { config, dataDir } from './support/place.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const args = (...given: string[]): string[] => ['--import', import.meta.resolve('tsx'), main, ...given];
const run = promisify(execFile);

test('--help fits a screen and names every variable that is read', async () => {
  const { stdout, stderr } = await run(process.execPath, args('--help'));
  assert.equal(stderr, '');
  const lines = stdout.split('\n');
  assert.ok(lines.length <= 24, `${lines.length} lines`);
  assert.deepEqual(lines.filter((line) => line.length > 80), []);
  const source = readFileSync(new URL('../src/config/settings.ts', import.meta.url), 'utf8');
  const read = new Set([...source.matchAll(/given\('([A-Z_]+)'|environment\.([A-Z_]+)/g)].map(([, one, other]) => one ?? other ?? ''));
  const told = new Set(stdout.match(/\b[A-Z]+(_[A-Z]+)*\b/g)?.filter((word) => read.has(word) || word.includes('_')));
  assert.ok(read.has('PORT') && read.has('LIVEKIT_URL'), 'the source was read');
  assert.deepEqual([...told].sort(), [...read].sort());
});

test('--version prints the package’s', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  assert.deepEqual(await run(process.execPath, args('--version')), { stdout: `${version}\n`, stderr: '' });
});

test('a command that there is not is refused with those that there are', async () => {
  await assert.rejects(run(process.execPath, args('--port')), {
    code: 1,
    stdout: '',
    stderr: 'the command is "--port", allowed: "hash-password", "--help", "--version", or none to start the server\n',
  });
});

for (const [agents, lines] of [
  [[], [[30, 'listening'], [40, '"agents" of the configuration is empty: nobody can sign in']]],
  [config().agents, [[30, 'listening']]],
] as const) {
  test(`a start with ${agents.length === 0 ? 'no agent says so in the log' : 'agents says nothing of them'}`, async (t) => {
    const folder = dataDir(t);
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config(), agents }));
    const env = { PATH: process.env.PATH ?? '', PORT: '0', DATA_DIR: join(folder, 'data'), WARMLINE_CONFIG: join(folder, 'config.json') };
    const child = spawn(process.execPath, args(), { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    t.after(() => child.kill('SIGKILL'));
    for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('Agent: ')) break;
    child.kill('SIGTERM');
    const logged: unknown[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      const { level, msg } = JSON.parse(line) as { readonly level: number; readonly msg: string };
      logged.push([level, msg]);
    }
    assert.deepEqual(logged.filter((line) => JSON.stringify(line) !== '[30,"stopping"]'), lines);
  });
}

test('a server that npx runs stops with the shell that npx put between, which passes no signal on', { skip: process.platform === 'win32' }, async (t) => {
  const folder = dataDir(t);
  const env = { PATH: process.env.PATH ?? '', PORT: '0', DATA_DIR: join(folder, 'data'), npm_command: 'exec' };
  // The second command keeps the shell from becoming the server.
  const shell = spawn('sh', ['-c', '"$@"; true', 'sh', process.execPath, ...args()], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  t.after(() => {
    if (shell.pid !== undefined && !stopped) process.kill(-shell.pid, 'SIGKILL');
  });
  let stopped = false;
  for await (const line of createInterface({ input: shell.stdout })) if (line.startsWith('Agent: ')) break;
  shell.kill('SIGTERM');
  const logged: unknown[] = [];
  // Ends with the last process that could write to it.
  for await (const line of createInterface({ input: shell.stderr })) logged.push((JSON.parse(line) as { readonly msg: string }).msg);
  stopped = true;
  assert.deepEqual(logged, ['listening', 'stopping']);
});
