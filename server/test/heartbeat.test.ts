import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { HEARTBEAT_MS } from '../../src/protocol/limits.ts';
import type { CallNews } from '../../src/protocol/call-wire.ts';
import { participantOf } from '../../src/protocol/call-record.ts';
import { accept, start, talk } from './support/call.ts';
import { customer } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { config, serve } from './support/place.ts';

test('every socket is pinged each 15 s; one that answers stays, one that does not is cut off at the next', async (t) => {
  const networkClock = new TestClock();
  const { url } = await serve(t, { config: config(), networkClock });
  const { client: here } = await customer(url);
  const { client: away } = await customer(url, {}, { autoPong: false });
  const pings = Promise.all([once(here.socket, 'ping'), once(away.socket, 'ping')]);
  networkClock.move(HEARTBEAT_MS);
  await pings;
  // The answer has arrived before what is asked after it.
  await here.request('ping', {});
  const second = once(here.socket, 'ping');
  networkClock.move(HEARTBEAT_MS);
  await second;
  assert.equal((await away.closed).code, 1006);
  assert.deepEqual(await here.request('ping', {}), {});
});

test('whoever says anything is there, even where the pings are not answered', async (t) => {
  const networkClock = new TestClock();
  const { url } = await serve(t, { config: config(), networkClock });
  const { client } = await customer(url, {}, { autoPong: false });
  for (let beat = 0; beat < 3; beat++) {
    const ping = once(client.socket, 'ping');
    networkClock.move(HEARTBEAT_MS);
    await ping;
    await client.request('ping', {});
  }
});

test('the holder of a call whose network died without a word is gone, once the heartbeat finds it out', async (t) => {
  const networkClock = new TestClock();
  const { url } = await serve(t, { config: config(), networkClock });
  const both = await talk(url);
  const { client: away } = await customer(url, { token: both.token, tab: 'tab-2' }, { autoPong: false });
  await start(both.ann, both.conversation, 'call-1');
  await accept(away, 'call-1', { tab: 'tab-2' });
  networkClock.move(HEARTBEAT_MS);
  await both.ann.request('ping', {});
  networkClock.move(HEARTBEAT_MS);
  const { call } = await both.ann.next<CallNews>('call.changed', (each) => participantOf(each.call, 'customer')?.goneSince !== null);
  assert.equal(participantOf(call, 'customer')?.leaving, false);
});
