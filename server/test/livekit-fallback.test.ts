import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import type { LiveKit } from '../../scripts/livekit.mjs';
import type { CallRecord } from '../../src/protocol/call-record.ts';
import type { Talk } from './support/call.ts';
import { accept, command, phase, start, talk } from './support/call.ts';
import type { Client } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { api, claimsOf, clusterOf, figure, freePort, grantOf, join, liveKit, ownLiveKit, roomNames, signed, skip, skipOwn, until } from './support/livekit.ts';
import { config, dataDir, serve } from './support/place.ts';
import { serverProcess } from './support/process.ts';

const isUp = async (url: string, cluster: string, up: 0 | 1): Promise<void> =>
  await until(`${cluster} is known to be ${up ? 'up' : 'down'}`, async () => (await figure(url, `warmline_livekit_up{cluster="${cluster}"}`)) === up);

const fallbacks = async (url: string, cluster: string, reason: string): Promise<number> =>
  (await figure(url, `warmline_media_fallbacks_total{cluster="${cluster}",reason="${reason}"}`)) ?? 0;

/** Where a cluster would be, if there were one. */
const nowhere = async (): Promise<object> => ({ url: `ws://127.0.0.1:${await freePort()}`, key: 'k', secret: 'a secret that nobody knows' });

/** A call that is accepted, and whose customer is ready to be heard. */
async function connecting(both: Talk, call: string): Promise<{ readonly agent: string; readonly customer: string }> {
  const ringing = await start(both.ann, both.conversation, call);
  const claimed = await accept(both.visitor, call);
  const leases = { agent: ringing.lease ?? '', customer: claimed.lease ?? '' };
  await command(both.visitor, 'call.ready', call, { lease: leases.customer, microphone: 'granted', camera: 'granted' });
  return leases;
}

const changesTo = async (client: Client, fits: (call: CallRecord) => boolean): Promise<CallRecord> =>
  (await client.next<{ call: CallRecord }>('call.changed', ({ call }) => fits(call))).call;

test('a call begins from peer to peer where LiveKit is known to be away, and says so in metrics', { skip }, async (t) => {
  const { url } = await serve(t, { config: config({}, { livekit: { main: await nowhere() } }) });
  await isUp(url, 'main', 0);
  const both = await talk(url);
  const ringing = await start(both.ann, both.conversation, 'call-away');
  assert.deepEqual([ringing.call.backend, ringing.call.fallback, ringing.grant?.backend], ['webrtc', false, 'webrtc']);
  assert.equal(await fallbacks(url, 'main', 'unreachable'), 1);
  assert.ok(((await figure(url, 'warmline_livekit_failures_total{cluster="main"}')) ?? 0) > 0);
});

test('a cluster that does not take our secret is an error in the log, a figure, and a call from peer to peer', { skip }, async (t) => {
  const folder = dataDir(t);
  const { url: address, key } = liveKit();
  const secret = 'quite another secret';
  const { url, lines, logged, kill } = await serverProcess(
    t,
    { DATA_DIR: folder, LOG_LEVEL: 'info', LIVEKIT_URL: address, LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret },
    folder,
  );
  await isUp(url, 'default', 0);
  const password = lines.at(-1)?.split(' ').at(-1) ?? '';
  const both = await talk(url, { email: 'agent@warmline.example', password });
  const ringing = await start(both.ann, both.conversation, 'call-refused');
  assert.equal(ringing.call.backend, 'webrtc');
  assert.equal(await fallbacks(url, 'default', 'refused'), 1);
  await until('both are logged', () => logged().length >= 3);
  const errors = logged().filter(({ level }) => level === 50);
  assert.deepEqual(errors.map(({ cluster, msg }) => [cluster, msg]), [['default', 'the LiveKit cluster does not take our key and secret: no call can be carried there']]);
  const [warning] = logged().filter(({ level }) => level === 40);
  assert.deepEqual([warning?.call, warning?.cluster, warning?.reason], ['call-refused', 'default', 'refused']);
  assert.ok(!JSON.stringify(logged()).includes(secret));
  await kill('SIGTERM');
});

