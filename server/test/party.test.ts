import { randomBytes } from 'node:crypto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalBus } from '../src/bus/bus.ts';
import { People } from '../src/config/people.ts';
import { parseConfig } from '../src/config/read-config.ts';
import { findReadable } from '../src/conversations/party.ts';
import { Views } from '../src/conversations/views.ts';
import { Work } from '../src/conversations/work.ts';
import { Presence } from '../src/routing/presence.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { config } from './support/place.ts';
import { addConversation, openStore } from './support/store.ts';

test('where it cannot be read whether somebody may see a conversation, that is a failure of the storage, and not a no', async (t) => {
  const { store, clock, path } = await openStore(t);
  const people = await People.of(parseConfig(config(), 'test'), randomBytes(32));
  const presence = new Presence(clock);
  const context = { store, bus: new LocalBus(), presence, people, views: new Views(people, new Map(), presence), tellPeople: () => Promise.resolve() };
  const person = people.get('bob');
  assert.ok(person);
  await store.run((step) => addConversation(step, 'talk', 'ann'));
  const found = (): Promise<unknown> => Work.do(context, (work) => findReadable(work, { role: 'agent', id: 'bob', person }, 'talk'));
  assert.equal(await found(), undefined);

  // Whether he talks in it is asked of the calls.
  const database = await openSqlite(path);
  database.exec('drop table call_rooms; drop table calls');
  database.close();
  await assert.rejects(found(), { code: 'STORAGE_FAILED' });
});
