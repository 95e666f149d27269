import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from '../../fakes/fake-environment.ts';
import { Stage, endOf, phaseOf, viewOf } from './stage.ts';

describe('two tabs of a customer', () => {
  test('both prompt; one accepts, and the other says so with the same event', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    await stage.ring();
    assert.equal(phaseOf(stage.customer), 'prompt');
    assert.equal(phaseOf(other), 'prompt');
    other.line.hold();
    await stage.customer.call.accept('audio');
    await settled();
    assert.equal(phaseOf(other), 'prompt');
    assert.ok(other.line.step('down'));
    assert.equal(phaseOf(other), 'elsewhere');
    other.line.release();
    await settled();
    assert.equal(phaseOf(stage.customer), 'in-call');
  });

  test('accept at once: one wins, the other never asks for a device', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    await stage.ring();
    void stage.customer.call.accept('video');
    void other.call.accept('audio');
    await settled();
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(phaseOf(other), 'elsewhere');
    assert.equal(other.devices.asked.length, 0);
    assert.equal(other.backend.rooms.length, 0);
  });

  test('one declines while the other has claimed: too late', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    await stage.ring();
    stage.customer.devices.microphone = 'prompt';
    void stage.customer.call.accept('audio');
    void other.call.decline();
    await settled();
    assert.equal(phaseOf(stage.customer), 'acquiring');
    assert.equal(phaseOf(other), 'elsewhere');
  });

  test('the end is shown in both with the same event', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    await stage.talk();
    await stage.agent.call.end();
    await settled();
    assert.equal(phaseOf(stage.customer), 'ended');
    assert.equal(phaseOf(other), 'ended');
  });
});

describe('accepting', () => {
  test('against a cancel that came first says why, and opens nothing', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.line.hold();
    void stage.customer.call.accept('video');
    await stage.agent.call.end();
    await settled();
    assert.equal(phaseOf(stage.customer), 'claiming');
    stage.customer.line.release();
    await settled();
    assert.deepEqual(endOf(stage.customer), { reason: 'cancelled', by: 'agent', duration: 0 });
    assert.equal(stage.customer.devices.asked.length, 0);
  });

  test('against the time-out says why', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.line.hold();
    void stage.customer.call.accept('video');
    await stage.clock.advance(45_000);
    stage.customer.line.release();
    await settled();
    assert.equal((viewOf(stage.customer) as { reason?: string }).reason, 'no-answer');
  });

  test('that the network swallowed is said again once the connection is back', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.line.hold();
    void stage.customer.call.accept('audio');
    stage.customer.line.drop();
    stage.customer.line.release();
    await settled();
    assert.equal(phaseOf(stage.customer), 'claiming');
    stage.customer.line.restore();
    await stage.clock.advance(3_000);
    assert.equal(phaseOf(stage.customer), 'in-call');
  });

  test('whose answer the network swallowed gets the same answer, and the call', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.line.hold();
    void stage.customer.call.accept('audio');
    stage.customer.line.step('up');
    stage.customer.line.drop();
    stage.customer.line.release();
    await stage.clock.advance(5_000);
    assert.equal(stage.phase(), 'claimed');
    assert.equal(stage.customer.devices.asked.length, 0);
    stage.customer.line.restore();
    await stage.clock.advance(3_000);
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(stage.server.record?.participants.every(({ goneSince }) => goneSince === null), true);
  });

  test('and hanging up before the answer ends the call, and opens nothing', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.line.hold();
    void stage.customer.call.accept('video');
    void stage.customer.call.end();
    assert.equal(phaseOf(stage.customer), 'ending');
    assert.deepEqual(stage.customer.line.sent, ['accept', 'end'], 'waits for nothing');
    stage.customer.line.step('up');
    while (stage.customer.line.step('down'));
    await settled();
    assert.equal(stage.phase(), 'claimed');
    assert.equal(phaseOf(stage.customer), 'ending');
    assert.equal(stage.customer.devices.asked.length, 0);
    stage.customer.line.release();
    await settled();
    assert.equal(phaseOf(stage.agent), 'ended');
  });
});

