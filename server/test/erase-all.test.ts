import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AgentConversation, Conversation, EntryPage } from '../../src/protocol/conversation.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import { MAX_FRAME_BYTES } from '../../src/protocol/limits.ts';
import type { Sent } from '../../src/protocol/results.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { bystander } from './support/bystander.ts';
import { commandId, start, talk, text } from './support/call.ts';
import type { Talk } from './support/call.ts';
import type { Client } from './support/client.ts';
import { agent, agentWith, customer } from './support/client.ts';
import { fillDisk, maxPages } from './support/disk.ts';
import { config, dataDir, people, serve } from './support/place.ts';

const SECRET = 'My card number is 4000 1234.';

interface Told {
  readonly conversation: string;
  readonly entry: Entry;
}

const write = (client: Client, words: string, more: object = {}): Promise<Sent> =>
  client.request<Sent>('chat.send', { clientId: commandId(), parts: text(words), ...more });

const eraseAll = (client: Client, conversation: string): Promise<object> => client.request('desk.eraseAll', { conversation });

const tombstones = (client: Client): number[] =>
  client.events.flatMap(({ method, params }) => (method === 'chat.entry' && (params as Told).entry.kind === 'erased' ? [(params as Told).entry.seq] : []));

/** Every page of a log, from its end. */
async function logOf(client: Client, conversation: string): Promise<Entry[]> {
  let entries: Entry[] = [];
  for (let more = true; more; ) {
    const before = entries[0]?.seq;
    const page = await client.request<EntryPage>('chat.history', { conversation, ...(before === undefined ? {} : { before }) });
    entries = [...page.entries, ...entries];
    ({ more } = page);
  }
  return entries;
}

interface Talking extends Talk {
  readonly sue: Client;
  readonly sueCookie: string;
}

/** Ann's conversation with a customer in which both said what they should not have, and a supervisor. */
async function secretsTold(url: string): Promise<Talking> {
  const { client: sue, cookie: sueCookie } = await agent(url, people.sue);
  await sue.request('desk.status', { status: 'away' });
  const talking = await talk(url);
  await write(talking.visitor, SECRET);
  await write(talking.ann, `You said: ${SECRET}`, { conversation: talking.conversation });
  return { ...talking, sue, sueCookie };
}

/** As many messages more, as if they had been written all along; the next one that is written tells pages of them. */
async function filled(folder: string, { conversation }: Talk, most: number): Promise<void> {
  const database = await openSqlite(join(folder, 'warmline.db'));
  database.exec(`with recursive numbers (n) as (select last_seq + 1 from conversations where id = '${conversation}' union all select n + 1 from numbers where n < ${most})
    insert into entries select '${conversation}', n, 'e' || n, 'demo', 'message', visitor, 'customer', null, started_at, json_array(json_object('type', 'text', 'text', '${SECRET}' || n)), 'm' || n
    from numbers, conversations where id = '${conversation}'`);
  database.exec(`update conversations set last_seq = ${most} where id = '${conversation}'`);
  database.close();
}

test('of every message of a conversation a tombstone is left, for everybody and at once; what else happened in it stays', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  const { ann, visitor, sue, conversation } = await secretsTold(url);
  const before = await logOf(sue, conversation);
  assert.deepEqual(await eraseAll(sue, conversation), {});
  const after = before.map(({ clientId: _clientId, ...entry }) => (entry.kind === 'message' ? { ...entry, kind: 'erased', parts: [] } : entry));
  for (const client of [visitor, ann, sue]) {
    assert.deepEqual(await logOf(client, conversation), after);
    assert.deepEqual(tombstones(client), after.filter(({ kind }) => kind === 'erased').map(({ seq }) => seq));
  }
  const { entry } = await write(visitor, 'I write on');
  assert.deepEqual((await logOf(ann, conversation)).at(-1), entry);
  await unharmed();
});