test('a call goes on from peer to peer where the cluster goes between the ring and the join', { skip: skipOwn }, async (t) => {
  const clock = new TestClock();
  const cluster = await ownLiveKit(t);
  const turn = { urls: ['turn:turn.example:3478'], secret: 'shared' };
  const { url } = await serve(t, { config: config({}, { livekit: { main: clusterOf(cluster) }, turn }), clock });
  await isUp(url, 'main', 1);
  const both = await talk(url);
  const ringing = await start(both.ann, both.conversation, 'call-dies');
  assert.deepEqual([ringing.call.backend, ringing.call.fallback, ringing.call.relay], ['livekit', true, true]);
  await until('the room is there', async () => (await roomNames(cluster)).length === 1);
  await cluster.stop();
  const claimed = await accept(both.visitor, 'call-dies');
  await command(both.visitor, 'call.ready', 'call-dies', { lease: claimed.lease, microphone: 'granted', camera: 'granted' });
  const began = clock.now();
  const changed = changesTo(both.ann, ({ backend }) => backend === 'webrtc');
  let fell: CallRecord | null = null;
  void changed.then((record) => (fell = record));
  await until('it falls back', () => {
    if (!fell) clock.move(250);
    return fell !== null;
  });
  const { state, participants } = await changed;
  assert.ok(state.phase === 'connecting' && state.path === 'fallback' && state.deadline - clock.now() <= 8_000);
  assert.ok(clock.now() - began < 8_000, 'before the first try’s time was over');
  assert.ok(participants.every(({ outcome }) => outcome === 'none'));
  assert.equal(await fallbacks(url, 'main', 'media-lost'), 1);

  // The lease stays, the grant is another one.
  for (const [client, lease] of [
    [both.ann, ringing.lease],
    [both.visitor, claimed.lease],
  ] as const) {
    const { grant } = await client.request<{ grant: { backend: string } }>('call.grant', { callId: 'call-dies', lease });
    assert.equal(grant.backend, 'webrtc');
    await command(client, 'call.connected', 'call-dies', { lease, path: 'fallback', outcome: 'video' });
  }
  await phase(both.ann, 'active');
});

test('a call whose people do not get through to LiveKit in time falls back, then tries the relay, then has failed; its room is closed at once', { skip }, async (t) => {
  const clock = new TestClock();
  const folder = dataDir(t);
  const turn = { urls: ['turn:turn.example:3478'], secret: 'shared' };
  const { url } = await serve(t, { config: config({}, { livekit: { main: clusterOf(liveKit()) }, turn }), clock, dataDir: folder });
  const both = await talk(url);
  await connecting(both, 'call-timeout');
  await until('the room is there', async () => (await roomNames(liveKit())).includes('warmline-call-timeout'));
  clock.move(8_000);
  const fell = await changesTo(both.ann, ({ backend }) => backend === 'webrtc');
  assert.equal(fell.state.phase === 'connecting' && fell.state.path, 'fallback');
  await until('the room is gone', async () => !(await roomNames(liveKit())).includes('warmline-call-timeout'));
  clock.move(8_000);
  const relayed = await changesTo(both.ann, ({ state }) => state.phase === 'connecting' && state.path === 'relay');
  assert.equal(relayed.backend, 'webrtc');
  clock.move(12_000);
  const { state } = await phase(both.ann, 'ended');
  assert.equal(state.phase === 'ended' && state.reason, 'media-failed');
  assert.equal(await fallbacks(url, 'main', 'timeout'), 1);
});

for (const [what, site] of [
  ['that asks for LiveKit', { media: 'livekit' }],
  ['that is encrypted from end to end', { e2ee: true }],
  ['that is bound to a region', { mediaRegion: 'north-america' }],
] as const) {
  test(`a call of a site ${what} never goes from peer to peer: where the cluster is away it ends with a reason`, { skip: skipOwn }, async (t) => {
    const clock = new TestClock();
    const cluster = await ownLiveKit(t);
    const { url } = await serve(t, { config: config(site, { livekit: { main: clusterOf(cluster, { region: 'north-america' }) } }), clock });
    const both = await talk(url);
    const ringing = await start(both.ann, both.conversation, 'call-stays');
    assert.deepEqual([ringing.call.backend, ringing.call.fallback, ringing.call.relay], ['livekit', false, false]);
    assert.equal(grantOf(ringing).e2ee, 'e2ee' in site);
    await cluster.stop();
    const { lease } = await accept(both.visitor, 'call-stays');
    await command(both.visitor, 'call.ready', 'call-stays', { lease, microphone: 'granted', camera: 'granted' });
    await command(both.visitor, 'call.mediaLost', 'call-stays', { lease, path: 'direct' });
    const { state, backend } = await phase(both.ann, 'ended');
    assert.deepEqual([state.phase === 'ended' && state.reason, backend], ['media-failed', 'livekit']);
    // Nor does the next one, now that the cluster is known to be away.
    await isUp(url, 'main', 0);
    const next = await start(both.ann, both.conversation, 'call-next');
    assert.deepEqual([next.call.backend, grantOf(next).url], ['livekit', cluster.url]);
    assert.equal(await fallbacks(url, 'main', 'unreachable'), 0);
  });
}

