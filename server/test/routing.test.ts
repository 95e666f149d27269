import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AgentConversation, AgentPresence, Conversation, EntryPage } from '../../src/protocol/conversation.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import type { CustomerHello, Sent } from '../../src/protocol/results.ts';
import { MAX_FRAME_BYTES } from '../../src/protocol/limits.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { commandId, talk, text } from './support/call.ts';
import type { Client } from './support/client.ts';
import { agent, agentWith, customer } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { config, dataDir, people, serve } from './support/place.ts';

const write = (client: Client, words = 'Hello', more: object = {}): Promise<Sent> =>
  client.request<Sent>('chat.send', { clientId: commandId(), parts: text(words), ...more });

const desk = (client: Client, fits: (conversation: AgentConversation) => boolean): Promise<{ conversation: AgentConversation }> =>
  client.next<{ conversation: AgentConversation }>('desk.conversation', (each) => fits(each.conversation));

const newConversation = async (url: string): Promise<{ client: Client; hello: CustomerHello; conversation: Conversation }> => {
  const { client, hello } = await customer(url);
  return { client, hello, conversation: (await write(client)).conversation };
};

test('what waits goes to whoever comes, the longest first, as far as their capacity goes', async (t) => {
  const { url } = await serve(t, { config: config() });
  const waiting: Conversation[] = [];
  for (let n = 0; n < 5; n += 1) waiting.push((await newConversation(url)).conversation);
  assert.ok(waiting.every((each) => each.state === 'waiting'));

  const { client: ann, hello } = await agent(url, people.ann);
  assert.equal(hello.conversations.length, 5);
  const given: string[] = [];
  while (given.length < 3) given.push((await desk(ann, (each) => each.state === 'assigned' && !given.includes(each.id))).conversation.id);
  assert.deepEqual(given.toSorted(), waiting.slice(0, 3).map((each) => each.id).toSorted());

  await ann.request('conversation.end', { conversation: given[0] });
  await desk(ann, (each) => each.state === 'assigned' && each.id === waiting[3]?.id);
});

test('who writes in the moment in which an agent comes does not overtake who has waited', async (t) => {
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config({}, { capacity: { units: 1, chat: 1 } }), dataDir: folder });
  const { client: ann } = await agent(url, people.ann);
  await ann.request('desk.status', { status: 'away' });
  const first = await newConversation(url);
  // As it is stored before what waits is handed out.
  const database = await openSqlite(join(folder, 'warmline.db'));
  t.after(() => database.close());
  database.exec(`update agent_states set status = 'available' where agent = 'ann'`);
  assert.equal((await newConversation(url)).conversation.state, 'waiting');
  await desk(ann, ({ id, agent }) => id === first.conversation.id && agent?.id === 'ann');
});

test('conversations go to the least busy, and never to one who is away', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client: ann } = await agent(url, people.ann);
  const { client: bob } = await agent(url, people.bob);
  const answered = [await newConversation(url), await newConversation(url)].map((each) => each.conversation.agent?.id);
  assert.deepEqual(answered.toSorted(), ['ann', 'bob']);
  await ann.request('desk.status', { status: 'away' });
  assert.equal((await newConversation(url)).conversation.agent?.id, 'bob');
  await bob.request('desk.status', { status: 'away' });
  const { hello, conversation } = await newConversation(url);
  assert.deepEqual([conversation.state, hello.site.staffed], ['waiting', false]);
});

test('an agent without a socket for twenty seconds is away, and what waits for an answer goes to a colleague', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { ann, visitor, conversation, cookie } = await talk(url);
  const answered = await newConversation(url);
  await write(ann, 'Here is your answer', { conversation: answered.conversation.id });
  const { client: bob } = await agent(url, people.bob);
  await ann.close();
  await bob.next<{ agents: AgentPresence[] }>('desk.agents', (each) => each.agents.some((who) => who.id === 'ann' && !who.online && who.status === 'available'));

  clock.move(19_000);
  const { client: back } = await agentWith(url, cookie);
  await back.close();
  await bob.next<{ agents: AgentPresence[] }>('desk.agents', (each) => each.agents.some((who) => who.id === 'ann' && !who.online));
  clock.move(20_000);
  await bob.next<{ agents: AgentPresence[] }>('desk.agents', (each) => each.agents.some((who) => who.id === 'ann' && who.status === 'away'));
  await visitor.next<{ conversation: Conversation }>('conversation.changed', (each) => each.conversation.agent?.id === 'bob');
  const { entries } = await visitor.request<EntryPage>('chat.history', { conversation });
  assert.deepEqual(entries.map((each) => each.kind), ['message', 'assigned', 'assigned']);

  // What was answered stays, until its customer writes again.
  const again = await write(answered.client, 'One more thing');
  assert.equal(again.conversation.agent?.id, 'bob');
});

