import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallRecord } from '../../src/protocol/call-record.ts';
import { participantOf } from '../../src/protocol/call-record.ts';
import type { Talk } from './support/call.ts';
import { accept, activeCall, command, phase, start, talk } from './support/call.ts';
import { customer } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { answerTo, api, claimsOf, clusterOf, figure, freePort, grantOf, join, liveKit, ownLiveKit, roomNames, signed, skip, skipOwn, until } from './support/livekit.ts';
import { config, dataDir, serve } from './support/place.ts';
import { serverProcess } from './support/process.ts';

const withCluster = (site: Record<string, unknown> = {}): ReturnType<typeof config> => config(site, { livekit: { main: clusterOf(liveKit()) } });

const rightsIn = (token: string): Record<string, unknown> => claimsOf(token).video as Record<string, unknown>;

test('a grant lets its holder into one room, as one person, for ten minutes, with nothing more than a call takes', { skip }, async (t) => {
  const { url } = await serve(t, { config: withCluster() });
  const { ann, visitor, conversation } = await talk(url);
  const ringing = await start(ann, conversation, 'call-rights');
  const grant = grantOf(ringing);
  assert.deepEqual([grant.url, grant.e2ee], [liveKit().url, false]);
  const { sub, name, exp, nbf, video, roomConfig, ...rest } = claimsOf(grant.token);
  assert.deepEqual([sub, name, Number(exp) - Number(nbf)], ['ann', 'Ann', 600]);
  assert.deepEqual(video, {
    roomJoin: true,
    room: 'warmline-call-rights',
    canSubscribe: true,
    canPublish: true,
    canPublishSources: ['microphone', 'camera'],
    canPublishData: false,
    canUpdateOwnMetadata: false,
  });
  assert.equal((roomConfig as { maxParticipants: number }).maxParticipants, 10);
  assert.deepEqual(Object.keys(rest), ['iss']);

  const claimed = grantOf(await accept(visitor, 'call-rights'));
  assert.equal(claimsOf(claimed.token).sub, participantOf(ringing.call, 'customer')?.id);
  assert.equal(ringing.call.backend, 'livekit');
  assert.deepEqual([ringing.call.fallback, ringing.call.relay], [true, false]);
});

test('on a voice site nobody may send a camera’s picture', { skip }, async (t) => {
  const { url } = await serve(t, { config: withCluster({ calling: 'voice' }) });
  const { ann, conversation } = await talk(url);
  const { token } = grantOf(await start(ann, conversation, 'call-voice', { media: 'audio' }));
  assert.deepEqual(rightsIn(token).canPublishSources, ['microphone']);
});

test('LiveKit lets the grant’s holder in, and nobody with a token that ran out, was changed, or is another cluster’s', { skip }, async (t) => {
  const { url } = await serve(t, { config: withCluster() });
  const { ann, conversation } = await talk(url);
  const grant = grantOf(await start(ann, conversation, 'call-in'));
  assert.equal((await answerTo(grant.url, grant.token)).status, 200);
  await join(t, grant);
  await until('she is there', async () => (await api(liveKit()).listParticipants('warmline-call-in')).some(({ identity }) => identity === 'ann'));

  const claims = claimsOf(grant.token);
  assert.equal((await answerTo(grant.url, signed(claims, liveKit().secret))).status, 200);
  const past = Math.floor(Date.now() / 1_000) - 120;
  assert.equal((await answerTo(grant.url, signed({ ...claims, exp: past, nbf: past - 600 }, liveKit().secret))).status, 401);
  assert.equal((await answerTo(grant.url, signed(claims, 'x'.repeat(40)))).status, 401);
  assert.equal((await answerTo(grant.url, signed({ ...claims, iss: 'another' }, liveKit().secret))).status, 401);
});

