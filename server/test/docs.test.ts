import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as v from 'valibot';
import { parseConfig } from '../src/config/read-config.ts';
import { configSchema } from '../src/config/schema.ts';
import { config, serve } from './support/place.ts';

const page = readFileSync(new URL('../../docs/deployment.md', import.meta.url), 'utf8');

/** The cells of a section's tables, without headings. */
function rows(section: string): readonly (readonly string[])[] {
  const [, text = ''] = page.split(new RegExp(`^## ${section}$`, 'm'));
  const [own = ''] = text.split(/^## /m);
  return own
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
