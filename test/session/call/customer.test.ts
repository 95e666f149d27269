import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DeviceRefusal } from '../../../src/protocol/call-record.ts';
import { settled } from '../../fakes/fake-environment.ts';
import { Stage, endOf, phaseOf, viewOf } from './stage.ts';

const customerOf = (stage: Stage) => stage.side('customer');

describe('a customer who is rung', () => {
  test('is shown who may be answered with what, and until when', async () => {
    const stage = new Stage({ choices: ['audio'] });
    await stage.ring('audio');
    assert.deepEqual(viewOf(stage.customer), {
      phase: 'prompt',
      media: 'audio',
      choices: ['audio'],
      deadline: stage.clock.now() + 45_000,
      dismissed: false,
    });
  });

  test('loads what the call needs while it rings', async () => {
    const stage = new Stage();
    await stage.ring();
    assert.equal(stage.customer.backend.warmed, 1);
    assert.equal(stage.customer.devices.asked.length, 0);
  });

  test('prepares each call while that rings', async () => {
    const stage = new Stage();
    await stage.talk();
    await stage.customer.call.end();
    await settled();
    assert.equal(stage.customer.backend.warmed, 1);
    await stage.ring();
    assert.equal(stage.customer.backend.warmed, 2);
  });

  test('passes prompt, claiming, acquiring and joining on the way into the call', async () => {
    const stage = new Stage();
    await stage.talk();
    assert.deepEqual(stage.customer.phases, ['prompt', 'claiming', 'acquiring', 'joining', 'in-call']);
  });

  test('knows each change at once, and tells of those on the way into the call together', async () => {
    const stage = new Stage();
    await stage.ring('audio');
    stage.customer.line.hold();
    stage.customer.devices.microphone = 'prompt';
    stage.customer.backend.isSlow = true;
    const told: string[] = [];
    stage.customer.call.subscribe(() => void told.push(phaseOf(stage.customer)), { signal: new AbortController().signal });
    void stage.customer.call.accept('audio');
    assert.equal(phaseOf(stage.customer), 'claiming');
    stage.customer.line.release();
    await settled();
    assert.equal(phaseOf(stage.customer), 'acquiring');
    assert.equal(told.length, 0);
    await stage.clock.advance(300);
    assert.deepEqual(told, ['acquiring']);
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    assert.equal(phaseOf(stage.customer), 'joining');
    assert.equal(stage.customer.call.snapshot.room?.participants.length, 2);
    stage.customer.call.setVolume(0.5);
    await stage.customer.call.setMicrophone(false);
    await settled();
    assert.equal(told.length, 1);
    await stage.clock.advance(300);
    assert.deepEqual(told.slice(1), ['joining']);
  });

  for (const who of ['customer', 'agent'] as const) {
    test(`the ${who} is told of the other side’s picture as soon as there is one`, async () => {
      const stage = new Stage();
      await stage.ring('video');
      const { call } = stage[who];
      let told = false;
      call.subscribe(() => (told ||= !!call.snapshot.room?.participants[1]?.camera), { signal: new AbortController().signal });
      stage.customer.backend.isSlow = true;
      await stage.customer.call.accept('video');
      await settled();
      assert.ok(call.snapshot.room?.participants[1]?.camera);
      assert.ok(told);
    });
  }

  test('asks the browser 50 ms after it answered: the answer to the offer goes first', async () => {
    const stage = new Stage({ brisk: 0 });
    await stage.ring('video');
    await stage.customer.call.accept('video');
    await stage.clock.advance(49);
    assert.equal(stage.customer.backend.rooms.length, 1);
    assert.equal(stage.customer.devices.tracks.length, 0);
    await stage.clock.advance(1);
    assert.equal(stage.customer.devices.tracks.length, 2);
  });

  test('does not report that the browser asks where it answers within 150 ms, and does where it takes longer', async () => {
    for (const answer of ['granted', 'prompt'] as const) {
      const stage = new Stage({ brisk: 0 });
      await stage.ring('audio');
      stage.customer.devices.microphone = answer;
      await stage.customer.call.accept('audio');
      await stage.clock.advance(149);
      assert.equal(customerOf(stage).microphone, answer === 'prompt' ? 'unasked' : 'granted');
      await stage.clock.advance(1);
      assert.equal(customerOf(stage).microphone, answer === 'prompt' ? 'asking' : 'granted');
    }
  });

  test('tells of each change at once, once the call runs', async () => {
    const stage = new Stage();
    await stage.ring('audio');
    await stage.customer.call.accept('audio');
    await settled();
    await stage.clock.advance(300);
    assert.equal(phaseOf(stage.customer), 'in-call');
    let told = 0;
    stage.customer.call.subscribe(() => void (told += 1), { signal: new AbortController().signal });
    await stage.customer.call.setMicrophone(false);
    assert.ok(told > 0);
    assert.equal(stage.customer.call.snapshot.room?.participants[0]?.microphone?.on, false);
  });

  test('tells together what turning the camera on changes, and where the browser asks, that it does', async () => {
    for (const answer of ['granted', 'prompt'] as const) {
      const stage = new Stage();
      await stage.ring('audio');
      await stage.customer.call.accept('audio');
      await settled();
      await stage.clock.advance(300);
      const { call, devices } = stage.customer;
      const told: string[] = [];
      const how = (): string => `${call.snapshot.wanted.camera ? 'wanted' : 'not wanted'}, ${call.snapshot.room?.participants[0]?.camera ? 'on' : 'off'}`;
      call.subscribe(() => void told.push(how()), { signal: new AbortController().signal });
      devices.camera = answer;
      void call.setCamera(true);
      await settled();
      assert.equal(how(), answer === 'granted' ? 'wanted, on' : 'wanted, off');
      assert.equal(told.length, 0);
      await stage.clock.advance(300);
      assert.deepEqual(told, [how()]);
      devices.prompts[0]?.allow();
      await settled();
      await stage.clock.advance(300);
      assert.equal(told.at(-1), 'wanted, on');
    }
  });

  test('tells of a refusal at once', async () => {
    const stage = new Stage();
    await stage.ring();
    const ringing = stage.clock.now();
    stage.customer.devices.microphone = 'denied';
    stage.customer.backend.isSlow = true;
    const told: string[] = [];
    stage.customer.call.subscribe(() => void told.push(phaseOf(stage.customer)), { signal: new AbortController().signal });
    await stage.customer.call.accept('audio');
    await settled();
    assert.ok(told.length > 0 && told.every((phase) => phase === 'acquiring'));
    assert.equal(stage.clock.now(), ringing);
  });

  test('unlocks the sound inside the press, before anything is awaited', async () => {
    const stage = new Stage();
    await stage.ring();
    void stage.customer.call.accept('audio');
    assert.equal(stage.customer.backend.unlocked, 1);
    assert.deepEqual(stage.customer.line.sent, ['accept']);
  });

  test('is not asked for a device before the claim is confirmed', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.line.hold();
    void stage.customer.call.accept('video');
    await settled();
    assert.equal(phaseOf(stage.customer), 'claiming');
    while (stage.customer.line.step('up'));
    await settled();
    assert.equal(stage.phase(), 'claimed');
    assert.equal(stage.customer.devices.asked.length, 0);
    stage.customer.line.release();
    await settled();
    assert.equal(stage.customer.devices.asked.length, 1);
  });

  test('is in the room while the browser still asks, so that the answer travels at once', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.devices.microphone = 'prompt';
    await stage.customer.call.accept('audio');
    await settled();
    assert.equal(phaseOf(stage.customer), 'acquiring');
    assert.equal(stage.customer.backend.room?.snapshot.state, 'connected');
    assert.equal(phaseOf(stage.agent), 'waiting-for-device');
    assert.equal(customerOf(stage).microphone, 'asking');
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(stage.agent.backend.room?.snapshot.participants[1]?.microphone?.on, true);
  });

  test('who accepts with audio is never asked for the camera, and can turn it on later', async () => {
    const stage = new Stage();
    await stage.talk('audio', 'video');
    assert.deepEqual(stage.customer.devices.asked, [{ microphone: true, camera: false }]);
    assert.equal(stage.customer.call.snapshot.room?.participants[1]?.camera?.on, true, "the agent's picture is there");
    await stage.customer.call.setCamera(true);
    await settled();
    assert.deepEqual(stage.customer.devices.asked[1], { microphone: false, camera: true });
    assert.equal(customerOf(stage).outcome, 'video');
    assert.equal(customerOf(stage).camera, 'granted');
    assert.equal(customerOf(stage).choice, 'audio');
  });

  test('may put the prompt aside, in this tab alone, and bring it back', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    await stage.ring();
    stage.customer.call.setDismissed(true);
    await settled();
    assert.equal((viewOf(stage.customer) as { dismissed?: boolean }).dismissed, true);
    assert.equal((viewOf(other) as { dismissed?: boolean }).dismissed, false);
    assert.equal(phaseOf(stage.agent), 'ringing');
    stage.customer.call.setDismissed(false);
    assert.equal((viewOf(stage.customer) as { dismissed?: boolean }).dismissed, false);
  });

  test('who declines ends it everywhere, and nothing but the call', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    await stage.ring();
    await stage.customer.call.decline();
    await settled();
    for (const page of [stage.customer, other, stage.agent]) {
      assert.deepEqual(endOf(page), { reason: 'declined', by: 'customer', duration: 0 });
    }
  });

  test('who does nothing is not rung for longer than 45 s', async () => {
    const stage = new Stage();
    await stage.ring();
    await stage.clock.advance(45_000);
    assert.equal((viewOf(stage.customer) as { reason?: string }).reason, 'no-answer');
    assert.equal(stage.agent.devices.live.length, 0);
  });

  test('finds nothing in choosing what is not offered', async () => {
    const stage = new Stage({ choices: ['audio'] });
    await stage.ring('audio');
    await stage.customer.call.accept('video');
    await settled();
    assert.deepEqual(stage.customer.line.sent, []);
  });
});

