import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { SignJWT } from 'jose';
import type { AgentConversation, AgentPresence, Conversation } from '../../src/protocol/conversation.ts';
import type { Sent } from '../../src/protocol/results.ts';
import { LEFT_AFTER } from '../src/routing/presence.ts';
import type { Server } from '../src/server.ts';
import { activeCall, commandId, text } from './support/call.ts';
import type { Client } from './support/client.ts';
import { agent, agentWith, customer } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { config, dataDir, people, serve } from './support/place.ts';
import { notedPlans } from './support/plans.ts';

const SECRET = 'the site’s secret, 32 or more of it';

const write = (client: Client, words = 'Hello', more: object = {}): Promise<Sent> =>
  client.request<Sent>('chat.send', { clientId: commandId(), parts: text(words), ...more });

interface Visit {
  readonly client: Client;
  readonly token: string;
  readonly conversation: Conversation;
}

async function visit(url: string, more: Record<string, unknown> = {}): Promise<Visit> {
  const { client, hello } = await customer(url, more);
  return { client, token: hello.token, conversation: (await write(client)).conversation };
}

const figure = async (url: string, name: string): Promise<number> => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

/** Somebody closes their page, and the server has seen it. */
async function leaves(url: string, ...clients: readonly Client[]): Promise<void> {
  const sockets = (await figure(url, 'warmline_sockets')) - clients.length;
  for (const client of clients) await client.close(1001);
  while ((await figure(url, 'warmline_sockets')) > sockets);
}

/** As ever, and somebody who looks on and is given nothing. */
function watched(site: Record<string, unknown> = {}): ReturnType<typeof config> {
  const { agents, ...more } = config(site);
  return { ...more, agents: [...agents, ...agents.slice(0, 1).map((each) => ({ ...each, ...eve, id: 'eve', name: 'Eve', sites: [] }))] };
}
const eve = { email: 'eve@warmline.example' };

/** How busy an agent is, once all that was begun before is stored. */
async function used(t: TestContext, url: string, id = 'ann'): Promise<number | undefined> {
  const { client, hello } = await agent(url, { ...people.ann, ...eve });
  t.after(() => client.close());
  return hello.agents.find((each) => each.id === id)?.used;
}

const usedBecomes = (client: Client, wanted: number, id = 'ann'): Promise<{ agents: AgentPresence[] }> =>
  client.next<{ agents: AgentPresence[] }>('desk.agents', ({ agents }) => agents.some((each) => each.id === id && each.used === wanted));

interface Full {
  readonly server: Server;
  readonly url: string;
  readonly clock: TestClock;
  readonly ann: Client;
  readonly cookie: string;
  readonly visits: readonly Visit[];
}

/** Ann, alone, with three customers: as many as she takes. */
async function full(t: TestContext, more: Record<string, unknown> = {}, folder = dataDir(t)): Promise<Full> {
  const clock = new TestClock();
  const server = await serve(t, { config: watched(more), clock, dataDir: folder });
  const { url } = server;
  const { client: ann, cookie } = await agent(url, people.ann);
  const visits = [await visit(url), await visit(url), await visit(url)];
  assert.ok(visits.every(({ conversation }) => conversation.agent?.id === 'ann'));
  return { server, url, clock, ann, cookie, visits };
}

test('customers who left five minutes ago cost their agent nothing: whoever waits is answered, and everybody learns how busy the agent is', async (t) => {
  const { url, clock, ann, visits } = await full(t);
  const { client: sue } = await agent(url, people.sue);
  await sue.request('desk.status', { status: 'away' });
  const { client: live, conversation: waiting } = await visit(url);
  assert.equal(waiting.state, 'waiting');
  await leaves(url, ...visits.map(({ client }) => client));
  clock.move(LEFT_AFTER - 1);
  assert.equal(await used(t, url), 3);
  live.skip();
  clock.move(1);
  await live.next<{ conversation: Conversation }>('conversation.changed', ({ conversation }) => conversation.agent?.id === 'ann');
  await usedBecomes(ann, 1);
  const { conversations } = (await agent(url, people.ann)).hello;
  assert.deepEqual(conversations.map(({ id, agent: by }) => [id, by?.id]).sort(), [...visits.map(({ conversation }) => conversation), waiting].map(({ id }) => [id, 'ann']).sort());
});

test('whoever is back at four minutes and fifty-nine seconds never left', async (t) => {
  const { url, clock, visits } = await full(t);
  const [first] = visits;
  assert.ok(first);
  await leaves(url, first.client);
  clock.move(LEFT_AFTER - 1_000);
  const { client } = await customer(url, { token: first.token });
  clock.move(2 * LEFT_AFTER);
  assert.equal(await used(t, url), 3);
  await leaves(url, client);
  clock.move(LEFT_AFTER - 1);
  assert.equal(await used(t, url), 3);
  clock.move(1);
  assert.equal(await used(t, url), 2);
});