test('it is done in a conversation that ended too, with its call’s line kept, and lists show a tombstone with nothing unread', async (t) => {
  const { url } = await serve(t, { config: config() });
  const talking = await secretsTold(url);
  const { ann, visitor, sue, sueCookie, conversation } = talking;
  await start(ann, conversation, 'call-1');
  await ann.request('conversation.end', { conversation });
  await eraseAll(sue, conversation);
  const { conversation: next } = await write(visitor, 'Again');
  const { hello } = await agentWith(url, sueCookie);
  assert.deepEqual(hello.conversations.map(({ id }) => id), [next.id]);
  const { conversations } = await sue.request<{ conversations: AgentConversation[] }>('desk.past', { conversation: next.id });
  assert.deepEqual(conversations.map(({ id, unread, lastEntry }) => [id, unread, lastEntry?.kind]), [[conversation, 0, 'call']]);
  assert.deepEqual((await logOf(visitor, conversation)).map(({ kind }) => kind), ['erased', 'assigned', 'erased', 'erased', 'call', 'ended']);
});

test('it is a supervisor’s alone, and of the own sites’ alone', async (t) => {
  const { sites, agents, ...more } = config();
  const eve = { id: 'eve', name: 'Eve', role: 'supervisor' as const, email: 'eve@warmline.example', passwordHash: agents[0]?.passwordHash ?? '', sites: ['other'] };
  const both = { ...more, sites: [...sites, ...sites.map((each) => ({ ...each, id: 'other' }))], agents: [...agents, eve] };
  const { url } = await serve(t, { config: both });
  const { ann, visitor, sue, conversation } = await secretsTold(url);
  const { client: other } = await agent(url, { ...people.ann, email: eve.email });
  const before = await logOf(sue, conversation);
  for (const [client, code] of [[ann, 'FORBIDDEN'], [visitor, 'FORBIDDEN'], [other, 'CONVERSATION_NOT_FOUND']] as const) {
    await assert.rejects(eraseAll(client, conversation), { code, permanent: true });
  }
  await assert.rejects(eraseAll(sue, 'nowhere'), { code: 'CONVERSATION_NOT_FOUND', permanent: true });
  await assert.rejects(sue.request('desk.eraseAll', {}), { code: 'INVALID_PARAMS', permanent: true });
  assert.deepEqual(await logOf(sue, conversation), before);
});

test('again changes nothing, and nobody is told of it twice; what was erased by itself stays as it was', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { visitor, sue, conversation } = await secretsTold(url);
  const { entry } = await sue.request<{ entry: Entry }>('desk.erase', { conversation, seq: 1 });
  await Promise.all([eraseAll(sue, conversation), eraseAll(sue, conversation)]);
  const log = await logOf(visitor, conversation);
  assert.deepEqual(log[0], entry);
  await eraseAll(sue, conversation);
  assert.deepEqual(await logOf(visitor, conversation), log);
  assert.deepEqual(tombstones(visitor), [1, 3, 4]);
});

test('of a long conversation no page is told line by line: it reads the newest page anew, and has no words at the next hello either', async (t) => {
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config(), dataDir: folder });
  const talking = await secretsTold(url);
  const { ann, cookie, visitor, token, sue, conversation } = talking;
  await filled(folder, talking, 10_000);
  const { conversation: own } = await write(visitor, SECRET);
  for (const client of [ann, visitor, sue]) await client.request('ping', {});
  const sizes: number[] = [];
  for (const { socket } of [ann, visitor, sue]) socket.on('message', (data) => sizes.push((data as Buffer).byteLength));
  const known = [ann, visitor, sue].map(({ events }) => events.length);
  await eraseAll(sue, conversation);
  for (const client of [ann, visitor, sue]) await client.request('ping', {});
  const [toAnn = [], toVisitor = [], toSue = []] = [ann, visitor, sue].map(({ events }, index) => events.slice(known[index]));
  for (const told of [toAnn, toSue]) {
    assert.deepEqual(told.map(({ method }) => method), ['desk.erased', 'desk.conversation']);
    assert.deepEqual(told[0]?.params, { conversation });
  }
  const changes = toVisitor.map(({ method, params }) => [method, (params as { conversation: Conversation }).conversation] as const);
  assert.deepEqual(changes.map(([method, { id, lastSeq, state }]) => [method, id === conversation, lastSeq, state]), [
    ['conversation.changed', false, 0, own.state],
    ['conversation.changed', true, 10_001, own.state],
  ]);
  assert.ok(Math.max(...sizes) < MAX_FRAME_BYTES);
  const log = await logOf(visitor, conversation);
  assert.deepEqual([log.length, log.filter(({ kind }) => kind === 'message').length, JSON.stringify(log).includes('4000 1234')], [10_001, 0, false]);

  await Promise.all([ann, visitor].map((client) => client.close()));
  const resume = [{ conversation, seq: 10_001 }];
  const back = await customer(url, { token, resume });
  const desk = await agentWith(url, cookie, { resume });
  for (const { client } of [back, desk]) await client.request('ping', {});
  assert.deepEqual(back.client.events.flatMap(({ method, params }) => (method === 'conversation.changed' ? (params as { conversation: Conversation }).conversation.lastSeq : [])), [0, 10_001]);
  assert.deepEqual(desk.client.events.flatMap(({ method, params }) => (method === 'desk.erased' ? params : [])), [{ conversation }]);
  for (const { client } of [back, desk]) assert.deepEqual(tombstones(client), []);
});

