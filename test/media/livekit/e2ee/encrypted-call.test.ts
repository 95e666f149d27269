import { expect } from '@open-wc/testing';
import type { Room } from 'livekit-client';
import { Track } from 'livekit-client';
import type { MediaRoom } from '../../../../src/session/contracts/media-backend.ts';
import { SignalPair, until } from '../../../contracts/media-backend.ts';
import type { LiveKitServer } from '../livekit-harness.ts';
import { LiveKitHarness, liveKitServer } from '../livekit-harness.ts';
import { People } from '../people.ts';

const server = await liveKitServer();
const title = 'missing' in server ? `A call encrypted from end to end (skipped: ${server.missing})` : 'A call encrypted from end to end, on a real livekit-server';
const never = new AbortController().signal;
const video = { microphone: true, camera: true };

/** What a bare client has decoded of a track. */
async function decoded(room: Room, identity: string, source: Track.Source): Promise<{ readonly came: number; readonly frames: number }> {
  const report = await room.getParticipantByIdentity(identity)?.getTrackPublication(source)?.track?.getRTCStatsReport();
  let sum = { came: 0, frames: 0 };
  report?.forEach((each: { readonly type: string; readonly packetsReceived?: number; readonly framesDecoded?: number }) => {
    if (each.type === 'inbound-rtp') sum = { came: each.packetsReceived ?? 0, frames: each.framesDecoded ?? 0 };
  });
  return sum;
}