test('an agent who was away and is back at a conversation is not announced again', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { ann, visitor, conversation } = await talk(url);
  await ann.close();
  clock.move(20_000);
  await visitor.next<{ conversation: Conversation }>('conversation.changed', (each) => each.conversation.state === 'waiting');
  await agent(url, people.ann);
  await visitor.next<{ conversation: Conversation }>('conversation.changed', (each) => each.conversation.agent?.id === 'ann');
  const { entries } = await visitor.request<EntryPage>('chat.history', { conversation });
  assert.deepEqual(entries.map((each) => each.kind), ['message', 'assigned']);
});

test('the agents’ grace runs again after a restart', async (t) => {
  const folder = dataDir(t);
  const clock = new TestClock();
  const first = await serve(t, { config: config(), dataDir: folder, clock });
  await talk(first.url);
  await first.close();
  const second = await serve(t, { config: config(), dataDir: folder, clock });
  const { client: bob, hello } = await agent(second.url, people.bob);
  assert.deepEqual(hello.conversations, []);
  clock.move(20_000);
  await desk(bob, (each) => each.agent?.id === 'bob');
});

test('an agent takes what waits, and nobody but a supervisor gives it to another', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client: ann } = await agent(url, people.ann);
  await ann.request('desk.status', { status: 'away' });
  const { conversation } = await newConversation(url);
  await assert.rejects(ann.request('desk.assign', { conversation: conversation.id, agent: 'bob' }), { code: 'FORBIDDEN' });
  await ann.request('desk.assign', { conversation: conversation.id, agent: 'ann' });
  await desk(ann, (each) => each.agent?.id === 'ann');
  const { client: sue } = await agent(url, people.sue);
  await sue.request('desk.assign', { conversation: conversation.id, agent: 'bob' });
  const { conversation: left } = await desk(ann, (each) => each.agent?.id === 'bob');
  assert.equal(left.id, conversation.id);
  await assert.rejects(ann.request('chat.history', { conversation: conversation.id }), { code: 'CONVERSATION_NOT_FOUND' });
});

test('a supervisor who watches hears each entry, and stops hearing', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { visitor, conversation } = await talk(url);
  const { client: sue } = await agent(url, people.sue);
  await sue.request('desk.watch', { conversation, on: true });
  const { entry } = await write(visitor, 'Are you there?');
  assert.equal((await sue.next<{ entry: Entry }>('chat.entry')).entry.id, entry.id);
  await sue.request('desk.watch', { conversation, on: false });
  await write(visitor, 'Hello?');
  await sue.request('ping', {});
  assert.equal(sue.events.filter((each) => each.method === 'chat.entry').length, 1);
});

test('of two windows that watch, one may stop or close: the other hears on', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { visitor, conversation } = await talk(url);
  const { client: sue, cookie } = await agent(url, people.sue);
  const [second, third] = await Promise.all(['desk-2', 'desk-3'].map(async (tab) => (await agentWith(url, cookie, { tab })).client));
  assert.ok(second && third);
  for (const each of [sue, second, third]) await each.request('desk.watch', { conversation, on: true });
  await second.request('desk.watch', { conversation, on: false });
  await third.close();
  const { entry } = await write(visitor, 'Are you there?');
  await sue.request('ping', {});
  assert.deepEqual(sue.events.flatMap(({ method, params }) => (method === 'chat.entry' ? [(params as { entry: Entry }).entry.id] : [])), [entry.id]);
  await sue.request('desk.watch', { conversation, on: false });
  await write(visitor, 'Hello?');
  await sue.request('ping', {});
  assert.equal(sue.events.filter((each) => each.method === 'chat.entry').length, 1);
});

test('an agent who watches what waits hears no more of it once it is a colleague’s', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client: bob } = await agent(url, people.bob);
  const { client: sue } = await agent(url, people.sue);
  for (const each of [bob, sue]) await each.request('desk.status', { status: 'away' });
  const { client: visitor, conversation } = await newConversation(url);
  const named = { conversation: conversation.id };
  const heard = async (): Promise<string[]> => {
    await bob.request('ping', {});
    return bob.events.splice(0).flatMap(({ method }) => (method.startsWith('chat.') ? [method] : []));
  };
  const happen = async (): Promise<void> => {
    const { entry } = await write(visitor, 'Between us');
    visitor.notify('chat.typing', { ...named, on: true });
    await visitor.request('chat.read', { ...named, seq: entry.seq });
  };

  await bob.request('desk.watch', { ...named, on: true });
  await happen();
  assert.deepEqual(await heard(), ['chat.entry', 'chat.typing', 'chat.read']);
  await sue.request('desk.assign', { ...named, agent: 'sue' });
  await happen();
  assert.deepEqual(await heard(), []);
  await assert.rejects(bob.request('chat.history', named), { code: 'CONVERSATION_NOT_FOUND' });
});

