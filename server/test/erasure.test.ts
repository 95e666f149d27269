import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AgentConversation, EntryPage } from '../../src/protocol/conversation.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import type { Sent } from '../../src/protocol/results.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { bystander } from './support/bystander.ts';
import { commandId, talk, text } from './support/call.ts';
import type { Talk } from './support/call.ts';
import type { Client } from './support/client.ts';
import { agent, agentWith, customer } from './support/client.ts';
import { fillDisk, maxPages } from './support/disk.ts';
import { config, dataDir, people, serve } from './support/place.ts';

/** So long that it fills pages of the file of its own. */
const SECRET = `My card number is 4000 1234. ${'Never tell. '.repeat(300)}`;

interface Told {
  readonly conversation: string;
  readonly entry: Entry;
}

const write = (client: Client, words: string, more: object = {}): Promise<Sent> =>
  client.request<Sent>('chat.send', { clientId: commandId(), parts: text(words), ...more });

const erase = (client: Client, conversation: string, seq: number): Promise<{ entry: Entry }> => client.request<{ entry: Entry }>('desk.erase', { conversation, seq });

const toldOf = (client: Client, seq: number): Promise<Told> => client.next<Told>('chat.entry', ({ entry }) => entry.seq === seq && entry.kind === 'erased');

const tombstones = (client: Client): number[] =>
  client.events.flatMap(({ method, params }) => (method === 'chat.entry' && (params as Told).entry.kind === 'erased' ? [(params as Told).entry.seq] : []));

/** Ann's conversation with a customer who wrote what they should not have, and a supervisor. */
async function secretTold(url: string): Promise<Talk & { readonly sue: Client; readonly sueCookie: string; readonly secret: Entry }> {
  const { client: sue, cookie: sueCookie } = await agent(url, people.sue);
  await sue.request('desk.status', { status: 'away' });
  const talking = await talk(url);
  const { entry: secret } = await write(talking.visitor, SECRET);
  return { ...talking, sue, sueCookie, secret };
}

test('of a message that a supervisor erases a tombstone of the same seq is left, for everybody and at once', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  const { ann, visitor, sue, conversation, secret } = await secretTold(url);
  const { entry } = await erase(sue, conversation, secret.seq);
  const { id, seq, author, at } = secret;
  assert.deepEqual(entry, { id, seq, kind: 'erased', author, at, parts: [] });
  for (const client of [visitor, ann, sue]) assert.deepEqual(await toldOf(client, seq), { conversation, entry });

  await write(visitor, 'Sorry about that');
  for (const client of [visitor, ann, sue]) {
    const page = await client.request<EntryPage>('chat.history', { conversation });
    assert.deepEqual(page.entries.find((each) => each.seq === seq), entry);
    assert.ok(!JSON.stringify(page).includes('4000 1234'));
  }
  await unharmed();
});

test('an agent’s message is erased like a customer’s, in a conversation that ended too, and on the pages of those who read it as an earlier one', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, sue, conversation } = await secretTold(url);
  const { entry } = await write(ann, SECRET, { conversation });
  await ann.request('conversation.end', { conversation });
  await ann.request('desk.status', { status: 'away' });
  const { client: bob } = await agent(url, people.bob);
  const { conversation: next } = await write(visitor, 'One more thing');
  assert.equal(next.agent?.id, 'bob');
  const tombstone = (await erase(sue, conversation, entry.seq)).entry;
  for (const client of [ann, bob, sue]) assert.deepEqual(await toldOf(client, entry.seq), { conversation, entry: tombstone });
  const { entries } = await visitor.request<EntryPage>('chat.history', { conversation: next.id, before: 1, past: true });
  const place = entries.find(({ id }) => id === entry.id)?.seq ?? NaN;
  assert.deepEqual(await toldOf(visitor, place), { conversation: next.id, entry: { ...tombstone, seq: place } });
});

test('lists show the tombstone in the place of the words, and count the message as unread no more', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, sue, sueCookie, conversation, secret } = await secretTold(url);
  const listed = (client: Client, kind: string): Promise<{ conversation: AgentConversation }> =>
    client.next<{ conversation: AgentConversation }>('desk.conversation', (each) => each.conversation.lastEntry?.seq === secret.seq && each.conversation.lastEntry.kind === kind);
  assert.equal((await listed(ann, 'message')).conversation.unread, 2);
  const { entry } = await erase(sue, conversation, secret.seq);
  const { conversation: shown } = await listed(ann, 'erased');
  assert.deepEqual([shown.lastEntry, shown.unread], [entry, 1]);
  const { hello } = await agentWith(url, sueCookie);
  assert.deepEqual(hello.conversations.map(({ lastEntry }) => lastEntry), [entry]);
});

