import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CallTimer } from '../../../src/protocol/call-clock.ts';
import type { DeviceAnswer, FakeDevices } from '../../fakes/fake-devices.ts';
import { settled } from '../../fakes/fake-environment.ts';
import type { Page } from './stage.ts';
import { Stage, phaseOf, viewOf } from './stage.ts';

const leaseOf = (stage: Stage, side: 'customer' | 'agent'): number => stage.side(side).lease;

/** Of a call in its first try, which takes its time, a customer's page that is loaded anew and is not given its microphone by itself. */
async function reloadedWhileConnecting(stage: Stage, microphone: DeviceAnswer): Promise<{ readonly next: Page; readonly devices: FakeDevices }> {
  stage.agent.backend.isSlow = stage.customer.backend.isSlow = true;
  await stage.talk('audio');
  assert.equal(stage.phase(), 'connecting');
  const next = await stage.reload(stage.customer, (devices) => (devices.microphone = microphone));
  next.backend.isSlow = true;
  return { next, devices: next.devices };
}

describe('a connection that is lost in a call', () => {
  test('never ends media that flows, and the lease is taken back with the next one', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    await stage.clock.advance(10_000);
    assert.deepEqual(viewOf(stage.customer), { phase: 'in-call', since: stage.clock.now() - 10_000, link: 'up' });
    assert.equal(stage.customer.devices.live.length, 2);
    stage.customer.line.restore();
    await settled();
    assert.equal(leaseOf(stage, 'customer'), 2);
    assert.equal(stage.side('customer').goneSince, null);
    assert.equal(stage.customer.backend.rooms.length, 1);
    assert.equal(phaseOf(stage.customer), 'in-call');
  });

  test('for longer than 20 s says that it reconnects, and comes back within 60 s', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    await stage.clock.advance(30_000);
    const view = viewOf(stage.agent);
    assert.equal(view.phase === 'in-call' && view.link, 'reconnecting');
    stage.customer.line.restore();
    await settled();
    assert.equal(stage.phase(), 'active');
    for (const page of [stage.agent, stage.customer]) assert.equal(phaseOf(page), 'in-call');
  });

  test('for longer than 60 s ends it on both sides', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    await stage.clock.advance(61_000);
    assert.equal((viewOf(stage.agent) as { reason?: string }).reason, 'lost');
    assert.equal(stage.agent.devices.live.length, 0);
    stage.customer.line.restore();
    await stage.clock.advance(2_000);
    assert.equal((viewOf(stage.customer) as { reason?: string }).reason, 'lost');
    assert.equal(stage.customer.devices.live.length, 0);
  });

  test('together with the media ends it on both sides, also where the server cannot be reached', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    stage.customer.backend.room?.set('reconnecting');
    await stage.clock.advance(60_000);
    assert.equal(phaseOf(stage.customer), 'in-call');
    await stage.clock.advance(5_000);
    const { reason, duration } = viewOf(stage.customer) as { reason?: string; duration?: number };
    assert.deepEqual([reason, duration], ['lost', 65_000]);
    assert.equal(stage.customer.devices.live.length, 0);
    assert.equal(phaseOf(stage.agent), 'ended');
    stage.customer.line.restore();
    await stage.clock.advance(2_000);
    assert.equal((viewOf(stage.customer) as { duration?: number }).duration, 60_000);
    stage.customer.call.acknowledge();
    assert.equal(phaseOf(stage.customer), 'none');
    assert.deepEqual(stage.customer.storage.keys(''), []);
  });

  test('of a server that comes back later than the page gave up ends there too', async () => {
    const stage = new Stage();
    await stage.talk();
    for (const { line, backend } of [stage.customer, stage.agent]) {
      line.drop();
      backend.room?.set('reconnecting');
    }
    await stage.clock.advance(40_000);
    // A flicker of media starts the wait anew.
    stage.customer.backend.room?.set('connected');
    stage.customer.backend.room?.set('reconnecting');
    await stage.clock.advance(40_000);
    assert.deepEqual([phaseOf(stage.customer), phaseOf(stage.agent)], ['in-call', 'ended']);
    await stage.clock.advance(25_000);
    assert.equal(phaseOf(stage.customer), 'ended');
  });

  test('on both sides at once is taken back on both', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    stage.agent.line.drop();
    await stage.clock.advance(5_000);
    stage.agent.line.restore();
    stage.customer.line.restore();
    await settled();
    assert.equal(stage.phase(), 'active');
    await stage.clock.advance(120_000);
    assert.equal(phaseOf(stage.agent), 'in-call');
  });

  test('again before the answer of the reclaim still leaves the call to this page', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    stage.customer.line.hold();
    stage.customer.line.restore();
    while (stage.customer.line.step('down'));
    await settled();
    stage.customer.line.step('up');
    assert.equal(leaseOf(stage, 'customer'), 2);
    stage.customer.line.drop();
    stage.customer.line.release();
    stage.customer.line.restore();
    await stage.clock.advance(3_000);
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(stage.side('customer').goneSince, null);
    await stage.customer.call.end();
    await settled();
    assert.equal(phaseOf(stage.agent), 'ended');
  });

  test('restarts the signals of both sides in a new generation', async () => {
    const stage = new Stage();
    await stage.talk();
    const before = stage.agent.line.sent.filter((name) => name === 'signal').length;
    stage.customer.line.drop();
    stage.customer.line.restore();
    await settled();
    assert.ok(stage.agent.line.sent.filter((name) => name === 'signal').length > before);
    await stage.customer.call.setMicrophone(false);
    await settled();
    assert.equal(stage.agent.backend.room?.snapshot.participants[1]?.microphone?.on, false);
  });

  test('while it rings leaves the agent the call', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.agent.line.drop();
    await stage.clock.advance(5_000);
    stage.agent.line.restore();
    await settled();
    await stage.customer.call.accept('video');
    await settled();
    assert.equal(phaseOf(stage.agent), 'in-call');
    assert.equal(phaseOf(stage.customer), 'in-call');
  });

  test('while a tab gives the ring back, which another one answers meanwhile, shows that at once, before its own question is answered', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    await stage.ring();
    const { call, line, devices } = stage.customer;
    devices.microphone = 'denied';
    await call.accept('audio');
    await settled();
    line.hold();
    void call.tryAgain();
    while (line.step('up'));
    line.drop();
    await settled();
    await other.call.accept('audio');
    await settled();
    assert.equal(phaseOf(other), 'in-call');
    line.restore();
    assert.ok(line.step('down'));
    assert.equal(phaseOf(stage.customer), 'elsewhere');
    assert.equal(devices.asked.length, 1);
    line.release();
    await settled();
    assert.deepEqual([phaseOf(stage.customer), phaseOf(other)], ['elsewhere', 'in-call']);
  });

  test('once before and once after a tab gave the ring back and answered anew leaves it the call', async () => {
    const stage = new Stage();
    await stage.ring();
    const { call, line, devices } = stage.customer;
    const lose = async (): Promise<void> => {
      line.drop();
      line.restore();
      await settled();
    };
    devices.microphone = 'denied';
    await call.accept('audio');
    await settled();
    await lose();
    await call.tryAgain();
    await settled();
    devices.microphone = 'granted';
    await call.accept('audio');
    await settled();
    await lose();
    assert.equal(stage.side('customer').goneSince, null);
    assert.equal(phaseOf(stage.customer), 'in-call');
  });

  test('while the browser asks leaves the customer the claim, and the answer counts', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.devices.microphone = 'prompt';
    await stage.customer.call.accept('audio');
    await settled();
    stage.customer.line.drop();
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    stage.customer.line.restore();
    await stage.clock.advance(2_000);
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(stage.customer.devices.asked.length, 1);
  });
});