test('a room that is full ends the call with its reason, whatever else could carry it', { skip }, async (t) => {
  const { url } = await serve(t, { config: config({ roomSize: 2 }, { livekit: { main: clusterOf(liveKit()) } }) });
  const both = await talk(url);
  const ringing = await start(both.ann, both.conversation, 'call-full');
  assert.deepEqual([ringing.call.backend, ringing.call.fallback], ['livekit', true]);
  await join(t, grantOf(ringing));
  const { token } = grantOf(ringing);
  await join(t, { url: liveKit().url, token: signed({ ...claimsOf(token), sub: 'expert' }, liveKit().secret) });
  const { lease } = await accept(both.visitor, 'call-full');
  await command(both.visitor, 'call.ready', 'call-full', { lease, microphone: 'granted', camera: 'granted' });
  const said = await command(both.visitor, 'call.mediaLost', 'call-full', { lease, path: 'direct', failure: 'full' });
  assert.equal(said.refusal, 'not-now');
  const { state, backend } = await phase(both.ann, 'ended');
  assert.ok(state.phase === 'ended');
  assert.deepEqual([state.reason, state.failure, backend], ['media-failed', 'full', 'livekit']);
  assert.equal(await fallbacks(url, 'main', 'media-lost'), 0);
});

test('a room that a page takes for full while it is not is one that nobody gets through to: the call goes another way, or ends with that reason', { skip }, async (t) => {
  for (const media of ['auto', 'livekit']) {
    const { url } = await serve(t, { config: config({ media }, { livekit: { main: clusterOf(liveKit()) } }) });
    const both = await talk(url);
    const call = `call-not-full-${media}`;
    const ringing = await start(both.ann, both.conversation, call);
    await join(t, grantOf(ringing));
    const { lease } = await accept(both.visitor, call);
    await command(both.visitor, 'call.ready', call, { lease, microphone: 'granted', camera: 'granted' });
    await command(both.visitor, 'call.mediaLost', call, { lease, path: 'direct', failure: 'full' });
    if (media === 'auto') {
      const fell = await changesTo(both.ann, ({ backend }) => backend === 'webrtc');
      assert.equal(fell.state.phase === 'connecting' && fell.state.path, 'fallback');
      // Where no room is looked into, no page is believed to have found one full.
      await command(both.visitor, 'call.mediaLost', call, { lease, path: 'fallback', failure: 'full' });
    }
    const { state } = await phase(both.ann, 'ended');
    assert.ok(state.phase === 'ended');
    assert.deepEqual([state.reason, state.failure], ['media-failed', 'unreachable']);
  }
});

test('a side that LiveKit sends away ends the call at once, by the word of who holds the lease and of nobody who held it before', { skip }, async (t) => {
  const { url } = await serve(t, { config: config({}, { livekit: { main: clusterOf(liveKit()) } }) });
  const both = await talk(url);
  const leases = await connecting(both, 'call-away-now');
  for (const [client, lease] of [
    [both.ann, leases.agent],
    [both.visitor, leases.customer],
  ] as const) {
    await command(client, 'call.connected', 'call-away-now', { lease, path: 'direct', outcome: 'video' });
  }
  const taken = await command(both.visitor, 'call.reclaim', 'call-away-now', { lease: leases.customer, tab: 'tab-1', outcome: 'video' });
  const sentAway = { path: 'direct', failure: 'elsewhere' };
  const before = await command(both.visitor, 'call.mediaLost', 'call-away-now', { ...sentAway, lease: leases.customer });
  assert.deepEqual([before.refusal, before.call.state.phase], ['lease-lost', 'active']);
  const now = await command(both.visitor, 'call.mediaLost', 'call-away-now', { ...sentAway, lease: taken.lease });
  assert.ok(now.call.state.phase === 'ended');
  assert.deepEqual([now.call.state.reason, now.call.state.by, now.call.state.failure], ['lost', 'customer', 'elsewhere']);
});

