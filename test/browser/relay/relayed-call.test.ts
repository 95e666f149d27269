import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import type { Browser, Page } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import { chromiumFlags, fakeDeviceFlags, findBrowser } from '../../../scripts/browsers.mjs';
import { startTurnServer } from '../../../scripts/turn-server.mjs';
import { turnCredential } from '../../../server/src/calls/webrtc-grants.ts';
import type { WebRtcGrant } from '../../../src/protocol/media-grant.ts';

const SECRET = 'a secret that only coturn and the server know';
const turn = await startTurnServer(SECRET);
const skip = 'missing' in turn ? turn.missing : false;
const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>Relay</title>'));
let browser: Browser;
let page: Page;

before(async () => {
  if (skip) return;
  const script = await build({ entryPoints: [new URL('page.ts', import.meta.url).pathname], bundle: true, format: 'iife', target: 'es2022', write: false });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await puppeteer.launch({ executablePath: findBrowser('chromium'), args: [...chromiumFlags, ...fakeDeviceFlags] });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  await page.addScriptTag({ content: script.outputFiles[0]?.text ?? '' });
});

after(async () => {
  if ('missing' in turn) return;
  await browser.close();
  server.close();
  await turn.stop();
});

function grant(user: string, secret: string, relayOnly = true): WebRtcGrant {
  const expiry = Math.floor(Date.now() / 1_000) + 60;
  const url = 'missing' in turn ? '' : turn.url;
  return { backend: 'webrtc', relayOnly, iceServers: [{ urls: [url], ...turnCredential(secret, expiry, user) }] };
}

const call = (agent: WebRtcGrant, customer: WebRtcGrant) => page.evaluate((a, c) => window.callOverRelay(a, c), agent, customer);

test('a relay-only call flows through coturn, with credentials that the server made', { skip }, async () => {
  const { state, path } = await call(grant('call.agent', SECRET), grant('call.customer', SECRET));
  assert.equal(state, 'connected');
  assert.deepEqual(path, ['relay', 'relay']);
});

test('a relay-only call tells the other side no address but the relay', { skip }, async () => {
  const { state, candidates } = await call(grant('call.agent', SECRET), grant('call.customer', SECRET));
  assert.equal(state, 'connected');
  assert.ok(candidates.length > 0);
  assert.deepEqual(candidates.filter((each) => !each.includes(' typ relay ') || !/ raddr (0\.0\.0\.0|::) rport 0/.test(each)), []);
});

test('a credential that coturn refuses fails the call at once, not when the browser gives up', { skip }, async () => {
  const { state, afterMs } = await call(grant('call.agent', 'not the secret'), grant('call.customer', SECRET));
  assert.equal(state, 'failed');
  assert.ok(afterMs < 8_000, `${String(afterMs)} ms`);
});

test('a credential that ran out fails the call', { skip }, async () => {
  const past = turnCredential(SECRET, Math.floor(Date.now() / 1_000) - 60, 'call.agent');
  const expired = { ...grant('call.agent', SECRET), iceServers: [{ urls: ['missing' in turn ? '' : turn.url], ...past }] };
  const { state } = await call(expired, grant('call.customer', SECRET));
  assert.equal(state, 'failed');
});

test('where a relay is known but not demanded, two browsers of one network meet directly', { skip }, async () => {
  const { state, path } = await call(grant('call.agent', SECRET, false), grant('call.customer', SECRET, false));
  assert.equal(state, 'connected');
  assert.ok(!path.includes('relay'), path.join());
});