test('a customer who comes back later costs again, though it makes the agent overfull: nothing is taken away', async (t) => {
  const { url, clock, ann, visits } = await full(t);
  const [first] = visits;
  assert.ok(first);
  await leaves(url, first.client);
  clock.move(LEFT_AFTER);
  await usedBecomes(ann, 2);
  assert.equal((await visit(url)).conversation.agent?.id, 'ann');
  const { client, hello } = await customer(url, { token: first.token });
  assert.deepEqual([hello.conversation?.state, hello.conversation?.agent?.id], ['assigned', 'ann']);
  await usedBecomes(ann, 4);
  assert.equal((await write(client, 'I am back')).conversation.agent?.id, 'ann');
  assert.equal((await visit(url)).conversation.state, 'waiting');
});

test('of a customer’s two pages one may close', async (t) => {
  const { url, clock, visits } = await full(t);
  const [first] = visits;
  assert.ok(first);
  await customer(url, { token: first.token, tab: 'tab-2' });
  await leaves(url, first.client);
  clock.move(2 * LEFT_AFTER);
  assert.equal(await used(t, url), 3);
});

test('a known customer is here while one of their devices is', async (t) => {
  const { url, clock, visits } = await full(t, { customerSecret: SECRET });
  await leaves(url, ...visits.map(({ client }) => client));
  clock.move(LEFT_AFTER);
  const customerToken = await new SignJWT({ sub: 'user-7' }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(clock.now() / 1_000 + 3_600).sign(new TextEncoder().encode(SECRET));
  const { client: phone } = await visit(url, { customerToken, tab: 'phone' });
  const { client: desktop } = await customer(url, { customerToken, tab: 'desktop' });
  await leaves(url, phone);
  clock.move(LEFT_AFTER);
  assert.equal(await used(t, url), 1);
  await leaves(url, desktop);
  clock.move(LEFT_AFTER);
  assert.equal(await used(t, url), 0);
});

test('after a restart whoever does not come back within five minutes has left, and whoever had left is not waited for again', async (t) => {
  const folder = dataDir(t);
  const { server, url, clock, cookie, visits } = await full(t, {}, folder);
  const [first, second, third] = visits;
  assert.ok(first && second && third);
  await leaves(url, first.client);
  clock.move(LEFT_AFTER);
  assert.equal(await used(t, url), 2);
  await server.close();
  const { url: next } = await serve(t, { config: watched(), clock, dataDir: folder, port: server.port });
  await agentWith(next, cookie);
  assert.equal(await used(t, next), 2);
  clock.move(LEFT_AFTER - 1_000);
  const back = await customer(next, { token: second.token });
  const shortly = await customer(next, { token: third.token });
  await leaves(next, shortly.client);
  clock.move(1_000);
  assert.equal(await used(t, next), 2);
  clock.move(LEFT_AFTER - 1_000);
  assert.equal(await used(t, next), 1);
  const again = await customer(next, { token: first.token });
  assert.equal(await used(t, next), 2);
  await leaves(next, back.client, again.client);
  clock.move(LEFT_AFTER);
  assert.equal(await used(t, next), 0);
});

test('what ended meanwhile changes nothing, and the next conversation of the same customer costs', async (t) => {
  const { url, clock, ann, visits } = await full(t);
  const [first] = visits;
  assert.ok(first);
  await leaves(url, first.client);
  await ann.request('conversation.end', { conversation: first.conversation.id });
  clock.move(LEFT_AFTER);
  assert.equal(await used(t, url), 2);
  const { client } = await customer(url, { token: first.token });
  assert.equal(await used(t, url), 2);
  assert.equal((await write(client)).conversation.agent?.id, 'ann');
  assert.equal(await used(t, url), 3);
});

test('an agent who goes hands on what is unanswered, whether its customer has left or not: to a colleague it costs as little', async (t) => {
  const { url, clock, ann, visits } = await full(t);
  await leaves(url, ...visits.map(({ client }) => client));
  clock.move(LEFT_AFTER);
  const { client: bob } = await agent(url, people.bob);
  await leaves(url, ann);
  bob.skip();
  clock.move(20_000);
  const mine = new Set<string>();
  while (mine.size < 3) {
    const { conversation } = await bob.next<{ conversation: AgentConversation }>('desk.conversation', (each) => each.conversation.agent?.id === 'bob');
    mine.add(conversation.id);
  }
  assert.equal(await used(t, url, 'bob'), 0);
  assert.equal(await used(t, url), 0);
});

test('what a supervisor gives to somebody costs them nothing either while its customer has left', async (t) => {
  const { url, clock, ann, visits } = await full(t);
  const { client: sue } = await agent(url, people.sue);
  await sue.request('desk.status', { status: 'away' });
  const [first] = visits;
  assert.ok(first);
  await leaves(url, first.client);
  clock.move(LEFT_AFTER);
  await usedBecomes(ann, 2);
  const { client: bob } = await agent(url, people.bob);
  await sue.request('desk.assign', { conversation: first.conversation.id, agent: 'bob' });
  await bob.next<{ conversation: AgentConversation }>('desk.conversation', (each) => each.conversation.agent?.id === 'bob');
  assert.equal(await used(t, url, 'bob'), 0);
  await customer(url, { token: first.token });
  assert.equal(await used(t, url, 'bob'), 1);
});

test('a call costs all that is left, whoever of the other customers is here', async (t) => {
  const { url, clock, ann, visits } = await full(t);
  const [first, ...others] = visits;
  assert.ok(first);
  await activeCall({ ann, cookie: '', visitor: first.client, token: first.token, conversation: first.conversation.id }, 'call-1');
  await leaves(url, ...others.map(({ client }) => client));
  clock.move(LEFT_AFTER);
  assert.equal(await used(t, url), 3);
  const { conversation } = await visit(url);
  assert.notEqual(conversation.agent?.id, 'ann');
});

test('who comes first in the morning is not given all of the night’s questions at once, and whoever is here comes before those who left', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: watched(), clock });
  const night: Visit[] = [];
  while (night.length < 7) {
    night.push(await visit(url));
    clock.move(1);
  }
  await leaves(url, ...night.map(({ client }) => client));
  clock.move(LEFT_AFTER);
  const { conversation: live } = await visit(url);
  const { client: ann, cookie } = await agent(url, people.ann);
  const given = async (): Promise<string[]> => {
    const { client, hello } = await agentWith(url, cookie);
    t.after(() => client.close());
    return hello.conversations.filter((each) => each.agent?.id === 'ann').map(({ id }) => id);
  };
  assert.equal(await used(t, url), 1);
  const mine = await given();
  assert.deepEqual(mine.toSorted(), [live, ...night.slice(0, 3).map(({ conversation }) => conversation)].map(({ id }) => id).toSorted());
  await write(ann, 'Good morning', { conversation: night[0]?.conversation.id });
  await write(ann, 'How can I help?', { conversation: night[0]?.conversation.id });
  assert.deepEqual((await given()).length, mine.length + 1);
  assert.ok((await given()).includes(night[3]?.conversation.id ?? ''));
});

