import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { LiveKit } from '../../scripts/livekit.mjs';
import { startLiveKit } from '../../scripts/livekit.mjs';
import { House, openBrowser } from './support/house.ts';
import { api, isGone, ownLiveKit, peopleIn, roomOf, rooms, skipOwn, until } from './support/livekit.ts';

const started = await startLiveKit();

describe('a call through a real LiveKit', { concurrency: false, skip: 'missing' in started ? started.missing : false }, () => {
  const shared = started as LiveKit;
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => {
    await browser.close();
    if (!('missing' in started)) await started.stop();
  });

  test('both see and hear each other in one room, which is made for the call and goes with it', { skip: skipOwn }, async (t) => {
    const livekit = await ownLiveKit(t, { autoCreate: false });
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

  test('a customer who follows a link is the same person in the room, once', async () => {
    await using house = await House.open(browser, { livekit: shared });
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    await customer.page.goto(`${house.url}/help.html`);
    await customer.see('button', 'End call');
    await customer.hear();
    await agent.hear();
    assert.deepEqual(await peopleIn(shared, await roomOf(shared, 2)), ['agent: 1', 'customer: 1']);
  });

  test('a cluster that goes after the ring: the call goes on from peer to peer', { skip: skipOwn }, async (t) => {
    const livekit = await ownLiveKit(t);
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

  test('LiveKit killed in a call and started again: both are back in the room, which it has to be told of anew', { skip: skipOwn }, async (t) => {
    const livekit = await ownLiveKit(t, { autoCreate: false });
    await using house = await House.open(browser, { livekit });
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    await livekit.stop();
    const again = await ownLiveKit(t, { ...livekit, autoCreate: false });
    await customer.hear({ timeout: 40_000 });
    await agent.hear({ timeout: 40_000 });
    assert.deepEqual(await rooms(again), [['agent: 1', 'customer: 1']]);
    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
    await until('the room is gone', async () => (await rooms(again)).length === 0);
  });

  test('a participant whom LiveKit’s own command sends away: the call ends at once, both are told why, and the agent is free', async () => {
    await using house = await House.open(browser, { livekit: shared });
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    const room = await roomOf(shared, 2);
    const people = await api(shared).listParticipants(room);
    const away = people.find(({ identity }) => identity !== 'demo-agent');
    await api(shared).removeParticipant(room, away?.identity ?? '');
    await customer.read('You were removed from the call');
    await agent.read('was removed from the call on the media server');
    await agent.miss('button', 'End call');
    await agent.isSilent();
    await customer.isSilent();
    await until('the room is gone', async () => await isGone(shared, room));
  });
});
