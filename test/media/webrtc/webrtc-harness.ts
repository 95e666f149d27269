import type { MediaGrant } from '../../../src/protocol/media-grant.ts';
import { WebRtcBackend } from '../../../src/media/webrtc/webrtc-backend.ts';
import type { Devices } from '../../../src/session/contracts/devices.ts';
import type { JoinOptions, MediaRoom } from '../../../src/session/contracts/media-backend.ts';
import type { MediaHarness } from '../../contracts/media-backend.ts';
import { moves, newSurface, packetsArrive, TestDevices } from '../browser-harness.ts';

/** A backend whose connections a test can count and break. */
class WatchedBackend extends WebRtcBackend {
  readonly #joined: (room: MediaRoom, made: readonly RTCPeerConnection[]) => void;
  readonly #made: RTCPeerConnection[];

  constructor(joined: (room: MediaRoom, made: readonly RTCPeerConnection[]) => void, isFruitless: boolean) {
    const made: RTCPeerConnection[] = [];
    super({
      createConnection: (configuration) => {
        const stuck = isFruitless && made.length === 0;
        const connection = new RTCPeerConnection({ ...configuration, ...(stuck ? { iceTransportPolicy: 'relay' } : null) });
        if (stuck) {
          Object.defineProperty(connection, 'iceGatheringState', { value: 'gathering' });
          Object.defineProperty(connection, 'getConfiguration', { value: () => configuration });
        }
        made.push(connection);
        return connection;
      },
    });
    this.#made = made;
    this.#joined = joined;
  }

  override async join(options: JoinOptions): Promise<MediaRoom> {
    const room = await super.join(options);
    this.#joined(room, this.#made);
    return room;
  }
}

/** Two backends of this page that call each other over loopback. */
export class WebRtcHarness implements MediaHarness {
  readonly #connections = new Map<MediaRoom, readonly RTCPeerConnection[]>();
  readonly #grant: MediaGrant;
  /** The next rooms' first connections look for addresses for ever. */
  fruitless = false;

  constructor(grant: MediaGrant = { backend: 'webrtc', iceServers: [], relayOnly: false }) {
    this.#grant = grant;
  }

  backend(): WebRtcBackend {
    return new WatchedBackend((room, made) => this.#connections.set(room, made), this.fruitless);
  }

  /** Relay only without a relay leads nowhere: the suite asks for that with `relayOnly`. */
  grant(): Promise<MediaGrant> {
    return Promise.resolve(this.#grant);
  }

  devices(): TestDevices {
    return new TestDevices();
  }

  otherDevice(kind: 'microphone' | 'camera', present: string | null): Promise<string> {
    return TestDevices.other(kind, present);
  }

  refuse(kind: 'microphone' | 'camera', devices: Devices): void {
    (devices as TestDevices).refused = kind;
  }

  surface(): HTMLVideoElement {
    return newSurface();
  }

  moves(surface: unknown): Promise<void> {
    return moves(surface as HTMLVideoElement);
  }

  isEmpty(surface: unknown): boolean {
    return (surface as HTMLVideoElement).srcObject === null;
  }

  isStopped(native: unknown): boolean {
    return (native as MediaStreamTrack).readyState === 'ended';
  }

  arrives(_person: string, room: MediaRoom, kind: 'audio' | 'video'): Promise<void> {
    return packetsArrive(() => this.connections(room), kind);
  }

  connections(room: MediaRoom): readonly RTCPeerConnection[] {
    return this.#connections.get(room) ?? [];
  }

  /** Resolves once the room's browser knows all its own addresses. */
  async gathered(room: MediaRoom): Promise<void> {
    const connection = this.connections(room).at(-1);
    if (!connection) throw new Error('there is no connection');
    while (connection.iceGatheringState !== 'complete') {
      await new Promise((resolve) => connection.addEventListener('icegatheringstatechange', resolve, { once: true }));
    }
  }

  vanish(_person: string, room: MediaRoom): void {
    for (const connection of this.connections(room)) connection.close();
  }

  async end(): Promise<void> {
    for (const room of this.#connections.keys()) await room.leave();
    for (const surface of document.querySelectorAll('video')) surface.remove();
  }
}
