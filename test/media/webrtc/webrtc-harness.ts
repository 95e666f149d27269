import type { MediaGrant } from '../../../src/protocol/media-grant.ts';
import { WebRtcBackend } from '../../../src/media/webrtc/webrtc-backend.ts';
import type { JoinOptions, MediaRoom } from '../../../src/session/contracts/media-backend.ts';
import { BrowserHarness, packetsArrive, watchConnections } from '../browser-harness.ts';

/** The connections of each room, by the configuration that it makes all of them with. */
const made = new Map<RTCConfiguration | undefined, RTCPeerConnection[]>();
let newest: RTCConfiguration | undefined;
let isFruitless = false;

watchConnections((connection, configuration) => {
  const before = made.get(configuration) ?? [];
  made.set(configuration, [...before, connection]);
  newest = configuration;
  if (!isFruitless || before.length > 0 || !configuration) return;
  connection.setConfiguration({ ...configuration, iceTransportPolicy: 'relay' });
  Object.defineProperty(connection, 'iceGatheringState', { value: 'gathering' });
});

/** Two backends of this page that call each other over loopback. */
export class WebRtcHarness extends BrowserHarness {
  readonly #configurations = new Map<MediaRoom, RTCConfiguration | undefined>();
  readonly #grant: MediaGrant;

  constructor(grant: MediaGrant = { backend: 'webrtc', iceServers: [], relayOnly: false }) {
    super();
    this.#grant = grant;
    isFruitless = false;
  }

  /** The next rooms' first connections look for addresses for ever. */
  set fruitless(fruitless: boolean) {
    isFruitless = fruitless;
  }

  protected create(): WebRtcBackend {
    const configurations = this.#configurations;
    return new (class extends WebRtcBackend {
      override async join(options: JoinOptions): Promise<MediaRoom> {
        const joining = super.join(options);
        const configuration = newest;
        const room = await joining;
        // Who offers has loaded how before there is a connection.
        configurations.set(room, options.initiates ? newest : configuration);
        return room;
      }
    })();
  }

  /** Relay only without a relay leads nowhere: the suite asks for that with `relayOnly`. */
  grant(): Promise<MediaGrant> {
    return Promise.resolve(this.#grant);
  }

  arrives(_person: string, room: MediaRoom, kind: 'audio' | 'video'): Promise<void> {
    return packetsArrive(() => this.connections(room), kind);
  }

  connections(room: MediaRoom): readonly RTCPeerConnection[] {
    return made.get(this.#configurations.get(room)) ?? [];
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
}
