import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RoomSnapshot } from '../../../src/session/contracts/media-backend.ts';
import { settled } from '../../fakes/fake-environment.ts';
import { FakeSurface } from '../../fakes/fake-media-backend.ts';
import type { Page } from './stage.ts';
import { Stage, phaseOf, viewOf } from './stage.ts';

const roomOf = ({ call }: Page): RoomSnapshot => call.snapshot.room ?? assert.fail();

describe('the way of the media', () => {
  test('a direct try that fails is followed by one over the relay alone, with the same devices', async () => {
    const stage = new Stage();
    stage.agent.backend.blocked = stage.customer.backend.blocked = 'direct';
    await stage.talk('video');
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(phaseOf(stage.agent), 'in-call');
    assert.deepEqual(stage.customer.backend.rooms.map(({ options }) => options.relayOnly), [false, true]);
    assert.deepEqual(stage.agent.backend.rooms.map(({ options }) => options.relayOnly), [false, true]);
    assert.equal(stage.customer.devices.live.length, 2);
    assert.equal(stage.side('customer').outcome, 'video');
  });

  test('a try of another backend that fails is followed by one from peer to peer, with a grant of its own', async () => {
    for (const grants of ['with-ack', 'on-request'] as const) {
      const stage = new Stage({ fallback: true, grants });
      stage.agent.backend.blocked = stage.customer.backend.blocked = 'all';
      await stage.talk('video');
      for (const page of [stage.agent, stage.customer]) {
        assert.equal(phaseOf(page), 'in-call');
        assert.equal(page.backend.room?.snapshot.state, 'left');
        assert.deepEqual(page.peerToPeer.rooms.map(({ options }) => [options.grant.backend, options.relayOnly]), [['webrtc', false]]);
        assert.equal(page.devices.live.length, 2);
      }
      assert.equal(stage.side('customer').outcome, 'video');
    }
  });

  test('a page that is loaded anew after falling back rejoins from peer to peer', async () => {
    const stage = new Stage({ fallback: true });
    stage.agent.backend.blocked = stage.customer.backend.blocked = 'all';
    await stage.talk('audio');
    const next = await stage.reload(stage.customer);
    assert.equal(phaseOf(next), 'in-call');
    assert.equal(next.backend.rooms.length, 0);
    assert.equal(next.peerToPeer.rooms.length, 1);
  });

  test('without a relay a failure is the end', async () => {
    const stage = new Stage({ relay: false });
    stage.agent.backend.blocked = stage.customer.backend.blocked = 'direct';
    await stage.talk();
    assert.equal((viewOf(stage.customer) as { reason?: string }).reason, 'media-failed');
    assert.equal(stage.customer.devices.live.length + stage.agent.devices.live.length, 0);
  });

  test('a relay that fails too is the end', async () => {
    const stage = new Stage();
    stage.agent.backend.blocked = stage.customer.backend.blocked = 'all';
    await stage.talk();
    assert.equal((viewOf(stage.agent) as { reason?: string }).reason, 'media-failed');
  });

  test('why one side’s room failed is told to both, with how the call ended', async () => {
    const stage = new Stage({ relay: false });
    stage.customer.backend.blocked = 'all';
    stage.customer.backend.failure = 'full';
    await stage.talk();
    for (const side of [stage.customer, stage.agent]) {
      const view = viewOf(side);
      assert.ok(view.phase === 'ended');
      assert.deepEqual([view.reason, view.failure], ['media-failed', 'full']);
    }
  });

  test('a failure that another backend makes good is not told', async () => {
    const stage = new Stage({ fallback: true });
    stage.agent.backend.blocked = stage.customer.backend.blocked = 'all';
    stage.customer.backend.failure = 'unreachable';
    await stage.talk();
    await stage.customer.call.end();
    await settled();
    const view = viewOf(stage.customer);
    assert.ok(view.phase === 'ended');
    assert.equal(view.failure, undefined);
  });

  test('a room that is full is the end, and no reason for another way', async () => {
    const stage = new Stage({ fallback: true });
    stage.customer.backend.blocked = 'all';
    stage.customer.backend.failure = 'full';
    await stage.talk();
    for (const page of [stage.customer, stage.agent]) {
      const view = viewOf(page);
      assert.ok(view.phase === 'ended');
      assert.deepEqual([view.reason, view.failure], ['media-failed', 'full']);
      assert.equal(page.peerToPeer.rooms.length, 0);
      assert.equal(page.devices.live.length, 0);
    }
  });

  test('a room that sends somebody away in a call ends it at once, also where only a break was seen of that at first, and both are told why', async () => {
    for (const failure of ['elsewhere', 'removed'] as const) {
      const stage = new Stage();
      stage.customer.backend.failure = failure;
      await stage.talk();
      stage.customer.backend.room?.set('reconnecting');
      await settled();
      assert.equal(stage.phase(), 'reconnecting');
      stage.customer.backend.room?.set('failed');
      await settled();
      for (const page of [stage.customer, stage.agent]) {
        const view = viewOf(page);
        assert.ok(view.phase === 'ended');
        assert.deepEqual([view.reason, view.by, view.failure], ['lost', 'customer', failure]);
        assert.equal(page.devices.live.length, 0);
      }
    }
  });

  test('what a page says whose place in the room was taken by the next page of the same person does not count', async () => {
    const stage = new Stage();
    stage.customer.backend.failure = 'elsewhere';
    await stage.talk();
    const { line, backend } = stage.customer;
    line.hold();
    const next = stage.page('customer', stage.customer);
    await settled();
    backend.room?.set('failed');
    await settled();
    line.release();
    await settled();
    assert.ok(line.sent.includes('mediaLost'), line.sent.join(', '));
    assert.equal(phaseOf(next), 'in-call');
    assert.equal(stage.phase(), 'active');
  });

  test('a backend that the page does not have is a failure like any other', async () => {
    const stage = new Stage({ relay: false });
    stage.customer.backend.join = () => Promise.reject(new Error('no grant for this'));
    await stage.talk();
    assert.equal((viewOf(stage.customer) as { reason?: string }).reason, 'media-failed');
    assert.equal(stage.customer.devices.live.length, 0);
  });

  test('that is lost in a call is told, and so is its return', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.backend.room?.set('reconnecting');
    await settled();
    const view = viewOf(stage.customer);
    assert.equal(view.phase === 'in-call' && view.link, 'reconnecting');
    assert.equal(stage.phase(), 'reconnecting');
    await stage.clock.advance(30_000);
    stage.customer.backend.room?.set('connected');
    await settled();
    assert.equal(stage.phase(), 'active');
    assert.deepEqual(viewOf(stage.agent), { phase: 'in-call', since: stage.clock.now() - 30_000, link: 'up' });
  });

  test('is told anew each time, also where the network swallowed an answer', async () => {
    const stage = new Stage();
    await stage.talk();
    const { line, backend } = stage.customer;
    backend.room?.set('reconnecting');
    await settled();
    line.hold();
    backend.room?.set('connected');
    line.step('up');
    line.drop();
    line.release();
    line.restore();
    await settled();
    backend.room?.set('reconnecting');
    await settled();
    assert.equal(stage.phase(), 'reconnecting');
    backend.room?.set('connected');
    await settled();
    assert.equal(stage.phase(), 'active');
  });

  test('that the one who gave the ring back has left is no loss of the next answer', async () => {
    const stage = new Stage();
    const { agent, customer } = stage;
    customer.devices.microphone = 'denied';
    await stage.ring('audio');
    await customer.call.accept('audio');
    await settled();
    assert.equal(agent.backend.room?.snapshot.state, 'connected');
    await customer.call.tryAgain();
    agent.backend.room.set('reconnecting');
    await settled();
    customer.devices.microphone = 'prompt';
    agent.line.hold();
    await customer.call.accept('audio');
    await settled();
    agent.line.step('down');
    await settled();
    customer.devices.prompts[0]?.allow();
    await settled();
    assert.ok(!agent.line.sent.includes('mediaLost'), agent.line.sent.join(', '));
    agent.line.release();
    agent.backend.room.set('connected');
    await settled();
    assert.equal(stage.phase(), 'active');
  });

  test('that is ready only after the person has left is left at once', async () => {
    const stage = new Stage();
    await stage.ring();
    const { backend, call } = stage.customer;
    const join = backend.join.bind(backend);
    let enter = (): void => undefined;
    backend.join = (options) => new Promise((resolve) => (enter = () => resolve(join(options))));
    await call.accept('audio');
    await settled();
    void call.end();
    enter();
    await settled();
    assert.equal(backend.room?.snapshot.state, 'left');
    assert.equal(call.snapshot.room, null);
  });

  test('that does not come back ends the call after 60 s', async () => {
    const stage = new Stage();
    await stage.talk();
    stage.customer.backend.room?.set('reconnecting');
    await stage.clock.advance(60_000);
    assert.equal((viewOf(stage.customer) as { reason?: string }).reason, 'lost');
    assert.equal(stage.customer.devices.live.length, 0);
  });
});

