import { expect } from '@open-wc/testing';
import { ConnectionState, Room } from 'livekit-client';
import type { MediaRoom, RoomSnapshot } from '../../../src/session/contracts/media-backend.ts';
import { until } from '../../contracts/media-backend.ts';
import { packetsArrive } from '../browser-harness.ts';
import type { LiveKitServer } from './livekit-harness.ts';
import { cause, LiveKitHarness, liveKitServer, tokenFor } from './livekit-harness.ts';
import { People } from './people.ts';

const server = await liveKitServer();
const missing = 'missing' in server ? server.missing : server.relays ? null : 'the server of LIVEKIT_URL is not ours to break';
const title = missing === null ? 'A call over a livekit-server that breaks' : `A call over a livekit-server that breaks (skipped: ${missing})`;
const never = new AbortController().signal;
const isFirefox = navigator.userAgent.includes('Firefox');

/** Every state that the room is in from now on. */
function statesOf(room: MediaRoom): Set<RoomSnapshot['state']> {
  const states = new Set([room.snapshot.state]);
  room.subscribe(() => states.add(room.snapshot.state), { signal: never });
  return states;
}

function connectionsOf(harness: LiveKitHarness): readonly RTCPeerConnection[] {
  const connections = harness.connections.filter(({ connectionState }) => connectionState === 'connected');
  expect(connections.length, 'connections').to.be.at.least(2);
  return connections;
}

/** Resolves once sound newly comes in over each of them. */
async function soundArrives(connections: readonly RTCPeerConnection[]): Promise<void> {
  await Promise.all(connections.map((connection) => packetsArrive(() => [connection], 'audio')));
}

async function within(milliseconds: number, what: string, event: Promise<unknown>): Promise<void> {
  let timer = 0;
  const late = new Promise((_, reject) => (timer = window.setTimeout(() => reject(new Error(`${what} took more than ${milliseconds} ms`)), milliseconds)));
  await Promise.race([event, late]).finally(() => clearTimeout(timer));
}

