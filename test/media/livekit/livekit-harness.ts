import { setLogLevel } from 'livekit-client';
import type { MediaGrant } from '../../../src/protocol/media-grant.ts';
import { LiveKitBackend } from '../../../src/media/livekit/livekit-backend.ts';
import type { MediaRoom } from '../../../src/session/contracts/media-backend.ts';
import type { MediaRoute } from '../../../scripts/relays.mjs';
import { BrowserHarness, packetsArrive, watchConnections } from '../browser-harness.ts';
import { rerouteMedia } from './reroute.ts';

export interface LiveKitServer {
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  /** Another way to it, which can be cut: signalling by that address, media by those ports. Only to one that was started here. */
  readonly relays?: { readonly url: string; readonly media: readonly MediaRoute[] };
}

/** The real server that the test runner started; or why there is none. */
export async function liveKitServer(): Promise<LiveKitServer | { readonly missing: string }> {
  return (await (await fetch('/livekit.json')).json()) as LiveKitServer | { readonly missing: string };
}

/** Resolves once that is so: what is cut is cut, what is started answers. */
export async function cause(fault: 'cut-signalling' | 'cut-media' | 'mend' | 'kill' | 'start' | 'lose-media-for-20-s' | 'crash-for-3-s'): Promise<void> {
  await fetch(`/livekit/${fault}`);
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

// In Firefox a socket now and then says "error", and then that it closed cleanly: livekit-client 2.23 closes the stream of it that it has errored
// before, and throws where nobody can catch. By then whoever read that stream has been told. Nothing else is let pass.
addEventListener(
  'error',
  (event) => {
    if (!event.message.includes('close a stream that has errored') || !event.filename.includes('livekit-client')) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  },
  { capture: true },
);

/** Every RTCPeerConnection of the page, newest last: livekit-client makes its own. */
const made: RTCPeerConnection[] = [];
watchConnections((connection) => made.push(connection));

rerouteMedia();

/** Two backends of this page that meet in a room of a real server. */
export class LiveKitHarness extends BrowserHarness {
  readonly #server: LiveKitServer;
  readonly #room = `test-${crypto.randomUUID()}`;
  readonly #shown = new AbortController();
  e2ee = false;

  /** `relayed`: by the way that can be cut. */
  constructor(server: LiveKitServer, { relayed = false } = {}) {
    super();
    const { relays } = server;
    if (relayed && !relays) throw new Error('This server was not started here: there is no way to it that could be cut.');
    this.#server = relayed && relays ? { ...server, url: relays.url } : server;
    globalThis.mediaRoutes = relayed && relays ? relays.media : null;
    made.length = 0;
  }

  get connections(): readonly RTCPeerConnection[] {
    return [...made];
  }

  protected create(): LiveKitBackend {
    return new LiveKitBackend();
  }

  async grant(person: string, options: { readonly nowhere?: boolean } = {}): Promise<MediaGrant> {
    const token = await tokenFor(this.#server, this.#room, person);
    // Nothing listens on the discard port.
    return { backend: 'livekit', url: options.nowhere ? 'ws://127.0.0.1:9' : this.#server.url, token, e2ee: this.e2ee };
  }

  /** A picture is sent only where one is looked at (adaptive stream), so it is looked at. Sound is counted over the page's connections. */
  async arrives(_person: string, room: MediaRoom, kind: 'audio' | 'video'): Promise<void> {
    if (kind === 'audio') return packetsArrive(() => made, 'audio');
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

  override async end(): Promise<void> {
    this.#shown.abort();
    await super.end();
  }
}