test('an ended conversation is followed by whoever may read it: who answers the same customer now', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, conversation } = await talk(url);
  await ann.request('conversation.end', { conversation });
  await ann.request('desk.status', { status: 'away' });
  const { client: bob } = await agent(url, people.bob);
  const next = await write(visitor, 'Me again');
  assert.equal(next.conversation.agent?.id, 'bob');
  await bob.request('desk.watch', { conversation, on: true });
  await visitor.request('chat.read', { conversation, seq: 1 });
  assert.equal((await bob.next<{ conversation: string }>('chat.read')).conversation, conversation);
  await visitor.request('conversation.end', { conversation: next.conversation.id });
  bob.skip();
  await visitor.request('chat.read', { conversation, seq: 2 });
  await bob.request('ping', {});
  assert.deepEqual(bob.events.filter(({ method, params }) => method === 'chat.read' && (params as { mark: { seq: number } }).mark.seq === 2), []);
});

test('what a supervisor takes from an agent makes room there for what waits', async (t) => {
  const { url } = await serve(t, { config: config() });
  await agent(url, people.ann);
  const { client: sue } = await agent(url, people.sue);
  await sue.request('desk.status', { status: 'away' });
  const full: Conversation[] = [];
  while (full.length < 3) full.push((await newConversation(url)).conversation);
  const { client, conversation: waiting } = await newConversation(url);
  assert.deepEqual([...full.map((each) => each.agent?.id), waiting.state], ['ann', 'ann', 'ann', 'waiting']);
  await sue.request('desk.assign', { conversation: full[0]?.id, agent: 'bob' });
  assert.equal((await write(client, 'Still there?')).conversation.agent?.id, 'ann');
});

test('a message after the end opens a new conversation of the same customer, whose past the agent can read', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, conversation } = await talk(url);
  await visitor.request('conversation.end', { conversation });
  await visitor.request('conversation.end', { conversation });
  await assert.rejects(write(ann, 'Too late', { conversation }), { code: 'CONVERSATION_ENDED' });
  const next = await write(visitor, 'Me again');
  assert.notEqual(next.conversation.id, conversation);
  assert.equal(next.entry.seq, 1);
  const { conversations } = await ann.request<{ conversations: AgentConversation[] }>('desk.past', { conversation: next.conversation.id });
  assert.deepEqual(conversations.map((each) => each.id), [conversation]);
  const { entries } = await ann.request<EntryPage>('chat.history', { conversation });
  assert.deepEqual(entries.map((each) => each.kind), ['message', 'assigned', 'ended']);
});

test('reading is told to the other side, never goes back, and empties the agent’s count', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, conversation } = await talk(url);
  await desk(ann, (each) => each.unread === 1 && each.waitingSince !== null);
  await ann.request('chat.read', { conversation, seq: 2 });
  const { mark } = await visitor.next<{ mark: { participant: string; seq: number } }>('chat.read');
  assert.deepEqual([mark.participant, mark.seq], ['ann', 2]);
  await desk(ann, (each) => each.unread === 0);
  await ann.request('chat.read', { conversation, seq: 1 });
  await write(ann, 'Good morning', { conversation });
  await desk(ann, (each) => each.waitingSince === null);
  const { client, hello } = await agentWith(url, (await agent(url, people.sue)).cookie);
  assert.equal(hello.conversations[0]?.reads.find((each) => each.participant === 'ann')?.seq, 2);
  await client.close();
});

test('typing reaches the other side, not the one who types', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, conversation } = await talk(url);
  visitor.notify('chat.typing', { conversation, on: true });
  const { participant, on } = await ann.next<{ participant: string; on: boolean }>('chat.typing');
  assert.equal(on, true);
  ann.notify('chat.typing', { conversation, on: true });
  assert.notEqual((await visitor.next<{ participant: string }>('chat.typing')).participant, participant);
});

test('the page is told without query and fragment, whatever the client sends', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor } = await talk(url);
  await visitor.request('customer.page', { page: { url: `${url}/cart?token=secret#pay`, title: 'Cart' } });
  const { conversation } = await desk(ann, (each) => each.customer.page?.title === 'Cart');
  assert.equal(conversation.customer.page?.url, `${url}/cart`);
});

