import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from '../../fakes/fake-environment.ts';
import { Stage, phaseOf, viewOf } from './stage.ts';

describe('an agent who calls', () => {
  test('opens the own devices before anything rings', async () => {
    const stage = new Stage();
    stage.agent.devices.microphone = 'prompt';
    await stage.ring('audio');
    assert.equal(phaseOf(stage.agent), 'preparing');
    assert.equal(phaseOf(stage.customer), 'none');
    assert.deepEqual(stage.agent.line.sent, []);
    stage.agent.devices.prompts[0]?.allow();
    await settled();
    assert.equal(phaseOf(stage.agent), 'ringing');
    assert.equal(phaseOf(stage.customer), 'prompt');
  });

  test('is told at once that the call is over', async () => {
    const stage = new Stage();
    await stage.ring('audio');
    stage.customer.devices.microphone = 'prompt';
    await stage.customer.call.accept('audio');
    await settled();
    const told: string[] = [];
    stage.agent.call.subscribe(() => void told.push(phaseOf(stage.agent)), { signal: new AbortController().signal });
    await stage.customer.call.end();
    await settled();
    assert.equal(told.at(-1), 'ended');
  });

  test('rings nobody where the microphone is refused, and is told why', async () => {
    const stage = new Stage();
    stage.agent.devices.microphone = 'denied';
    await stage.ring('audio');
    assert.equal(phaseOf(stage.agent), 'none');
    assert.deepEqual(stage.agent.call.snapshot.trouble, { type: 'start', media: 'audio', code: 'MICROPHONE_REFUSED', refusal: 'denied' });
    assert.deepEqual(stage.agent.line.sent, []);
    stage.agent.call.acknowledge();
    assert.equal(stage.agent.call.snapshot.trouble, null);
  });

  test('rings nobody with video where the camera is missing, and leaves no microphone open', async () => {
    const stage = new Stage();
    stage.agent.devices.camera = 'no-device';
    await stage.ring('video');
    assert.deepEqual(stage.agent.call.snapshot.trouble, { type: 'start', media: 'video', code: 'CAMERA_REFUSED', refusal: 'no-device' });
    assert.equal(stage.agent.devices.live.length, 0);
    assert.equal(phaseOf(stage.customer), 'none');
  });

  test('whose prompt never settles rings nobody after a minute', async () => {
    const stage = new Stage();
    stage.agent.devices.microphone = 'prompt';
    await stage.ring('audio');
    await stage.clock.advance(60_000);
    assert.deepEqual(stage.agent.call.snapshot.trouble, { type: 'start', media: 'audio', code: 'MICROPHONE_REFUSED', refusal: 'timeout' });
    stage.agent.devices.prompts[0]?.allow();
    await settled();
    assert.equal(stage.agent.devices.live.length, 0);
    assert.equal(phaseOf(stage.customer), 'none');
  });

  test('whose browser cannot take its question back has what it opens after that minute stopped', async () => {
    const stage = new Stage();
    const { devices } = stage.agent;
    const open = devices.open.bind(devices);
    let give = (): void => undefined;
    devices.open = (wants) => new Promise((resolve) => (give = () => resolve(open(wants, new AbortController().signal))));
    await stage.ring('audio');
    await stage.clock.advance(60_000);
    give();
    await settled();
    assert.equal(devices.tracks.length, 1);
    assert.equal(devices.live.length, 0);
  });

  test('prepares the offer while it rings, and the claim alone lets it through', async () => {
    const stage = new Stage();
    await stage.ring();
    assert.equal(stage.agent.backend.rooms.length, 1);
    assert.equal(stage.agent.backend.room?.options.initiates, true);
    assert.deepEqual(stage.agent.line.sent, ['start', 'signal']);
    assert.equal(stage.customer.backend.rooms.length, 0);
  });

  test('joins only after the claim where the grant is given no sooner', async () => {
    const stage = new Stage({ grants: 'on-request' });
    await stage.ring();
    assert.equal(stage.agent.backend.rooms.length, 0);
    assert.equal(phaseOf(stage.agent), 'ringing');
    await stage.customer.call.accept('video');
    await settled();
    assert.equal(phaseOf(stage.agent), 'in-call');
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(stage.agent.line.sent.filter((name) => name === 'grant').length, 1);
  });

  test('passes preparing, ringing, waiting for the device and joining on the way into the call', async () => {
    const stage = new Stage();
    await stage.talk();
    assert.deepEqual(stage.agent.phases, ['preparing', 'ringing', 'waiting-for-device', 'joining', 'in-call']);
  });

  test('may cancel while it rings, while the customer is asked, and before anything rang', async () => {
    const stage = new Stage();
    await stage.ring();
    await stage.agent.call.end();
    await settled();
    assert.equal((viewOf(stage.customer) as { reason?: string }).reason, 'cancelled');
    assert.equal(stage.agent.devices.live.length, 0);

    stage.customer.devices.microphone = 'prompt';
    await stage.talk('audio');
    await stage.agent.call.end();
    await settled();
    assert.equal((viewOf(stage.agent) as { reason?: string }).reason, 'cancelled');

    const calls = stage.server.history.length;
    stage.agent.devices.microphone = 'prompt';
    await stage.ring('audio');
    await stage.agent.call.end();
    stage.agent.devices.prompts[0]?.allow();
    await settled();
    assert.equal(stage.server.history.length, calls);
    assert.equal(stage.agent.devices.live.length, 0);
  });

  test('who is in a call already is told so, and the call goes on', async () => {
    const stage = new Stage();
    const second = stage.page('agent');
    await stage.talk();
    await second.call.start('audio');
    await settled();
    assert.equal(phaseOf(second), 'elsewhere');
    assert.equal(second.devices.asked.length, 0);
    assert.equal(phaseOf(stage.agent), 'in-call');
  });

  test('is told what the server refuses', async () => {
    const stage = new Stage();
    const late = stage.page('agent');
    late.devices.microphone = 'prompt';
    await late.call.start('audio');
    await stage.ring();
    late.devices.prompts[0]?.allow();
    await settled();
    assert.deepEqual(late.call.snapshot.trouble, { type: 'start', media: 'audio', code: 'CALL_BUSY' });
    assert.equal(late.devices.live.length, 0);
    assert.equal(phaseOf(stage.agent), 'ringing');
  });

  test('calls again after a call that ended', async () => {
    const stage = new Stage();
    await stage.talk();
    await stage.customer.call.end();
    await settled();
    assert.equal(phaseOf(stage.agent), 'ended');
    await stage.talk('audio');
    assert.equal(phaseOf(stage.agent), 'in-call');
    assert.equal(phaseOf(stage.customer), 'in-call');
    assert.equal(stage.agent.devices.live.length, 1);
  });

  test('a start that the network swallowed is said again and rings once', async () => {
    const stage = new Stage();
    stage.agent.line.hold();
    await stage.ring();
    stage.agent.line.step('up');
    stage.agent.line.drop();
    stage.agent.line.release();
    await stage.clock.advance(3_000);
    assert.equal(phaseOf(stage.agent), 'preparing');
    stage.agent.line.restore();
    await stage.clock.advance(3_000);
    assert.equal(phaseOf(stage.agent), 'ringing');
    assert.equal(new Set(stage.server.history.map(({ id }) => id)).size, 1);
    await stage.customer.call.accept('video');
    await settled();
    assert.equal(phaseOf(stage.agent), 'in-call');
  });
});
