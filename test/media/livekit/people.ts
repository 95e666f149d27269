import { Room } from 'livekit-client';
import type { MediaRoom } from '../../../src/session/contracts/media-backend.ts';
import { SignalPair, until } from '../../contracts/media-backend.ts';
import type { LiveKitHarness, LiveKitServer } from './livekit-harness.ts';
import { tokenFor } from './livekit-harness.ts';

const never = new AbortController().signal;

interface Entering {
  readonly url?: string;
  readonly token?: string;
  readonly e2ee?: boolean;
  readonly wants?: { readonly microphone: boolean; readonly camera: boolean };
}

/** A call's two people, and whoever else comes into their room, by other means than ours. */
export class People {
  readonly name = `people-${crypto.randomUUID()}`;
  readonly signals: SignalPair;
  readonly #server: LiveKitServer;
  readonly #harness: LiveKitHarness;
  readonly #strangers: Room[] = [];

  constructor(server: LiveKitServer, harness: LiveKitHarness, signals = new SignalPair()) {
    this.#server = server;
    this.#harness = harness;
    this.signals = signals;
  }

  async enter(self: 'customer' | 'agent', { url = this.#server.url, token, e2ee = false, wants }: Entering = {}): Promise<MediaRoom> {
    const peer = self === 'customer' ? 'agent' : 'customer';
    const devices = this.#harness.devices();
    const grant = { backend: 'livekit', url, token: token ?? (await tokenFor(this.#server, this.name, self)), e2ee };
    const options = { call: this.name, self, peers: [peer], initiates: self === 'agent', relayOnly: false, devices };
    const room = await this.#harness.backend().join({ ...options, grant, signal: this.signals.of(self, peer) });
    if (wants) await room.publish(await devices.open(wants, never));
    return room;
  }

  /** Both, with sound, once they hear each other. */
  async talk(options: Entering = {}): Promise<[customer: MediaRoom, agent: MediaRoom]> {
    const both = [await this.enter('customer', { wants: { microphone: true, camera: false }, ...options }), await this.enter('agent', { wants: { microphone: true, camera: false }, ...options })] as const;
    for (const room of both) await until(room, ({ state, participants }) => state === 'connected' && !!participants[1]?.microphone?.on);
    return [...both];
  }

  /** Somebody with LiveKit's client alone. */
  async stranger(identity: string, claims: object = {}): Promise<Room> {
    // With dynacast, what nobody takes is not sent.
    const room = new Room({ dynacast: true });
    this.#strangers.push(room);
    await room.connect(this.#server.url, await tokenFor(this.#server, this.name, identity, claims));
    return room;
  }

  async end(): Promise<void> {
    for (const stranger of this.#strangers.splice(0)) await stranger.disconnect();
  }
}