describe('hanging up', () => {
  test('by both at once ends it once, with the first reason', async () => {
    const stage = new Stage();
    await stage.talk();
    void stage.customer.call.end();
    void stage.agent.call.end();
    await settled();
    const first = stage.server.history.filter(({ state }) => state.phase === 'ended');
    assert.equal(first.length, 1);
    assert.deepEqual(viewOf(stage.customer), viewOf(stage.agent));
  });

  test('stops the tracks in the same task, in every state', async () => {
    for (const state of ['claimed', 'active'] as const) {
      const stage = new Stage();
      stage.agent.backend.blocked = 'none';
      if (state === 'claimed') stage.customer.devices.camera = 'denied';
      await stage.talk();
      assert.notEqual(stage.customer.devices.live.length, 0);
      void stage.customer.call.end();
      assert.equal(stage.customer.devices.live.length, 0);
      assert.equal(phaseOf(stage.customer), 'ending');
      await settled();
      assert.equal(phaseOf(stage.agent), 'ended');
    }
  });

  test('offline stops everything here at once, and ends the call there once the connection is back', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    void stage.customer.call.end();
    assert.equal(stage.customer.devices.live.length, 0);
    assert.equal(phaseOf(stage.customer), 'ending');
    await stage.clock.advance(10_000);
    assert.equal(phaseOf(stage.agent), 'in-call');
    stage.customer.line.restore();
    await stage.clock.advance(2_000);
    assert.deepEqual(endOf(stage.customer), { reason: 'hung-up', by: 'customer', duration: 10_000 });
    assert.equal(phaseOf(stage.agent), 'ended');
  });

  test('offline is not undone by the next page of the same tab', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    void stage.customer.call.end();
    const next = await stage.reload(stage.customer);
    assert.equal(next.devices.asked.length, 0);
    await stage.clock.advance(60_000);
    assert.equal(phaseOf(stage.agent), 'ended');
  });

  test('twice is once', async () => {
    const stage = new Stage();
    await stage.talk();
    void stage.customer.call.end();
    void stage.customer.call.end();
    await settled();
    assert.equal(stage.customer.line.sent.filter((name) => name === 'end').length, 1);
  });

  test('while the answer of the start is still on its way ends what rang', async () => {
    const stage = new Stage();
    stage.agent.line.hold();
    await stage.ring();
    void stage.agent.call.end();
    assert.equal(stage.agent.devices.live.length, 0);
    stage.agent.line.release();
    await settled();
    assert.equal(stage.phase(), 'ended');
    assert.equal(phaseOf(stage.agent), 'ended');
    assert.equal(phaseOf(stage.customer), 'ended');
  });
});

describe('what the server says', () => {
  test('twice, late or in another order leaves the newest record', async () => {
    const stage = new Stage();
    await stage.talk();
    await stage.customer.call.end();
    await settled();
    for (const call of stage.server.history) {
      stage.customer.line.deliver({ type: 'news', news: { call, serverNow: stage.clock.now(), deadline: null } });
    }
    await settled();
    assert.equal(phaseOf(stage.customer), 'ended');
    assert.equal(stage.customer.devices.live.length, 0);
  });

  test('is read against its own clock', async () => {
    const stage = new Stage();
    await stage.ring();
    const call = stage.server.record;
    assert.ok(call);
    const news = { call: { ...call, rev: call.rev + 1 }, serverNow: stage.clock.now() - 7_000, deadline: null };
    stage.customer.line.deliver({ type: 'news', news });
    await settled();
    assert.equal(stage.customer.call.snapshot.clockOffset, 7_000);
  });

  test('the ended card stays until it was read, and does not come back', async () => {
    const stage = new Stage();
    await stage.talk();
    await stage.agent.call.end();
    await settled();
    stage.customer.line.drop();
    stage.customer.line.restore();
    await settled();
    assert.equal(phaseOf(stage.customer), 'ended');
    stage.customer.call.acknowledge();
    assert.equal(phaseOf(stage.customer), 'none');
    const call = stage.server.record;
    assert.ok(call);
    stage.customer.line.deliver({ type: 'news', news: { call, serverNow: stage.clock.now(), deadline: null } });
    await settled();
    assert.equal(phaseOf(stage.customer), 'none');
  });

  test('of a call that ended while this page was away: the prompt goes', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.line.drop();
    await stage.agent.call.end();
    await settled();
    stage.customer.line.restore();
    await settled();
    assert.equal(phaseOf(stage.customer), 'none');
  });

  test('of the conversation that ended, with the call in it, is the end of the call', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.server.apply({ type: 'conversation-ended', by: 'agent' });
    await settled();
    assert.equal((viewOf(stage.customer) as { reason?: string }).reason, 'conversation-ended');
    assert.equal(stage.customer.devices.live.length + stage.agent.devices.live.length, 0);
  });
});
