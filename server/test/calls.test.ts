import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { CallRecord, CallSide } from '../../src/protocol/call-record.ts';
import { generationOf, participantOf } from '../../src/protocol/call-record.ts';
import type { CallAck, CallNews, CallSignal } from '../../src/protocol/call-wire.ts';
import type { AgentConversation, AgentPresence } from '../../src/protocol/conversation.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import type { WebRtcGrant } from '../../src/protocol/media-grant.ts';
import type { Method } from '../../src/protocol/requests.ts';
import type { Sent } from '../../src/protocol/results.ts';
import type { Talk } from './support/call.ts';
import { accept, activeCall, command, commandId, phase, start, talk, text } from './support/call.ts';
import type { Client } from './support/client.ts';
import { agent, agentWith, customer } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { config, dataDir, people, serve } from './support/place.ts';

type Ended = Extract<CallRecord['state'], { phase: 'ended' }>;

const endOf = async (client: Client): Promise<Ended> => (await phase(client, 'ended')).state as Ended;

const callEntry = async (client: Client): Promise<Entry['parts'][number]> => {
  const { entry } = await client.next<{ entry: Entry }>('chat.entry', (each) => each.entry.kind === 'call');
  return entry.parts[0] ?? { type: 'none' };
};

const load = async (client: Client, fits: (ann: AgentPresence) => boolean): Promise<AgentPresence> => {
  const isFit = (each: AgentPresence): boolean => each.id === 'ann' && fits(each);
  const { agents } = await client.next<{ agents: AgentPresence[] }>('desk.agents', (each) => each.agents.some(isFit));
  const ann = agents.find(isFit);
  assert.ok(ann);
  return ann;
};

test('a call rings, is claimed, connects, talks and ends; both are told each step, and the log says how it went', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const both = await talk(url);
  await activeCall(both, 'call-1');
  await phase(both.visitor, 'active');
  await phase(both.ann, 'active');
  clock.move(83_000);
  await command(both.visitor, 'call.end', 'call-1');
  const end = await endOf(both.ann);
  assert.equal(end.reason, 'hung-up');
  assert.equal(end.by, 'customer');
  assert.deepEqual(await callEntry(both.visitor), { type: 'call', callId: 'call-1', media: 'video', reason: 'hung-up', by: 'customer', duration: 83_000 });
  const again = await command(both.ann, 'call.end', 'call-1');
  assert.equal(again.refusal, 'ended');
  assert.equal((again.call.state as Ended).by, 'customer');
});

test('a voice call that was turned into video is noted as one of video', async (t) => {
  const { url } = await serve(t, { config: config() });
  const both = await talk(url);
  const ringing = await start(both.ann, both.conversation, 'call-1', { media: 'audio' });
  const claimed = await accept(both.visitor, 'call-1', { choice: 'audio' });
  await command(both.visitor, 'call.ready', 'call-1', { lease: claimed.lease, microphone: 'granted', camera: 'unasked' });
  const carries = (client: Client, lease: string | undefined, outcome: string) => command(client, 'call.connected', 'call-1', { lease, path: 'direct', outcome });
  await carries(both.visitor, claimed.lease, 'audio');
  await carries(both.ann, ringing.lease, 'audio');
  await carries(both.visitor, claimed.lease, 'video');
  await command(both.ann, 'call.end', 'call-1');
  const { media } = (await callEntry(both.visitor)) as { readonly media?: string };
  assert.equal(media, 'video');
});

test('what the agent says while it rings waits for the customer who accepts, in order', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, conversation } = await talk(url);
  const ringing = await start(ann, conversation, 'call-1');
  const lease = ringing.lease ?? '';
  const generation = generationOf(ringing.call);
  const signal = (n: number): void => ann.notify('call.signal', { callId: 'call-1', lease, generation, n, data: { sdp: `line ${n}` } });
  signal(0);
  signal(1);
  await ann.request('ping', {});
  const claimed = await accept(visitor, 'call-1');
  assert.deepEqual(
    claimed.signals?.map((each) => [each.generation, each.n]),
    [
      [generationOf(claimed.call), 0],
      [generationOf(claimed.call), 1],
    ],
  );
  signal(2);
  assert.equal((await visitor.next<CallSignal>('call.signal')).n, 2);
  visitor.notify('call.signal', { callId: 'call-1', lease: claimed.lease, generation, n: 0, data: { sdp: 'answer' } });
  assert.deepEqual((await ann.next<CallSignal>('call.signal')).data, { sdp: 'answer' });
});

