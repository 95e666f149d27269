import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { test } from 'node:test';
import { startCall } from '../../src/protocol/call-rules.ts';
import type { CallRecord } from '../../src/protocol/call-record.ts';
import { Leases } from '../src/calls/leases.ts';

const rung = startCall(
  { id: 'call-1', conversation: 'talk', media: 'audio', choices: ['audio'], backend: 'webrtc', fallback: false, relay: false, agent: { id: 'ann', name: 'Ann', tab: 'desk', camera: 'unasked' }, customer: { id: 'vis' } },
  0,
);
/** The call once a customer has taken their side that often. */
const taken = (lease: number): CallRecord => ({ ...rung, participants: rung.participants.map((each) => (each.role === 'customer' ? { ...each, tab: 'tab', lease } : each)) });

test('a secret that held a side once is known for ever, and so is one that never did', () => {
  const leases = new Leases(Buffer.alloc(32, 1));
  const secrets = [1, 2, 1_000].map((lease) => leases.secret(taken(lease), 'customer'));
  const now = taken(1_000);
  assert.deepEqual(secrets.map((each) => leases.heldOnce(now, 'customer', each)), [true, true, true]);
  assert.deepEqual(secrets.map((each) => leases.holds(now, 'customer', each)), [false, false, true]);
  const later = leases.secret(taken(1_001), 'customer');
  const others = [new Leases(Buffer.alloc(32, 2)).secret(now, 'customer'), leases.secret(now, 'agent'), leases.secret({ ...now, id: 'call-2' }, 'customer')];
  const forged = ['', '.', '0', 'guessed', `1.${secrets[1]?.split('.')[1] ?? ''}`, `${secrets[0] ?? ''}.x`, `0${secrets[0] ?? ''}`, ` ${secrets[0] ?? ''}`];
  for (const each of [later, ...others, ...forged]) assert.equal(leases.heldOnce(now, 'customer', each), false, each);
});

test('a guess costs one signature, however often the side changed hands', (t) => {
  const signed = t.mock.method(crypto, 'createHmac');
  syncBuiltinESMExports();
  t.after(() => {
    signed.mock.restore();
    syncBuiltinESMExports();
  });
  const leases = new Leases(Buffer.alloc(32, 1));
  for (const each of ['guessed', '7.guessed', leases.secret(taken(3), 'customer')]) {
    signed.mock.resetCalls();
    leases.heldOnce(taken(100_000), 'customer', each);
    assert.ok(signed.mock.callCount() <= 1, `${signed.mock.callCount()} signatures for ${each}`);
  }
});
