import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Step } from '../../src/store/store.ts';
import { Store } from '../../src/store/store.ts';
import type { Row } from '../../src/store/tables.ts';
import { addVisitor } from '../../src/conversations/visitors.ts';
import { TestClock } from './clock.ts';
import { dataDir } from './place.ts';

/** A store without a server around it, closed after the test. `path` is its file. */
export async function openStore(t: TestContext): Promise<{ readonly store: Store; readonly clock: TestClock; readonly path: string }> {
  const clock = new TestClock();
  const path = join(dataDir(t), 'warmline.db');
  const store = await Store.open(path, clock, { onFailure: () => undefined });
  t.after(() => store.close());
  return { store, clock, path };
}

const surroundings = { language: 'en', timeZone: 'UTC', page: { url: 'https://shop.example/', title: 'Shop' }, capabilities: { calls: null, screenShare: true } } as const;

/** A new visitor's conversation, which an agent answers; nothing was said in it. */
export async function addConversation({ db, now }: Pick<Step, 'db' | 'now'>, id: string, agent: string): Promise<Row<'conversations'>> {
  const visitor = await addVisitor(db, { site: 'demo', origin: 'https://shop.example' }, surroundings, now);
  const row: Row<'conversations'> = {
    id,
    site: 'demo',
    visitor,
    agent,
    state: 'assigned',
    last_seq: 0,
    started_at: now,
    ended_at: null,
    queued_at: now,
    waiting_since: null,
    answered_in: null,
    customer_left: 0,
    previous: null,
  };
  await db.insertInto('conversations').values(row).execute();
  return row;
}