test('signals without the lease reach nobody', async (t) => {
  const { url } = await serve(t, { config: config() });
  const both = await talk(url);
  const { client: second } = await customer(url, { token: both.token, tab: 'tab-2' });
  const leases = await activeCall(both, 'call-1');
  const forged = { callId: 'call-1', generation: 2, n: 9, data: 'forged' };
  second.notify('call.signal', { ...forged, lease: 'guess' });
  second.notify('call.signal', { ...forged, lease: leases.agent });
  await second.request('ping', {});
  both.visitor.notify('call.signal', { ...forged, lease: leases.customer, data: 'true' });
  assert.equal((await both.ann.next<CallSignal>('call.signal')).data, 'true');
});

test('a command that is repeated gives its first answer, and the lease again to whom it was given', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, conversation } = await talk(url);
  const ring = { conversation, callId: 'call-1', commandId: 'ring', tab: 'desk-1', media: 'audio', camera: 'unasked' };
  const first = await ann.request<CallAck>('call.start', ring);
  const second = await ann.request<CallAck>('call.start', ring);
  assert.deepEqual([second.lease, second.call.rev, second.refusal], [first.lease, first.call.rev, null]);

  const claim = { callId: 'call-1', commandId: 'claim', tab: 'tab-1', choice: 'audio' };
  const claimed = await visitor.request<CallAck>('call.accept', claim);
  const repeated = await visitor.request<CallAck>('call.accept', claim);
  assert.equal(repeated.lease, claimed.lease);
  assert.equal(repeated.call.rev, claimed.call.rev);

  const end = { callId: 'call-1', commandId: 'end' };
  assert.equal((await visitor.request<CallAck>('call.end', end)).refusal, null);
  assert.equal((await visitor.request<CallAck>('call.end', end)).refusal, null);
  const log = await visitor.request<{ entries: Entry[] }>('chat.history', { conversation });
  assert.equal(log.entries.filter((each) => each.kind === 'call').length, 1);
});

test('who is rung while on a call is busy, and learns with which', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, conversation } = await talk(url);
  const { client: other } = await customer(url);
  const elsewhere = await other.request<Sent>('chat.send', { clientId: 'm', parts: text('Me too') });
  await start(ann, conversation, 'call-1');
  for (const [where, id] of [
    [conversation, 'call-2'],
    [elsewhere.conversation.id, 'call-3'],
  ] as const) {
    const ack = await start(ann, where, id);
    assert.equal(ack.refusal, 'busy');
    assert.equal(ack.call.id, 'call-1');
    assert.equal(ack.lease, undefined);
  }
});

test('a reload takes its lease back: the old secret is worth nothing, and so is a duplicated tab', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const both = await talk(url);
  const leases = await activeCall(both, 'call-1');
  await both.visitor.close();
  const gone = await both.ann.next<CallNews>('call.changed', (each) => participantOf(each.call, 'customer')?.goneSince !== null);
  assert.equal(gone.deadline, clock.now() + 20_000);

  clock.move(19_000);
  const { client: back, hello } = await customer(url, { token: both.token });
  assert.equal((hello.call as CallNews).call.id, 'call-1');
  const reclaimed = await command(back, 'call.reclaim', 'call-1', { lease: leases.customer, tab: 'tab-1', outcome: 'none' });
  assert.equal(reclaimed.refusal, null);
  assert.notEqual(reclaimed.lease, leases.customer);
  assert.ok(reclaimed.grant);

  const { client: duplicate } = await customer(url, { token: both.token, tab: 'tab-9' });
  const refused = await command(duplicate, 'call.reclaim', 'call-1', { lease: leases.customer, tab: 'tab-9', outcome: 'none' });
  assert.deepEqual([refused.refusal, refused.lease, refused.grant], ['lease-lost', undefined, undefined]);
  await assert.rejects(duplicate.request('call.grant', { callId: 'call-1', lease: leases.customer }), { code: 'LEASE_LOST' });
});

