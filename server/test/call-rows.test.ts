import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { applyCommand, startCall } from '../../src/protocol/call-rules.ts';
import { addCall, findCall, recordOf, replaceCall } from '../src/calls/call-rows.ts';
import { addVisitor } from '../src/conversations/visitors.ts';
import { Store } from '../src/store/store.ts';
import { TestClock } from './support/clock.ts';
import { dataDir } from './support/place.ts';

test('a call’s record is replaced by whoever read the present one, and by nobody who read an older', async (t) => {
  const clock = new TestClock();
  const store = await Store.open(join(dataDir(t), 'warmline.db'), clock, { onFailure: assert.ifError });
  t.after(() => store.close());
  const surroundings = { language: 'en', timeZone: 'UTC', page: { url: 'https://shop.example/', title: 'Shop' }, capabilities: { calls: null, screenShare: true } };
  await store.run(async ({ db, now }) => {
    const visitor = await addVisitor(db, 'demo', surroundings, now);
    await db
      .insertInto('conversations')
      .values({ id: 'talk', site: 'demo', visitor, agent: 'ann', state: 'assigned', last_seq: 0, started_at: now, ended_at: null, queued_at: now, waiting_since: null, answered_in: null, customer_left: 0 })
      .execute();
    const ringing = startCall(
      { id: 'call-1', conversation: 'talk', media: 'audio', choices: ['audio'], backend: 'webrtc', fallback: false, relay: false, agent: { id: 'ann', name: 'Ann', tab: 'desk', camera: 'unasked' }, customer: { id: visitor } },
      now,
    );
    await addCall(db, ringing, { site: 'demo', agent: 'ann', visitor });
    const declined = applyCommand(ringing, { type: 'decline', tab: 'tab-1' }, now).record;
    const cancelled = applyCommand(ringing, { type: 'end', side: 'agent' }, now).record;
    await replaceCall(db, ringing, declined);
    await assert.rejects(replaceCall(db, ringing, cancelled), { code: 'STORAGE_FAILED' });
    const row = await findCall(db, 'call-1');
    assert.deepEqual(row && recordOf(row).state, declined.state);
  });
});
