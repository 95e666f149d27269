import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { get } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { PROTOCOL } from '../../src/protocol/limits.ts';
import { SESSION_LIFE } from '../src/auth/agent-sessions.ts';
import { Client, signIn, socketToken } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { config, dataDir, password, people, serve } from './support/place.ts';

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

const codeOf = async (response: Response): Promise<unknown> => ((await response.json()) as { error: { code: string } }).error.code;

function publicDir(t: TestContext): string {
  const folder = dataDir(t);
  for (const [name, content] of Object.entries({
    'warmline.js': 'export {};',
    'chunks/panel-4f3c2a1b.js': 'export {};',
    'agent/index.html': '<!doctype html><title>Desk</title>',
    'shop/index.html': '<!doctype html><title>Shop</title>',
    'shop/cart.html': '<!doctype html><title>Cart</title>',
    '.env': 'SECRET',
  })) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

test('signing in gives a cookie that no script reads, signing out takes its worth', async (t) => {
  const { url } = await serve(t, { config: config() });
  const response = await post(`${url}/v1/agent/sign-in`, people.ann);
  assert.deepEqual(await response.json(), { name: 'Ann', role: 'agent' });
  const [cookie = ''] = response.headers.getSetCookie();
  assert.match(cookie, /; HttpOnly; SameSite=Strict/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  const me = await fetch(`${url}/v1/agent/me`, { headers });
  assert.deepEqual(await me.json(), { name: 'Ann', email: people.ann.email, role: 'agent' });

  const token = await socketToken(url, headers.cookie);
  await post(`${url}/v1/agent/sign-out`, {}, headers);
  assert.equal((await fetch(`${url}/v1/agent/me`, { headers })).status, 401);
  assert.equal((await post(`${url}/v1/agent/socket-token`, {}, headers)).status, 401);
  const client = await Client.open(url);
  const hello = { protocol: PROTOCOL, role: 'agent', token, tab: 'desk', language: 'en', features: [], resume: [] };
  await assert.rejects(client.request('hello', hello), { code: 'TOKEN_INVALID' });
});

test('a wrong password and an unknown address are refused alike', async (t) => {
  const { url } = await serve(t, { config: config() });
  for (const given of [{ email: people.ann.email, password: 'wrong' }, { email: 'nobody@warmline.example', password }]) {
    const response = await post(`${url}/v1/agent/sign-in`, given);
    assert.equal(response.status, 401);
    assert.equal(await codeOf(response), 'SIGN_IN_REFUSED');
  }
  assert.equal((await post(`${url}/v1/agent/sign-in`, { email: 7 })).status, 400);
  assert.equal((await post(`${url}/v1/agent/sign-in`, people.ann, { origin: 'https://evil.example' })).status, 403);
});

test('guessing passwords is slowed down', async (t) => {
  const { url } = await serve(t, { config: config({}, { limits: { signInsPerMinute: 3 } }) });
  for (let n = 0; n < 3; n += 1) assert.equal((await post(`${url}/v1/agent/sign-in`, { email: people.ann.email, password: `guess ${n}` })).status, 401);
  const response = await post(`${url}/v1/agent/sign-in`, people.ann);
  assert.equal(response.status, 429);
  assert.equal(await codeOf(response), 'RATE_LIMITED');
});

/** A try from an address, as the proxy before the server tells it. */
const tryFrom = (url: string, address: string, given: unknown): Promise<Response> => post(`${url}/v1/agent/sign-in`, given, { 'x-forwarded-for': address });

test('whoever has a whole network of version 6 has no more tries than others', async (t) => {
  const { url } = await serve(t, { config: config({}, { trustProxy: true, limits: { signInsPerMinute: 3 } }) });
  const statuses = await Promise.all([1, 2, 3, 4].map(async (n) => (await tryFrom(url, `2001:db8::${n}`, { email: `nobody-${n}@warmline.example`, password })).status));
  assert.deepEqual(statuses.toSorted(), [401, 401, 401, 429]);
  assert.equal((await tryFrom(url, '2001:db8:0:1::1', people.ann)).status, 200);
});

test('ten wrong passwords for one account make a network wait, two a minute, and nobody else', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({}, { trustProxy: true, limits: { signInsPerMinute: 500 } }), clock });
  const guess = { email: people.ann.email, password: 'guess' };
  for (const each of [guess, { ...guess, email: 'nobody@warmline.example' }]) {
    for (let n = 0; n < 10; n += 1) assert.equal((await tryFrom(url, '198.51.100.1', each)).status, 401);
    const refused = await tryFrom(url, '198.51.100.1', each);
    assert.deepEqual([refused.status, await codeOf(refused)], [429, 'RATE_LIMITED']);
  }
  assert.equal((await tryFrom(url, '198.51.100.1', people.ann)).status, 429);
  assert.equal((await tryFrom(url, '198.51.100.1', people.bob)).status, 200);
  assert.equal((await tryFrom(url, '198.51.100.2', people.ann)).status, 200);
  clock.move(30_000);
  assert.equal((await tryFrom(url, '198.51.100.1', people.ann)).status, 200);
  for (let n = 0; n < 10; n += 1) assert.equal((await tryFrom(url, '198.51.100.1', guess)).status, 401, 'whoever was right begins anew');
});

