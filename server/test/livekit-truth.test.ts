import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { LiveKit } from '../../scripts/livekit.mjs';
import type { CallNews } from '../../src/protocol/call-wire.ts';
import { participantOf } from '../../src/protocol/call-record.ts';
import type { AgentPresence } from '../../src/protocol/conversation.ts';
import type { Leases, Talk } from './support/call.ts';
import { accept, activeCall, command, phase, start, talk } from './support/call.ts';
import { agent, customer } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { api, clusterOf, figure, freePort, grantOf, join, liveKit, ownLiveKit, roomNames, signed, skip, skipOwn, until } from './support/livekit.ts';
import { config, people, serve } from './support/place.ts';

interface Inside {
  readonly url: string;
  readonly both: Talk;
  readonly clock: TestClock;
  readonly leases: Leases;
  readonly visitor: string;
}

/** A call that both sides are in, in LiveKit too. */
async function inside(t: TestContext, call: string, cluster: LiveKit, port = 0): Promise<Inside> {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({}, { livekit: { main: clusterOf(cluster) } }), clock, port });
  const both = await talk(url);
  const ringing = await start(both.ann, both.conversation, call);
  await join(t, grantOf(ringing));
  const claimed = await accept(both.visitor, call);
  await join(t, grantOf(claimed));
  const leases = { agent: ringing.lease ?? '', customer: claimed.lease ?? '' };
  await command(both.visitor, 'call.ready', call, { lease: leases.customer, microphone: 'granted', camera: 'granted' });
  await command(both.visitor, 'call.connected', call, { lease: leases.customer, path: 'direct', outcome: 'video' });
  await command(both.ann, 'call.connected', call, { lease: leases.agent, path: 'direct', outcome: 'video' });
  await phase(both.ann, 'active');
  return { url, both, clock, leases, visitor: participantOf(ringing.call, 'customer')?.id ?? '' };
}

/** Lets the clock go on, by so many milliseconds for each look at it and at most so many in all, until something has happened. */
async function meanwhile<T>(clock: TestClock, what: string, happening: Promise<T>, { step = 250, most = Infinity } = {}): Promise<T> {
  let isOver = false;
  const over = happening.finally(() => (isOver = true));
  const end = clock.now() + most;
  await until(what, () => {
    if (!isOver && clock.now() + step <= end) clock.move(step);
    return isOver;
  });
  return await over;
}

test('a participant whom LiveKit has not got any more is reconnecting, and after a minute the agent is free again', { skip }, async (t) => {
  const { url, both, clock, visitor } = await inside(t, 'call-removed', liveKit());
  const { client: sue } = await agent(url, people.sue);
  await api(liveKit()).removeParticipant('warmline-call-removed', visitor);
  const { state } = await meanwhile(clock, 'it reconnects', phase(both.ann, 'reconnecting'));
  const since = clock.now();
  assert.ok('deadline' in state && state.deadline <= since + 60_000);
  sue.skip();
  clock.move(60_000);
  const ended = await phase(both.ann, 'ended');
  assert.equal(ended.state.phase === 'ended' && ended.state.reason, 'lost');
  await sue.next<{ agents: AgentPresence[] }>('desk.agents', ({ agents }) => agents.some(({ id, inCall }) => id === 'ann' && !inCall));
  await until('the room is gone', async () => !(await roomNames(liveKit())).includes('warmline-call-removed'));
});

test('a page that says it is heard is not believed while LiveKit has not got it; once it is back it is', { skip }, async (t) => {
  const { url, both, clock, leases, visitor } = await inside(t, 'call-claims', liveKit());
  await api(liveKit()).removeParticipant('warmline-call-claims', visitor);
  await meanwhile(clock, 'it reconnects', phase(both.ann, 'reconnecting'));
  const said = { lease: leases.customer, path: 'direct', outcome: 'video' };
  const early = await command(both.visitor, 'call.connected', 'call-claims', said);
  assert.deepEqual([early.refusal, early.call.state.phase], ['not-now', 'reconnecting']);
  const taken = await command(both.visitor, 'call.reclaim', 'call-claims', { lease: leases.customer, tab: 'tab-1', outcome: 'video' });
  assert.deepEqual([taken.refusal, taken.call.state.phase, participantOf(taken.call, 'customer')?.outcome], [null, 'reconnecting', 'none']);
  const heard = { ...said, lease: taken.lease };
  const { grant } = await both.visitor.request<{ grant: { url: string; token: string } }>('call.grant', { callId: 'call-claims', lease: taken.lease });
  await join(t, grant);
  await until('its word counts again', async () => {
    clock.move(250);
    return (await command(both.visitor, 'call.connected', 'call-claims', heard)).refusal === null;
  });
  await phase(both.ann, 'active');
  assert.ok(url);
});

