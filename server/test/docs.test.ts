import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { findProgram, installPackages } from '../../scripts/programs.mjs';
import { parseConfig } from '../src/config/read-config.ts';
import { configSchema } from '../src/config/schema.ts';
import { talk } from './support/call.ts';
import { customer, signIn } from './support/client.ts';
import { config, dataDir, people, serve } from './support/place.ts';

const page = readFileSync(new URL('../../docs/deployment.md', import.meta.url), 'utf8');

function sectionOf(name: string): string {
  const [, text = ''] = page.split(new RegExp(`^## ${name}$`, 'm'));
  const [own = ''] = text.split(/^## /m);
  return own;
}

/** The cells of a section's tables, without headings. */
function rows(section: string): readonly (readonly string[])[] {
  return sectionOf(section)
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (---|key|variable|figure) /.test(line))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}

const named = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

/** Every key with a value of its own, written as the page does: `sites[].id`, `livekit.<name>.url`, `turn.ttl`. */
function keysOf(schema: unknown, path = ''): readonly string[] {
  const { type, wrapped, pipe, item, value, entries } = schema as Partial<Record<'type' | 'wrapped' | 'item' | 'value', unknown>> & {
    readonly pipe?: readonly unknown[];
    readonly entries?: Readonly<Record<string, unknown>>;
  };
  if (type === 'optional') return keysOf(wrapped, path);
  if (type === 'array' && isObject(item)) return keysOf(item, `${path}[]`);
  if (type === 'record') return keysOf(value, `${path}.<name>`);
  if (pipe && pipe[0] !== schema) return keysOf(pipe[0], path);
  if (type !== 'strict_object') return [path];
  return Object.entries(entries ?? {}).flatMap(([key, inner]) => keysOf(inner, path === '' ? key : `${path}.${key}`));
}

const isObject = (schema: unknown): boolean => (schema as { readonly type?: unknown }).type === 'strict_object';

test('docs/deployment.md names every key of the configuration, none else, and the default of each', () => {
  const told = new Map<string, string>();
  for (const [key = '', initial = '', text = ''] of rows('`warmline.config.json`')) {
    const [first = '', ...more] = named(key);
    if (first === 'limits') {
      for (const [, name = '', value = ''] of text.matchAll(/`(\w+)` (\d+)/g)) told.set(`limits.${name}`, value);
      continue;
    }
    const prefix = first.replace(/[^.]+$/, '');
    const values = named(initial);
    for (const [index, name] of [first, ...more].entries()) told.set(name.includes('.') ? name : prefix + name, values[index] ?? '');
  }
  const keys = keysOf(configSchema);
  assert.deepEqual([...told.keys()].sort(), [...keys].sort());

  const { limits: _limits, ...plain } = config();
  const parsed = parseConfig({ ...plain, sites: [{ id: 'shop', name: 'Shop', origins: ['https://shop.example'] }] }, 'file');
  for (const [key, initial] of told) {
    const value = key.split('.').reduce<unknown>((at, step) => {
      const inner = (at as Readonly<Record<string, unknown>> | undefined)?.[step.replace('[]', '')];
      return step.endsWith('[]') ? (inner as readonly unknown[])[0] : inner;
    }, parsed);
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value) && /^[\w-]+$/.test(initial);
    if (isPlain) assert.equal(String(value), initial, `the default of ${key}`);
  }
  assert.ok(v.is(v.literal(10), parsed.sites[0]?.roomSize), 'the defaults were looked at');
});

