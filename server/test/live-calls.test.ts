import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { startCall } from '../../src/protocol/call-rules.ts';
import { LiveCalls } from '../src/calls/live-calls.ts';
import { TestClock } from './support/clock.ts';

test('of a side that says more than is kept, whoever joins later gets the beginning without a gap, and the log says so once', () => {
  const clock = new TestClock();
  const lines: string[] = [];
  const live = new LiveCalls(clock, pino({ base: null, timestamp: false }, { write: (line) => void lines.push(line) }));
  const agent = { id: 'ann', tab: 'desk', camera: 'unasked' } as const;
  live.update(startCall({ id: 'call-1', conversation: 'talk', media: 'audio', choices: ['audio'], backend: 'webrtc', relay: false, agent, customer: { id: 'visitor' } }, clock.now()));
  const say = (n: number, data: string): void => live.keepSignal('call-1', 'agent', { callId: 'call-1', generation: 1, n, data });
  say(0, 'offer');
  say(1, 'x'.repeat(40_000));
  say(2, 'candidate');
  say(3, 'x'.repeat(40_000));
  assert.deepEqual(live.signalsOf('call-1', 'agent').map(({ n }) => n), [0]);
  assert.deepEqual(lines.map((line) => JSON.parse(line) as unknown), [
    { level: 40, call: 'call-1', side: 'agent', msg: 'a side said more than is kept for the other one, whose page cannot hear the rest' },
  ]);
  live.close();
});