describe(title, function () {
  this.timeout(90_000);
  const real = server as LiveKitServer;
  let harness: LiveKitHarness;
  let people: People;

  before(function () {
    if (missing !== null) this.skip();
  });
  beforeEach(() => {
    harness = new LiveKitHarness(real, { relayed: true });
    people = new People(real, harness);
  });
  afterEach(async () => {
    await cause('mend');
    await people.end();
    await harness.end();
  });

  const relayed = (): { readonly url: string } => ({ url: real.relays?.url ?? '' });

  it('signalling that is cut makes no gap: sound goes on over the same connections, and nobody is told of a break', async () => {
    const both = await people.talk(relayed());
    const states = both.map(statesOf);
    const connections = connectionsOf(harness);
    await cause('cut-signalling');
    await soundArrives(connections);
    await cause('mend');
    const [customer, agent] = both;
    await customer.setMicrophone(false);
    await until(agent, ({ participants }) => participants[1]?.microphone?.on === false);
    await customer.setMicrophone(true);
    await until(agent, ({ participants }) => participants[1]?.microphone?.on === true);
    for (const seen of states) expect([...seen]).to.deep.equal(['connected']);
    // While LiveKit tells both ends their addresses anew, some browsers call a connection that carries sound connecting.
    for (const { connectionState } of connections) expect(connectionState).to.be.oneOf(['connected', 'connecting']);
    await soundArrives(connections);
  });

  it('a path that carries nothing for 20 s: both are told, and sound is back within 8 s of its return', async function () {
    if (isFirefox) return this.skip(); // Seen: one of the two counts as connected again while nothing comes through yet.
    const both = await people.talk(relayed());
    const lost = cause('lose-media-for-20-s');
    await Promise.all(both.map((room) => until(room, ({ state }) => state === 'reconnecting')));
    for (const room of both) expect(room.snapshot.participants[0]?.quality).to.equal('lost');
    await lost;
    for (const room of both) expect(room.snapshot.state).to.equal('reconnecting');
    const back = Promise.all(both.map((room) => until(room, ({ state }) => state === 'connected')));
    await within(8_000, 'sound', back.then(() => soundArrives(connectionsOf(harness))));
  });

  it('a livekit-server that crashes and is back after 3 s: both are back, no later than with its bare client', async function () {
    if (isFirefox) return this.skip(); // Seen: four connections of one page, ours and the bare client's, are not all back within 90 s.
    const both = await people.talk(relayed());
    const bare = await Promise.all(
      ['one', 'other'].map(async (identity) => {
        const room = new Room();
        await room.connect(relayed().url, await tokenFor(real, `${people.name}-bare`, identity));
        await room.localParticipant.setMicrophoneEnabled(true);
        return room;
      }),
    );
    const meets = (room: Room) => (): boolean => room.state === ConnectionState.Connected && [...room.remoteParticipants.values()].some((each) => each.audioTrackPublications.size > 0);
    await Promise.all(bare.map((room) => untilBare(room, meets(room))));
    const crash = cause('crash-for-3-s');
    await Promise.all(both.map((room) => until(room, ({ state }) => state !== 'connected')));
    await crash;
    const order: string[] = [];
    const ours = Promise.all(both.map((room) => until(room, ({ state, participants }) => state === 'connected' && !!participants[1]?.microphone?.on))).then(() => order.push('ours'));
    const theirs = Promise.all(bare.map((room) => untilBare(room, meets(room)))).then(() => order.push('bare'));
    await Promise.all([ours, theirs]);
    expect(order[0]).to.equal('ours');
    await soundArrives(connectionsOf(harness));
    for (const room of bare) await room.disconnect();
  });

  it('a room that takes no more says so to who comes too late, and leaves the others alone', async () => {
    await people.stranger('expert', { roomConfig: { maxParticipants: 2 } });
    const agent = await people.enter('agent');
    await until(agent, ({ state }) => state === 'connected');
    const customer = await people.enter('customer');
    await until(customer, ({ state }) => state === 'failed');
    expect(customer.snapshot.failure).to.equal('full');
    expect(agent.snapshot.state).to.equal('connected');
  });

  it('the same person by another page: this one is told, and the other side sees that person once', async () => {
    const [customer, agent] = await people.talk();
    const next = await people.enter('customer', { wants: { microphone: true, camera: false } });
    await until(customer, ({ state }) => state === 'failed');
    expect(customer.snapshot.failure).to.equal('elsewhere');
    await until(next, ({ state }) => state === 'connected');
    await until(agent, ({ participants }) => participants.length === 2 && !!participants[1]?.microphone?.on);
    expect(agent.snapshot.state).to.equal('connected');
  });

  const late = Math.floor(Date.now() / 1_000) - 120;
  const refusals: readonly (readonly [what: string, enter: () => Promise<object>, failure: string])[] = [
    ['a token that ran out', async () => ({ token: await tokenFor(real, people.name, 'customer', { exp: late }) }), 'refused'],
    ['a token of another secret', async () => ({ token: await tokenFor({ ...real, secret: 'x'.repeat(48) }, people.name, 'customer') }), 'refused'],
    ['an address where nobody answers', () => Promise.resolve({ url: 'ws://127.0.0.1:9' }), 'unreachable'],
  ];
  for (const [what, given, failure] of refusals) {
    it(`${what} ends the attempt, with the reason, and leaves the other side where it was`, async () => {
      const agent = await people.enter('agent');
      await until(agent, ({ state }) => state === 'connected');
      const customer = await people.enter('customer', await given());
      await until(customer, ({ state }) => state === 'failed');
      expect(customer.snapshot.failure).to.equal(failure);
      expect(agent.snapshot.state).to.equal('connected');
    });
  }

  it('a person who is sent away by the server is told, and does not come back by itself', async () => {
    const [customer, agent] = await people.talk();
    const token = await tokenFor(real, people.name, 'server', { video: { room: people.name, roomAdmin: true } });
    const answer = await fetch(`${real.url.replace('ws', 'http')}/twirp/livekit.RoomService/RemoveParticipant`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ room: people.name, identity: 'customer' }),
    });
    expect(answer.ok).to.equal(true);
    await until(customer, ({ state }) => state === 'failed');
    expect(customer.snapshot.failure).to.equal('removed');
    await until(agent, ({ participants }) => participants.length === 1);
  });
});

function untilBare(room: Room, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const events = ['connectionStateChanged', 'trackPublished', 'participantConnected', 'participantDisconnected', 'trackUnpublished'] as const;
    const look = (): void => {
      if (!holds()) return;
      for (const event of events) room.off(event, look);
      resolve();
    };
    for (const event of events) room.on(event, look);
    look();
  });
}
