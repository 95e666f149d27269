import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CallSignal } from '../../../src/protocol/call-wire.ts';
import type { CallSignals } from '../../../src/session/call/call-signals.ts';
import { callSignals } from '../../../src/session/call/call-signals.ts';

const signal = (generation: number, n: number, data: unknown = `${generation}.${n}`): CallSignal => ({ callId: 'call-1', generation, n, data });

function listening(signals: CallSignals): unknown[] {
  const heard: unknown[] = [];
  signals.listen((event) => heard.push(event.type === 'data' ? event.data : event.type), { signal: new AbortController().signal });
  return heard;
}

describe('the signal channel of a call', () => {
  test('counts what it says from 0 in each generation', () => {
    const said: CallSignal[] = [];
    const signals = callSignals('call-1', (each) => said.push(each));
    signals.at(2);
    signals.send('a');
    signals.send('b');
    signals.at(3);
    signals.send('c');
    assert.deepEqual(said, [signal(2, 0, 'a'), signal(2, 1, 'b'), signal(3, 0, 'c')]);
  });

  test('delivers in order, once, whatever comes twice or too soon', () => {
    const signals = callSignals('call-1', () => undefined);
    signals.at(2);
    const heard = listening(signals);
    for (const n of [1, 0, 0, 3, 1, 2]) signals.receive(signal(2, n));
    assert.deepEqual(heard, ['2.0', '2.1', '2.2', '2.3']);
  });

  test('keeps what was said before anybody listened', () => {
    const signals = callSignals('call-1', () => undefined);
    signals.at(2);
    signals.receive(signal(2, 0));
    signals.receive(signal(2, 1));
    assert.deepEqual(listening(signals), ['2.0', '2.1']);
  });

  test('drops an older generation, holds a newer one until the record has come to it, and says so', () => {
    const signals = callSignals('call-1', () => undefined);
    signals.at(2);
    const heard = listening(signals);
    signals.receive(signal(3, 1));
    signals.receive(signal(3, 0));
    signals.receive(signal(2, 0));
    signals.at(3);
    signals.receive(signal(2, 1));
    assert.deepEqual(heard, ['2.0', 'restarted', '3.0', '3.1']);
  });

  test('says nothing of a restart to who joins in the first generation', () => {
    const signals = callSignals('call-1', () => undefined);
    const heard = listening(signals);
    signals.at(2);
    signals.at(2);
    assert.deepEqual(heard, []);
  });

  test('drops what nobody listened to in time', () => {
    const signals = callSignals('call-1', () => undefined);
    signals.at(2);
    signals.receive(signal(2, 0));
    signals.at(3);
    assert.deepEqual(listening(signals), []);
  });

  test('ignores another call', () => {
    const signals = callSignals('call-1', () => undefined);
    signals.at(2);
    const heard = listening(signals);
    signals.receive({ ...signal(2, 0), callId: 'call-2' });
    assert.deepEqual(heard, []);
  });

  test('gives nothing to who has stopped listening', () => {
    const signals = callSignals('call-1', () => undefined);
    signals.at(2);
    const over = new AbortController();
    const heard: unknown[] = [];
    signals.listen((event) => heard.push(event), { signal: over.signal });
    over.abort();
    signals.receive(signal(2, 0));
    assert.deepEqual(heard, []);
    assert.deepEqual(listening(signals), ['2.0']);
  });
});