test('a reclaim that is said again takes the side anew for whoever held it once, and for nobody who only knows what it is called', async (t) => {
  const { url } = await serve(t, { config: config() });
  const talking = await talk(url);
  const leases = await activeCall(talking, 'call-1');
  const question = { callId: 'call-1', commandId: 'customer-1', tab: 'tab-1', outcome: 'none' };
  const { client: other } = await customer(url, { token: talking.token, tab: 'tab-9' });
  const first = await talking.visitor.request<CallAck>('call.reclaim', { ...question, lease: leases.customer });
  for (const lease of ['', 'guessed', leases.agent]) {
    const guessed = await other.request<CallAck>('call.reclaim', { ...question, lease });
    assert.deepEqual([guessed.refusal, guessed.lease, guessed.grant], ['lease-lost', undefined, undefined]);
  }
  const again = await other.request<CallAck>('call.reclaim', { ...question, lease: leases.customer });
  assert.equal(again.refusal, null);
  assert.ok(again.lease);
  assert.notEqual(again.lease, first.lease);
  assert.equal((await command(talking.visitor, 'call.reclaim', 'call-1', { lease: first.lease, tab: 'tab-1', outcome: 'none' })).refusal, 'lease-lost');
});

test('a page speaks for its own tab, whatever it calls itself: no other takes a claim, a ring or a lease under that name', async (t) => {
  const { url } = await serve(t, { config: config() });
  const both = await talk(url);
  const tabOf = ({ call }: CallAck, side: CallSide): string | null | undefined => participantOf(call, side)?.tab;
  assert.equal(tabOf(await start(both.ann, both.conversation, 'call-1', { tab: 'desk-9' }), 'agent'), 'desk-1');
  const { client: other } = await customer(url, { token: both.token, tab: 'tab-2' });
  const claimed = await accept(both.visitor, 'call-1', { tab: 'tab-9' });
  assert.equal(tabOf(claimed, 'customer'), 'tab-1');
  assert.deepEqual(await accept(other, 'call-1', { tab: 'tab-1' }).then(({ refusal, lease }) => [refusal, lease]), ['elsewhere', undefined]);
  const back = await command(other, 'call.reclaim', 'call-1', { lease: claimed.lease, tab: 'tab-1', outcome: 'none' });
  assert.equal(tabOf(back, 'customer'), 'tab-2');
});

test('a side changes hands sixty times a minute, for whoever walks fast through pages, and no more often', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({}, { limits: { framesBurst: 1_000 } }), clock });
  const both = await talk(url);
  let { customer: lease } = await activeCall(both, 'call-1');
  const reclaim = (client: Client, given: string): Promise<CallAck> => command(client, 'call.reclaim', 'call-1', { lease: given, tab: 'tab-1', outcome: 'none' });
  const walk = async (pages: number): Promise<void> => {
    for (let page = 0; page < pages; page += 1) ({ lease = '' } = await reclaim(both.visitor, lease));
  };
  const { client: other } = await customer(url, { token: both.token, tab: 'tab-2' });
  for (let n = 0; n < 100; n += 1) assert.equal((await reclaim(other, 'guessed')).refusal, 'lease-lost');
  await walk(59);
  await assert.rejects(reclaim(both.visitor, lease), { code: 'RATE_LIMITED', permanent: false });
  clock.move(10_000);
  await walk(10);
  await assert.rejects(reclaim(both.visitor, lease), { code: 'RATE_LIMITED' });
  assert.equal((await command(both.visitor, 'call.end', 'call-1')).call.state.phase, 'ended');
});

test('so does a claim that is taken anew until the devices are ready', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({}, { limits: { framesBurst: 1_000 } }), clock });
  const { ann, visitor, conversation } = await talk(url);
  await start(ann, conversation, 'call-1');
  for (let n = 0; n < 60; n += 1) assert.equal((await accept(visitor, 'call-1')).refusal, null);
  await assert.rejects(accept(visitor, 'call-1'), { code: 'RATE_LIMITED' });
});

/** How a socket comes to hold a side of a call, as a frame of its own; each is given a socket that says it and is gone. */
const holdings: readonly (readonly [string, CallSide, (both: Talk) => Promise<{ readonly method: Method; readonly params: object }>])[] = [
  [
    'call.start',
    'agent',
    ({ conversation }) => Promise.resolve({ method: 'call.start', params: { conversation, tab: 'desk-1', media: 'video', camera: 'granted' } }),
  ],
  [
    'call.accept',
    'customer',
    async ({ ann, conversation }) => {
      await start(ann, conversation, 'call-1');
      return { method: 'call.accept', params: { tab: 'tab-1', choice: 'video' } };
    },
  ],
  [
    'call.reclaim',
    'customer',
    async (both) => {
      const { customer: lease } = await activeCall(both, 'call-1');
      return { method: 'call.reclaim', params: { tab: 'tab-1', lease, outcome: 'video' } };
    },
  ],
];

