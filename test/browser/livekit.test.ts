import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { RoomServiceClient } from 'livekit-server-sdk';
import type { Browser } from 'puppeteer-core';
import type { LiveKit, Wanted } from '../../scripts/livekit.mjs';
import { startLiveKit } from '../../scripts/livekit.mjs';
import { House, openBrowser } from './support/house.ts';

const shared = await startLiveKit({ own: true });

async function liveKit(t: TestContext, wanted: Wanted = {}): Promise<LiveKit> {
  const started = await startLiveKit({ ...wanted, own: true });
  if ('missing' in started) throw new Error(started.missing);
  t.after(() => started.stop());
  return started;
}

/** What LiveKit itself says: each room, and who sends what in it. */
async function rooms({ url, key, secret }: LiveKit): Promise<string[][]> {
  const api = new RoomServiceClient(url.replace('ws', 'http'), key, secret);
  const names = (await api.listRooms()).map(({ name }) => name);
  const people = await Promise.all(names.map((name) => api.listParticipants(name)));
  return people.map((room) => room.map(({ identity, tracks }) => `${identity === 'demo-agent' ? 'agent' : 'customer'}: ${tracks.length}`).sort());
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, what);
    // eslint-disable-next-line no-restricted-syntax -- a poll, not a pause that hopes: what it waits for is asked each time
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a call through a real LiveKit', { concurrency: false, skip: 'missing' in shared ? shared.missing : false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => {
    await browser.close();
    if (!('missing' in shared)) await shared.stop();
  });

  test('both see and hear each other in one room, which is made for the call and goes with it', async (t) => {
    const livekit = await liveKit(t, { autoCreate: false });
    await using house = await House.open(browser, { livekit });
    const { customer, agent } = await house.talking();
    await agent.call('Video call');
    await customer.press('button', 'Accept with video');
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
    assert.deepEqual(await rooms(livekit), [['agent: 2', 'customer: 2']]);
    await agent.press('button', 'End call');
    await customer.miss('button', 'End call');
    await customer.isSilent();
    await until('the room is gone', async () => (await rooms(livekit)).length === 0);
  });

  test('a customer who follows a link is the same person in the room, once', async (t) => {
    const livekit = await liveKit(t);
    await using house = await House.open(browser, { livekit });
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    await customer.page.goto(`${house.url}/help.html`);
    await customer.see('button', 'End call');
    await customer.hear();
    await agent.hear();
    assert.deepEqual(await rooms(livekit), [['agent: 1', 'customer: 1']]);
  });

  test('a cluster that goes after the ring: the call goes on from peer to peer', async (t) => {
    const livekit = await liveKit(t);
    await using house = await House.open(browser, { livekit });
    const { customer, agent } = await house.talking();
    await agent.call('Video call');
    await customer.see('button', 'Accept with video');
    await livekit.stop();
    await customer.press('button', 'Accept with video');
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
    const figures = await (await fetch(`${house.server.url}/metrics`)).text();
    assert.match(figures, /^warmline_media_fallbacks_total\{cluster="default",reason="media-lost"\} 1$/m);
  });

  test('LiveKit killed in a call and started again: both are back in the room, which it has to be told of anew', async (t) => {
    const livekit = await liveKit(t, { autoCreate: false });
    await using house = await House.open(browser, { livekit });
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    await livekit.stop();
    const again = await liveKit(t, { ...livekit, autoCreate: false });
    await customer.hear({ timeout: 40_000 });
    await agent.hear({ timeout: 40_000 });
    assert.deepEqual(await rooms(again), [['agent: 1', 'customer: 1']]);
    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
    await until('the room is gone', async () => (await rooms(again)).length === 0);
  });

  test('a participant whom LiveKit’s own command sends away: both are told, and the agent is free after a minute', async (t) => {
    const livekit = await liveKit(t);
    await using house = await House.open(browser, { livekit });
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    const api = new RoomServiceClient(livekit.url.replace('ws', 'http'), livekit.key, livekit.secret);
    const [room] = await api.listRooms();
    const people = await api.listParticipants(room?.name ?? '');
    const away = people.find(({ identity }) => identity !== 'demo-agent');
    await api.removeParticipant(room?.name ?? '', away?.identity ?? '');
    await agent.read('lost the connection, reconnecting');
    house.clock.putAhead(60_000);
    await agent.miss('button', 'End call');
    await agent.isSilent();
    await customer.isSilent();
    await until('the room is gone', async () => (await rooms(livekit)).length === 0);
  });
});