test('guessing from everywhere at once is slowed down, and keeps nobody out for long, nor out of where they signed in before', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({}, { trustProxy: true }), clock });
  assert.equal((await tryFrom(url, '198.51.100.1', people.ann)).status, 200);
  const guess = { email: people.ann.email.toUpperCase(), password: 'guess' };
  for (let n = 0; n < 99; n += 1) assert.equal((await tryFrom(url, `203.0.113.${n}`, guess)).status, 401);
  assert.equal((await tryFrom(url, '203.0.113.99', guess)).status, 429);
  assert.equal((await tryFrom(url, '198.51.100.1', people.ann)).status, 200);
  assert.equal((await tryFrom(url, '198.51.100.2', people.ann)).status, 429);
  assert.equal((await tryFrom(url, '198.51.100.2', people.bob)).status, 200);
  clock.move(3_000);
  assert.equal((await tryFrom(url, '198.51.100.2', people.ann)).status, 200);
});

test('behind a proxy tries are counted by the address that the proxy names, whatever the client writes before it', async (t) => {
  const { url } = await serve(t, { config: config({}, { trustProxy: true, limits: { signInsPerMinute: 3 } }) });
  const guess = async (forwarded: string): Promise<number> =>
    (await post(`${url}/v1/agent/sign-in`, { email: people.ann.email, password: 'guess' }, { 'x-forwarded-for': forwarded })).status;
  for (let n = 0; n < 3; n += 1) assert.equal(await guess(`198.51.100.${n}, 203.0.113.9`), 401);
  assert.equal(await guess('198.51.100.9, 203.0.113.9'), 429);
  assert.equal(await guess('198.51.100.9, 203.0.113.10'), 401);
});

test('a socket token is good for a minute and a session for thirty days of absence', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const cookie = await signIn(url, people.ann);
  const token = await socketToken(url, cookie);
  clock.move(60_000);
  const client = await Client.open(url);
  const hello = { protocol: PROTOCOL, role: 'agent', tab: 'desk', language: 'en', features: [], resume: [] };
  await assert.rejects(client.request('hello', { ...hello, token }), { code: 'TOKEN_EXPIRED' });
  const forged = await Client.open(url);
  await assert.rejects(forged.request('hello', { ...hello, token: `${token.slice(0, -1)}x` }), { code: 'TOKEN_INVALID' });
  clock.move(SESSION_LIFE);
  assert.equal((await fetch(`${url}/v1/agent/me`, { headers: { cookie } })).status, 401);
});