test('docs/deployment.md names every variable of the environment that is read, and none else', () => {
  const source = readFileSync(new URL('../src/config/settings.ts', import.meta.url), 'utf8');
  const read = new Set([...source.matchAll(/given\('([A-Z_]+)'|environment\.([A-Z_]+)/g)].map(([, one, other]) => one ?? other ?? ''));
  const told = rows('Environment').flatMap(([names]) => named(names));
  assert.ok(read.has('PORT') && read.has('LIVEKIT_URL'), 'the source was read');
  assert.deepEqual([...new Set(told)].sort(), [...read].sort());
});

test('docs/deployment.md names every figure that /metrics shows, and none else', async (t) => {
  const server = await serve(t, { config: config() });
  const shown = [...(await (await fetch(`${server.url}/metrics`)).text()).matchAll(/^# TYPE (warmline_\w+)/gm)].map(([, name = '']) => name);
  const told = [...rows('LiveKit'), ...rows('What to watch')].flatMap(([cell = '']) => {
    const names = named(cell).filter((name) => /^(warmline)?_/.test(name)).map((name) => name.replace(/\{.*$/, ''));
    return names.map((name) => (name.startsWith('_') ? `${(names[0] ?? '').replace(/_[^_]+$/, '')}${name}` : name));
  });
  assert.deepEqual([...new Set(told)].sort(), [...new Set(shown)].sort());
});

const run = promisify(execFile);
/** Found or installed; where neither is possible, the reason is told. */
const withoutSqlite = (() => {
  if (findProgram(['sqlite3']) === null) installPackages('sqlite3', ['sqlite3']);
  return findProgram(['sqlite3']) === null && 'no sqlite3 was found (Debian: apt-get install sqlite3)';
})();

/** Does what docs/deployment.md says, as cron or a shell would, and gives the copy's folder. */
async function backUp(folder: string): Promise<string> {
  const [, recipe = ''] = /```sh\n([\s\S]+?)```/.exec(sectionOf('Backup')) ?? [];
  // A umask as most systems have it: what is copied must not depend on it.
  // And at noon: no test sees two days.
  const env = { ...process.env, TZ: `NOON${new Date().getUTCHours() - 12}` };
  await run('sh', ['-c', `umask 022\n${recipe}`], { cwd: folder, env });
  const copies = readdirSync(join(folder, 'backup'));
  assert.equal(copies.length, 1, copies.join());
  return join(folder, 'backup', copies[0] ?? '');
}

const onlyTheOwners = (path: string): void => assert.equal(statSync(path).mode & 0o077, 0, `${path} is its owner's alone`);

/** A server's folder as the recipe takes it to be. */
function place(t: TestContext): { readonly folder: string; readonly data: string } {
  const folder = dataDir(t);
  return { folder, data: join(folder, '.warmline') };
}

test('the backup of docs/deployment.md is taken while the server runs, as often as one likes, for its owner alone, and holds all that a server needs', { skip: withoutSqlite }, async (t) => {
  const { folder, data } = place(t);
  const server = await serve(t, { config: config(), dataDir: data });
  const { visitor, token, conversation } = await talk(server.url);
  await backUp(folder);
  await visitor.request('chat.send', { clientId: 'later', parts: [{ type: 'text', text: 'Written since' }] });
  const copy = await backUp(folder);
  onlyTheOwners(join(folder, 'backup'));
  onlyTheOwners(copy);
  for (const name of readdirSync(copy)) onlyTheOwners(join(copy, name));
  assert.deepEqual(readdirSync(copy).toSorted(), ['lease.key', 'password.key', 'socket.key', 'warmline.db']);
  for (const name of ['lease.key', 'password.key', 'socket.key']) assert.equal(readFileSync(join(copy, name), 'utf8'), readFileSync(join(data, name), 'utf8'));

  await server.close();
  const restored = await serve(t, { config: config(), dataDir: copy, port: server.port });
  const { hello } = await customer(restored.url, { token, resume: [{ conversation, seq: 0 }] });
  const words = hello.missed.flatMap(({ entries }) => entries.flatMap(({ kind, parts }) => (kind === 'message' ? parts : [])));
  assert.deepEqual(words, ['Hello', 'Written since'].map((text) => ({ type: 'text', text })));
  await signIn(restored.url, people.ann);
});

test('the demo’s passwords are in its backup too', { skip: withoutSqlite }, async (t) => {
  const { folder, data } = place(t);
  await serve(t, { dataDir: data });
  const copy = await backUp(folder);
  assert.equal(readFileSync(join(copy, 'demo-passwords.json'), 'utf8'), readFileSync(join(data, 'demo-passwords.json'), 'utf8'));
});

test('a backup that fails says so, and leaves the one before as it was', { skip: withoutSqlite }, async (t) => {
  const { folder, data } = place(t);
  await serve(t, { config: config(), dataDir: data });
  const copy = await backUp(folder);
  const before = readdirSync(copy);
  mkdirSync(join(folder, 'elsewhere'));
  await run('sh', ['-c', 'mv .warmline/warmline.db elsewhere/'], { cwd: folder });
  await assert.rejects(backUp(folder));
  await run('sh', ['-c', 'mv elsewhere/warmline.db .warmline/'], { cwd: folder });
  assert.deepEqual(readdirSync(copy), before);
  await backUp(folder);
});

test('the proxies of docs/deployment.md pass on the host as the browser asked for it, with its port', () => {
  const hosts = [...page.matchAll(/proxy_set_header Host (\S+);/g)].map(([, host]) => host);
  assert.deepEqual([...new Set(hosts)], ['$http_host']);
});
