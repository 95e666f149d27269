import { expect } from '@open-wc/testing';
import { DeviceError } from '../../../src/session/contracts/devices.ts';
import type { MediaRoom, RoomParticipant, SignalChannel } from '../../../src/session/contracts/media-backend.ts';
import { SignalPair, until } from '../../contracts/media-backend.ts';
import { holds, madeMicrophone, platformSays } from '../browser-harness.ts';
import { WebRtcHarness } from './webrtc-harness.ts';

const voice = { microphone: true, camera: false };
const never = new AbortController().signal;

/** A call whose signals can be read, cut and forged. */
class Call {
  readonly #harness: WebRtcHarness;
  readonly #pair = new SignalPair();
  readonly said: { readonly by: string; readonly data: Record<string, unknown> }[] = [];
  /** Whose words get lost. */
  cut: readonly string[] = [];
  /** Whose words arrive twice, one right after the other. */
  repeated: readonly string[] = [];
  readonly #ears = new Set<() => void>();

  constructor(harness: WebRtcHarness) {
    this.#harness = harness;
  }

  async enter(self: 'agent' | 'customer', options: { readonly relayOnly?: boolean } = {}): Promise<MediaRoom> {
    const other = self === 'agent' ? 'customer' : 'agent';
    const channel = this.#pair.of(self, other);
    const signal: SignalChannel = {
      send: (data) => {
        this.said.push({ by: self, data: data as Record<string, unknown> });
        if (!this.cut.includes(self)) channel.send(data);
        if (this.repeated.includes(self)) channel.send(data);
        for (const hear of this.#ears) hear();
      },
      listen: (listener, { signal }) => channel.listen(listener, { signal }),
    };
    return await this.#harness.backend().join({
      ...{ grant: await this.#harness.grant(), call: 'call-1', self, peers: [other], signal, devices: this.#harness.devices() },
      ...{ initiates: self === 'agent', relayOnly: options.relayOnly ?? false },
    });
  }