test('a session lives on with its use, and so does its cookie; behind TLS the cookie travels over nothing else', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({}, { trustProxy: true }), clock });
  const signedIn = await post(`${url}/v1/agent/sign-in`, people.ann, { 'x-forwarded-proto': 'https' });
  const [given = ''] = signedIn.headers.getSetCookie();
  assert.match(given, /; Secure/);
  assert.ok(!(await post(`${url}/v1/agent/sign-in`, people.ann)).headers.getSetCookie()[0]?.includes('Secure'));
  const me = (): Promise<Response> => fetch(`${url}/v1/agent/me`, { headers: { cookie: given.split(';')[0] ?? '', 'x-forwarded-proto': 'https' } });
  assert.deepEqual((await me()).headers.getSetCookie(), []);
  for (const day of [20, 40]) {
    clock.move(20 * 86_400_000);
    const response = await me();
    assert.equal(response.status, 200, `day ${day}`);
    const [again = ''] = response.headers.getSetCookie();
    const attributes = (cookie: string): string => cookie.replace(/Expires=[^;]*;?/, '');
    assert.equal(attributes(again), attributes(given));
  }
  clock.move(30 * 86_400_000);
  assert.equal((await me()).status, 401);
});

test('no cache keeps what is answered to one person', async (t) => {
  const { url } = await serve(t, { config: config() });
  const headers = { cookie: await signIn(url, people.ann) };
  const answers = [
    await fetch(`${url}/v1/agent/me`, { headers }),
    await fetch(`${url}/v1/agent/me`),
    await fetch(`${url}/%76%31/agent/me`, { headers }),
    await post(`${url}/v1/agent/socket-token`, {}, headers),
    await post(`${url}/v1/agent/sign-in`, people.ann),
    await post(`${url}/v1/agent/sign-in`, people.ann, { origin: 'https://evil.example' }),
    await post(`${url}/v1/agent/sign-out`, {}, headers),
    await post(`${url}/v1/livekit/webhook`, {}),
  ];
  for (const each of answers) assert.equal(each.headers.get('cache-control'), 'no-store', `${each.status} ${each.url}`);
});

test('our pages run only what is ours, and stand in nobody’s frame', async (t) => {
  const { url } = await serve(t, { config: config(), publicDir: publicDir(t) });
  for (const path of ['/', '/agent', '/cart', '/cart.html']) {
    const response = await fetch(`${url}${path}`);
    assert.equal(response.status, 200, path);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.ok(!policy.includes('unsafe'));
    assert.equal(response.headers.get('x-frame-options'), 'DENY');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.match(response.headers.get('permissions-policy') ?? '', /microphone=\(self\)/);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
  }
});

test('without the demo’s site a visitor learns what this is, in English or Japanese, and none of the demo’s pages is served', async (t) => {
  const { sites, agents, ...more } = config();
  const { url } = await serve(t, { config: { ...more, agents, sites: sites.map((each) => ({ ...each, id: 'tea' })) }, publicDir: publicDir(t) });
  const front = async (language?: string): Promise<string> => {
    const response = await fetch(url, { headers: language === undefined ? {} : { 'accept-language': language } });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(response.headers.get('vary'), 'Accept-Language');
    return await response.text();
  };
  const page = await front('de, en;q=0.8, ja;q=0.5');
  assert.match(page, /<html lang="en">[\s\S]+This is a Warmline server\.[\s\S]+<a href="\/agent">/);
  assert.ok(page.includes(`&#60;script type=&#34;module&#34; src=&#34;${url}/warmline.js&#34;&#62;&#60;/script&#62;\n&#60;chat-widget site=&#34;shop&#34;&#62;`), page);
  assert.ok(!/<script|<style|style="/.test(page));
  assert.equal(await front(), page);
  assert.equal(await front('*'), page);
  for (const language of ['ja', 'ja-JP,ja;q=0.9,en-US;q=0.8', 'fr, ja;q=0.5, en;q=0.3']) assert.match(await front(language), /<html lang="ja">[\s\S]+Warmlineのサーバーです/, language);
  const [, style = ''] = /rel="stylesheet" href="([^"]+)"/.exec(page) ?? [];
  assert.match(await (await fetch(`${url}${style}`)).text(), /color-scheme: light dark/);

  for (const path of ['/cart', '/cart.html', '/shop', '/shop/', '/shop/index.html', '/shop/cart.html', '/SHOP/cart.html', '//shop/cart.html', '/%73hop/cart.html']) {
    assert.equal((await fetch(`${url}${path}`)).status, 404, path);
  }
  for (const path of ['/agent', '/warmline.js', '/chunks/panel-4f3c2a1b.js']) assert.equal((await fetch(`${url}${path}`)).status, 200, path);
});