test('of a new page the agent learns address, language and what it can do, the address without its query', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client: ann } = await agent(url, people.ann);
  const { client, hello } = await customer(url, { page: { url: `${url}/kettles?token=secret#top`, title: 'Kettles' } });
  await write(client);
  const { conversation } = await desk(ann, (each) => each.customer.page?.title === 'Kettles');
  assert.equal(conversation.customer.page?.url, `${url}/kettles`);

  const page = { url: `${url}/cart?token=secret`, title: 'Cart' };
  await customer(url, { token: hello.token, tab: 'tab-2', page, language: 'ja', capabilities: { calls: 'insecure', screenShare: false } });
  const { conversation: next } = await desk(ann, (each) => each.customer.page?.title === 'Cart');
  const { page: shown, language, capabilities } = next.customer;
  assert.deepEqual([shown?.url, language, capabilities], [`${url}/cart`, 'ja', { calls: 'insecure', screenShare: false }]);
});

test('a page that says it stands anywhere else than its socket comes from is none: agents are given no way there', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client: ann } = await agent(url, people.ann);
  const foreign = ['https://evil.example/', 'https://evil.example/?https://shop.example/', 'https://shop.example.evil.example/', 'https://shop.example@evil.example/', 'http://shop.example/', 'https://shop.example:444/', 'javascript:alert(1)', ''];
  for (const [n, where] of foreign.entries()) {
    const page = { url: where, title: `Page ${n}` };
    const { client, hello } = await customer(url, { page, language: `x-new-${n}` }, { origin: 'https://shop.example' });
    await write(client);
    assert.equal((await desk(ann, (each) => each.customer.language === `x-new-${n}`)).conversation.customer.page, null, where);
    await client.request('customer.page', { page: { url: 'https://shop.example/cart', title: 'Cart' } });
    assert.equal((await desk(ann, (each) => each.customer.page !== null)).conversation.customer.page?.url, 'https://shop.example/cart');
    await client.request('customer.page', { page });
    await desk(ann, (each) => each.customer.page === null);
    await client.request('customer.page', { page: { url: 'https://shop.example', title: 'Shop' } });
    await customer(url, { token: hello.token, tab: 'tab-2', page, language: `x-back-${n}` }, { origin: 'https://shop.example' });
    assert.equal((await desk(ann, (each) => each.customer.language === `x-back-${n}`)).conversation.customer.page, null, where);
  }
});

test('an agent of one site is given, shown and told nothing of another', async (t) => {
  const { sites, agents, ...more } = config();
  const given = { ...more, sites: [...sites, ...sites.map((each) => ({ ...each, id: 'other' }))], agents: agents.map((each) => (each.id === 'ann' ? { ...each, sites: ['demo'] } : each)) };
  const { url } = await serve(t, { config: given });
  const { client: early } = await customer(url, { site: 'other' });
  const { conversation } = await write(early);
  const { client: ann, hello } = await agent(url, people.ann);
  assert.deepEqual(hello.conversations, []);
  const { client: late, hello: visit } = await customer(url, { site: 'other' });
  assert.equal(visit.site.staffed, false);
  assert.equal((await write(late)).conversation.state, 'waiting');
  const { client: own } = await customer(url);
  assert.equal((await write(own)).conversation.agent?.id, 'ann');
  await assert.rejects(ann.request('desk.assign', { conversation: conversation.id, agent: 'ann' }), { code: 'CONVERSATION_NOT_FOUND' });
  const { client: sue } = await agent(url, people.sue);
  await assert.rejects(sue.request('desk.assign', { conversation: conversation.id, agent: 'ann' }), { code: 'AGENT_NOT_FOUND' });
  const seen = ann.events.flatMap(({ method, params }) => (method === 'desk.conversation' ? [(params as { conversation: AgentConversation }).conversation.site] : []));
  assert.deepEqual([...new Set(seen)], ['demo']);
});

test('whoever was away, went and signs in again is available', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client, cookie } = await agent(url, people.ann);
  await client.request('desk.status', { status: 'away' });
  const { hello: reloaded } = await agentWith(url, cookie);
  assert.equal(reloaded.me.status, 'away');
  await fetch(`${url}/v1/agent/sign-out`, { method: 'POST', headers: { cookie } });
  const { hello } = await agent(url, people.ann);
  assert.equal(hello.me.status, 'available');
});