describe('a page that is loaded anew', () => {
  test('takes its lease back and rejoins by itself, with the same devices', async () => {
    const stage = new Stage();
    await stage.talk('video');
    const next = await stage.reload(stage.customer);
    assert.equal(phaseOf(next), 'in-call');
    assert.deepEqual(next.devices.asked, [{ microphone: true, camera: true }]);
    assert.equal(stage.phase(), 'active');
    const agentSees = stage.agent.backend.room?.snapshot.participants[1];
    assert.equal(agentSees?.microphone?.on && agentSees.camera?.on, true);
    assert.equal(phaseOf(stage.agent), 'in-call');
  });

  test('opens nothing before its lease is confirmed', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    stage.customer.call.pageHides();
    await stage.customer.close();
    const next = stage.page('customer', stage.customer);
    next.line.hold();
    await settled();
    while (next.line.step('down'));
    await settled();
    assert.deepEqual(next.line.sent, ['reclaim']);
    assert.equal(next.devices.asked.length, 0);
    next.line.release();
    await settled();
    assert.equal(phaseOf(next), 'in-call');
  });

  test('comes back muted where it was muted, and never sends a word before', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    await stage.customer.call.setMicrophone(false);
    const next = await stage.reload(stage.customer);
    assert.equal(phaseOf(next), 'in-call');
    assert.equal(next.call.snapshot.wanted.microphone, false);
    assert.equal(next.call.snapshot.room?.participants[0]?.microphone?.on, false);
  });

  test('offers to rejoin where the browser wants a press', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    const next = await stage.reload(stage.customer, (devices) => (devices.microphone = 'denied'));
    assert.deepEqual(viewOf(next), { phase: 'rejoin', since: stage.clock.now(), busy: false, devices: { is: 'closed' } });
    next.devices.microphone = 'granted';
    await next.call.rejoin();
    await settled();
    assert.equal(phaseOf(next), 'in-call');
    assert.equal(next.backend.unlocked, 1);
    assert.equal(stage.phase(), 'active');
  });

  test('asks the browser no more by itself once the microphone was refused, also where another path is tried', async () => {
    const stage = new Stage();
    const { next, devices } = await reloadedWhileConnecting(stage, 'denied');
    assert.equal(phaseOf(next), 'rejoin');
    await stage.clock.advance(8_000);
    assert.deepEqual(stage.server.record?.state, { phase: 'connecting', path: 'relay', deadline: stage.clock.now() + CallTimer.relay });
    assert.equal(phaseOf(next), 'rejoin');
    assert.equal(devices.asked.length, 1);
    devices.microphone = 'granted';
    await next.call.rejoin();
    await settled();
    assert.equal(phaseOf(next), 'joining');
    assert.equal(devices.asked.length, 2);
    assert.deepEqual(next.backend.rooms.map(({ options }) => options.relayOnly), [false, true]);
  });

  test('asks the browser once for each press, also where another path is tried while the question is open', async () => {
    const stage = new Stage();
    const { next, devices } = await reloadedWhileConnecting(stage, 'denied');
    devices.microphone = 'prompt';
    await next.call.rejoin();
    await stage.clock.advance(8_000);
    assert.equal(devices.asked.length, 2);
    assert.deepEqual(next.backend.rooms.map(({ options, snapshot }) => [options.relayOnly, snapshot.state]), [[false, 'left'], [true, 'joining']]);
    devices.prompts[0]?.allow();
    await settled();
    assert.equal(devices.asked.length, 2);
    assert.equal(devices.live.length, 1);
    assert.equal(next.backend.room?.snapshot.participants[0]?.microphone?.on, true);
    await next.call.end();
    assert.equal(devices.live.length, 0);
  });

  test('goes on with audio where the camera is not given a second time', async () => {
    const stage = new Stage();
    await stage.talk('video');
    const next = await stage.reload(stage.customer, (devices) => (devices.camera = 'busy'));
    assert.equal(phaseOf(next), 'in-call');
    assert.deepEqual(next.call.snapshot.trouble, { type: 'camera', refusal: 'busy' });
    assert.equal(next.call.snapshot.wanted.camera, false);
  });

  test('while the browser asked asks again, for what was chosen', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.devices.microphone = 'prompt';
    await stage.customer.call.accept('video');
    await settled();
    const next = await stage.reload(stage.customer);
    assert.deepEqual(next.devices.asked, [{ microphone: true, camera: true }]);
    assert.equal(phaseOf(next), 'in-call');
  });

  test('between the press of "Accept" and the answer says it again, and has the call', async () => {
    for (const reached of [false, true]) {
      const stage = new Stage();
      await stage.ring();
      stage.customer.line.hold();
      void stage.customer.call.accept('video');
      if (reached) stage.customer.line.step('up');
      await stage.customer.close();
      assert.equal(stage.phase(), reached ? 'claimed' : 'ringing');
      const next = stage.page('customer', stage.customer);
      await settled();
      assert.equal(phaseOf(next), 'in-call');
      assert.deepEqual(next.devices.asked, [{ microphone: true, camera: true }]);
    }
  });

  test('between the press of "Accept" and the answer, which another tab was given, opens nothing', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    await stage.ring();
    stage.customer.line.hold();
    void stage.customer.call.accept('audio');
    await stage.customer.close();
    await other.call.accept('audio');
    const next = stage.page('customer', stage.customer);
    await settled();
    assert.equal(phaseOf(next), 'elsewhere');
    assert.equal(next.devices.asked.length, 0);
    assert.deepEqual(next.storage.keys(''), []);
  });

  test('is the agent: the call goes on, ringing or talking', async () => {
    const stage = new Stage();
    await stage.ring();
    const ringing = await stage.reload(stage.agent);
    assert.equal(phaseOf(ringing), 'ringing');
    await stage.customer.call.accept('video');
    await settled();
    assert.equal(phaseOf(ringing), 'in-call');
    const talking = await stage.reload(ringing);
    assert.equal(phaseOf(talking), 'in-call');
    assert.equal(stage.phase(), 'active');
    assert.equal(stage.customer.backend.room?.snapshot.participants[1]?.camera?.on, true);
  });

  test('twice in a row, the second time before the answer of the reclaim, still has the call', async () => {
    const stage = new Stage();
    await stage.talk();
    const { customer } = stage;
    customer.call.pageHides();
    await customer.close();
    const second = stage.page('customer', customer);
    second.line.hold();
    await settled();
    while (second.line.step('down'));
    await settled();
    second.line.step('up');
    assert.equal(leaseOf(stage, 'customer'), 2);
    await second.close();
    const third = stage.page('customer', customer);
    await settled();
    assert.equal(phaseOf(third), 'in-call');
    assert.equal(stage.side('customer').goneSince, null);
  });

  test('after the call ended shows how', async () => {
    const stage = new Stage();
    await stage.talk();
    await stage.customer.close();
    await stage.agent.call.end();
    await settled();
    const next = stage.page('customer', stage.customer);
    await settled();
    assert.equal((viewOf(next) as { reason?: string }).reason, 'hung-up');
    assert.equal(next.devices.asked.length, 0);
    assert.equal(stage.customer.storage.get('lease'), null);
  });

  test('not within 20 s ends the call where it said that it closes', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.call.pageHides();
    await stage.customer.close();
    await stage.clock.advance(20_000);
    assert.equal((viewOf(stage.agent) as { reason?: string }).reason, 'left');
  });

  test('came back as it was: the lease is taken back', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.call.pageHides();
    await stage.clock.advance(30_000);
    assert.equal(leaseOf(stage, 'customer'), 2);
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(stage.phase(), 'active');
  });
});

