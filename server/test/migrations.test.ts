import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { adoptSessions, sessionOf } from '../src/auth/agent-sessions.ts';
import { hashOf } from '../src/auth/secrets.ts';
import { People } from '../src/config/people.ts';
import { parseConfig } from '../src/config/read-config.ts';
import { migrations } from '../src/store/migrations.ts';
import type { Sqlite } from '../src/store/sqlite.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { Store } from '../src/store/store.ts';
import type { Tables } from '../src/store/tables.ts';
import { TestClock } from './support/clock.ts';
import { config, dataDir, password, people } from './support/place.ts';

/** The file of a server whose last step was this one, with what it had stored. */
async function fileOf(t: TestContext, step: string, ...rows: readonly string[]): Promise<string> {
  const file = join(dataDir(t), 'warmline.db');
  const sqlite = await openSqlite(file);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo(step);
  assert.ifError(error);
  for (const row of rows) sqlite.exec(row);
  await db.destroy();
  return file;
}

/** What stands in a file once a server of today has opened it. */
async function broughtUpToDate(t: TestContext, file: string): Promise<Sqlite> {
  const store = await Store.open(file, new TestClock(), { onFailure: assert.ifError });
  await store.close();
  const sqlite = await openSqlite(file);
  t.after(() => sqlite.close());
  return sqlite;
}

// Node's own SQLite gives rows without a prototype.
const all = (sqlite: Sqlite, query: string): unknown[] => sqlite.prepare(query).all([]).map((row) => ({ ...(row as object) }));

test('what was stored before calls’ rooms and commands named their sites, is kept, and names them', async (t) => {
  const file = await fileOf(
    t,
    '0003-storage-checks',
    `insert into visitors values ('v1', 'tea', 'ABCD', null, 'en', 'UTC', null, null, null, 0, 1, 1), ('v2', 'cup', 'EFGH', null, 'en', 'UTC', null, null, null, 0, 1, 1)`,
    `insert into conversations values ('t1', 'tea', 'v1', 'ann', 'assigned', 0, 1, null, 1, null, null), ('t2', 'cup', 'v2', 'bob', 'assigned', 0, 1, null, 1, null, null)`,
    `insert into calls values ('c1', 'tea', 't1', 'ann', 'v1', '{}', 1, 0, 1), ('c2', 'cup', 't2', 'bob', 'v2', '{}', 1, 0, 1)`,
    `insert into call_rooms values ('c1', 'eu', 2), ('c2', 'us', 20)`,
    `insert into call_commands values ('c1', 'k1', 'ann', null, 1, 5), ('c2', 'k1', 'bob', 'ended', null, 6)`,
  );
  const sqlite = await broughtUpToDate(t, file);
  assert.deepEqual(all(sqlite, 'select * from call_rooms order by call'), [
    { call: 'c1', site: 'tea', cluster: 'eu', size: 2 },
    { call: 'c2', site: 'cup', cluster: 'us', size: 20 },
  ]);
  assert.deepEqual(all(sqlite, 'select * from call_commands order by call'), [
    { call: 'c1', command: 'k1', site: 'tea', actor: 'ann', refusal: null, lease: 1, at: 5 },
    { call: 'c2', command: 'k1', site: 'cup', actor: 'bob', refusal: 'ended', lease: null, at: 6 },
  ]);
  assert.deepEqual(all(sqlite, `select name from sqlite_master where type = 'index' and tbl_name = 'call_commands' and sql is not null`), [{ name: 'call_commands_by_time' }]);
  assert.throws(() => sqlite.exec(`insert into call_commands (call, command, actor, at) values ('c1', 'k2', 'ann', 7)`), /NOT NULL/);
});

test('a file from before conversations could grow too old is kept as it is, and what did is found without reading all of it', async (t) => {
  const file = await fileOf(
    t,
    '0005-tombstones',
    `insert into visitors values ('v1', 'tea', 'ABCD', null, 'en', 'UTC', null, null, null, 0, 1, 1)`,
    `insert into conversations values ('t1', 'tea', 'v1', 'ann', 'ended', 0, 1, 2, 1, null, null), ('t2', 'tea', 'v1', 'ann', 'assigned', 0, 3, null, 3, null, null)`,
    `insert into calls values ('c1', 'tea', 't1', 'ann', 'v1', '{}', 1, 0, 1)`,
  );
  const sqlite = await broughtUpToDate(t, file);
  assert.deepEqual(all(sqlite, 'select id, state from conversations order by id'), [{ id: 't1', state: 'ended' }, { id: 't2', state: 'assigned' }]);
  const wayTo = (query: string): unknown => (all(sqlite, `explain query plan ${query}`)[0] as { readonly detail: unknown }).detail;
  assert.match(String(wayTo(`select id from conversations where site = 'tea' and state = 'ended' and ended_at < 5 order by ended_at`)), /USING INDEX conversations_by_end \(site=\? AND ended_at<\?\)/);
  assert.match(String(wayTo(`select id from calls where conversation = 't1'`)), /INDEX calls_by_conversation/);
});

