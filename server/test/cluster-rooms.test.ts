import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { CallRecord, Media } from '../../src/protocol/call-record.ts';
import type { CallCommand } from '../../src/protocol/call-rules.ts';
import { applyCommand, startCall } from '../../src/protocol/call-rules.ts';
import { ClusterError } from '../src/calls/livekit/cluster-client.ts';
import type { ClusterApi, ClusterTrouble } from '../src/calls/livekit/cluster-client.ts';
import { ClusterRooms } from '../src/calls/livekit/cluster-rooms.ts';
import { createLogger } from '../src/logging/logger.ts';
import { TestClock } from './support/clock.ts';

/** A cluster that answers at once, in the turn of the event loop, or not at all. */
class FakeCluster implements ClusterApi {
  readonly url = 'wss://cluster.example';
  readonly asked: string[] = [];
  readonly people = (room: string): Promise<ReadonlyMap<string, Media | 'none'>> => this.#answer(`look ${room}`, new Map(this.there));
  there: (readonly [string, Media | 'none'])[] = [];
  trouble: ClusterTrouble | null = null;
  /** What alone is not done, as it stands in `asked`. */
  broken: string | null = null;
  atOnce = 0;
  mostAtOnce = 0;

  token(): Promise<string> {
    return Promise.resolve('token');
  }

  openRoom(name: string): Promise<void> {
    return this.#answer(`open ${name}`, undefined);
  }

  closeRoom(name: string): Promise<void> {
    return this.#answer(`close ${name}`, undefined);
  }

  check(): Promise<void> {
    return this.#answer('check', undefined);
  }

  async #answer<T>(what: string, answer: T): Promise<T> {
    this.asked.push(what);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await new Promise(setImmediate);
    this.atOnce -= 1;
    if (this.trouble) throw new ClusterError(this.trouble, null);
    if (what === this.broken) throw new ClusterError('unreachable', null);
    return answer;
  }
}

/** Everything that was asked for has been answered. */
async function settled(cluster: FakeCluster): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet++) {
    const before = cluster.asked.length;
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    if (cluster.asked.length !== before || cluster.atOnce > 0) quiet = -1;
  }
}