test('it is a supervisor’s alone, of messages alone, and of the own sites’ alone', async (t) => {
  const { sites, agents, ...more } = config();
  const other = { id: 'eve', name: 'Eve', role: 'supervisor' as const, email: 'eve@warmline.example', passwordHash: agents?.[0]?.passwordHash ?? '', sites: ['other'] };
  const both = { ...more, sites: [...sites, ...sites.map((each) => ({ ...each, id: 'other' }))], agents: [...(agents ?? []), other] };
  const { url } = await serve(t, { config: both });
  const { ann, visitor, sue, conversation, secret } = await secretTold(url);
  const { client: eve } = await agent(url, { ...people.ann, email: other.email });
  const { entries } = await sue.request<EntryPage>('chat.history', { conversation });
  const assigned = entries.find(({ kind }) => kind === 'assigned')?.seq ?? 0;
  for (const [client, seq, code] of [
    [ann, secret.seq, 'FORBIDDEN'],
    [visitor, secret.seq, 'FORBIDDEN'],
    [eve, secret.seq, 'CONVERSATION_NOT_FOUND'],
    [sue, 99, 'ENTRY_NOT_FOUND'],
    [sue, 0, 'ENTRY_NOT_FOUND'],
    [sue, assigned, 'NOT_A_MESSAGE'],
    [sue, -1, 'INVALID_PARAMS'],
  ] as const) {
    await assert.rejects(erase(client, conversation, seq), { code, permanent: true });
  }
  await assert.rejects(erase(sue, 'nowhere', 1), { code: 'CONVERSATION_NOT_FOUND', permanent: true });
  assert.deepEqual((await sue.request<EntryPage>('chat.history', { conversation })).entries, entries);
});

test('erasing again gives the first tombstone, and nobody is told of it twice', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { visitor, sue, conversation, secret } = await secretTold(url);
  const [first, second] = await Promise.all([erase(sue, conversation, secret.seq), erase(sue, conversation, secret.seq)]);
  assert.deepEqual(second, first);
  assert.deepEqual(await erase(sue, conversation, secret.seq), first);
  await visitor.request('ping', {});
  assert.deepEqual(tombstones(visitor), [secret.seq]);
});

test('who was away learns at the next hello what was erased of what they have, and gets tombstones of what they missed', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, cookie, visitor, token, sue, conversation, secret } = await secretTold(url);
  await ann.close();
  await visitor.close();
  const { entry: missed } = await write(sue, SECRET, { conversation });
  await erase(sue, conversation, secret.seq);
  await erase(sue, conversation, missed.seq);
  const resume = [{ conversation, seq: secret.seq }];
  const back = await customer(url, { token, resume });
  const desk = await agentWith(url, cookie, { resume });
  for (const { client, hello } of [back, desk]) {
    assert.deepEqual(hello.missed.flatMap(({ entries }) => entries.map(({ seq, kind }) => [seq, kind])), [[missed.seq, 'erased']]);
    assert.deepEqual((await toldOf(client, secret.seq)).entry.parts, []);
    await client.request('ping', {});
    assert.deepEqual(tombstones(client), [secret.seq]);
  }
  const stranger = await customer(url, { tab: 'tab-2', resume });
  await stranger.client.request('ping', {});
  assert.deepEqual([stranger.hello.missed, stranger.client.events], [[], []]);
});

test('a message that is sent again after it was erased is answered with its tombstone, and not stored anew', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { visitor, sue, conversation } = await secretTold(url);
  const message = { clientId: 'again', parts: text(SECRET) };
  const sent = await visitor.request<Sent>('chat.send', message);
  const { entry } = await erase(sue, conversation, sent.entry.seq);
  const repeated = await visitor.request<Sent>('chat.send', message);
  assert.deepEqual([repeated.entry, repeated.conversation.lastSeq], [entry, sent.entry.seq]);
});

test('a page that was read before the erasure is answered before it is told', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { sue, conversation, secret } = await secretTold(url);
  const order: string[] = [];
  sue.socket.on('message', (data) => {
    const frame = (data as Buffer).toString();
    if (frame.includes('"result"') && frame.includes('4000 1234')) order.push('words');
    if (frame.includes('"chat.entry"') && frame.includes('"erased"')) order.push('told');
  });
  // In one turn, so that they share one commit.
  const [page] = await Promise.all([sue.request<EntryPage>('chat.history', { conversation }), erase(sue, conversation, secret.seq), toldOf(sue, secret.seq)]);
  assert.ok(JSON.stringify(page).includes('4000 1234'));
  assert.deepEqual(order, ['words', 'told']);
});

test('it is on the disk before it is answered, and the words are nowhere in the file', async (t) => {
  const folder = dataDir(t);
  const server = await serve(t, { config: config(), dataDir: folder });
  const { visitor, sue, conversation, secret } = await secretTold(server.url);
  for (let n = 0; n < 5; n += 1) await write(visitor, 'What follows');
  await erase(sue, conversation, secret.seq);
  const database = await openSqlite(join(folder, 'warmline.db'));
  const tables = database.prepare(`select name from sqlite_master where type = 'table'`).all([]) as { name: string }[];
  const everything = tables.map(({ name }) => JSON.stringify(database.prepare(`select * from "${name}"`).all([]))).join('\n');
  database.close();
  assert.ok(everything.includes('What follows'));
  assert.ok(!everything.includes('4000 1234'));
  await server.close();
  const file = readFileSync(join(folder, 'warmline.db'), 'latin1');
  assert.ok(file.includes('What follows'));
  assert.ok(!file.includes('4000 1234') && !file.includes('Never tell.'));
});

test('what cannot be stored is refused, told to nobody, and worth another try', async (t) => {
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config(), dataDir: folder, maxPages });
  const { visitor, sue, conversation, secret } = await secretTold(url);
  const disk = await fillDisk(t, folder);
  await assert.rejects(erase(sue, conversation, secret.seq), { code: 'STORAGE_FULL', permanent: false });
  await visitor.request('ping', {});
  assert.deepEqual(tombstones(visitor), []);
  disk.makeRoom();
  await erase(sue, conversation, secret.seq);
  await toldOf(visitor, secret.seq);
});
