import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation, EntryPage } from '../../src/protocol/conversation.ts';
import { textOf } from '../../src/protocol/entry.ts';
import { MAX_FRAME_BYTES } from '../../src/protocol/limits.ts';
import type { Sent } from '../../src/protocol/results.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { commandId, text } from './support/call.ts';
import type { Client } from './support/client.ts';
import { agent, customer } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { config, dataDir, people, serve } from './support/place.ts';

const HOUR = 3_600_000;

const write = (client: Client, words: string): Promise<Sent> => client.request<Sent>('chat.send', { clientId: commandId(), parts: text(words) });

/** Each text a conversation of its own, that ended. */
async function talkedOf(client: Client, clock: TestClock, ...texts: readonly string[]): Promise<Conversation[]> {
  const ended: Conversation[] = [];
  for (const words of texts) {
    const { conversation } = await write(client, words);
    await client.request('conversation.end', { conversation: conversation.id });
    ended.push(conversation);
    clock.move(1_000);
  }
  return ended;
}

const history = (client: Client, conversation: string, more: object = {}): Promise<EntryPage> => client.request<EntryPage>('chat.history', { conversation, past: true, ...more });
const wordsOf = ({ entries }: EntryPage): string[] => entries.map(({ parts }) => textOf(parts)).filter((words) => words !== '');

test('who comes back after the end finds what was said, and reads it above what they write next', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { client, hello } = await customer(url);
  const [first] = await talkedOf(client, clock, 'Do you have kettles?');
  await client.close();

  clock.move(20 * 24 * HOUR);
  const back = await customer(url, { token: hello.token });
  assert.deepEqual([back.hello.conversation?.id, back.hello.conversation?.state, back.hello.conversation?.previous], [first?.id, 'ended', undefined]);
  const { conversation } = await write(back.client, 'And teapots?');
  assert.deepEqual(conversation.previous, { conversation: first?.id, seq: back.hello.conversation?.lastSeq });
  assert.deepEqual(wordsOf(await history(back.client, conversation.id)), ['Do you have kettles?', 'And teapots?']);
  const other = await customer(url, { tab: 'tab-2' });
  assert.equal(other.hello.conversation, null);
  await assert.rejects(history(other.client, conversation.id), { code: 'CONVERSATION_NOT_FOUND' });
});

test('where the site shows no earlier ones, what ended is found for a day, and later by the page that has it still; nothing stands above the next', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({ earlierConversations: false }), clock });
  const ann = await agent(url, people.ann);
  const { client, hello } = await customer(url);
  const { token } = hello;
  const { conversation } = await write(client, 'Hello');
  await ann.client.request('chat.send', { conversation: conversation.id, clientId: 'a1', parts: text('The kettle is back on Monday.') });
  await ann.client.request('conversation.end', { conversation: conversation.id });
  await client.close();

  clock.move(23 * HOUR);
  const back = await customer(url, { token });
  assert.deepEqual([back.hello.conversation?.id, back.hello.conversation?.state], [conversation.id, 'ended']);
  const seq = back.hello.conversation?.lastSeq ?? 0;
  assert.equal((await history(back.client, conversation.id)).entries.length, seq);

  clock.move(2 * HOUR);
  const late = await customer(url, { token, tab: 'tab-2' });
  assert.equal(late.hello.conversation, null);
  const woken = await customer(url, { token, tab: 'tab-3', resume: [{ conversation: conversation.id, seq }] });
  assert.equal(woken.hello.conversation?.state, 'ended');

  const next = await write(late.client, 'Thank you');
  assert.equal(next.conversation.previous, undefined);
  assert.deepEqual(wordsOf(await history(late.client, next.conversation.id)), ['Thank you']);
  assert.deepEqual(await history(late.client, next.conversation.id, { before: 1 }), { conversation: next.conversation.id, entries: [], more: false });
});

test('it is for customers: an agent reads one conversation, and so does a page that does not ask for more', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { client } = await customer(url);
  await talkedOf(client, clock, 'Do you have kettles?');
  const ann = await agent(url, people.ann);
  const { conversation } = await write(client, 'And teapots?');
  assert.deepEqual(wordsOf(await history(ann.client, conversation.id)), ['And teapots?']);
  const { conversation: described } = await ann.client.next<{ conversation: Conversation }>('desk.conversation', (each) => each.conversation.id === conversation.id);
  assert.equal('previous' in described, false);
  const page = await client.request<EntryPage>('chat.history', { conversation: conversation.id });
  assert.deepEqual([wordsOf(page), page.more], [['And teapots?'], false]);
});

test('pages of any size give the same log, without a gap, across as many conversations as they take', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { client } = await customer(url);
  const long = 'x'.repeat(3_900);
  const texts = ['1', '2', '3', ...Array.from({ length: 20 }, (_, index) => `${long}${index}`), '4'];
  await talkedOf(client, clock, ...texts);
  const { conversation } = await write(client, '5');
  for (const limit of [1, 2, 3, 7, 200]) {
    const found: string[] = [];
    let page = await history(client, conversation.id, { limit });
    for (;;) {
      assert.ok(Buffer.byteLength(JSON.stringify(page)) < MAX_FRAME_BYTES);
      assert.ok(page.entries.length <= limit);
      found.unshift(...wordsOf(page));
      if (!page.more) break;
      const end: number = page.entries[0]?.seq ?? NaN;
      page = await history(client, conversation.id, { limit, before: end });
      assert.equal(page.entries.at(-1)?.seq, end - 1);
    }
    assert.deepEqual(found, [...texts, '5']);
  }
});

test('what was deleted for its age is missing at the beginning, and nothing is told of it', async (t) => {
  const clock = new TestClock();
  const directory = dataDir(t);
  const { url } = await serve(t, { config: config(), clock, dataDir: directory });
  const { client } = await customer(url);
  const [first, second] = await talkedOf(client, clock, 'one', 'two');
  const { conversation } = await write(client, 'three');
  const database = await openSqlite(`${directory}/warmline.db`);
  t.after(() => database.close());

  // The middle one lost its beginning: what stands before it has no place any more.
  database.exec(`delete from entries where conversation = '${second?.id}' and seq = 1`);
  const shortened = await history(client, conversation.id);
  assert.deepEqual([wordsOf(shortened), shortened.more, shortened.entries[0]?.seq], [['three'], false, 0]);

  database.exec(`pragma foreign_keys = on; delete from entries where conversation in ('${first?.id}', '${second?.id}'); delete from conversations where id in ('${first?.id}', '${second?.id}')`);
  const alone = await history(client, conversation.id);
  assert.deepEqual([wordsOf(alone), alone.more], [['three'], false]);
  const { conversation: described } = await client.request<Sent>('chat.send', { clientId: 'again', parts: text('four') });
  assert.equal(described.previous, undefined);
});

test('fifty conversations back there is no more to read, also where the clock was set back meanwhile', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { client } = await customer(url);
  const texts = Array.from({ length: 52 }, (_, index) => `${index}`);
  await talkedOf(client, clock, ...texts.slice(0, 30));
  clock.move(-20_000);
  await talkedOf(client, clock, ...texts.slice(30));
  const { conversation } = await write(client, 'now');
  const page = await history(client, conversation.id);
  assert.deepEqual([wordsOf(page), page.more], [[...texts.slice(2), 'now'], false]);
});