for (const [name, side, prepare] of holdings) {
  test(`a socket that is gone before its ${name} is stored leaves nobody behind who holds the call`, async (t) => {
    const clock = new TestClock();
    const { url } = await serve(t, { config: config({}, { limits: { framesBurst: 1_000 } }), clock });
    const both = await talk(url);
    const { client: sue } = await agent(url, people.sue);
    const { method, params } = await prepare(both);
    const { client: brief } = side === 'agent' ? await agentWith(url, both.cookie) : await customer(url, { token: both.token });
    const watching = side === 'agent' ? both.visitor : both.ann;
    // So many steps that wait before it that its socket’s end comes first.
    for (let n = 0; n < 900; n += 1) sue.notify('chat.history', { conversation: both.conversation });
    brief.send({ jsonrpc: '2.0', id: 99, method, params: { callId: 'call-1', commandId: commandId(), ...params } });
    brief.socket.terminate();
    const holds = ({ call }: CallNews): boolean => participantOf(call, side)?.tab !== null && participantOf(call, side)?.goneSince === null;
    await watching.next<CallNews>('call.changed', holds);
    const { call } = await watching.next<CallNews>('call.changed', (each) => !holds(each));
    assert.equal(participantOf(call, side)?.goneSince, clock.now());
  });
}

test('the server’s own clock ends what nobody answers, takes back and connects', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const both = await talk(url);
  await start(both.ann, both.conversation, 'ring');
  clock.move(45_000);
  assert.equal((await endOf(both.visitor)).reason, 'no-answer');

  await start(both.ann, both.conversation, 'prompt');
  await accept(both.visitor, 'prompt');
  clock.move(60_000);
  assert.equal((await endOf(both.visitor)).reason, 'permission-timeout');

  await start(both.ann, both.conversation, 'media');
  const { lease } = await accept(both.visitor, 'media');
  await command(both.visitor, 'call.ready', 'media', { lease, microphone: 'granted', camera: 'granted' });
  clock.move(8_000);
  assert.equal((await endOf(both.visitor)).reason, 'media-failed');

  await activeCall(both, 'lost');
  await both.visitor.close();
  await both.ann.next<CallNews>('call.changed', (each) => participantOf(each.call, 'customer')?.goneSince !== null);
  clock.move(20_000);
  await phase(both.ann, 'reconnecting');
  clock.move(40_000);
  assert.equal((await endOf(both.ann)).reason, 'lost');
});

test('a socket that its browser closes as the page goes says that the page leaves; one that is cut says nothing', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  for (const [code, leaving, reason] of [
    [1001, true, 'left'],
    [undefined, false, 'lost'],
  ] as const) {
    const both = await talk(url);
    await activeCall(both, `call-${reason}`);
    await both.visitor.close(code);
    const { call } = await both.ann.next<CallNews>('call.changed', (each) => participantOf(each.call, 'customer')?.goneSince !== null);
    assert.equal(participantOf(call, 'customer')?.leaving, leaving);
    clock.move(20_000);
    if (!leaving) {
      await phase(both.ann, 'reconnecting');
      clock.move(40_000);
    }
    assert.equal((await endOf(both.ann)).reason, reason);
    await both.ann.close();
  }
});

test('a page that follows another within twenty seconds loses nothing by how that one’s socket was closed', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const both = await talk(url);
  const leases = await activeCall(both, 'call-1');
  await both.visitor.close(1001);
  await both.ann.next<CallNews>('call.changed', (each) => participantOf(each.call, 'customer')?.leaving === true);
  clock.move(19_000);
  const { client: next } = await customer(url, { token: both.token });
  const back = await command(next, 'call.reclaim', 'call-1', { lease: leases.customer, tab: 'tab-1', outcome: 'none' });
  assert.deepEqual([back.refusal, participantOf(back.call, 'customer')?.leaving], [null, false]);
});