test('the token of one room opens no other, and none of LiveKit’s own API', { skip }, async (t) => {
  const { url } = await serve(t, { config: withCluster() });
  const { ann, conversation } = await talk(url);
  const { url: address, token } = grantOf(await start(ann, conversation, 'call-one'));
  const api = async (method: string, body: object): Promise<number> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return (await fetch(`${address.replace('ws', 'http')}/twirp/livekit.RoomService/${method}`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  };
  for (const [method, body] of [
    ['ListRooms', {}],
    ['CreateRoom', { name: 'mine' }],
    ['DeleteRoom', { room: 'warmline-call-one' }],
    ['ListParticipants', { room: 'warmline-call-one' }],
    ['RemoveParticipant', { room: 'warmline-call-one', identity: 'ann' }],
  ] as const) {
    assert.equal(await api(method, body), 401, method);
  }
});

test('a page that was loaded anew is the same person in the room, and takes the place of the one before', { skip }, async (t) => {
  const { url } = await serve(t, { config: withCluster() });
  const both = await talk(url);
  const ringing = await start(both.ann, both.conversation, 'call-reload');
  const first = await accept(both.visitor, 'call-reload');
  await join(t, grantOf(first));
  await both.visitor.close();
  const { client: back } = await customer(url, { token: both.token });
  const second = await command(back, 'call.reclaim', 'call-reload', { lease: first.lease, tab: 'tab-1', outcome: 'none' });
  await join(t, grantOf(second));
  const people = await api(liveKit()).listParticipants('warmline-call-reload');
  assert.deepEqual(people.map(({ identity }) => identity), [participantOf(ringing.call, 'customer')?.id]);

  // The lease's former secret gets no grant any more.
  await assert.rejects(back.request('call.grant', { callId: 'call-reload', lease: first.lease }), { code: 'LEASE_LOST' });
});

test('a room takes as many as the site says: the next is refused', { skip }, async (t) => {
  const { url } = await serve(t, { config: withCluster({ roomSize: 2 }) });
  const { ann, visitor, conversation } = await talk(url);
  const one = grantOf(await start(ann, conversation, 'call-full'));
  const two = grantOf(await accept(visitor, 'call-full'));
  await until('the room is there', async () => (await roomNames(liveKit())).includes('warmline-call-full'));
  const [room] = await api(liveKit()).listRooms(['warmline-call-full']);
  assert.equal(room?.maxParticipants, 2);
  await join(t, one);
  await join(t, two);
  const stranger = signed({ ...claimsOf(one.token), sub: 'stranger' }, liveKit().secret);
  await assert.rejects(join(t, { url: one.url, token: stranger }), /Unexpected server response: 500/);
  assert.equal((await api(liveKit()).listParticipants('warmline-call-full')).length, 2);
});

/** Every path out of a call that was answered, or never was. */
const endings: readonly (readonly [string, (both: Talk, clock: TestClock, call: string) => Promise<unknown>])[] = [
  ['the agent cancels', async ({ ann }, _, call) => await command(ann, 'call.end', call)],
  ['the customer declines', async ({ visitor }, _, call) => await command(visitor, 'call.decline', call)],
  [
    'nobody answers',
    (_, clock) => {
      clock.move(45_000);
      return Promise.resolve();
    },
  ],
  [
    'the customer declines after accepting',
    async ({ visitor }, _, call) => {
      await accept(visitor, call);
      await command(visitor, 'call.decline', call);
    },
  ],
  [
    'the permission is not given in time',
    async ({ visitor }, clock, call) => {
      await accept(visitor, call);
      clock.move(60_000);
    },
  ],
  ['the conversation ends', async ({ visitor, conversation }) => await visitor.request('conversation.end', { conversation })],
];

for (const [index, [how, end]] of endings.entries()) {
  test(`the room is there while the call is, and is gone after: ${how}`, { skip }, async (t) => {
    const clock = new TestClock();
    const { url } = await serve(t, { config: withCluster(), clock });
    const both = await talk(url);
    const call = `call-gone-${index}`;
    await start(both.ann, both.conversation, call);
    await until('the room is there', async () => (await roomNames(liveKit())).includes(`warmline-${call}`));
    await end(both, clock, call);
    await phase(both.ann, 'ended');
    await until('the room is gone', async () => !(await roomNames(liveKit())).includes(`warmline-${call}`));
    await until('and is counted no more', async () => (await figure(url, 'warmline_livekit_rooms{cluster="main"}')) === 0);
  });
}

test('hanging up sends everybody out of the room', { skip }, async (t) => {
  const { url } = await serve(t, { config: withCluster() });
  const both = await talk(url);
  const ringing = await start(both.ann, both.conversation, 'call-out');
  const inside = await join(t, grantOf(ringing));
  const closed = new Promise((resolve) => inside.on('close', resolve));
  await accept(both.visitor, 'call-out');
  await command(both.visitor, 'call.end', 'call-out');
  await closed;
  await until('the room is gone', async () => !(await roomNames(liveKit())).includes('warmline-call-out'));
});

test('a room that could not be deleted is deleted once the cluster is back', { skip: skipOwn }, async (t) => {
  const clock = new TestClock();
  const cluster = await ownLiveKit(t);
  const { url } = await serve(t, { config: config({ media: 'livekit' }, { livekit: { main: clusterOf(cluster) } }), clock });
  const both = await talk(url);
  await start(both.ann, both.conversation, 'call-retry');
  await until('the room is there', async () => (await roomNames(cluster)).length === 1);
  await cluster.stop();
  await command(both.ann, 'call.end', 'call-retry');
  await until('a try has failed', async () => ((await figure(url, 'warmline_livekit_failures_total{cluster="main"}')) ?? 0) > 0);
  const again = await ownLiveKit(t, cluster);
  // Somebody else's client would have made it again meanwhile.
  await api(again).createRoom({ name: 'warmline-call-retry', emptyTimeout: 300 });
  await until('the room is gone', async () => {
    clock.move(1_000);
    return (await roomNames(again)).length === 0;
  });
});

test('a server that was killed in a call and comes back takes up its room; what ended meanwhile leaves none', { skip }, async (t) => {
  const folder = dataDir(t);
  const { url: livekit, key, secret } = liveKit();
  const environment = { DATA_DIR: folder, PORT: String(await freePort()), LIVEKIT_URL: livekit, LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret };
  const first = await serverProcess(t, environment, folder);
  const password = first.lines.at(-1)?.split(' ').at(-1) ?? '';
  const both = await talk(first.url, { email: 'agent@warmline.example', password });
  await activeCall(both, 'call-killed');
  await until('the room is there', async () => (await roomNames(liveKit())).includes('warmline-call-killed'));
  await first.kill('SIGKILL');
  assert.ok((await roomNames(liveKit())).includes('warmline-call-killed'));

  const second = await serverProcess(t, environment, folder);
  const { client, hello } = await customer(second.url, { token: both.token });
  assert.equal((hello.call as { call: CallRecord }).call.state.phase, 'active');
  await client.request('call.end', { callId: 'call-killed', commandId: 'end' });
  await until('the room is gone', async () => !(await roomNames(liveKit())).includes('warmline-call-killed'));
  await second.kill('SIGTERM');
});

test('a call whose deadline passed while the server was down leaves no room', { skip }, async (t) => {
  const folder = dataDir(t);
  const clock = new TestClock();
  const first = await serve(t, { config: withCluster(), dataDir: folder, clock });
  const both = await talk(first.url);
  await start(both.ann, both.conversation, 'call-late');
  await until('the room is there', async () => (await roomNames(liveKit())).includes('warmline-call-late'));
  await first.close();
  clock.move(60_000);
  await serve(t, { config: withCluster(), dataDir: folder, clock });
  clock.move(0);
  await until('the room is gone', async () => !(await roomNames(liveKit())).includes('warmline-call-late'));
});

test('rooms are made for a cluster that makes none by itself, and again where it was started anew', { skip: skipOwn }, async (t) => {
  const clock = new TestClock();
  const cluster = await ownLiveKit(t, { autoCreate: false });
  const { url } = await serve(t, { config: config({ media: 'livekit' }, { livekit: { main: clusterOf(cluster) } }), clock });
  const both = await talk(url);
  const ringing = await start(both.ann, both.conversation, 'call-made');
  await until('the room is there', async () => (await roomNames(cluster)).length === 1);
  await join(t, grantOf(ringing));
  const { lease } = await accept(both.visitor, 'call-made');
  await command(both.visitor, 'call.ready', 'call-made', { lease, microphone: 'granted', camera: 'granted' });
  await cluster.stop();
  const again = await ownLiveKit(t, { ...cluster, autoCreate: false });
  await until('the room is there again', async () => {
    clock.move(200);
    return (await roomNames(again)).length === 1;
  });
  await join(t, grantOf(ringing));
});