test('a reload within its twenty seconds rejoins, whatever LiveKit said meanwhile', { skip }, async (t) => {
  const { url, both, clock, leases, visitor } = await inside(t, 'call-again', liveKit());
  await both.visitor.close();
  await both.ann.next<CallNews>('call.changed', ({ call }) => participantOf(call, 'customer')?.goneSince !== null);
  await api(liveKit()).removeParticipant('warmline-call-again', visitor);
  await meanwhile(clock, 'it reconnects', phase(both.ann, 'reconnecting'));
  const { client: back } = await customer(url, { token: both.token });
  const again = await command(back, 'call.reclaim', 'call-again', { lease: leases.customer, tab: 'tab-1', outcome: 'none' });
  assert.equal(again.refusal, null);
  await join(t, grantOf(again));
  await until('it is in again', async () => {
    clock.move(250);
    return (await command(back, 'call.connected', 'call-again', { lease: again.lease, path: 'direct', outcome: 'video' })).refusal === null;
  });
  const active = await phase(both.ann, 'active');
  assert.equal(active.id, 'call-again');
});

test('a cluster that is gone ends nothing by itself: what the pages see decides', { skip: skipOwn }, async (t) => {
  const cluster = await ownLiveKit(t);
  const { both, clock, leases } = await inside(t, 'call-alone', cluster);
  await cluster.stop();
  for (let second = 0; second < 20; second++) {
    clock.move(1_000);
    await both.ann.request('ping', {});
  }
  const repeated = await command(both.ann, 'call.connected', 'call-alone', { lease: leases.agent, path: 'direct', outcome: 'video' });
  assert.deepEqual([repeated.refusal, repeated.call.state.phase], [null, 'active']);
});

test('LiveKit’s webhook makes us look at once', { skip: skipOwn }, async (t) => {
  const port = await freePort();
  const cluster = await ownLiveKit(t, { webhook: `http://127.0.0.1:${port}/v1/livekit/webhook` });
  const { url, both, clock, visitor } = await inside(t, 'call-told', cluster, port);
  const heard = async (): Promise<number> => (await figure(url, 'warmline_livekit_webhooks_total{cluster="main"}')) ?? 0;
  await until('LiveKit has told of the room', async () => (await heard()) >= 1);
  const before = await heard();
  await api(cluster).removeParticipant('warmline-call-told', visitor);
  await until('LiveKit has told that somebody left', async () => (await heard()) > before);
  // By ourselves we look after one second and after another: without a word of LiveKit's it would take both.
  await meanwhile(clock, 'it reconnects', phase(both.ann, 'reconnecting'), { step: 10, most: 1_900 });
});

test('a webhook is believed in nothing but that it is LiveKit’s: what is forged, changed, old or another’s is refused', { skip }, async (t) => {
  const { url } = await serve(t, { config: config({}, { livekit: { main: clusterOf(liveKit()) } }) });
  const { key, secret } = liveKit();
  const body = JSON.stringify({ event: 'participant_left', room: { name: 'warmline-call-forged' }, participant: { identity: 'ann' } });
  const sha256 = createHash('sha256').update(body).digest('base64');
  const soon = Math.floor(Date.now() / 1_000) + 60;
  const post = async (authorization: string | null, sent = body): Promise<number> => {
    const headers = { 'content-type': 'application/webhook+json', ...(authorization === null ? {} : { authorization }) };
    return (await fetch(`${url}/v1/livekit/webhook`, { method: 'POST', headers, body: sent })).status;
  };
  assert.equal(await post(signed({ iss: key, exp: soon, sha256 }, secret)), 200);
  assert.equal(await post(null), 401);
  assert.equal(await post('Bearer nonsense'), 401);
  assert.equal(await post(signed({ iss: key, exp: soon, sha256 }, 'another secret')), 401);
  assert.equal(await post(signed({ iss: 'another', exp: soon, sha256 }, secret)), 401);
  assert.equal(await post(signed({ iss: key, exp: soon - 600, sha256 }, secret)), 401);
  assert.equal(await post(signed({ iss: key, exp: soon, sha256 }, secret), body.replace('ann', 'bob')), 401);
  assert.equal(await post(signed({ iss: key, exp: soon }, secret)), 401);
  assert.equal(await post(signed({ iss: key, exp: soon, sha256: createHash('sha256').update('{').digest('base64') }, secret), '{'), 401);
});

test('a webhook cannot end a call that goes on, even where it is LiveKit’s own and says so', { skip }, async (t) => {
  const { url, both, clock, leases } = await inside(t, 'call-replayed', liveKit());
  const { key, secret } = liveKit();
  for (const event of ['participant_left', 'room_finished']) {
    const body = JSON.stringify({ event, room: { name: 'warmline-call-replayed' }, participant: { identity: 'ann' } });
    const sha256 = createHash('sha256').update(body).digest('base64');
    const authorization = signed({ iss: key, exp: Math.floor(Date.now() / 1_000) + 60, sha256 }, secret);
    assert.equal((await fetch(`${url}/v1/livekit/webhook`, { method: 'POST', headers: { authorization }, body })).status, 200);
    clock.move(1_000);
  }
  const repeated = await command(both.ann, 'call.connected', 'call-replayed', { lease: leases.agent, path: 'direct', outcome: 'video' });
  assert.equal(repeated.call.state.phase, 'active');
});

test('where no cluster is configured nobody’s webhook is taken', async (t) => {
  const { url } = await serve(t, { config: config() });
  const response = await fetch(`${url}/v1/livekit/webhook`, { method: 'POST', body: '{}' });
  assert.equal(response.status, 401);
  const both = await talk(url);
  await activeCall(both, 'call-plain');
});