describe('a refused device', () => {
  const refusals: DeviceRefusal[] = ['denied', 'dismissed', 'policy', 'system', 'no-device', 'busy', 'constraint', 'insecure', 'unsupported'];
  for (const refusal of refusals) {
    test(`"${refusal}" of the microphone is told apart`, async () => {
      const stage = new Stage();
      stage.customer.devices.microphone = refusal;
      await stage.talk('audio');
      const view = viewOf(stage.customer);
      assert.deepEqual(view.phase === 'acquiring' && view.devices, { is: 'refused', refusal, wants: 'audio' });
      assert.equal(phaseOf(stage.agent), 'waiting-for-device');
    });
  }

  test('is answered as soon as the part that knows how has loaded', async () => {
    const stage = new Stage();
    const { devices, parts, call } = stage.customer;
    const load = parts.refusals;
    parts.refusals = () => Promise.reject(new TypeError('Failed to fetch'));
    devices.microphone = 'denied';
    await stage.talk('audio');
    await stage.clock.advance(3_000);
    assert.equal(phaseOf(stage.customer), 'acquiring');
    assert.equal(devices.asked.length, 1);
    parts.refusals = load;
    await stage.clock.advance(1_000);
    const view = viewOf(stage.customer);
    assert.deepEqual(view.phase === 'acquiring' && view.devices, { is: 'refused', refusal: 'denied', wants: 'audio' });
    await call.giveUp();
    await settled();
    assert.equal(endOf(stage.customer).reason, 'permission-refused');
  });

  test('camera and microphone together: the microphone is tried by itself, and the refusal is told', async () => {
    const stage = new Stage();
    stage.customer.devices.microphone = 'denied';
    stage.customer.devices.camera = 'denied';
    await stage.talk('video');
    const view = viewOf(stage.customer);
    assert.deepEqual(view.phase === 'acquiring' && view.devices, { is: 'refused', refusal: 'denied', wants: 'video' });
    assert.deepEqual(stage.customer.devices.asked.at(-1), { microphone: true, camera: false });
  });

  test('a prompt that was dismissed is not followed by another one', async () => {
    const stage = new Stage();
    stage.customer.devices.camera = 'dismissed';
    await stage.talk('video');
    assert.equal(stage.customer.devices.asked.length, 1);
  });

  test('a camera alone: the person is asked whether to go on with audio, and the agent is told what became of it', async () => {
    const stage = new Stage();
    stage.customer.devices.camera = 'no-device';
    await stage.talk('video');
    const view = viewOf(stage.customer);
    assert.deepEqual(view.phase === 'acquiring' && view.devices, { is: 'camera-refused', refusal: 'no-device' });
    await stage.customer.call.goOnWithAudio();
    await settled();
    assert.equal(phaseOf(stage.customer), 'in-call');
    const { choice, camera, microphone, outcome } = customerOf(stage);
    assert.deepEqual({ choice, camera, microphone, outcome }, { choice: 'video', camera: 'no-device', microphone: 'granted', outcome: 'audio' });
    assert.deepEqual(stage.customer.call.snapshot.wanted, { microphone: true, camera: false });
  });

  test('a camera that works on the second try goes into the call', async () => {
    const stage = new Stage();
    stage.customer.devices.camera = 'busy';
    await stage.talk('video');
    stage.customer.devices.camera = 'granted';
    await stage.customer.call.tryAgain();
    await settled();
    assert.equal(stage.customer.devices.live.length, 2);
    assert.equal(customerOf(stage).outcome, 'video');
  });

  test('a camera that is refused again leaves the same question', async () => {
    const stage = new Stage();
    stage.customer.devices.camera = 'denied';
    await stage.talk('video');
    await stage.customer.call.tryAgain();
    await settled();
    const view = viewOf(stage.customer);
    assert.deepEqual(view.phase === 'acquiring' && view.devices, { is: 'camera-refused', refusal: 'denied' });
    await stage.customer.call.goOnWithAudio();
    await settled();
    assert.equal(phaseOf(stage.customer), 'in-call');
  });

  test('giving up ends the call with that reason, or by hanging up where the microphone was given; and nothing stays open', async () => {
    for (const [device, reason] of [['microphone', 'permission-refused'], ['camera', 'hung-up']] as const) {
      const stage = new Stage();
      stage.customer.devices[device] = 'denied';
      await stage.talk('video');
      assert.equal(stage.customer.devices.live.length, device === 'camera' ? 1 : 0);
      void stage.customer.call.giveUp();
      assert.equal(stage.customer.devices.live.length, 0);
      assert.equal(phaseOf(stage.customer), 'ending');
      await settled();
      assert.deepEqual(endOf(stage.agent), { reason, by: 'customer', duration: 0 });
    }
  });

  test('is known to the agent while the customer decides, who has all the time that a call may take to be answered', async () => {
    for (const device of ['microphone', 'camera'] as const) {
      const stage = new Stage();
      stage.customer.devices[device] = 'denied';
      await stage.talk('video');
      await stage.clock.advance(1_000);
      assert.equal(customerOf(stage)[device], 'denied');
      assert.equal(customerOf(stage).microphone === 'denied', device === 'microphone');
      await stage.clock.advance(100_000);
      assert.equal(phaseOf(stage.customer), 'acquiring');
      await stage.clock.advance(20_000);
      assert.equal(endOf(stage.agent).reason, device === 'microphone' ? 'permission-refused' : 'permission-timeout');
    }
  });

  test('a microphone: another try rings once more, in every tab, and works', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    stage.customer.devices.microphone = 'denied';
    await stage.talk('audio');
    assert.equal(phaseOf(other), 'elsewhere');
    await stage.customer.call.tryAgain();
    await settled();
    assert.equal(phaseOf(stage.customer), 'prompt');
    assert.equal(phaseOf(other), 'prompt');
    assert.equal(phaseOf(stage.agent), 'ringing');
    stage.customer.devices.microphone = 'granted';
    await stage.customer.call.accept('audio');
    await settled();
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(phaseOf(other), 'elsewhere');
  });

  test('a microphone, after the ring was given back once: the browser is asked again in the same claim', async () => {
    const stage = new Stage();
    stage.customer.devices.microphone = 'denied';
    await stage.talk('audio');
    await stage.customer.call.tryAgain();
    await settled();
    await stage.customer.call.accept('audio');
    await settled();
    assert.equal(phaseOf(stage.customer), 'acquiring');
    stage.customer.devices.microphone = 'granted';
    await stage.customer.call.tryAgain();
    await settled();
    assert.equal(phaseOf(stage.customer), 'in-call');
  });

  test('the other tab may take the call that was given back', async () => {
    const stage = new Stage();
    const other = stage.page('customer');
    stage.customer.devices.microphone = 'no-device';
    await stage.talk('audio');
    await stage.customer.call.tryAgain();
    await settled();
    await other.call.accept('audio');
    await settled();
    assert.equal(phaseOf(other), 'in-call');
    assert.equal(phaseOf(stage.agent), 'in-call');
    assert.equal(phaseOf(stage.customer), 'elsewhere');
    assert.equal(stage.customer.devices.live.length, 0);
  });

  test('declining instead of trying again ends the call as declined', async () => {
    const stage = new Stage();
    stage.customer.devices.microphone = 'denied';
    await stage.talk('audio');
    await stage.customer.call.decline();
    await settled();
    assert.equal((viewOf(stage.agent) as { reason?: string }).reason, 'declined');
  });
});

