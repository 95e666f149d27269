import { expect } from '@open-wc/testing';
import { Room, Track } from 'livekit-client';
import type { MediaRoom } from '../../../src/session/contracts/media-backend.ts';
import { SignalPair, until } from '../../contracts/media-backend.ts';
import type { LiveKitServer } from './livekit-harness.ts';
import { LiveKitHarness, liveKitServer, tokenFor } from './livekit-harness.ts';

const server = await liveKitServer();
const title = 'missing' in server ? `A room of LiveKit's (skipped: ${server.missing})` : "A room of LiveKit's, on a real livekit-server";
const never = new AbortController().signal;

describe(title, function () {
  this.timeout(30_000);
  const real = server as LiveKitServer;
  const strangers: Room[] = [];
  let harness: LiveKitHarness;

  before(function () {
    if ('missing' in server) this.skip();
  });
  beforeEach(() => {
    harness = new LiveKitHarness(real);
  });
  afterEach(async () => {
    for (const stranger of strangers.splice(0)) await stranger.disconnect();
    await harness.end();
  });

  async function join(name: string, given?: { readonly url?: string; readonly token: string }): Promise<MediaRoom> {
    const token = given?.token ?? (await tokenFor(real, name, 'customer'));
    const grant = { backend: 'livekit', url: given?.url ?? real.url, token, e2ee: false };
    const options = { call: 'call-1', self: 'customer', peers: ['agent'], initiates: false, relayOnly: false, devices: harness.devices() };
    return await harness.backend().join({ ...options, grant, signal: new SignalPair().of('customer', 'agent') });
  }

  async function stranger(name: string, identity: string): Promise<Room> {
    const room = new Room();
    strangers.push(room);
    await room.connect(real.url, await tokenFor(real, name, identity, { name: 'An expert' }));
    return room;
  }

  it('shows and plays a stranger who came by other means, and is heard by them', async () => {
    const name = crypto.randomUUID();
    const ours = await join(name);
    await ours.publish(await harness.devices().open({ microphone: true, camera: false }, never));
    const expert = await stranger(name, 'expert');
    await expert.localParticipant.setCameraEnabled(true);
    await until(ours, () => !!ours.snapshot.participants[1]?.camera?.on);
    expect(ours.snapshot.participants[1]).to.include({ id: 'expert', name: 'An expert', self: false });
    const surface = harness.surface();
    ours.attach('expert:camera', surface, { signal: never });
    await harness.moves(surface);
    const heard = expert.getParticipantByIdentity('customer')?.getTrackPublication(Track.Source.Microphone);
    expect(heard?.isMuted).to.equal(false);
  });

  it('draws everybody, not only the one who called', async () => {
    const name = crypto.randomUUID();
    const ours = await join(name);
    await stranger(name, 'agent');
    await stranger(name, 'supervisor');
    await until(ours, () => ours.snapshot.participants.length === 3);
    expect(ours.snapshot.participants.map(({ id }) => id)).to.have.members(['customer', 'agent', 'supervisor']);
  });

  const refused: readonly (readonly [what: string, token: (name: string) => Promise<string>])[] = [
    ['a token that ran out', (name) => tokenFor(real, name, 'customer', { exp: Math.floor(Date.now() / 1_000) - 120 })],
    ['a token of another secret', (name) => tokenFor({ ...real, secret: 'x'.repeat(48) }, name, 'customer')],
    ['a token without the right to join', (name) => tokenFor(real, name, 'customer', { video: { room: name, roomJoin: false } })],
  ];
  for (const [what, token] of refused) {
    it(`fails with ${what}, and says so`, async () => {
      const ours = await join('', { token: await token(crypto.randomUUID()) });
      await until(ours, () => ours.snapshot.state === 'failed');
    });
  }

  it('fails where the same identity came in elsewhere, rather than fight for it', async () => {
    const name = crypto.randomUUID();
    const ours = await join(name);
    await until(ours, () => ours.snapshot.state === 'connected');
    const other = await stranger(name, 'customer');
    await until(ours, () => ours.snapshot.state === 'failed');
    expect(other.state).to.equal('connected');
  });

  it('rejects a grant that it cannot read', async () => {
    let rejected: unknown;
    await harness
      .backend()
      .join({
        ...{ call: 'call-1', self: 'customer', peers: [], initiates: false, relayOnly: false, devices: harness.devices() },
        ...{ grant: { backend: 'livekit' }, signal: new SignalPair().of('customer', 'agent') },
      })
      .catch((error: unknown) => (rejected = error));
    expect(rejected).to.be.instanceOf(Error);
  });
});
