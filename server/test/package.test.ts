import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { dataDir } from './support/place.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'server');

/** npm as it is, but without a network: what is installed here asks for nothing that is not at hand. */
const npm = async (cwd: string, ...args: string[]): Promise<void> => {
  await run('npm', [...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(cwd, '.npm')], { cwd });
};

/** The package as it lies in a clone, in a folder of the test's, without what it depends on. */
function cloneTo(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const { dependencies, optionalDependencies, scripts: _, ...manifest } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  if (existsSync(join(source, 'bin'))) cpSync(join(source, 'bin'), join(folder, 'bin'), { recursive: true });
  return Object.keys({ ...dependencies, ...optionalDependencies });
}

test('in a clone the program is linked before anything is built, and says in one line what is missing', async (t) => {
  const folder = dataDir(t);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'clone', workspaces: ['server'] }));
  cloneTo(join(folder, 'server'));
  await npm(folder, 'install');
  const program = join(folder, 'node_modules/.bin/warmline-server');
  await assert.rejects(run(program), { code: 1, stdout: '', stderr: 'warmline-server is not built, allowed: "npm run build" first, or "npm start", which builds\n' });
});

test('the package that is published installs, and its program starts a server', async (t) => {
  const folder = dataDir(t);
  const packed = join(folder, 'server');
  const needed = cloneTo(packed);
  await run(process.execPath, [join(source, 'build.mjs'), join(packed, 'dist/main.js')]);
  await npm(packed, 'pack', '--pack-destination', folder);
  const archive = readdirSync(folder).find((each) => each.endsWith('.tgz')) ?? '';
  const home = join(folder, 'home');
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{}');
  await npm(home, 'install', join(folder, archive));
  for (const name of needed) {
    mkdirSync(join(home, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(home, 'node_modules', name));
  }
  const child = spawn(join(home, 'node_modules/.bin/warmline-server'), { cwd: home, env: { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'silent' }, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const gone = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('Sign in: ')) break;
  child.kill('SIGTERM');
  assert.deepEqual(await gone, [0, null]);
});