/** Every path out of a call. Each leaves the agent as free as before. */
const endings: readonly (readonly [string, (talk: Talk, clock: TestClock, url: string) => Promise<void>])[] = [
  [
    'the agent cancels',
    async ({ ann, conversation }) => {
      await start(ann, conversation, 'call-1');
      await command(ann, 'call.end', 'call-1');
    },
  ],
  [
    'the customer declines',
    async ({ ann, visitor, conversation }) => {
      await start(ann, conversation, 'call-1');
      await command(visitor, 'call.decline', 'call-1');
    },
  ],
  [
    'nobody answers',
    async ({ ann, conversation }, clock) => {
      await start(ann, conversation, 'call-1');
      clock.move(45_000);
    },
  ],
  [
    'the microphone is refused',
    async ({ ann, visitor, conversation }) => {
      await start(ann, conversation, 'call-1');
      const { lease } = await accept(visitor, 'call-1');
      await command(visitor, 'call.refuse', 'call-1', { lease, refusal: 'denied', again: false });
    },
  ],
  [
    'the media fails',
    async ({ ann, visitor, conversation }, clock) => {
      await start(ann, conversation, 'call-1');
      const { lease } = await accept(visitor, 'call-1');
      await command(visitor, 'call.ready', 'call-1', { lease, microphone: 'granted', camera: 'granted' });
      clock.move(20_000);
    },
  ],
  [
    'somebody hangs up',
    async (both) => {
      await activeCall(both, 'call-1');
      await command(both.visitor, 'call.end', 'call-1');
    },
  ],
  [
    'the customer’s page closes',
    async (both, clock) => {
      const { customer: lease } = await activeCall(both, 'call-1');
      both.visitor.notify('call.leaving', { callId: 'call-1', lease });
      await both.visitor.close();
      await both.ann.next<CallNews>('call.changed', (each) => participantOf(each.call, 'customer')?.leaving === true);
      clock.move(20_000);
    },
  ],
  [
    'the customer’s answer to their browser does not come',
    async ({ ann, visitor, conversation }, clock) => {
      await start(ann, conversation, 'call-1');
      await accept(visitor, 'call-1');
      clock.move(60_000);
    },
  ],
  [
    'the customer’s page is lost',
    async (both, clock) => {
      await activeCall(both, 'call-1');
      await both.visitor.close();
      await both.ann.next<CallNews>('call.changed', (each) => participantOf(each.call, 'customer')?.goneSince !== null);
      clock.move(20_000);
      await phase(both.ann, 'reconnecting');
      clock.move(40_000);
      assert.equal((await endOf(both.ann)).reason, 'lost');
    },
  ],
  [
    'the agent’s page is lost',
    async (both, clock, url) => {
      await agentWith(url, both.cookie, { tab: 'desk-2' });
      await activeCall(both, 'call-1');
      await both.ann.close();
      await both.visitor.next<CallNews>('call.changed', (each) => participantOf(each.call, 'agent')?.goneSince !== null);
      clock.move(20_000);
      await phase(both.visitor, 'reconnecting');
      clock.move(40_000);
      assert.equal((await endOf(both.visitor)).reason, 'lost');
    },
  ],
  [
    'the conversation ends',
    async (both) => {
      await activeCall(both, 'call-1');
      await both.visitor.request('conversation.end', { conversation: both.conversation });
    },
  ],
];

for (const [how, end] of endings) {
  test(`a call takes all that is left of the agent until ${how}`, async (t) => {
    const clock = new TestClock();
    const { url } = await serve(t, { config: config(), clock });
    const both = await talk(url);
    const { client: sue } = await agent(url, people.sue);
    await sue.request('desk.status', { status: 'away' });
    await end(both, clock, url);
    const busy = await load(sue, (each) => each.inCall);
    assert.deepEqual([busy.used, busy.capacity], [3, 3]);
    const free = await load(sue, (each) => !each.inCall);
    assert.equal(free.used, how === 'the conversation ends' ? 0 : 1);

    // And with it comes who waited meanwhile.
    const { client: next } = await customer(url);
    const { conversation } = await next.request<Sent>('chat.send', { clientId: 'm', parts: text('Anybody?') });
    assert.equal(conversation.agent?.id, 'ann');
  });
}