describe('microphone and camera in a call', () => {
  test('what is wanted shows at once, what is so only when the room says it', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    const { call, backend } = stage.customer;
    const room = backend.room ?? assert.fail();
    const muted = room.setMicrophone.bind(room);
    let go = (): void => undefined;
    room.setMicrophone = (on) => new Promise((resolve) => (go = () => resolve(muted(on))));
    void call.setMicrophone(false);
    assert.equal(call.snapshot.wanted.microphone, false);
    assert.equal(roomOf(stage.customer).participants[0]?.microphone?.on, true);
    go();
    await settled();
    assert.equal(roomOf(stage.customer).participants[0]?.microphone?.on, false);
    assert.equal(roomOf(stage.agent).participants[1]?.microphone?.on, false);
  });

  test('muted while the browser asks is muted from the first moment', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.devices.microphone = 'prompt';
    await stage.customer.call.accept('audio');
    await settled();
    await stage.customer.call.setMicrophone(false);
    const heard: (boolean | undefined)[] = [];
    stage.agent.call.subscribe(() => heard.push(stage.agent.call.snapshot.room?.participants[1]?.microphone?.on), { signal: new AbortController().signal });
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.ok(!heard.includes(true));
  });

  test('turning video off stops the camera itself, and tells the other side', async () => {
    const stage = new Stage();
    await stage.talk('video');
    await stage.customer.call.setCamera(false);
    await settled();
    assert.deepEqual(stage.customer.devices.live.map(({ kind }) => kind), ['microphone']);
    assert.equal(stage.side('customer').outcome, 'audio');
  });

  test('a camera refused inside the call is trouble, and never ends it', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    stage.customer.devices.camera = 'denied';
    await stage.customer.call.setCamera(true);
    await settled();
    assert.deepEqual(stage.customer.call.snapshot.trouble, { type: 'camera', refusal: 'denied' });
    assert.equal(stage.customer.call.snapshot.wanted.camera, false);
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(stage.side('customer').camera, 'denied');
    stage.customer.call.acknowledge();
    assert.equal(stage.customer.call.snapshot.trouble, null);
    assert.equal(phaseOf(stage.customer), 'in-call');
  });

  test('the agent sees that the camera is being asked for', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    stage.customer.devices.camera = 'prompt';
    void stage.customer.call.setCamera(true);
    await settled();
    assert.equal(stage.side('customer').camera, 'asking');
    assert.equal(stage.customer.call.snapshot.wanted.camera, true);
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    assert.equal(stage.side('customer').camera, 'granted');
    assert.equal(stage.side('customer').outcome, 'video');
  });

  test('a camera that is allowed after the person changed their mind is switched off at once', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    stage.customer.devices.camera = 'prompt';
    void stage.customer.call.setCamera(true);
    await settled();
    void stage.customer.call.setCamera(false);
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    assert.deepEqual(stage.customer.devices.live.map(({ kind }) => kind), ['microphone']);
    assert.equal(stage.customer.call.snapshot.trouble, null);
  });

  test('a camera that opens after the call is over is stopped', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    stage.customer.devices.camera = 'prompt';
    void stage.customer.call.setCamera(true);
    await stage.agent.call.end();
    await settled();
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    assert.equal(stage.customer.devices.live.length, 0);
    assert.equal(stage.customer.call.snapshot.trouble, null);
  });

  test('the agent may turn a voice call into a video call too', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    await stage.agent.call.setCamera(true);
    await settled();
    assert.equal(roomOf(stage.customer).participants[1]?.camera?.on, true);
    assert.equal(stage.side('agent').camera, 'granted');
  });

  test('sound that the browser holds back is cured by one press', async () => {
    const stage = new Stage();
    stage.customer.backend.playback = 'blocked';
    await stage.talk('audio');
    assert.equal(roomOf(stage.customer).playback, 'blocked');
    await stage.customer.call.resumePlayback();
    assert.equal(roomOf(stage.customer).playback, 'allowed');
  });
});

