import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Entry } from '../../src/protocol/entry.ts';
import type { EntryPage } from '../../src/protocol/conversation.ts';
import type { Sent } from '../../src/protocol/results.ts';
import { hashOf } from '../src/auth/secrets.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { bystander } from './support/bystander.ts';
import { commandId, start, talk, text } from './support/call.ts';
import type { Client } from './support/client.ts';
import { agent, agentWith, customer, Refused, signIn } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { config, dataDir, people, serve } from './support/place.ts';
import { serverProcess } from './support/process.ts';

/** The whole log, page by page. */
async function wholeLog(client: Client, conversation: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = await client.request<EntryPage>('chat.history', { conversation, after: entries.at(-1)?.seq ?? 0 });
    entries.push(...page.entries);
    if (!page.more) return entries;
  }
}

const isGapless = (entries: readonly Entry[]): boolean => entries.every((each, index) => each.seq === index + 1);

test('kill -9 under load loses nothing acknowledged and duplicates nothing, three times over', async (t) => {
  const folder = dataDir(t);
  const written = new Set<string>();
  const acknowledged = new Set<string>();
  let token: string | undefined;
  let conversation = '';
  let origin: string | undefined;
  for (let round = 0; round < 3; round += 1) {
    const server = await serverProcess(t, { DATA_DIR: folder, PORT: origin === undefined ? '0' : new URL(origin).port }, folder);
    origin ??= server.url;
    const { client, hello } = await customer(server.url, token === undefined ? {} : { token });
    token = hello.token;
    // What the last life never acknowledged is sent again, as an outbox does.
    const pending = [...written].filter((each) => !acknowledged.has(each));
    for (let n = 0; n < 40; n += 1) pending.push(`round-${round}-${n}`);
    const outcomes = pending.map(async (clientId) => {
      written.add(clientId);
      try {
        const sent = await client.request<Sent>('chat.send', { clientId, parts: text(clientId) });
        conversation = sent.conversation.id;
        acknowledged.add(clientId);
      } catch (error) {
        assert.ok(error instanceof Refused);
      }
    });
    // In the middle of it, as soon as a few are in.
    await Promise.all(outcomes.slice(0, 5));
    if (round < 2) await server.kill('SIGKILL');
    await Promise.all(outcomes);
    if (round < 2) continue;

    const entries = await wholeLog(client, conversation);
    assert.ok(isGapless(entries));
    const stored = entries.flatMap((each) => (each.kind === 'message' ? [each.clientId ?? ''] : []));
    assert.equal(new Set(stored).size, stored.length);
    for (const each of acknowledged) assert.ok(stored.includes(each), `${each} was acknowledged and lost`);
    await server.kill('SIGKILL');
  }
});

test('the same message again gives the first result, also in another life of the server', async (t) => {
  const folder = dataDir(t);
  const first = await serve(t, { config: config(), dataDir: folder });
  const { client, hello } = await customer(first.url);
  const message = { clientId: 'm1', parts: text('Once') };
  const [one, two] = await Promise.all([client.request<Sent>('chat.send', message), client.request<Sent>('chat.send', message)]);
  assert.equal(one.entry.id, two.entry.id);
  await first.close();

  const second = await serve(t, { config: config(), dataDir: folder, port: first.port });
  const back = await customer(second.url, { token: hello.token });
  const three = await back.client.request<Sent>('chat.send', message);
  assert.equal(three.entry.id, one.entry.id);
  assert.equal((await wholeLog(back.client, one.conversation.id)).length, 1);
});

test('nobody signs in again after a restart', async (t) => {
  const folder = dataDir(t);
  const first = await serve(t, { dataDir: folder });
  const cookie = await signIn(first.url, first.demo?.agent ?? { email: '', password: '' });
  await first.close();
  const second = await serve(t, { dataDir: folder });
  assert.deepEqual(second.demo, first.demo);
  const { hello } = await agentWith(second.url, cookie);
  assert.equal(hello.me.status, 'available');
});

test('a full disk refuses what cannot be stored, loses nothing, and says that it is worth another try', async (t) => {
  const server = await serve(t, { config: config(), maxPages: 90 });
  const unharmed = await bystander(t, server.url);
  const { client } = await customer(server.url);
  let stored = 0;
  let conversation = '';
  for (;;) {
    try {
      const sent = await client.request<Sent>('chat.send', { clientId: commandId(), parts: text('x'.repeat(3_000)) });
      conversation = sent.conversation.id;
      stored += 1;
    } catch (error) {
      assert.ok(error instanceof Refused);
      assert.deepEqual([error.code, error.permanent], ['STORAGE_FULL', false]);
      break;
    }
  }
  assert.ok(stored > 10);
  const entries = await wholeLog(client, conversation);
  assert.equal(entries.length, stored);
  assert.ok(isGapless(entries));
  await unharmed({ writes: false });
});

test('tokens, sessions, passwords and leases stand nowhere in the data folder as they were given out', async (t) => {
  const folder = dataDir(t);
  const server = await serve(t, { config: config(), dataDir: folder });
  const { ann, cookie, token, conversation } = await talk(server.url);
  const { lease = '' } = await start(ann, conversation, 'call-1');
  const secrets = [token, cookie.split('=')[1] ?? '', lease, people.ann.password];
  await server.close();
  const database = await openSqlite(join(folder, 'warmline.db'));
  t.after(() => database.close());
  const tables = database.prepare(`select name from sqlite_master where type = 'table'`).all([]) as { name: string }[];
  const everything = tables.map(({ name }) => JSON.stringify(database.prepare(`select * from "${name}"`).all([]))).join('\n');
  for (const secret of secrets) {
    assert.ok(secret.length > 10);
    assert.ok(!everything.includes(secret));
  }
  assert.ok(everything.includes(hashOf(token)));
});

