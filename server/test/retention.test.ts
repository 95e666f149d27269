import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { EntryPage } from '../../src/protocol/conversation.ts';
import type { Past, Sent } from '../../src/protocol/results.ts';
import type { Sqlite } from '../src/store/sqlite.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { activeCall, command, commandId, phase, start, talk, text } from './support/call.ts';
import type { Talk } from './support/call.ts';
import { agent, agentWith, customer } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { fillDisk, maxPages } from './support/disk.ts';
import { config, dataDir, people, serve } from './support/place.ts';

const DAY = 86_400_000;
/** So long that it fills pages of the file of its own. */
const SECRET = `My card number is 4000 1234. ${'Never tell. '.repeat(300)}`;

async function openDatabase(t: TestContext, folder: string): Promise<Sqlite> {
  const database = await openSqlite(join(folder, 'warmline.db'));
  t.after(() => database.close());
  return database;
}

const all = (database: Sqlite, query: string): Record<string, unknown>[] => database.prepare(query).all([]) as Record<string, unknown>[];
const count = (database: Sqlite, table: string): number => Number(all(database, `select count(*) as count from ${table}`)[0]?.count);

/** Everything that the tables hold, as one text. */
const everything = (database: Sqlite): string =>
  all(database, `select name from sqlite_master where type = 'table'`)
    .map(({ name }) => JSON.stringify(all(database, `select * from "${String(name)}"`)))
    .join('\n');

const write = ({ visitor }: Pick<Talk, 'visitor'>, words: string): Promise<Sent> => visitor.request<Sent>('chat.send', { clientId: commandId(), parts: text(words) });

const end = async ({ ann, conversation }: Pick<Talk, 'ann' | 'conversation'>): Promise<void> => {
  await ann.request('conversation.end', { conversation });
};

/** A call that both sides were in, and that left a row in every table that knows calls. */
async function callHeld(talking: Talk, database: Sqlite, callId: string): Promise<void> {
  await activeCall(talking, callId);
  await command(talking.ann, 'call.end', callId);
  await phase(talking.visitor, 'ended');
  database.exec(`insert into call_rooms values ('${callId}', 'demo', 'eu', 2)`);
  // Else the sweep of old answers takes them first.
  database.exec(`update call_commands set at = at + ${100 * DAY}`);
}

/** Goes on by so many days; whoever is asked for something then is answered after the sweep's first step. */
async function days(clock: TestClock, url: string, number: number): Promise<void> {
  clock.move(number * DAY);
  await (await customer(url, { tab: 'later' })).client.close();
}

test('a conversation that ended longer ago than its site keeps it is gone with all that names it: no word of it is left in the file', async (t) => {
  const clock = new TestClock();
  const folder = dataDir(t);
  const server = await serve(t, { config: config({ keepDays: 30 }), clock, dataDir: folder });
  const database = await openDatabase(t, folder);
  const old = await talk(server.url);
  const { entry } = await write(old, SECRET);
  await old.ann.request('chat.read', { conversation: old.conversation, seq: entry.seq });
  await callHeld(old, database, 'old-call');
  await end(old);
  await days(clock, server.url, 20);
  const { client: visitor } = await customer(server.url, { tab: 'young' });
  const young = { ...old, visitor, conversation: (await write({ visitor }, 'I came later')).conversation.id };
  await callHeld(young, database, 'young-call');
  await end(young);
  const kept = everything(database);
  for (const name of [old.conversation, 'old-call', young.conversation, 'young-call', '4000 1234']) assert.ok(kept.includes(name));

  await days(clock, server.url, 10);
  assert.equal(everything(database).includes(old.conversation), true);
  await days(clock, server.url, 1);
  const left = everything(database);
  for (const name of [old.conversation, 'old-call', '4000 1234']) assert.ok(!left.includes(name), name);
  for (const name of [young.conversation, 'young-call', 'I came later']) assert.ok(left.includes(name), name);
  await server.close();
  database.close();
  const file = readFileSync(join(folder, 'warmline.db'), 'latin1');
  assert.ok(file.includes('I came later'));
  for (const name of [old.conversation, 'old-call', '4000 1234', 'Never tell.']) assert.ok(!file.includes(name), name);
});