interface Ground {
  readonly cluster: FakeCluster;
  readonly clock: TestClock;
  readonly rooms: ClusterRooms;
  readonly calls: Map<string, CallRecord>;
  readonly said: CallCommand[];
  readonly closed: string[];
  /** Moves the clock by so many steps of 500 ms, each answered. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

function ground(t: TestContext): Ground {
  const lifetime = new AbortController();
  t.after(() => lifetime.abort());
  const [cluster, clock, calls] = [new FakeCluster(), new TestClock(), new Map<string, CallRecord>()];
  const said: CallCommand[] = [];
  const closed: string[] = [];
  const rooms = new ClusterRooms({
    name: 'main',
    client: cluster,
    clock,
    logger: createLogger('silent'),
    recordOf: (call) => calls.get(call),
    say: (call, command) => {
      said.push(command);
      const record = calls.get(call);
      if (record) calls.set(call, applyCommand(record, command, clock.now()).record);
    },
    onClosed: (call) => closed.push(call),
    onFailure: () => undefined,
    signal: lifetime.signal,
  });
  const pass = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += 500) {
      clock.move(500);
      await settled(cluster);
    }
  };
  return { cluster, clock, rooms, calls, said, closed, pass };
}

/** A call that both sides are in, as far as their pages say. */
function activeCall({ calls, clock }: Ground, id = 'call', fallback = true): CallRecord {
  const about = { id, conversation: 'c', media: 'video', choices: ['audio', 'video'], backend: 'livekit', relay: false, fallback } as const;
  const record = ([
    { type: 'accept', tab: 'one', choice: 'video' },
    { type: 'ready', side: 'customer', microphone: 'granted', camera: 'granted' },
    { type: 'connected', side: 'agent', path: 'direct', outcome: 'video' },
    { type: 'connected', side: 'customer', path: 'direct', outcome: 'audio' },
  ] satisfies CallCommand[]).reduce(
    (before, command) => applyCommand(before, command, clock.now()).record,
    startCall({ ...about, agent: { id: 'ann', tab: 'desk', camera: 'granted' }, customer: { id: 'vis' } }, clock.now()),
  );
  calls.set(id, record);
  return record;
}

const both: FakeCluster['there'] = [
  ['ann', 'video'],
  ['vis', 'audio'],
];

test('a running call’s room is looked into every three seconds, and a cluster without calls is asked every five whether it is there', async (t) => {
  const all = ground(t);
  const { cluster, rooms, pass } = all;
  rooms.start();
  await pass(11_000);
  assert.deepEqual(cluster.asked, ['check', 'check', 'check']);
  activeCall(all);
  cluster.there = both;
  rooms.open({ call: 'call', size: 10 });
  await pass(9_500);
  assert.deepEqual(cluster.asked.slice(3), ['open warmline-call', ...Array<string>(4).fill('look warmline-call')]);
  assert.deepEqual(all.said, []);
});

test('a side that LiveKit has not got, twice and a second apart, has lost its media; once it is back it is heard again', async (t) => {
  const all = ground(t);
  const { cluster, rooms, said, calls, pass } = all;
  activeCall(all);
  cluster.there = both;
  rooms.open({ call: 'call', size: 10 });
  await pass(500);
  cluster.there = [['ann', 'video']];
  await pass(3_000);
  assert.deepEqual([said, rooms.doubts('call', 'customer')], [[], false]);
  await pass(1_000);
  assert.deepEqual(said, [{ type: 'media-lost', side: 'customer', path: 'direct' }]);
  assert.equal(calls.get('call')?.state.phase, 'reconnecting');
  assert.deepEqual([rooms.doubts('call', 'customer'), rooms.doubts('call', 'agent')], [true, false]);
  // What its page says meanwhile is not believed, and what LiveKit says not repeated.
  await pass(5_000);
  assert.equal(said.length, 1);
  cluster.there = both;
  await pass(1_000);
  assert.deepEqual(said.slice(1), [{ type: 'connected', side: 'customer', path: 'direct', outcome: 'audio' }]);
  assert.equal(calls.get('call')?.state.phase, 'active');
  assert.equal(rooms.doubts('call', 'customer'), false);
});

test('a moment’s absence, as of a page that is loaded anew, loses nothing', async (t) => {
  const all = ground(t);
  const { cluster, rooms, said, pass } = all;
  activeCall(all);
  cluster.there = both;
  rooms.open({ call: 'call', size: 10 });
  await pass(500);
  cluster.there = [['ann', 'video']];
  rooms.look('call');
  await settled(cluster);
  cluster.there = both;
  await pass(6_000);
  assert.deepEqual(said, []);
});

test('word of a change is followed by a look at once', async (t) => {
  const all = ground(t);
  const { cluster, rooms, said, pass } = all;
  activeCall(all);
  cluster.there = both;
  rooms.open({ call: 'call', size: 10 });
  await pass(500);
  cluster.there = [];
  rooms.look('call');
  await settled(cluster);
  await pass(1_000);
  assert.deepEqual(said.map(({ type }) => type), ['media-lost', 'media-lost']);
  rooms.look('another');
});

test('a cluster that does not answer says nothing of who is there, and is asked less and less often', async (t) => {
  const all = ground(t);
  const { cluster, rooms, said, calls, pass } = all;
  activeCall(all);
  cluster.there = both;
  rooms.open({ call: 'call', size: 10 });
  await pass(500);
  cluster.trouble = 'unreachable';
  const before = cluster.asked.length;
  await pass(30_000);
  assert.deepEqual([said, calls.get('call')?.state.phase, rooms.trouble], [[], 'active', 'unreachable']);
  // After 3 s, then after 1, then every 2: somebody waits for it.
  assert.equal(cluster.asked.length - before, 15);
  rooms.close({ call: 'call', size: 10 });
  await settled(cluster);
  const [calm] = [cluster.asked.length];
  await pass(60_000);
  assert.equal(cluster.asked.length - calm, 4);
  cluster.trouble = null;
  await pass(15_000);
  assert.equal(rooms.trouble, null);
});

test('a call that is being connected is not kept waiting for a cluster that does not answer, where it may go another way', async (t) => {
  for (const fallback of [true, false]) {
    const all = ground(t);
    const { cluster, rooms, said, calls, pass } = all;
    const { state, ...rest } = activeCall(all, 'call', fallback);
    calls.set('call', { ...rest, state: { phase: 'connecting', path: 'direct', deadline: Infinity } });
    rooms.open({ call: 'call', size: 10 });
    await pass(500);
    cluster.trouble = 'unreachable';
    await pass(3_000);
    assert.deepEqual(said, fallback ? [{ type: 'media-lost', side: 'agent', path: 'direct' }] : []);
    assert.equal(calls.get('call')?.backend, fallback ? 'webrtc' : 'livekit');
    assert.ok(state);
  }
});

for (const [what, size, failure] of [
  ['full where it is so', 2, 'full'],
  ['unreachable where it is not: something on the way lets no socket through', 3, 'unreachable'],
] as const) {
  test(`a page’s word that the room takes no more makes us look at once, and is ${what}`, async (t) => {
    const all = ground(t);
    const { cluster, rooms, said, calls } = all;
    calls.set('call', { ...activeCall(all), state: { phase: 'connecting', path: 'direct', deadline: Infinity } });
    cluster.there = [
      ['ann', 'video'],
      ['expert', 'none'],
    ];
    rooms.open({ call: 'call', size });
    await settled(cluster);
    assert.equal(rooms.examine('call', 'customer'), true);
    await settled(cluster);
    assert.deepEqual(said, [{ type: 'media-lost', side: 'customer', path: 'direct', failure }]);
  });
}

test('a page’s word that the room takes no more is nothing where that side is in by then, nor where nobody looks', async (t) => {
  const all = ground(t);
  const { cluster, rooms, said, calls, pass } = all;
  const record = activeCall(all);
  cluster.there = both;
  rooms.open({ call: 'call', size: 2 });
  await settled(cluster);
  assert.equal(rooms.examine('call', 'customer'), true);
  await pass(6_000);
  calls.set('call', { ...record, state: { phase: 'ringing', deadline: Infinity } });
  assert.deepEqual([rooms.examine('call', 'customer'), rooms.examine('another', 'customer')], [false, false]);
  assert.deepEqual(said, []);
});

test('a page’s word that the room takes no more waits for a cluster that does not answer', async (t) => {
  const all = ground(t);
  const { cluster, rooms, said, calls, pass } = all;
  calls.set('call', { ...activeCall(all, 'call', false), state: { phase: 'connecting', path: 'direct', deadline: Infinity } });
  cluster.there = [['ann', 'video']];
  rooms.open({ call: 'call', size: 1 });
  await settled(cluster);
  cluster.trouble = 'unreachable';
  rooms.examine('call', 'customer');
  await pass(1_000);
  assert.deepEqual(said, []);
  cluster.trouble = null;
  await pass(2_000);
  assert.deepEqual(said, [{ type: 'media-lost', side: 'customer', path: 'direct', failure: 'full' }]);
});

test('a room is closed until the cluster has said that it is gone', async (t) => {
  const all = ground(t);
  const { cluster, rooms, closed, pass } = all;
  rooms.open({ call: 'call', size: 10 });
  await settled(cluster);
  cluster.trouble = 'unreachable';
  rooms.close({ call: 'call', size: 10 });
  await pass(4_000);
  assert.deepEqual([closed, rooms.size], [[], 0]);
  assert.ok(cluster.asked.filter((each) => each === 'close warmline-call').length >= 2);
  cluster.trouble = null;
  await pass(8_000);
  assert.deepEqual(closed, ['call']);
  assert.equal(cluster.asked.filter((each) => each.startsWith('open')).length, 1);
});

for (const broken of ['close', 'open', 'look']) {
  test(`a room whose “${broken}” fails again and again keeps no other waiting: they are closed, opened and looked into`, async (t) => {
    const all = ground(t);
    const { cluster, rooms, said, closed, pass } = all;
    cluster.broken = `${broken} warmline-bad`;
    cluster.there = both;
    if (broken === 'close') rooms.close({ call: 'bad', size: 10 });
    else {
      activeCall(all, 'bad');
      rooms.open({ call: 'bad', size: 10 });
    }
    activeCall(all, 'talks');
    rooms.open({ call: 'talks', size: 10 });
    rooms.close({ call: 'over', size: 10 });
    await settled(cluster);
    await pass(4_000);
    assert.deepEqual(closed, ['over']);
    assert.ok(cluster.asked.includes('open warmline-talks'));
    cluster.there = [['ann', 'video']];
    await pass(6_000);
    assert.ok(said.some(({ type }) => type === 'media-lost'));
    assert.equal(rooms.doubts('talks', 'customer'), true);

    assert.ok(cluster.asked.filter((each) => each === cluster.broken).length > 3);
    cluster.broken = null;
    cluster.asked.length = 0;
    await pass(3_000);
    assert.ok(cluster.asked.includes(`${broken} warmline-bad`));
    assert.equal(rooms.trouble, null);
  });
}

for (const speaks of [false, true]) {
  test(`a side that comes back before its media do is heard again ${speaks ? 'by its page’s own word, and LiveKit’s is none' : 'once they are there'}`, async (t) => {
    const all = ground(t);
    const { cluster, rooms, said, calls, clock, pass } = all;
    activeCall(all);
    cluster.there = [['ann', 'video']];
    rooms.open({ call: 'call', size: 10 });
    await pass(1_500);
    cluster.there = [
      ['ann', 'video'],
      ['vis', 'none'],
    ];
    await pass(1_000);
    assert.deepEqual([said.map(({ type }) => type), rooms.doubts('call', 'customer')], [['media-lost'], false]);
    const record = calls.get('call');
    const word: CallCommand = { type: 'connected', side: 'customer', path: 'direct', outcome: 'video' };
    if (speaks && record) calls.set('call', applyCommand(record, word, clock.now()).record);
    cluster.there = both;
    await pass(1_000);
    assert.deepEqual(said.slice(1), speaks ? [] : [{ ...word, outcome: 'audio' }]);
    assert.equal(calls.get('call')?.state.phase, 'active');
    cluster.asked.length = 0;
    await pass(3_000);
    assert.equal(cluster.asked.length, 1);
  });
}

test('however many calls there are, a cluster has one request at a time, and a new room does not wait for looks', async (t) => {
  const all = ground(t);
  const { cluster, clock, rooms } = all;
  cluster.there = both;
  for (let index = 0; index < 50; index++) {
    activeCall(all, `call-${index}`);
    rooms.open({ call: `call-${index}`, size: 10 });
  }
  await settled(cluster);
  cluster.asked.length = 0;
  clock.move(3_000);
  rooms.open({ call: 'new', size: 10 });
  await settled(cluster);
  assert.equal(cluster.mostAtOnce, 1);
  assert.ok(cluster.asked.indexOf('open warmline-new') <= 1, `${cluster.asked.indexOf('open warmline-new')} requests before it`);
  assert.equal(cluster.asked.length, 51);
});