test('the data folder and all in it are the owner’s alone, and one server’s at a time', async (t) => {
  const folder = join(dataDir(t), 'data');
  const server = await serve(t, { dataDir: folder });
  await customer(server.url);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  for (const name of ['warmline.db', 'warmline.db-wal', 'lease.key', 'password.key', 'socket.key', 'demo-passwords.json', 'lock']) {
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  }
  await assert.rejects(serve(t, { dataDir: folder }), { name: 'StartError', message: /^DATA_DIR is .* allowed: a folder that no other server uses$/ });
});

test('SIGTERM answers what is under way, says goodbye to every socket, ends with 0 and leaves each conversation with its agent', async (t) => {
  const folder = dataDir(t);
  const server = await serverProcess(t, { DATA_DIR: folder }, folder);
  const [email = '', password = ''] = (server.lines.find((each) => each.startsWith('Sign in: ')) ?? '').split(' ').slice(2);
  await agent(server.url, { email, password });
  const { client } = await customer(server.url);
  const sends = Array.from({ length: 10 }, (_, n) => client.request<Sent>('chat.send', { clientId: `m${n}`, parts: text('Before you go') }));
  await sends[0];
  const code = server.kill('SIGTERM');
  assert.deepEqual(await client.closed, { code: 1012, reason: 'SERVER_DRAINING' });
  assert.equal(await code, 0);
  for (const outcome of await Promise.allSettled(sends)) {
    if (outcome.status === 'rejected') assert.equal((outcome.reason as Refused).code, 'SERVER_DRAINING');
    else assert.equal(outcome.value.conversation.agent?.id, 'demo-agent');
  }
});

test('a message that waits for the disk as the server is told to stop is stored, and stays with its agent', async (t) => {
  const folder = dataDir(t);
  const server = await serve(t, { config: config({}, { limits: { framesBurst: 1_000 } }), dataDir: folder });
  const { visitor, conversation } = await talk(server.url);
  // So many steps that the last of them waits still when the ping, which needs none, is answered.
  for (let n = 0; n < 900; n += 1) visitor.notify('chat.history', { conversation });
  const sent = visitor.request<Sent>('chat.send', { clientId: 'last', parts: text('Before you go') });
  await visitor.request('ping', {});
  const closed = server.close();
  assert.equal((await sent).conversation.agent?.id, 'ann');
  await closed;
  const database = await openSqlite(join(folder, 'warmline.db'));
  t.after(() => database.close());
  // Node's own SQLite gives rows without a prototype.
  const rows = database.prepare('select agent, state, last_seq from conversations').all([]) as readonly object[];
  assert.deepEqual(rows.map((row) => ({ ...row })), [{ agent: 'ann', state: 'assigned', last_seq: 3 }]);
});

test('while it drains a server answers that it is not ready; it is gone once the last socket is', async (t) => {
  const networkClock = new TestClock();
  const server = await serve(t, { config: config(), networkClock });
  const { client: polite } = await customer(server.url);
  const { client: busy } = await customer(server.url);
  // Reads nothing, so that the goodbye is not answered yet.
  busy.socket.pause();
  const closed = server.close();
  await polite.closed;
  const [ready, health] = await Promise.all(['readyz', 'healthz'].map((path) => fetch(`${server.url}/${path}`)));
  assert.deepEqual([ready?.status, health?.status], [503, 200]);
  networkClock.move(1_000);
  await closed;
  busy.socket.resume();
  await assert.rejects(fetch(`${server.url}/readyz`));
});

test('a second signal does not cut the first one’s farewell short', async (t) => {
  const folder = dataDir(t);
  const server = await serverProcess(t, { DATA_DIR: folder }, folder);
  const { client: polite } = await customer(server.url);
  const { client: busy } = await customer(server.url);
  busy.socket.pause();
  const first = server.kill('SIGINT');
  await polite.closed;
  const second = server.kill('SIGINT');
  busy.socket.resume();
  assert.deepEqual([(await busy.closed).code, await first, await second], [1012, 0, 0]);
});

test('of whoever never wrote nothing is left once their last token is over; whoever wrote stays', async (t) => {
  const clock = new TestClock();
  const folder = dataDir(t);
  const { url } = await serve(t, { config: config(), clock, dataDir: folder });
  const { client: silent } = await customer(url);
  const { client: writer, hello } = await customer(url);
  await writer.request('chat.send', { clientId: 'hello', parts: [{ type: 'text', text: 'Hello' }] });
  const { client: regular, hello: first } = await customer(url);
  for (const client of [silent, writer, regular]) await client.close();
  clock.move(29 * 86_400_000);
  const { client: back } = await customer(url, { token: first.token });
  await back.close();
  clock.move(32 * 86_400_000);
  // The store takes one step after the other: whoever comes now comes after the sweep.
  const { hello: today } = await customer(url);
  const database = await openSqlite(join(folder, 'warmline.db'));
  const visitors = database.prepare('select id from visitors').all([]) as { id: string }[];
  database.close();
  assert.deepEqual(visitors.map(({ id }) => id).sort(), [hello.participant, first.participant, today.participant].sort());
});
