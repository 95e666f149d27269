import { expect } from '@open-wc/testing';
import type { MediaRoom, RoomParticipant } from '../../../src/session/contracts/media-backend.ts';
import { until } from '../../contracts/media-backend.ts';
import { holds, madeMicrophone, platformSays } from '../browser-harness.ts';
import type { LiveKitServer } from './livekit-harness.ts';
import { LiveKitHarness, liveKitServer } from './livekit-harness.ts';
import { People } from './people.ts';

const server = await liveKitServer();
const title = 'missing' in server ? `What is seen and heard in a call over LiveKit (skipped: ${server.missing})` : 'What is seen and heard in a call over LiveKit, on a real livekit-server';
const never = new AbortController().signal;

const self = (room: MediaRoom): RoomParticipant => room.snapshot.participants[0] as RoomParticipant;
const other = (room: MediaRoom): RoomParticipant | undefined => room.snapshot.participants[1];

describe(title, function () {
  this.timeout(40_000);
  const real = server as LiveKitServer;
  let harness: LiveKitHarness;
  let people: People;

  before(function () {
    if ('missing' in server) this.skip();
  });
  beforeEach(() => {
    harness = new LiveKitHarness(real);
    people = new People(real, harness);
  });
  afterEach(async () => {
    await people.end();
    await harness.end();
  });

  /** What this page's connections send of that kind; also while LiveKit renews their addresses. */
  const senders = (kind: 'audio' | 'video'): readonly RTCRtpSender[] =>
    harness.connections.filter(({ connectionState }) => connectionState !== 'closed').flatMap((each) => each.getSenders().filter(({ track }) => track?.kind === kind));

  it('tells of a microphone that has sent nothing but silence for 5 s, to both sides', async function () {
    if (navigator.userAgent.includes('Firefox')) return this.skip(); // Firefox does not count the energy of what it sends.
    const [customer, agent] = await people.talk();
    await customer.publish({ microphone: madeMicrophone('silence'), camera: null });
    await until(customer, () => self(customer).microphone?.silent === true);
    await until(agent, () => other(agent)?.microphone?.silent === true);
    await customer.setMicrophone(false);
    await until(customer, () => self(customer).microphone?.silent === false);
    await until(agent, () => other(agent)?.microphone?.silent === false);
  });

  it('never says that a microphone is live which the system took, on either side', async () => {
    const [customer, agent] = await people.talk();
    const media = await harness.devices().open({ microphone: true, camera: false }, never);
    await customer.publish(media);
    platformSays(media.microphone?.native as MediaStreamTrack, 'muted', true, 'mute');
    expect(self(customer).microphone).to.include({ on: false, interrupted: true });
    await until(agent, () => other(agent)?.microphone?.interrupted === true);
    expect(other(agent)?.microphone?.on).to.equal(false);
    platformSays(media.microphone?.native as MediaStreamTrack, 'muted', false, 'unmute');
    await until(agent, () => !!other(agent)?.microphone?.on && !other(agent)?.microphone?.interrupted);
  });

  it('shows who speaks, and how good the path is', async function () {
    if (navigator.userAgent.includes('Firefox')) return this.skip(); // Seen to wait there for ever; whether for the voice or for the path is not known.
    const [customer, agent] = await people.talk();
    expect(other(agent)?.speaking).to.equal(false);
    await customer.publish({ microphone: madeMicrophone('a note'), camera: null });
    await until(agent, () => !!other(agent)?.speaking);
    await until(agent, () => other(agent)?.quality === 'good');
    await customer.setMicrophone(false);
    await until(agent, () => !other(agent)?.speaking);
  });

  it('sends what was cleaned of echo and noise', async () => {
    await people.talk();
    expect(senders('audio')).to.have.lengthOf(2);
    for (const { track } of senders('audio')) expect(track?.getConstraints()).to.include({ echoCancellation: true, noiseSuppression: true });
  });

  it('sends a picture in several sizes, and none of them while nobody looks', async function () {
    if (navigator.userAgent.includes('Firefox')) return this.skip(); // Firefox does not say which of its sizes are sent.
    const [customer, agent] = await people.talk();
    await customer.publish(await harness.devices().open({ microphone: true, camera: true }, never));
    await until(agent, () => !!other(agent)?.camera?.on);
    const looking = new AbortController();
    const surface = harness.surface();
    agent.attach(other(agent)?.camera?.id ?? '', surface, { signal: looking.signal });
    await harness.moves(surface);
    const [sender] = senders('video');
    const sizes = (): readonly RTCRtpEncodingParameters[] => sender?.getParameters().encodings ?? [];
    expect(sizes()).to.have.lengthOf.at.least(2);
    expect(sizes().some(({ active }) => active)).to.equal(true);
    looking.abort();
    await holds(() => sizes().every(({ active }) => !active));
    agent.attach(other(agent)?.camera?.id ?? '', surface, { signal: never });
    await holds(() => sizes().some(({ active }) => active));
    await harness.moves(surface);
  });

  it('goes on with another camera and another microphone that were chosen in the call', async () => {
    const [customer, agent] = await people.talk();
    await customer.publish(await harness.devices().open({ microphone: true, camera: true }, never));
    await until(agent, () => !!other(agent)?.camera?.on);
    const before = { ...customer.snapshot.devices };
    for (const kind of ['microphone', 'camera'] as const) {
      const next = await harness.otherDevice(kind, before[kind]);
      await customer.switchDevice(kind, next);
      expect(customer.snapshot.devices[kind]).to.equal(next);
    }
    await harness.arrives('agent', agent, 'audio');
    await harness.arrives('agent', agent, 'video');
  });
});