test('who was away learns tombstones one by one up to two hundred in all, and reads anew what has more', async (t) => {
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config(), dataDir: folder });
  const { client: sue, cookie } = await agent(url, people.sue);
  const talks: string[] = [];
  for (const most of [150, 60, 10]) {
    const talking = await talk(url);
    await filled(folder, talking, most);
    await talking.visitor.close();
    await eraseAll(sue, talking.conversation);
    talks.push(talking.conversation);
  }
  const [first, second, third] = talks;
  const { client } = await agentWith(url, cookie, { tab: 'desk-2', resume: talks.map((conversation) => ({ conversation, seq: 500 })) });
  await client.request('ping', {});
  const told = client.events.filter(({ method }) => ['chat.entry', 'desk.erased'].includes(method)).map(({ method, params }) => `${method} ${(params as Told).conversation}`);
  const lines = (conversation: string | undefined, number: number): string[] => Array.from({ length: number }, () => `chat.entry ${conversation}`);
  assert.deepEqual(told, [...lines(first, 149), `desk.erased ${second}`, ...lines(third, 9)]);
});

test('a customer who writes in a newer conversation is brought back to that one, whichever was erased', async (t) => {
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config(), dataDir: folder });
  const talking = await secretsTold(url);
  const { ann, visitor, sue, conversation } = talking;
  await filled(folder, talking, 300);
  await ann.request('conversation.end', { conversation });
  const { conversation: next } = await write(visitor, 'One more thing');
  visitor.skip();
  await eraseAll(sue, conversation);
  const other = await visitor.next<{ conversation: Conversation }>('conversation.changed');
  const own = await visitor.next<{ conversation: Conversation }>('conversation.changed');
  assert.ok(![conversation, next.id].includes(other.conversation.id));
  assert.equal(own.conversation.id, next.id);
});

test('it is on the disk before it is answered, and the words are nowhere in the file', async (t) => {
  const folder = dataDir(t);
  const server = await serve(t, { config: config(), dataDir: folder });
  const talking = await secretsTold(server.url);
  const { visitor, sue, conversation } = talking;
  for (const words of ['', 'Never tell. '.repeat(300), 'Never tell. '.repeat(30)]) await write(visitor, `${SECRET} ${words}`);
  await filled(folder, talking, 1_000);
  const { client: other } = await customer(server.url, { tab: 'other' });
  await write(other, 'Something else');
  await eraseAll(sue, conversation);
  const database = await openSqlite(join(folder, 'warmline.db'));
  assert.ok(!JSON.stringify(database.prepare('select * from entries').all([])).includes('4000 1234'));
  database.close();
  await server.close();
  const file = readFileSync(join(folder, 'warmline.db'), 'latin1');
  assert.ok(file.includes('Something else'));
  for (const words of ['4000 1234', 'Never tell.']) assert.ok(!file.includes(words), words);
});

test('what cannot be stored is refused, told to nobody, and worth another try', async (t) => {
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config(), dataDir: folder, maxPages });
  const { visitor, sue, conversation } = await secretsTold(url);
  const disk = await fillDisk(t, folder);
  await assert.rejects(eraseAll(sue, conversation), { code: 'STORAGE_FULL', permanent: false });
  await visitor.request('ping', {});
  assert.deepEqual(tombstones(visitor), []);
  disk.makeRoom();
  await eraseAll(sue, conversation);
  await visitor.request('ping', {});
  assert.deepEqual(tombstones(visitor), [1, 3, 4]);
});