describe('devices', () => {
  test('are told to whoever asks, again when one comes, and no more once they are not wanted', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    const told: number[] = [];
    const watching = new AbortController();
    stage.customer.call.watchDevices((devices) => told.push(devices.length), watching);
    await settled();
    const { infos } = stage.customer.devices;
    const more = [...infos, { id: 'speaker-2', kind: 'speaker', label: 'Headset' } as const];
    stage.customer.devices.change(more);
    watching.abort();
    stage.customer.devices.change(infos);
    assert.deepEqual(told, [infos.length, more.length]);
  });

  test('are switched inside the call; one that cannot be had is trouble, and the old one goes on', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    await stage.customer.call.switchDevice('microphone', 'microphone-2');
    assert.equal(roomOf(stage.customer).devices.microphone, 'microphone-2');
    await stage.customer.call.switchDevice('microphone', 'no-such');
    assert.deepEqual(stage.customer.call.snapshot.trouble, { type: 'microphone', refusal: 'no-device' });
    assert.equal(roomOf(stage.customer).devices.microphone, 'microphone-2');
    assert.equal(stage.customer.devices.live.length, 1);
  });

  test('that a person is still asked for when they hang up are no trouble afterwards', async () => {
    const stage = new Stage();
    await stage.talk('audio');
    stage.agent.devices.microphone = 'prompt';
    void stage.agent.call.switchDevice('microphone', 'microphone-2');
    await settled();
    await stage.agent.call.end();
    await settled();
    assert.equal(phaseOf(stage.agent), 'ended');
    assert.equal(stage.agent.call.snapshot.trouble, null);
  });

  test('keep volume and pictures through a second try', async () => {
    const stage = new Stage();
    stage.agent.backend.blocked = stage.customer.backend.blocked = 'direct';
    await stage.ring();
    stage.customer.call.setVolume(0.5);
    const surface = new FakeSurface();
    const shown = new AbortController();
    stage.customer.call.attach('customer-1:camera', surface, { signal: shown.signal });
    await stage.customer.call.accept('video');
    await settled();
    assert.equal(stage.customer.backend.rooms.length, 2);
    assert.equal(stage.customer.backend.room?.volume, 0.5);
    assert.equal(surface.shows, 'customer-1:camera');
    shown.abort();
    assert.equal(surface.shows, null);
  });
});

describe('a session that is closed', () => {
  test('leaves no device open', async () => {
    const stage = new Stage();
    await stage.talk();
    await stage.customer.close();
    assert.equal(stage.customer.devices.live.length, 0);
  });
});