test('while a call rings nothing new is routed to its agent, until it is over; a supervisor can still assign', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, conversation } = await talk(url);
  await start(ann, conversation, 'call-1');
  const { client: second } = await customer(url);
  const waiting = await second.request<Sent>('chat.send', { clientId: 'm', parts: text('Anybody?') });
  const { client: third } = await customer(url);
  const chosen = await third.request<Sent>('chat.send', { clientId: 'm', parts: text('And me?') });
  assert.deepEqual([waiting.conversation.state, chosen.conversation.state], ['waiting', 'waiting']);

  const { client: sue } = await agent(url, people.sue);
  await sue.request('desk.status', { status: 'away' });
  await sue.request('desk.assign', { conversation: chosen.conversation.id, agent: 'ann' });
  await third.next<{ conversation: { agent: { id: string } | null } }>('conversation.changed', (each) => each.conversation.agent?.id === 'ann');

  await command(visitor, 'call.decline', 'call-1');
  await second.next<{ conversation: { agent: { id: string } | null } }>('conversation.changed', (each) => each.conversation.agent !== null);
});

/** A conversation that is Sue's, and Ann still talks in it. */
async function givenAway(url: string): Promise<{ readonly both: Talk; readonly conversation: string; readonly lease: string }> {
  const both = await talk(url);
  const { conversation } = both;
  const { agent: lease } = await activeCall(both, 'call-1');
  const { client: sue } = await agent(url, people.sue);
  await sue.request('desk.assign', { conversation, agent: 'sue' });
  return { both, conversation, lease };
}

test('a conversation that is given away in its call stays in sight of who talks in it, to read along, until they hang up', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { both, conversation, lease } = await givenAway(url);
  await both.visitor.request('chat.send', { clientId: 'm-2', parts: text('And to you') });
  const heard = await both.ann.next<{ conversation: AgentConversation }>('desk.conversation', (each) => each.conversation.lastEntry?.parts[0]?.type === 'text' && each.conversation.agent?.id === 'sue');
  assert.equal(heard.conversation.id, conversation);
  await both.ann.request('chat.history', { conversation });
  await assert.rejects(both.ann.request('chat.send', { conversation, clientId: 'm-3', parts: text('Mine?') }), { code: 'FORBIDDEN' });

  const { client: reloaded, hello } = await agentWith(url, both.cookie, { tab: 'desk-2' });
  assert.deepEqual(hello.conversations.map(({ id }) => id), [conversation]);
  await command(both.ann, 'call.end', 'call-1', { lease });
  const last = await reloaded.next<{ conversation: AgentConversation }>('desk.conversation', (each) => each.conversation.lastEntry?.kind === 'call');
  assert.equal(last.conversation.agent?.id, 'sue');
  await assert.rejects(both.ann.request('chat.history', { conversation }), { code: 'CONVERSATION_NOT_FOUND' });
});

test('whoever watches what they talk in, given away in the call, hears it until they hang up', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { both, conversation, lease } = await givenAway(url);
  await both.ann.request('desk.watch', { conversation, on: true });
  const say = (words: string): Promise<Sent> => both.visitor.request<Sent>('chat.send', { clientId: commandId(), parts: text(words) });
  const { entry } = await say('Can you both read this?');
  await both.ann.next<{ entry: Entry }>('chat.entry', (each) => each.entry.id === entry.id);
  await command(both.ann, 'call.end', 'call-1', { lease });
  const { entry: later } = await say('For Sue alone');
  await both.ann.request('ping', {});
  const heard = both.ann.events.flatMap(({ method, params }) => (method === 'chat.entry' ? [(params as { entry: Entry }).entry.id] : []));
  assert.deepEqual([heard.includes(entry.id), heard.includes(later.id)], [true, false]);
});

test('ending the conversation ends the call and writes both, in one', async (t) => {
  const { url } = await serve(t, { config: config() });
  const both = await talk(url);
  await activeCall(both, 'call-1');
  await both.ann.request('conversation.end', { conversation: both.conversation });
  assert.equal((await endOf(both.visitor)).reason, 'conversation-ended');
  const { entries } = await both.visitor.request<{ entries: Entry[] }>('chat.history', { conversation: both.conversation });
  assert.deepEqual(entries.map((each) => each.kind), ['message', 'assigned', 'call', 'ended']);
  assert.deepEqual(entries.map((each) => each.seq), [1, 2, 3, 4]);
});

test('whoever signs out hangs up, whatever their page does; no window of that session stays, those of another do', async (t) => {
  const { url } = await serve(t, { config: config() });
  const both = await talk(url);
  const { client: second } = await agentWith(url, both.cookie, { tab: 'desk-2' });
  const { client: elsewhere } = await agent(url, people.ann);
  await activeCall(both, 'call-1');
  await fetch(`${url}/v1/agent/sign-out`, { method: 'POST', headers: { cookie: both.cookie } });
  assert.deepEqual(await endOf(both.visitor).then(({ reason, by }) => ({ reason, by })), { reason: 'hung-up', by: 'agent' });
  for (const client of [both.ann, second]) assert.deepEqual(await client.closed, { code: 4401, reason: 'TOKEN_INVALID' });
  assert.deepEqual(await elsewhere.request('ping', {}), {});
});