test('of a visitor whose conversations are gone nothing is left once their last token is over, whichever goes first', async (t) => {
  const clock = new TestClock();
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config({ keepDays: 10 }), clock, dataDir: folder });
  const database = await openDatabase(t, folder);
  const visitorOf = (conversation: string): unknown => all(database, `select visitor from conversations where id = '${conversation}'`)[0]?.visitor;
  const ended = await talk(url);
  const first = visitorOf(ended.conversation);
  await end(ended);
  await days(clock, url, 11);
  assert.equal(everything(database).includes(ended.conversation), false);
  const { client: open, hello } = await customer(url, { tab: 'open' });
  const { conversation } = await write({ visitor: open }, 'I stay for long');
  await days(clock, url, 62);
  const known = (): unknown[] => all(database, 'select id from visitors').map(({ id }) => id);
  assert.equal(known().includes(first), false);
  assert.deepEqual([known().includes(hello.participant), count(database, `visitor_tokens where visitor = '${hello.participant}'`)], [true, 0]);
  const { client: sue } = await agent(url, people.sue);
  await sue.request('conversation.end', { conversation: conversation.id });
  await days(clock, url, 11);
  assert.equal(everything(database).includes(hello.participant), false);
});

test('what is open is kept however old it is, and what has a call that lives', async (t) => {
  const clock = new TestClock();
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config({ keepDays: 1 }), clock, dataDir: folder });
  const database = await openDatabase(t, folder);
  const open = await talk(url);
  const { client: visitor } = await customer(url, { tab: 'caller' });
  const calling = { ...open, visitor, conversation: (await write({ visitor }, 'Call me')).conversation.id };
  await start(open.ann, calling.conversation, 'long-call');
  await end(calling);
  // No command leads here: the row alone says that the call lives.
  database.exec(`update calls set live = 1`);
  await days(clock, url, 40);
  const ids = (): unknown[] => all(database, 'select id from conversations order by started_at, id').map(({ id }) => id);
  assert.deepEqual(ids().sort(), [open.conversation, calling.conversation].sort());
  database.exec(`update calls set live = 0`);
  await days(clock, url, 1);
  assert.deepEqual(ids(), [open.conversation]);
});

test('without a number of days nothing is ever deleted, whatever another site’s is', async (t) => {
  const clock = new TestClock();
  const folder = dataDir(t);
  const { sites, ...more } = config({ keepDays: 1 });
  const { url } = await serve(t, { config: { ...more, sites: [...sites, { id: 'kept', name: 'Kept', origins: [], ownOrigin: true }] }, clock, dataDir: folder });
  const database = await openDatabase(t, folder);
  const gone = await talk(url);
  const { client: visitor } = await customer(url, { site: 'kept' });
  const { conversation } = await write({ visitor }, 'Keep this');
  for (const id of [gone.conversation, conversation.id]) await end({ ...gone, conversation: id });
  await days(clock, url, 40);
  assert.deepEqual(all(database, 'select id, site from conversations').map((row) => ({ ...row })), [{ id: conversation.id, site: 'kept' }]);
  assert.equal(count(database, 'entries'), conversation.lastSeq + 1);
});

test('what could not be deleted is deleted an hour later', async (t) => {
  const clock = new TestClock();
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config({ keepDays: 1 }), clock, dataDir: folder, maxPages });
  const database = await openDatabase(t, folder);
  const { token, ...old } = await talk(url);
  await end(old);
  const disk = await fillDisk(t, folder);
  clock.move(2 * DAY);
  // Whoever is known is greeted on a full disk, too, after the sweep's step.
  await (await customer(url, { token })).client.close();
  assert.equal(count(database, 'conversations'), 1);
  disk.makeRoom();
  clock.move(3_600_000);
  await (await customer(url, { token })).client.close();
  assert.equal(count(database, 'conversations'), 0);
});