test('customers hear when the first comes to answer and when the last one goes', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { client, hello } = await customer(url);
  assert.equal(hello.site.staffed, false);
  const { client: ann } = await agent(url, people.ann);
  assert.equal((await client.next<{ staffed: boolean }>('site.changed')).staffed, true);
  await ann.request('desk.status', { status: 'away' });
  assert.equal((await client.next<{ staffed: boolean }>('site.changed')).staffed, false);
});

test('who comes to answer and goes in the same moment is told as having gone', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client: ann } = await agent(url, people.ann);
  await ann.request('desk.status', { status: 'away' });
  const { client, hello } = await customer(url);
  assert.equal(hello.site.staffed, false);
  await Promise.all([ann.request('desk.status', { status: 'available' }), ann.request('desk.status', { status: 'away' })]);
  await client.request('ping', {});
  const told = client.events.flatMap(({ method, params }) => (method === 'site.changed' ? [(params as { staffed: boolean }).staffed] : []));
  assert.deepEqual(told, [true, false]);
});

test('a resume brings what was missed without a gap, page by page, each frame below the limit', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, token, conversation } = await talk(url);
  await visitor.close();
  const lengths: number[] = [];
  for (let n = 0; n < 40; n += 1) await write(ann, `${n} ${'界'.repeat(1_500)}`, { conversation });

  const { client, hello } = await customer(url, { token, resume: [{ conversation, seq: 2 }] });
  client.socket.on('message', (data) => lengths.push((data as Buffer).length));
  assert.ok(Buffer.byteLength(JSON.stringify(hello)) < MAX_FRAME_BYTES);
  const [missed] = hello.missed;
  assert.ok(missed?.more);
  const entries = [...missed.entries];
  let more: boolean = missed.more;
  while (more) {
    const page = await client.request<EntryPage>('chat.history', { conversation, after: entries.at(-1)?.seq ?? 0 });
    entries.push(...page.entries);
    more = page.more;
  }
  assert.deepEqual(entries.map((each) => each.seq), Array.from({ length: 40 }, (_, n) => n + 3));
  assert.ok(lengths.every((each) => each < MAX_FRAME_BYTES));

  const newest = await client.request<EntryPage>('chat.history', { conversation, limit: 5 });
  assert.deepEqual([newest.entries.map((each) => each.seq), newest.more], [[38, 39, 40, 41, 42], true]);
  const first = await client.request<EntryPage>('chat.history', { conversation, before: 3 });
  assert.deepEqual([first.entries.map((each) => each.seq), first.more], [[1, 2], false]);
});

test('nothing is lost or doubled between what a hello brings and what comes live', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, token, conversation } = await talk(url);
  const writing = Promise.all(Array.from({ length: 60 }, (_, n) => write(ann, `word ${n}`, { conversation })));
  const { client, hello } = await customer(url, { token, tab: 'tab-2', resume: [{ conversation, seq: 0 }] });
  await writing;
  await client.request('ping', {});
  const missed = hello.missed.flatMap((each) => each.entries.map((entry) => entry.seq));
  const live = client.events.flatMap((each) => (each.method === 'chat.entry' ? [(each.params as { entry: Entry }).entry.seq] : []));
  assert.deepEqual([...missed, ...live], Array.from({ length: 62 }, (_, n) => n + 1));
});

test('a herd that comes back at once is let in, each with their own and nobody else’s', async (t) => {
  const { url } = await serve(t, { config: config({}, { limits: { visitorsPerMinute: 1_000 } }) });
  const herd = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const { client, hello } = await customer(url);
      const { conversation } = await write(client, hello.participant);
      await client.close();
      return { token: hello.token, conversation: conversation.id, participant: hello.participant };
    }),
  );
  await Promise.all(
    herd.map(async ({ token, conversation, participant }) => {
      const { client, hello } = await customer(url, { token, resume: [{ conversation, seq: 0 }] });
      assert.equal(hello.participant, participant);
      assert.equal(hello.conversation?.id, conversation);
      assert.deepEqual(hello.missed[0]?.entries.map((each) => each.parts), [text(participant)]);
      await client.close();
    }),
  );
});

test('an agent hears of their own conversations and of those that wait, never of a colleague’s', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client: ann } = await agent(url, people.ann);
  const { client: bob } = await agent(url, people.bob);
  await bob.request('desk.status', { status: 'away' });
  const { client } = await newConversation(url);
  await write(client, 'Something private');
  await ann.request('ping', {});
  await bob.request('ping', {});
  assert.equal(ann.events.filter((each) => each.method === 'desk.conversation').length > 0, true);
  assert.deepEqual(bob.events.filter((each) => each.method !== 'desk.agents'), []);
});
