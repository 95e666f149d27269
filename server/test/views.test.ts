import { randomBytes } from 'node:crypto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KyselyPlugin } from 'kysely';
import { People } from '../src/config/people.ts';
import { parseConfig } from '../src/config/read-config.ts';
import { append } from '../src/conversations/entries.ts';
import { Views } from '../src/conversations/views.ts';
import { Presence } from '../src/routing/presence.ts';
import { config } from './support/place.ts';
import { addConversation, openStore } from './support/store.ts';

/** Counts the rows that a database hands over. */
class RowCount implements KyselyPlugin {
  rows = 0;

  transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]): ReturnType<KyselyPlugin['transformQuery']> {
    return node;
  }

  transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]): ReturnType<KyselyPlugin['transformResult']> {
    this.rows += result.rows.length;
    return Promise.resolve(result);
  }
}

test('what an agent is shown of a conversation is read from as few rows of a long log as of a short one', async (t) => {
  const { store, clock } = await openStore(t);
  const views = new Views(await People.of(parseConfig(config(), 'test'), randomBytes(32)), new Map(), new Presence(clock));
  await store.run(async (step) => {
    const { db, now } = step;
    const row = await addConversation(step, 'talk', 'ann');
    const author = { id: row.visitor, role: 'customer' } as const;
    const rowsRead = async (): Promise<number> => {
      const count = new RowCount();
      const view = await views.forAgent(db.withPlugin(count), row, 'ann');
      assert.equal(view.lastEntry?.seq, row.last_seq);
      return count.rows;
    };
    await append(db, row, { kind: 'message', author, parts: [{ type: 'text', text: 'Hello' }] }, now);
    const few = await rowsRead();
    for (let n = 0; n < 50; n += 1) await append(db, row, { kind: 'message', author, parts: [{ type: 'text', text: 'More' }] }, now);
    assert.equal(await rowsRead(), few);
  });
});