test('a customer who comes back while theirs still waits is given to whoever has room, at once', async (t) => {
  const { url, clock, ann, visits } = await full(t);
  const { client: last, token, conversation } = await visit(url);
  await leaves(url, ...visits.map(({ client }) => client), last);
  clock.move(LEFT_AFTER);
  // Ann owes answers in three already.
  await usedBecomes(ann, 0);
  const { client, hello } = await customer(url, { token });
  assert.equal(hello.conversation?.state, 'waiting');
  const { conversation: given } = await client.next<{ conversation: Conversation }>('conversation.changed');
  assert.deepEqual([given.id, given.agent?.id], [conversation.id, 'ann']);
  assert.equal(await used(t, url), 1);
  assert.deepEqual((await write(client, 'Anybody there?')).entry.seq, given.lastSeq + 1);
});

test('an agent who owes one answer fewer, since that customer is back, is given another that waits', async (t) => {
  const { url, clock, ann, visits } = await full(t);
  const last = await visit(url);
  await leaves(url, ...visits.map(({ client }) => client), last.client);
  clock.move(LEFT_AFTER);
  await usedBecomes(ann, 0);
  ann.skip();
  await customer(url, { token: visits[0]?.token });
  await ann.next<{ conversation: AgentConversation }>('desk.conversation', (each) => each.conversation.id === last.conversation.id && each.conversation.agent?.id === 'ann');
});

test('conversations whose customers left are not counted one by one, however many they are', async (t) => {
  const plans = notedPlans(t);
  const { url } = await serve(t, { config: watched() });
  const { client: ann } = await agent(url, people.ann);
  plans.clear();
  await ann.request('desk.status', { status: 'available' });
  const counted = [...plans].filter(([statement]) => statement.includes('count(*)') && statement.includes('"conversations"'));
  assert.equal(counted.length, 1);
  // By an index that begins with what they are told apart by, they are not so much as looked at.
  for (const [statement, plan] of counted) assert.match(plan.join(), /^SEARCH conversations USING COVERING INDEX conversations_by_cost \(state=\? AND customer_left=\?\)$/, statement);
});