test('a server that is started again in a call still has it: both take their lease back and it goes on', async (t) => {
  const folder = dataDir(t);
  const first = await serve(t, { config: config(), dataDir: folder });
  const both = await talk(first.url);
  const leases = await activeCall(both, 'call-1');
  await first.close();
  assert.deepEqual(await both.visitor.closed, { code: 1012, reason: 'SERVER_DRAINING' });

  const second = await serve(t, { config: config(), dataDir: folder, port: first.port });
  const { client: visitor, hello } = await customer(second.url, { token: both.token });
  assert.equal((hello.call as CallNews).call.state.phase, 'active');
  const { client: ann } = await agentWith(second.url, both.cookie);
  const back = await command(visitor, 'call.reclaim', 'call-1', { lease: leases.customer, tab: 'tab-1', outcome: 'video' });
  const desk = await command(ann, 'call.reclaim', 'call-1', { lease: leases.agent, tab: 'desk-1', outcome: 'video' });
  assert.deepEqual([back.refusal, desk.refusal, desk.call.state.phase], [null, null, 'active']);
});

test('a deadline that passed while the server was down is due at its start', async (t) => {
  const folder = dataDir(t);
  const clock = new TestClock();
  const first = await serve(t, { config: config(), dataDir: folder, clock });
  const both = await talk(first.url);
  await start(both.ann, both.conversation, 'call-1');
  await first.close();
  clock.move(60_000);
  const second = await serve(t, { config: config(), dataDir: folder, clock });
  clock.move(0);
  const { client } = await agentWith(second.url, both.cookie, { resume: [{ conversation: both.conversation, seq: 2 }] });
  await client.request('desk.watch', { conversation: both.conversation, on: false });
  const { entries } = await client.request<{ entries: Entry[] }>('chat.history', { conversation: both.conversation });
  assert.deepEqual(entries.at(-1)?.parts, [{ type: 'call', callId: 'call-1', media: 'video', reason: 'no-answer', by: 'system', duration: 0 }]);
});

test('a grant names the relays with a credential that coturn can check, for a limited time', async (t) => {
  const clock = new TestClock();
  const turn = { urls: ['turn:turn.example:3478'], secret: 'shared', ttl: 600 };
  const { url } = await serve(t, { config: config({ relayOnly: true }, { turn, stun: ['stun:turn.example:3478'] }), clock });
  const { ann, conversation } = await talk(url);
  const ack = await start(ann, conversation, 'call-1');
  const grant = ack.grant as WebRtcGrant;
  assert.equal(grant.relayOnly, true);
  assert.equal(ack.call.relay, false);
  assert.equal(grant.iceServers.length, 1);
  const [server] = grant.iceServers;
  const [expiry, user] = server?.username?.split(':') ?? [];
  assert.equal(Number(expiry), Math.floor(clock.now() / 1_000) + 600);
  assert.equal(user, 'call-1.agent');
  assert.equal(server?.credential, createHmac('sha1', 'shared').update(server?.username ?? '').digest('base64'));
});

test('a command that is repeated within a day gives its first answer', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { ann, visitor, conversation } = await talk(url);
  await start(ann, conversation, 'call-1');
  const decline = (): Promise<CallAck> => visitor.request<CallAck>('call.decline', { callId: 'call-1', commandId: 'decline' });
  assert.equal((await decline()).refusal, null);
  clock.move(23 * 3_600_000);
  assert.equal((await decline()).refusal, null);
  clock.move(2 * 3_600_000);
  assert.equal((await decline()).refusal, 'ended');
});

test('an agent’s command without an id of its own changes nothing twice', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, conversation } = await talk(url);
  const ring = { conversation, callId: 'call-1', tab: 'desk-1', media: 'audio', camera: 'unasked' };
  await ann.request('call.start', { ...ring, commandId: 'one' });
  assert.equal((await ann.request<CallAck>('call.start', { ...ring, commandId: commandId() })).refusal, 'busy');
  await assert.rejects(visitor.request('call.end', { callId: 'call-1', commandId: 'one' }), { code: 'FORBIDDEN' });
});
