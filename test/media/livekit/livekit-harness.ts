import { setLogLevel } from 'livekit-client';
import type { MediaGrant } from '../../../src/protocol/media-grant.ts';
import { LiveKitBackend } from '../../../src/media/livekit/livekit-backend.ts';
import type { Devices } from '../../../src/session/contracts/devices.ts';
import type { JoinOptions, MediaRoom } from '../../../src/session/contracts/media-backend.ts';
import type { MediaHarness } from '../../contracts/media-backend.ts';
import { moves, newSurface, packetsArrive, TestDevices } from '../browser-harness.ts';

export interface LiveKitServer {
  readonly url: string;
  readonly key: string;
  readonly secret: string;
}

/** The real server that the test runner started; or why there is none. */
export async function liveKitServer(): Promise<LiveKitServer | { readonly missing: string }> {
  return (await (await fetch('/livekit.json')).json()) as LiveKitServer | { readonly missing: string };
}

const base64 = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** A token as the server makes them: one room, one identity, ten minutes. */
export async function tokenFor({ key, secret }: LiveKitServer, room: string, identity: string, claims: object = {}): Promise<string> {
  const text = new TextEncoder();
  const now = Math.floor(Date.now() / 1_000);
  const video = { room, roomJoin: true, canPublish: true, canSubscribe: true };
  const body = [{ alg: 'HS256', typ: 'JWT' }, { iss: key, sub: identity, nbf: now - 5, exp: now + 600, video, ...claims }]
    .map((part) => base64(text.encode(JSON.stringify(part))))
    .join('.');
  const signer = await crypto.subtle.importKey('raw', text.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return `${body}.${base64(new Uint8Array(await crypto.subtle.sign('HMAC', signer, text.encode(body))))}`;
}

// It tells at length of connections that a test breaks on purpose.
setLogLevel('silent');

/** Every RTCPeerConnection of the page, newest last: livekit-client makes its own. */
const made: { readonly connection: RTCPeerConnection; readonly at: number }[] = [];
const Original = globalThis.RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Original {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    made.push({ connection: this, at: performance.now() });
  }
};

/** Two backends of this page that meet in a room of a real server. */
export class LiveKitHarness implements MediaHarness {
  readonly #server: LiveKitServer;
  readonly #room = `test-${crypto.randomUUID()}`;
  readonly #rooms: MediaRoom[] = [];
  readonly #shown = new AbortController();

  constructor(server: LiveKitServer) {
    this.#server = server;
    made.length = 0;
  }

  backend(): LiveKitBackend {
    const rooms = this.#rooms;
    return new (class extends LiveKitBackend {
      override async join(options: JoinOptions): Promise<MediaRoom> {
        const room = await super.join(options);
        rooms.push(room);
        return room;
      }
    })();
  }

  async grant(person: string, options: { readonly nowhere?: boolean } = {}): Promise<MediaGrant> {
    const token = await tokenFor(this.#server, this.#room, person);
    // Nothing listens on the discard port.
    return { backend: 'livekit', url: options.nowhere ? 'ws://127.0.0.1:9' : this.#server.url, token, e2ee: false };
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

  /** A picture is sent only where one is looked at (adaptive stream), so it is looked at. Sound is counted over the page's connections. */
  async arrives(_person: string, room: MediaRoom, kind: 'audio' | 'video'): Promise<void> {
    if (kind === 'audio') return packetsArrive(() => made.map(({ connection }) => connection), 'audio');
    await new Promise<void>((resolve) => {
      const done = new AbortController();
      const look = (): void => {
        if (!room.snapshot.participants[1]?.camera?.on) return;
        done.abort();
        resolve();
      };
      room.subscribe(look, { signal: done.signal });
      look();
    });
    const surface = this.surface();
    room.attach(room.snapshot.participants[1]?.camera?.id ?? '', surface, { signal: this.#shown.signal });
    await this.moves(surface);
  }

  /** The next page comes with the same identity, and LiveKit sends this one away. */
  vanish(): void {
    // Nothing to do.
  }

  async end(): Promise<void> {
    this.#shown.abort();
    for (const room of this.#rooms) await room.leave();
    for (const surface of document.querySelectorAll('video, audio')) surface.remove();
  }
}
