import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { participantOf } from '../../src/protocol/call-record.ts';
import type { CallNews } from '../../src/protocol/call-wire.ts';
import type { Conversation, EntryPage } from '../../src/protocol/conversation.ts';
import type { Sent } from '../../src/protocol/results.ts';
import type { Server } from '../src/server.ts';
import type { Talk } from './support/call.ts';
import { activeCall, command, commandId, phase, start, talk, text } from './support/call.ts';
import type { Client } from './support/client.ts';
import { agent, agentWith, customer } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { fillDisk, maxPages } from './support/disk.ts';
import { config, dataDir, people, serve } from './support/place.ts';

/** A server with a clock of the test's, and a disk that it can fill. */
async function place(t: TestContext): Promise<{ readonly server: Server; readonly clock: TestClock; readonly folder: string; readonly both: Talk }> {
  const folder = dataDir(t);
  const clock = new TestClock();
  const server = await serve(t, { config: config(), clock, dataDir: folder, maxPages });
  return { server, clock, folder, both: await talk(server.url) };
}

/** The store takes one step after the other: what was due before this has been tried once it is refused. */
const tried = async (client: Client, conversation?: string): Promise<void> => {
  await assert.rejects(client.request('chat.send', { conversation, clientId: commandId(), parts: text('Hello?') }), { code: 'STORAGE_FULL', permanent: false });
};

test('a deadline that could not be stored is tried again each second, until there is room', async (t) => {
  const { clock, folder, both } = await place(t);
  await start(both.ann, both.conversation, 'call-1');
  const disk = await fillDisk(t, folder);
  clock.move(45_000);
  await tried(both.visitor);
  clock.move(1_000);
  await tried(both.visitor);
  disk.makeRoom();
  clock.move(1_000);
  const { state } = await phase(both.visitor, 'ended');
  assert.equal(state.phase === 'ended' && state.reason, 'no-answer');
  assert.equal((await start(both.ann, both.conversation, 'call-2')).refusal, null);
});

/** Once the server has seen a socket go, whatever it could store of that. */
const sockets = async ({ url }: Server, count: number): Promise<void> => {
  for (;;) if ((await (await fetch(`${url}/metrics`)).text()).includes(`\nwarmline_sockets ${count}\n`)) return;
};

test('a lease whose socket went while nothing could be stored runs out all the same', async (t) => {
  const { server, clock, folder, both } = await place(t);
  await activeCall(both, 'call-1');
  const disk = await fillDisk(t, folder);
  await both.visitor.close(1001);
  await sockets(server, 1);
  await tried(both.ann, both.conversation);
  disk.makeRoom();
  clock.move(1_000);
  const { call } = await both.ann.next<CallNews>('call.changed', (each) => participantOf(each.call, 'customer')?.goneSince !== null);
  assert.equal(participantOf(call, 'customer')?.goneSince, clock.now());
  clock.move(20_000);
  const { state } = await phase(both.ann, 'ended');
  assert.equal(state.phase === 'ended' && state.reason, 'left');
});

test('a page that is back before the end of its last socket could be stored keeps its call', async (t) => {
  const { server, clock, folder, both } = await place(t);
  const { customer: lease } = await activeCall(both, 'call-1');
  const disk = await fillDisk(t, folder);
  await both.visitor.close();
  await sockets(server, 1);
  await tried(both.ann, both.conversation);
  disk.makeRoom();
  const { client: back } = await customer(server.url, { token: both.token });
  const reclaimed = await command(back, 'call.reclaim', 'call-1', { lease, tab: 'tab-1', outcome: 'video' });
  clock.move(1_000);
  // The store takes one step after the other: this one after the one that was due.
  const grant = await command(back, 'call.connected', 'call-1', { lease: reclaimed.lease, path: 'direct', outcome: 'audio' });
  assert.deepEqual([grant.refusal, participantOf(grant.call, 'customer')?.goneSince], [null, null]);
});

test('what an agent left unanswered goes to a colleague once it can be stored, unless the agent is back', async (t) => {
  for (const isBack of [false, true]) {
    const { server, clock, folder, both } = await place(t);
    const { client: bob } = await agent(server.url, people.bob);
    await bob.request('desk.status', { status: 'available' });
    const disk = await fillDisk(t, folder);
    await both.ann.close();
    await sockets(server, 2);
    clock.move(20_000);
    await tried(both.visitor);
    disk.makeRoom();
    if (isBack) await agentWith(server.url, both.cookie);
    clock.move(1_000);
    if (!isBack) await both.visitor.next<{ conversation: Conversation }>('conversation.changed', (each) => each.conversation.agent?.id === 'bob');
    const { conversation } = await both.visitor.request<Sent>('chat.send', { clientId: commandId(), parts: text('Anybody?') });
    assert.equal(conversation.agent?.id, isBack ? 'ann' : 'bob');
  }
});

test('on a full disk whoever is known loads the next page, is greeted and reads; only somebody new is asked to come again', async (t) => {
  const { server, clock, folder, both } = await place(t);
  const { url } = server;
  const { client: other, hello } = await customer(url);
  const { conversation } = await other.request<Sent>('chat.send', { clientId: 'first', parts: text('I am here') });
  const disk = await fillDisk(t, folder);
  // Today, and in two days, when the token and the session are due to be renewed.
  for (const days of [0, 2]) {
    clock.move(days * 86_400_000);
    const { client, hello: again } = await customer(url, { token: hello.token });
    assert.deepEqual([again.participant, again.token, again.conversation?.id], [hello.participant, hello.token, conversation.id]);
    assert.equal((await client.request<EntryPage>('chat.history', { conversation: conversation.id })).entries.length, 2);
    const { client: desk, hello: list } = await agentWith(url, both.cookie);
    assert.equal(list.conversations.length, 2);
    assert.equal((await desk.request<EntryPage>('chat.history', { conversation: conversation.id })).entries.length, 2);
    for (const each of [client, desk]) assert.deepEqual(await each.request('ping', {}), {});
    await assert.rejects(customer(url), { code: 'STORAGE_FULL', permanent: false });
    // Nothing but the answers: what could not be stored of a visit is no refusal of a page that was let in.
    for (const each of [client, desk]) assert.deepEqual(each.events.filter(({ method }) => method === 'error'), []);
  }
  disk.makeRoom();
  const { hello: renewed } = await customer(url, { token: hello.token });
  assert.deepEqual([renewed.participant, renewed.token === hello.token], [hello.participant, false]);
});

test('a visitor whose token was just renewed is greeted with it on a full disk', async (t) => {
  const { server, clock, folder, both } = await place(t);
  clock.move(2 * 86_400_000);
  const { hello: renewed } = await customer(server.url, { token: both.token });
  assert.notEqual(renewed.token, both.token);
  await fillDisk(t, folder);
  const { hello } = await customer(server.url, { token: renewed.token });
  assert.deepEqual([hello.participant, hello.token], [renewed.participant, renewed.token]);
});

test('a server that cannot store is not ready, however often it is asked, until there is room', async (t) => {
  const { server, folder, both } = await place(t);
  const ready = async (): Promise<number> => (await fetch(`${server.url}/readyz`)).status;
  const disk = await fillDisk(t, folder);
  assert.equal(await ready(), 200);
  await tried(both.visitor);
  // Reading, which goes on, is no sign of room.
  await both.visitor.request('chat.history', { conversation: both.conversation });
  assert.deepEqual([await ready(), await ready()], [503, 503]);
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  disk.makeRoom();
  assert.equal(await ready(), 200);
});