test('whoever still names a deleted conversation is told that there is none, and goes on', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({ keepDays: 2 }), clock });
  const { ann, visitor, token, conversation } = await talk(url);
  const { client: sue, cookie } = await agent(url, people.sue);
  const call = await start(ann, conversation, 'old-call');
  await ann.request('conversation.end', { conversation });
  clock.move(3 * DAY);
  await sue.request('desk.status', { status: 'away' });
  for (const [client, method, params] of [
    [visitor, 'chat.history', {}],
    [visitor, 'chat.read', { seq: 1 }],
    [visitor, 'conversation.end', {}],
    [sue, 'chat.history', { after: 1 }],
    [sue, 'chat.read', { seq: 1 }],
    [sue, 'desk.past', {}],
    [sue, 'desk.watch', { on: true }],
    [sue, 'desk.erase', { seq: 1 }],
    [sue, 'desk.assign', { agent: 'sue' }],
    [ann, 'chat.send', { clientId: 'late', parts: text('Are you there?') }],
  ] as const) {
    await assert.rejects(client.request(method, { conversation, ...params }), { code: 'CONVERSATION_NOT_FOUND', permanent: true });
  }
  await assert.rejects(command(visitor, 'call.decline', 'old-call'), { code: 'CALL_NOT_FOUND', permanent: true });
  assert.equal(call.refusal, null);
  const resume = [{ conversation, seq: 1 }];
  const back = await customer(url, { token, resume, tab: 'tab-2' });
  assert.deepEqual([back.hello.missed, back.hello.conversation], [[], null]);
  const desk = await agentWith(url, cookie, { resume });
  assert.deepEqual([desk.hello.missed, desk.hello.conversations], [[], []]);
  const { conversation: next } = await write({ visitor: back.client }, 'One more thing');
  assert.notEqual(next.id, conversation);
  assert.deepEqual(await sue.request<Past>('desk.past', { conversation: next.id }), { conversations: [] });
  assert.equal((await visitor.request<EntryPage>('chat.history', { conversation: next.id })).entries.length, next.lastSeq);
});

test('a server that gets the setting with much that is old deletes it from the start on in small steps, between which others write', async (t) => {
  const clock = new TestClock();
  const folder = dataDir(t);
  await (await serve(t, { config: config(), clock, dataDir: folder })).close();
  const database = await openDatabase(t, folder);
  const numbers = (most: number): string => `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${most})`;
  const long = ago(clock, 400);
  database.exec(`${numbers(1_000)} insert into visitors (id, site, code, language, time_zone, screen_share, created_at, seen_at) select 'v' || n, 'demo', 'ABCD', 'en', 'UTC', 0, ${long}, ${long} from numbers`);
  database.exec(`${numbers(1_000)} insert into conversations select 'c' || n, 'demo', 'v' || n, null, 'ended', iif(n = 1, 10000, 3), ${long}, ${long} + n, ${long}, null, null, 0, null from numbers`);
  database.exec(`${numbers(999)} insert into entries select 'c' || (n + 1), seq, 'e' || n || seq, 'demo', 'message', 'v' || (n + 1), 'customer', null, ${long}, '[]', null from numbers, (select 1 as seq union select 2 union select 3)`);
  database.exec(`${numbers(10_000)} insert into entries select 'c1', n, 'long' || n, 'demo', 'message', 'v1', 'customer', null, ${long}, '[]', null from numbers`);

  const { url } = await serve(t, { config: config({ keepDays: 30 }), clock, dataDir: folder });
  const { client: visitor } = await customer(url);
  const { conversation } = await write({ visitor }, 'Hello');
  const old = (table: string): number => count(database, `${table} where site = 'demo' and ${table === 'conversations' ? 'id' : 'conversation'} <> '${conversation.id}'`);
  let left = { conversations: 1_000, entries: 12_997 };
  for (let steps = 0; left.conversations > 0; steps += 1) {
    const now = { conversations: old('conversations'), entries: old('entries') };
    assert.ok(left.conversations - now.conversations <= 40 && left.entries - now.entries <= 400, JSON.stringify({ left, now }));
    assert.ok(now.entries < left.entries);
    const [{ first } = { first: null }] = all(database, `select min(seq) as first, max(seq) as last, count(*) as number from entries where conversation = 'c1' having last - first + 1 = number`);
    assert.ok(typeof first === 'number' || all(database, `select id from conversations where id = 'c1'`).length === 0, 'a log without gaps');
    left = now;
    clock.move(20);
    await write({ visitor }, 'Meanwhile');
    assert.ok(steps < 100);
  }
  assert.deepEqual([count(database, 'visitors'), old('entries')], [1, 0]);
});

const ago = (clock: TestClock, number: number): number => clock.now() - number * DAY;