  async talk(): Promise<[agent: MediaRoom, customer: MediaRoom]> {
    const agent = await this.enter('agent');
    const customer = await this.enter('customer');
    for (const room of [agent, customer]) await room.publish(await this.#harness.devices().open(voice, never));
    for (const room of [agent, customer]) await until(room, () => !!other(room)?.microphone?.on);
    return [agent, customer];
  }

  restart(): void {
    this.#pair.restart();
  }

  /** The descriptions that went to and fro, once there are so many. */
  async descriptions(count: number): Promise<readonly string[]> {
    const are = (): string[] => this.said.flatMap(({ by, data }) => (data.description ? [`${by} ${(data.description as RTCSessionDescription).type}`] : []));
    await new Promise<void>((resolve) => {
      const hear = (): void => {
        if (are().length >= count) resolve();
      };
      this.#ears.add(hear);
      hear();
    });
    return are();
  }
}

const other = (room: MediaRoom): RoomParticipant | undefined => room.snapshot.participants[1];
const self = (room: MediaRoom): RoomParticipant => room.snapshot.participants[0] as RoomParticipant;

describe('A room between two browsers', () => {
  let harness: WebRtcHarness;
  let call: Call;

  beforeEach(() => {
    harness = new WebRtcHarness();
    call = new Call(harness);
  });
  afterEach(() => harness.end());

  it('is answered before any device is open, so that accepting costs one round trip', async () => {
    await call.enter('agent');
    const customer = await call.enter('customer');
    await until(customer, () => customer.snapshot.state === 'connected');
    const descriptions = call.said.flatMap(({ by, data }) => (data.description ? [`${by} ${(data.description as RTCSessionDescription).type}`] : []));
    expect(descriptions).to.deep.equal(['agent offer', 'customer answer']);
  });

  it('turns voice into video without negotiating again', async () => {
    const [agent, customer] = await call.talk();
    call.said.length = 0;
    await customer.setCamera(true);
    await until(agent, () => !!other(agent)?.camera?.on);
    await agent.setCamera(true);
    await until(customer, () => !!other(customer)?.camera?.on);
    expect(call.said.filter(({ data }) => data.description)).to.deep.equal([]);
  });

  it('tells of a mute while the server is away', async () => {
    const [agent, customer] = await call.talk();
    call.cut = ['agent', 'customer'];
    await customer.setMicrophone(false);
    await until(agent, () => other(agent)?.microphone?.on === false);
  });

  it('finds together again when both restart at once', async () => {
    const [agent, customer] = await call.talk();
    for (const room of [agent, customer]) harness.connections(room).at(-1)?.restartIce();
    call.restart();
    await harness.arrives('agent', agent, 'audio');
    await harness.arrives('customer', customer, 'audio');
    await until(agent, () => agent.snapshot.state === 'connected');
  });

  it('looks for another path by itself when the path breaks', async () => {
    const [agent, customer] = await call.talk();
    const connection = harness.connections(agent)[0] as RTCPeerConnection;
    call.said.length = 0;
    Object.defineProperty(connection, 'connectionState', { configurable: true, value: 'disconnected' });
    // Not dispatched: Firefox's own handlers do not listen to events that it did not make.
    connection.onconnectionstatechange?.(new Event('connectionstatechange'));
    expect(agent.snapshot.state).to.equal('reconnecting');
    expect(other(agent)?.quality).to.equal('lost');
    Reflect.deleteProperty(connection, 'connectionState');
    await harness.arrives('agent', agent, 'audio');
    await until(customer, () => customer.snapshot.state === 'connected');
    expect(call.said.some(({ by, data }) => by === 'agent' && (data.description as RTCSessionDescription | undefined)?.type === 'offer')).to.equal(true);
  });

  it('asks for another path where it is the other side that offers', async () => {
    const [agent, customer] = await call.talk();
    const connection = harness.connections(customer)[0] as RTCPeerConnection;
    call.said.length = 0;
    Object.defineProperty(connection, 'connectionState', { configurable: true, value: 'failed' });
    connection.onconnectionstatechange?.(new Event('connectionstatechange'));
    expect(customer.snapshot.state).to.equal('reconnecting');
    Reflect.deleteProperty(connection, 'connectionState');
    await harness.arrives('customer', customer, 'audio');
    await until(agent, () => agent.snapshot.state === 'connected');
    await until(customer, () => customer.snapshot.state === 'connected');
    expect(call.said[0]?.by).to.equal('customer');
    expect(await call.descriptions(2)).to.deep.equal(['agent offer', 'customer answer']);
  });

  it('says its offer again when the answer was lost', async () => {
    const agent = await call.enter('agent');
    call.cut = ['customer'];
    const customer = await call.enter('customer');
    await until(customer, () => customer.snapshot.participants.length === 2);
    await harness.gathered(customer);
    call.cut = [];
    call.restart();
    await until(agent, () => agent.snapshot.state === 'connected');
  });

  for (const stuck of ['agent', 'customer'] as const) {
    it(`begins anew where the browser of the ${stuck} looks for addresses for ever`, async () => {
      harness.fruitless = stuck === 'agent';
      const agent = await call.enter('agent');
      harness.fruitless = stuck === 'customer';
      const customer = await call.enter('customer');
      for (const room of [agent, customer]) await until(room, () => room.snapshot.state === 'connected' && room.snapshot.participants.length === 2);
      expect(harness.connections(stuck === 'agent' ? agent : customer)).to.have.lengthOf(2);
    });
  }

  for (const repeated of [['agent'], ['customer'], ['agent', 'customer']]) {
    it(`comes about where the words of ${repeated.join(' and ')} arrive twice, and the customer never offers`, async () => {
      call.repeated = repeated;
      await call.talk();
      const descriptions = call.said.flatMap(({ by, data }) => (data.description ? [`${by} ${(data.description as RTCSessionDescription).type}`] : []));
      expect([...new Set(descriptions)].sort()).to.deep.equal(['agent offer', 'customer answer']);
    });
  }

  it('is told every address of the other side, also after a word that it had already', async () => {
    call.repeated = ['agent', 'customer'];
    const agent = await call.enter('agent');
    const [connection] = harness.connections(agent) as unknown as readonly { addIceCandidate(each: RTCIceCandidateInit): Promise<void> }[];
    const given: unknown[] = [];
    const add = connection?.addIceCandidate.bind(connection);
    Object.assign(connection ?? {}, { addIceCandidate: (each: RTCIceCandidateInit) => (given.push(each.candidate), add?.(each)) });
    const customer = await call.enter('customer');
    for (const room of [agent, customer]) await until(room, () => room.snapshot.state === 'connected');
    await harness.gathered(customer);
    const told = call.said.flatMap(({ by, data }) => (by === 'customer' && data.candidate ? [(data.candidate as RTCIceCandidateInit).candidate] : []));
    expect(told).not.to.deep.equal([]);
    await holds(() => told.every((each) => given.includes(each)));
  });

  it('connects to the next page of the other side where the answer of the one before was never taken', async () => {
    const agent = await call.enter('agent');
    const [connection] = harness.connections(agent);
    // What waits as a connection closes is never settled (WebRTC, "chain an asynchronous operation").
    const asked = new Promise<void>((resolve) => {
      Object.assign(connection ?? {}, { setRemoteDescription: () => (resolve(), new Promise(() => undefined)) });
    });
    await call.enter('customer');
    await asked;
    const again = await call.enter('customer');
    for (const room of [agent, again]) await until(room, () => room.snapshot.state === 'connected');
  });

  it('is not moved by words that are none', async () => {
    const [agent] = await call.talk();
    const forged = new SignalPair();
    const channel = forged.of('stranger', 'agent');
    for (const data of [null, 7, 'text', {}, { from: 1 }, { from: 'x', link: 'y', description: { type: 'offer', sdp: 'no sdp' } }]) channel.send(data);
    const room = await harness.backend().join({
      ...{ grant: await harness.grant(), call: 'call-1', self: 'agent', peers: ['stranger'], signal: forged.of('agent', 'stranger'), devices: harness.devices() },
      ...{ initiates: false, relayOnly: false },
    });
    expect(room.snapshot.state).to.equal('joining');
    expect(agent.snapshot.state).to.equal('connected');
  });

  it('believes nothing of what is told that is not a state', async () => {
    const [agent, customer] = await call.talk();
    const seen: (RoomParticipant | undefined)[] = [];
    agent.subscribe(() => seen.push(other(agent)), { signal: never });
    const sound = '{"id":"customer:microphone","on":"yes","interrupted":false,"silent":false}';
    const garbage = ['no JSON', '7', 'null', '{"quality":"best"}', '{"quality":"good"}', `{"quality":"good","microphone":${sound},"camera":null,"screen":null}`];
    const send = Object.getOwnPropertyDescriptor(RTCDataChannel.prototype, 'send') as TypedPropertyDescriptor<(text: string) => void>;
    const value = function (this: RTCDataChannel, text: string): void {
      for (const each of [...garbage, text]) send.value?.call(this, each);
    };
    Object.defineProperty(RTCDataChannel.prototype, 'send', { ...send, value });
    try {
      await customer.setMicrophone(false);
    } finally {
      Object.defineProperty(RTCDataChannel.prototype, 'send', send);
    }
    await until(agent, () => other(agent)?.microphone?.on === false);
    expect(seen.every((each) => typeof each?.microphone?.on === 'boolean' && ['unknown', 'good', 'fair', 'poor'].includes(each.quality))).to.equal(true);
  });

  it('uses relays only where that is demanded, by the grant or for the second try', async () => {
    const room = await call.enter('agent', { relayOnly: true });
    expect(harness.connections(room)[0]?.getConfiguration().iceTransportPolicy).to.equal('relay');
  });

  it('rejects a grant that it cannot read', async () => {
    const options = { call: 'call-1', self: 'agent', peers: [], initiates: true, relayOnly: false, devices: harness.devices(), signal: new SignalPair().of('a', 'b') };
    let rejected: unknown;
    await harness.backend().join({ ...options, grant: { backend: 'webrtc' } }).catch((error: unknown) => (rejected = error));
    expect(rejected).to.be.instanceOf(Error);
  });

  it('says when the browser holds sound back, and a press cures it', async () => {
    const play = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play') as PropertyDescriptor;
    Object.defineProperty(HTMLMediaElement.prototype, 'play', { ...play, value: () => Promise.reject(new DOMException('', 'NotAllowedError')) });
    try {
      const [agent] = await call.talk();
      await until(agent, () => agent.snapshot.playback === 'blocked');
      Object.defineProperty(HTMLMediaElement.prototype, 'play', play);
      await agent.resumePlayback();
      expect(agent.snapshot.playback).to.equal('allowed');
    } finally {
      Object.defineProperty(HTMLMediaElement.prototype, 'play', play);
    }
  });

  it('never says that a microphone is live which the system took', async () => {
    const [agent, customer] = await call.talk();
    const media = await harness.devices().open(voice, never);
    await customer.publish(media);
    platformSays(media.microphone?.native as MediaStreamTrack, 'muted', true, 'mute');
    expect(self(customer).microphone).to.include({ on: false, interrupted: true });
    await until(agent, () => other(agent)?.microphone?.interrupted === true);
    platformSays(media.microphone?.native as MediaStreamTrack, 'muted', false, 'unmute');
    await until(agent, () => !!other(agent)?.microphone?.on);
  });

  it('goes on with another microphone when the one in use is unplugged', async () => {
    const [agent, customer] = await call.talk();
    const media = await harness.devices().open(voice, never);
    await customer.publish(media);
    media.microphone?.stop();
    (media.microphone?.native as MediaStreamTrack).dispatchEvent(new Event('ended'));
    expect(self(customer).microphone).to.include({ on: false, interrupted: true });
    await until(customer, () => !!self(customer).microphone?.on);
    await harness.arrives('agent', agent, 'audio');
  });

  it('refuses a speaker that is not there', async () => {
    const [agent] = await call.talk();
    let refused: unknown;
    await agent.switchDevice('speaker', 'no-such-speaker').catch((error: unknown) => (refused = error));
    expect(refused).to.be.instanceOf(DeviceError);
    expect(agent.snapshot.devices.speaker).to.equal(null);
  });

  it('hears who speaks, and says how good the path is', async () => {
    const [agent] = await call.talk();
    await until(agent, () => !!other(agent)?.speaking);
    await until(agent, () => other(agent)?.quality === 'good');
  });

  it('tells of a microphone that has sent nothing but silence for 5 s, to both sides', async function () {
    if (navigator.userAgent.includes('Firefox')) return this.skip(); // Firefox does not count the energy of what it sends.
    this.timeout(20_000);
    const [agent, customer] = await call.talk();
    await customer.publish({ microphone: madeMicrophone('silence'), camera: null });
    await until(customer, () => self(customer).microphone?.silent === true);
    await until(agent, () => other(agent)?.microphone?.silent === true);
    await customer.setMicrophone(false);
    await until(customer, () => self(customer).microphone?.silent === false);
  });
});