describe(title, function () {
  this.timeout(40_000);
  const real = server as LiveKitServer;
  let harness: LiveKitHarness;
  let people: People;

  before(function () {
    if ('missing' in server) this.skip();
  });
  /** Waits for a picture of that person's camera that moves: it was decrypted, or it would not decode. */
  async function see(room: MediaRoom, id: string): Promise<HTMLVideoElement> {
    await until(room, ({ participants }) => !!participants.find((each) => each.id === id)?.camera?.on);
    const surface = harness.surface();
    room.attach(`${id}:camera`, surface, { signal: never });
    await harness.moves(surface);
    return surface;
  }

  beforeEach(() => {
    harness = new LiveKitHarness(real);
    people = new People(real, harness);
  });
  afterEach(async () => {
    await people.end();
    await harness.end();
  });

  it('both see and hear each other, and have the same four words', async () => {
    const [customer, agent] = await people.talk({ e2ee: true, wants: video });
    await Promise.all([see(customer, 'agent'), see(agent, 'customer')]);
    expect(customer.snapshot.words).to.deep.equal(agent.snapshot.words);
    expect(customer.snapshot.words).to.have.length(4);
    for (const { participants } of [customer.snapshot, agent.snapshot]) expect(participants[1]?.outside).to.equal(undefined);
  });

  it('nothing is given before there is a key, and the call is not said to be up', async () => {
    // The agent's words go nowhere.
    const silent = new SignalPair();
    const alone = new People(real, harness, silent);
    const customer = await alone.enter('customer', { e2ee: true, wants: video });
    const listener = await alone.stranger('listener');
    const seen: string[] = [];
    listener.on('trackPublished', ({ source }) => seen.push(source));
    // Somebody who comes after the customer, and is seen to come, came after everything that the customer gave.
    await until(customer, ({ participants }) => participants.some(({ id }) => id === 'listener'));
    await customer.setMicrophone(true);
    await customer.setCamera(true);
    expect(customer.snapshot.state).to.equal('joining');
    expect(customer.snapshot.words).to.equal(undefined);
    expect(seen).to.deep.equal([]);
    expect([...(listener.getParticipantByIdentity('customer')?.trackPublications.values() ?? [])]).to.deep.equal([]);
    await alone.end();
  });

  it('a stranger in the room gets nothing that can be played, is shown as outside, and is not played', async function () {
    // Firefox counts no frames of a stream that it plays, so what the one with the key sees cannot be set beside what the stranger does not.
    if (navigator.userAgent.includes('Firefox')) return this.skip();
    const [customer, agent] = await people.talk({ e2ee: true, wants: video });
    const stranger = await people.stranger('expert', { name: 'An expert' });
    await stranger.localParticipant.setCameraEnabled(true);
    await stranger.localParticipant.setMicrophoneEnabled(true);
    for (const room of [customer, agent]) {
      await until(room, ({ participants }) => participants.length === 3 && !!participants.find(({ id }) => id === 'expert')?.outside);
      const expert = room.snapshot.participants.find(({ id }) => id === 'expert');
      expect(expert).to.include({ name: 'An expert', outside: true, microphone: null, camera: null });
    }
    const shown = await see(agent, 'customer');
    // Packets come to the stranger, whose decoder finds a beginning at most: a frame's first bytes stay readable, for the server to route it.
    const publication = stranger.getParticipantByIdentity('customer')?.getTrackPublication(Track.Source.Camera);
    expect(publication?.isEncrypted).to.equal(true);
    publication?.track?.attach(harness.surface());
    let got = await decoded(stranger, 'customer', Track.Source.Camera);
    while (got.came < 30 || shown.getVideoPlaybackQuality().totalVideoFrames < 40) got = await decoded(stranger, 'customer', Track.Source.Camera);
    expect(got.frames).to.be.at.most(2);
    // And nobody takes what the stranger gives: LiveKit's server says so to who publishes, and the browser sends no picture.
    const isSent = (): boolean =>
      stranger.localParticipant.getTrackPublication(Track.Source.Camera)?.track?.sender?.getParameters().encodings.some(({ active }) => active) ?? true;
    while (isSent()) await decoded(stranger, 'customer', Track.Source.Camera);
  });

  it('the customer who loads the page again gets a new key, and both see and hear each other', async () => {
    const [customer, agent] = await people.talk({ e2ee: true, wants: video });
    await until(agent, ({ words }) => !!words);
    const before = JSON.stringify(agent.snapshot.words);
    const next = await people.enter('customer', { e2ee: true, wants: video });
    await until(customer, ({ state }) => state === 'failed');
    await until(agent, ({ words }) => JSON.stringify(words) !== before);
    await until(next, ({ words }) => JSON.stringify(words) === JSON.stringify(agent.snapshot.words));
    await Promise.all([see(next, 'agent'), see(agent, 'customer')]);
    expect(agent.snapshot.state).to.equal('connected');
  });

  it('an answer of the worker for somebody who has left meanwhile throws nothing at the page', async () => {
    const workers: Worker[] = [];
    const { Worker: Original } = window;
    window.Worker = class extends Original {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        workers.push(this);
      }
    };
    try {
      const [customer, agent] = await people.talk({ e2ee: true });
      const late = { kind: 'enable', data: { enabled: true, participantIdentity: 'gone' } };
      // What a listener throws here reaches the test as an error of the page.
      for (const worker of workers) worker.dispatchEvent(new MessageEvent('message', { data: late }));
      expect(workers).to.have.length(2);
      for (const room of [customer, agent]) expect(room.snapshot.state).to.equal('connected');
    } finally {
      window.Worker = Original;
    }
  });

  it('a carrier of the words who swaps a key ends the attempt, with the reason, and nothing was given', async () => {
    const honest = new SignalPair();
    const forging = Object.assign(Object.create(SignalPair.prototype) as SignalPair, {
      of: (person: string, other: string) => {
        const channel = honest.of(person, other);
        return {
          listen: channel.listen,
          send: (data: { readonly e2ee?: { readonly step: string } }) => {
            const swapped = data.e2ee?.step === 'reveal' ? { e2ee: { ...data.e2ee, key: 'A'.repeat(87) } } : data;
            channel.send(swapped);
          },
        };
      },
    });
    const cheated = new People(real, harness, forging);
    const customer = await cheated.enter('customer', { e2ee: true, wants: video });
    await cheated.enter('agent', { e2ee: true, wants: video });
    await until(customer, ({ state }) => state === 'failed');
    expect(customer.snapshot.failure).to.equal('encryption');
    expect(customer.snapshot.words).to.equal(undefined);
  });
});