test('the widget’s files may be loaded by any page, and nothing outside the folder by anyone', async (t) => {
  const { url } = await serve(t, { config: config(), publicDir: publicDir(t) });
  const script = await fetch(`${url}/warmline.js`);
  assert.equal(script.headers.get('access-control-allow-origin'), '*');
  assert.equal(script.headers.get('cross-origin-resource-policy'), 'cross-origin');
  assert.equal(script.headers.get('cache-control'), 'no-cache');
  assert.match(script.headers.get('content-type') ?? '', /javascript/);
  // As often as it did not come, from another folder that is the same.
  for (const folder of ['chunks', 'chunks1', 'chunks20']) {
    const chunk = await fetch(`${url}/${folder}/panel-4f3c2a1b.js`);
    assert.equal(chunk.status, 200, folder);
    assert.equal(chunk.headers.get('access-control-allow-origin'), '*');
    assert.match(chunk.headers.get('cache-control') ?? '', /immutable/);
  }
  for (const path of ['/.env', '/chunks1/../.env', '/chunks1/.env', '/chunksx/panel-4f3c2a1b.js', '/%2e%2e/package.json', '/..%2fpackage.json', '/shop/..%5c.env', '/%00', '/nothing', '/%']) {
    assert.ok([400, 404].includes((await fetch(`${url}${path}`)).status), path);
  }
});

test('what the build compressed is sent so to whoever takes it, and as it stands to everybody else', async (t) => {
  const folder = publicDir(t);
  const chunk = 'chunks/panel-4f3c2a1b.js';
  const text = readFileSync(join(folder, chunk));
  writeFileSync(join(folder, `${chunk}.br`), brotliCompressSync(text));
  writeFileSync(join(folder, `${chunk}.gz`), gzipSync(text));
  const { url } = await serve(t, { config: config(), publicDir: folder });
  const sent = async (path: string, accepted: string): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: Buffer }> => {
    const [response] = (await once(get(`${url}/${path}`, { headers: { 'accept-encoding': accepted } }), 'response')) as [IncomingMessage];
    return { headers: response.headers, body: await buffer(response) };
  };
  for (const [accepted, encoding, plain] of [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
    ['identity', undefined, String],
    ['zstd', undefined, String],
  ] as const) {
    const { headers, body } = await sent(chunk, accepted);
    assert.equal(headers['content-encoding'], encoding, accepted);
    assert.equal(String(plain(body)), String(text), accepted);
    assert.match(String(headers['content-type']), /^(text|application)\/javascript/, accepted);
    assert.match(String(headers['cache-control']), /immutable/, accepted);
    assert.equal(headers.vary, 'Accept-Encoding', accepted);
  }
  // One that was not compressed.
  const { headers, body } = await sent('cart', 'br');
  assert.equal(headers['content-encoding'], undefined);
  assert.match(String(body), /Cart/);
});

test('a socket is opened at an address that was copied with its slash, and at no other path', async (t) => {
  const { url } = await serve(t, { config: config() });
  const opened = async (path: string): Promise<boolean> => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, PROTOCOL);
    const isOpen = await Promise.race([once(socket, 'open').then(() => true), once(socket, 'unexpected-response').then(() => false)]).catch(() => false);
    socket.terminate();
    return isOpen;
  };
  assert.deepEqual(await Promise.all(['/v1/socket', '//v1/socket', '/v1/socket?x', '/v1/sockets', '/x/v1/socket'].map(opened)), [true, true, true, false, false]);
});

test('health, readiness and figures are told; figures not through a proxy', async (t) => {
  const { url } = await serve(t, { config: config() });
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  const figures = await (await fetch(`${url}/metrics`)).text();
  for (const name of ['warmline_sockets', 'warmline_conversations_waiting', 'warmline_calls_live', 'warmline_request_seconds', 'process_cpu_seconds_total']) {
    assert.ok(figures.includes(name), name);
  }
  assert.equal((await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status, 404);
});