describe('a lease', () => {
  test('that a duplicated tab took is lost here with one event, and everything stops', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.hold();
    const copy = stage.page('customer', stage.customer);
    await settled();
    assert.ok(stage.customer.line.step('down'));
    assert.equal(phaseOf(stage.customer), 'elsewhere');
    stage.customer.line.release();
    await settled();
    assert.equal(phaseOf(copy), 'in-call');
    assert.equal(stage.customer.devices.live.length, 0);
    assert.equal(stage.customer.backend.room?.snapshot.state, 'left');
    assert.equal(copy.devices.live.length, 2);
  });

  test('that a duplicated tab took while this one had no connection is this one\'s again when it asks, and the other one\'s no more', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    const copy = stage.page('customer', stage.customer);
    await settled();
    assert.equal(phaseOf(copy), 'in-call');
    stage.customer.line.restore();
    await settled();
    assert.deepEqual([phaseOf(stage.customer), phaseOf(copy)], ['in-call', 'elsewhere']);
    assert.equal(copy.devices.live.length, 0);
    assert.equal(stage.phase(), 'active');
    copy.line.drop();
    copy.line.restore();
    await settled();
    assert.deepEqual([phaseOf(stage.customer), phaseOf(copy)], ['in-call', 'elsewhere']);
  });

  test('is of one tab alone, also where a copy of it answered while its own answer was on its way', async () => {
    const stage = new Stage();
    const copy = stage.page('customer', stage.customer);
    await stage.ring();
    stage.customer.line.drop();
    void stage.customer.call.accept('audio');
    copy.devices.microphone = 'prompt';
    await copy.call.accept('audio');
    await settled();
    assert.equal(phaseOf(copy), 'acquiring');
    stage.customer.line.restore();
    await settled();
    assert.deepEqual([phaseOf(stage.customer), phaseOf(copy)], ['in-call', 'elsewhere']);
    copy.devices.prompts[0]?.allow();
    await settled();
    assert.equal(copy.devices.live.length, 0);
  });

  test('that a tab of another id brings along gives it no part in the call', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.line.drop();
    const copy = stage.page('customer', { tab: 'a-tab-of-its-own', storage: stage.customer.storage });
    await settled();
    assert.equal(phaseOf(copy), 'elsewhere');
    assert.equal(copy.devices.asked.length, 0);
    stage.customer.line.restore();
    await settled();
    assert.equal(phaseOf(stage.customer), 'in-call');
  });

  test('of another conversation of the agent is left alone', async () => {
    const stage = new Stage();
    await stage.talk();
    const [key = ''] = stage.agent.storage.keys('');
    const kept = stage.agent.storage.get(key);
    assert.ok(key.includes(stage.server.conversation));
    await stage.agent.close();
    const others = key.replace(stage.server.conversation, 'conversation-9');
    stage.agent.storage.set(key, null);
    stage.agent.storage.set(others, kept);
    const next = stage.page('agent', stage.agent);
    await settled();
    assert.equal(phaseOf(next), 'elsewhere');
    assert.equal(next.storage.get(others), kept);
    assert.equal(next.devices.asked.length, 0);
  });

  test('that cannot be read is none', async () => {
    const stage = new Stage();
    await stage.talk();
    await stage.customer.close();
    stage.customer.storage.set('lease', '{');
    const next = stage.page('customer', stage.customer);
    await settled();
    assert.equal(phaseOf(next), 'elsewhere');
  });

  test('is kept nowhere once the call is over', async () => {
    const stage = new Stage();
    await stage.talk();
    assert.ok(stage.customer.storage.get('lease'));
    await stage.agent.call.end();
    await settled();
    assert.equal(stage.customer.storage.get('lease'), null);
    assert.deepEqual(stage.agent.storage.keys(''), []);
  });
});
