import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyCommand, startCall } from '../../src/protocol/call-rules.ts';
import { addCall, findCall, recordOf, replaceCall } from '../src/calls/call-rows.ts';
import { addConversation, openStore } from './support/store.ts';

test('a call’s record is replaced by whoever read the present one, and by nobody who read an older', async (t) => {
  const { store } = await openStore(t);
  await store.run(async (step) => {
    const { db, now } = step;
    const { visitor } = await addConversation(step, 'talk', 'ann');
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