describe("a browser's prompt that never settles", () => {
  test('ends the call after 60 s, and a microphone that is allowed later is stopped at once', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.devices.microphone = 'prompt';
    await stage.customer.call.accept('audio');
    await stage.clock.advance(59_999);
    assert.equal(phaseOf(stage.customer), 'acquiring');
    await stage.clock.advance(1);
    assert.equal((viewOf(stage.customer) as { reason?: string }).reason, 'permission-timeout');
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    assert.equal(stage.customer.devices.tracks.length, 1);
    assert.equal(stage.customer.devices.live.length, 0);
  });

  test('is left where the agent hangs up meanwhile', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.devices.microphone = 'prompt';
    await stage.customer.call.accept('audio');
    await settled();
    await stage.agent.call.end();
    await settled();
    assert.deepEqual(endOf(stage.customer), { reason: 'cancelled', by: 'agent', duration: 0 });
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    assert.equal(stage.customer.devices.live.length, 0);
  });

  test('says since when it is open, so that help can be shown', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.devices.microphone = 'prompt';
    const since = stage.clock.now();
    await stage.customer.call.accept('video');
    await stage.clock.advance(5_000);
    const view = viewOf(stage.customer);
    assert.deepEqual(view.phase === 'acquiring' && view.devices, { is: 'opening', wants: 'video', since });
  });

  test('leaves no device open, whichever moment the hang-up falls into', async () => {
    for (const refused of ['none', 'camera'] as const) {
      for (let turns = 0; turns < 12; turns++) {
        const stage = new Stage();
        await stage.ring();
        stage.customer.devices.microphone = 'prompt';
        if (refused === 'camera') stage.customer.devices.camera = 'denied';
        await stage.customer.call.accept('video');
        await settled();
        stage.customer.devices.prompts[0]?.allow();
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        void stage.customer.call.end();
        await settled();
        assert.equal(stage.customer.devices.live.length, 0, `after ${turns} turns`);
      }
    }
  });

  test('may be answered with less than was asked for: a camera that is not wanted any more is stopped', async () => {
    const stage = new Stage();
    await stage.ring();
    stage.customer.devices.microphone = 'prompt';
    await stage.customer.call.accept('video');
    await settled();
    await stage.customer.call.setCamera(false);
    stage.customer.devices.prompts[0]?.allow();
    await settled();
    assert.deepEqual(stage.customer.devices.live.map(({ kind }) => kind), ['microphone']);
    assert.equal(customerOf(stage).outcome, 'audio');
  });
});