test('a government site’s calls stay with North American servers, whatever else is up or down', { skip: skipOwn }, async (t) => {
  const clock = new TestClock();
  const [america, second, europe] = await Promise.all([ownLiveKit(t), ownLiveKit(t), ownLiveKit(t)]);
  const livekit = {
    europe: clusterOf(europe, { region: 'europe' }),
    'america-1': clusterOf(america, { region: 'north-america' }),
    'america-2': clusterOf(second, { region: 'north-america' }),
  };
  const government = config({ mediaRegion: 'north-america' }, { livekit });
  const { url } = await serve(t, { config: { ...government, sites: [...government.sites, { id: 'shop', name: 'Shop', origins: [], ownOrigin: true, calling: 'voice' }] }, clock });
  const both = await talk(url);
  let calls = 0;
  const carries = async (): Promise<LiveKit | null> => {
    calls += 1;
    const id = `call-region-${calls}`;
    const ringing = await start(both.ann, both.conversation, id);
    const claimed = await accept(both.visitor, id);
    assert.deepEqual([ringing.call.backend, ringing.call.fallback], ['livekit', false]);
    const addresses = new Set([grantOf(ringing).url, grantOf(claimed).url]);
    assert.equal(addresses.size, 1);
    await command(both.ann, 'call.end', id);
    return [america, second, europe].find(({ url: address }) => addresses.has(address)) ?? null;
  };
  const known = async (cluster: string, up: 0 | 1): Promise<void> => {
    await until(`${cluster} is known`, async () => {
      clock.move(1_000);
      return (await figure(url, `warmline_livekit_up{cluster="${cluster}"}`)) === up;
    });
  };
  await known('america-1', 1);
  assert.equal(await carries(), america);
  await europe.stop();
  await known('europe', 0);
  assert.equal(await carries(), america);
  await america.stop();
  await known('america-1', 0);
  assert.equal(await carries(), second, 'another server of the region');
  await second.stop();
  await known('america-2', 0);
  const europeAgain = await ownLiveKit(t, europe);
  await known('europe', 1);
  const last = await carries();
  assert.ok(last === america || last === second, 'the region’s, though only Europe’s is up');

  await connecting(both, 'call-down');
  clock.move(8_000);
  const { state, backend } = await phase(both.ann, 'ended').then(async (record) => (record.id === 'call-down' ? record : await changesTo(both.ann, ({ id, state: { phase: is } }) => id === 'call-down' && is === 'ended')));
  assert.deepEqual([state.phase === 'ended' && state.reason, backend], ['media-failed', 'livekit']);
  assert.deepEqual(await roomNames(europeAgain), []);
});

test('no command waits for a cluster: one that takes connections and never answers delays nobody', { skip }, async (t) => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const { url } = await serve(t, { config: config({ media: 'livekit' }, { livekit: { main: { url: `ws://127.0.0.1:${port}`, key: 'k', secret: 's'.repeat(32) } } }) });
  const both = await talk(url);
  for (let call = 0; call < 5; call++) {
    const ringing = await start(both.ann, both.conversation, `call-silent-${call}`);
    const { lease } = await accept(both.visitor, `call-silent-${call}`);
    await both.visitor.request('call.grant', { callId: `call-silent-${call}`, lease });
    await command(both.ann, 'call.end', `call-silent-${call}`);
    assert.equal(ringing.call.backend, 'livekit');
  }
  // One question hangs, and no other was asked.
  assert.equal(await figure(url, 'warmline_livekit_failures_total{cluster="main"}'), 0);
  assert.equal(sockets.size, 1);
});

test('our own pages may connect to the clusters, and to nothing else', { skip }, async (t) => {
  const livekit = { eu: { url: 'wss://eu.example', key: 'k', secret: 's' }, own: clusterOf(liveKit()) };
  const { url } = await serve(t, { config: config({}, { livekit }) });
  const policy = (await fetch(`${url}/healthz`)).headers.get('content-security-policy') ?? '';
  const { origin } = new URL(liveKit().url);
  assert.match(policy, new RegExp(`connect-src 'self' wss://eu.example https://eu.example ${origin} ${origin.replace('ws', 'http')};`));
  assert.ok((await api(liveKit()).listRooms()).length >= 0);
});