test('every row names its site: in each table but the server’s own and the agents’', async (t) => {
  const sqlite = await broughtUpToDate(t, await fileOf(t, '0003-storage-checks'));
  const without = all(
    sqlite,
    `select name from sqlite_master as tables where type = 'table' and name not like 'kysely_%'
      and not exists (select 1 from pragma_table_info(tables.name) as columns where columns.name = 'site' and columns."notnull") order by name`,
  );
  assert.deepEqual(without, [{ name: 'agent_sessions' }, { name: 'agent_states' }, { name: 'storage_checks' }]);
});

test('visitors of before the site could vouch for anybody are kept, known to nobody', async (t) => {
  const file = await fileOf(t, '0005-tombstones', `insert into visitors values ('v1', 'tea', 'ABCD', null, 'en', 'UTC', null, null, null, 0, 1, 1)`);
  const sqlite = await broughtUpToDate(t, file);
  assert.deepEqual(all(sqlite, 'select id, code, customer from visitors'), [{ id: 'v1', code: 'ABCD', customer: null }]);
});

test('whose customers were last seen a day before the last sign of life, those open conversations cost nobody anything from the start', async (t) => {
  const day = 86_400_000;
  const visitor = (id: string, seen: number): string => `insert into visitors (id, site, code, language, time_zone, screen_share, created_at, seen_at) values ('${id}', 'tea', 'ABCD', 'en', 'UTC', 0, 1, ${seen})`;
  const talk = (visitor: string, state: string): string =>
    `insert into conversations (id, site, visitor, agent, state, last_seq, started_at, queued_at) values ('of-${visitor}', 'tea', '${visitor}', 'ann', '${state}', 0, 1, 1)`;
  const people = [visitor('now', 9 * day), visitor('today', 8 * day), visitor('before', 8 * day - 1), visitor('ended', 1)];
  const file = await fileOf(t, '0006-customers', ...people, talk('now', 'assigned'), talk('today', 'waiting'), talk('before', 'assigned'), talk('ended', 'ended'));
  const sqlite = await broughtUpToDate(t, file);
  assert.deepEqual(all(sqlite, 'select id from conversations where customer_left = 1'), [{ id: 'of-before' }]);
});

test('whoever was signed in before sessions ended with their password stays so; of people who are gone no session is left', async (t) => {
  const now = new TestClock().now();
  const session = (agent: string): string => `insert into agent_sessions values ('${hashOf(`${agent}’s`)}', '${agent}', ${now}, ${now + 1})`;
  const file = await fileOf(t, '0008-customers-who-left', session('ann'), session('eve'));
  const store = await Store.open(file, new TestClock(), { onFailure: assert.ifError });
  t.after(() => store.close());
  const ann = { id: 'ann', name: 'Ann', email: people.ann.email, password };
  const eve = { ...ann, id: 'eve', email: 'eve@warmline.example' };
  const adoptedBy = async (...agents: readonly object[]): Promise<People> => {
    const found = await People.of(parseConfig(config({}, { agents }), 'config'), Buffer.alloc(32));
    await store.run(({ db }) => adoptSessions(db, found));
    return found;
  };
  await adoptedBy(ann);
  const both = await adoptedBy(ann, eve);
  const personIn = async (secret: string): Promise<string | undefined> => (await store.run(({ db }) => sessionOf(db, both, secret, now)))?.person.id;
  assert.deepEqual([await personIn('ann’s'), await personIn('eve’s')], ['ann', undefined]);
});

test('conversations of before each named the one before it know it, and no other visitor’s', async (t) => {
  const visitor = (id: string): string => `insert into visitors (id, site, code, language, time_zone, screen_share, created_at, seen_at) values ('${id}', 'tea', 'ABCD', 'en', 'UTC', 0, 1, 1)`;
  const talk = (id: string, visitor: string, at: number): string =>
    `insert into conversations (id, site, visitor, state, last_seq, started_at, ended_at, queued_at) values ('${id}', 'tea', '${visitor}', 'ended', 0, ${at}, ${at + 1}, ${at})`;
  const file = await fileOf(t, '0010-passwords-of-sessions', visitor('v1'), visitor('v2'), talk('a', 'v1', 1), talk('b', 'v2', 2), talk('c', 'v1', 3), talk('d', 'v1', 5));
  const sqlite = await broughtUpToDate(t, file);
  const previous = (): unknown => all(sqlite, 'select id, previous from conversations order by id').map((each) => Object.values(each as Record<string, unknown>));
  assert.deepEqual(previous(), [['a', null], ['b', null], ['c', 'a'], ['d', 'c']]);
  sqlite.exec(`pragma foreign_keys = on; delete from conversations where id = 'c'`);
  assert.deepEqual(previous(), [['a', null], ['b', null], ['d', null]]);
  const plan = all(sqlite, `explain query plan select id from conversations where previous = 'c'`)[0] as { readonly detail: unknown };
  assert.match(String(plan.detail), /INDEX conversations_by_previous/);
});
