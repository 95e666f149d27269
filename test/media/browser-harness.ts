import { BrowserDevices } from '../../src/media/devices/browser-devices.ts';
import type { MediaGrant } from '../../src/protocol/media-grant.ts';
import type { DeviceInfo, Devices, LocalMedia, LocalTrack } from '../../src/session/contracts/devices.ts';
import { DeviceError } from '../../src/session/contracts/devices.ts';
import type { MediaBackend, MediaRoom } from '../../src/session/contracts/media-backend.ts';
import type { MediaHarness } from '../contracts/media-backend.ts';

/** The browser's fake devices, one of which can be refused, and which are stopped when the test is over. */
export class TestDevices extends BrowserDevices {
  refused: 'microphone' | 'camera' | null = null;

  override async open(wants: Parameters<Devices['open']>[0], signal: AbortSignal): Promise<LocalMedia> {
    if (this.refused && wants[this.refused]) throw new DeviceError('denied');
    return await super.open(wants, signal);
  }

  static async other(kind: 'microphone' | 'camera', present: string | null): Promise<string> {
    const listed = new AbortController();
    const devices = await new Promise<readonly DeviceInfo[]>((resolve) => new BrowserDevices().watch(resolve, listed));
    listed.abort();
    const known = devices.filter((each) => each.kind === kind);
    const next = known.find((each) => each.id !== present) ?? known[0];
    if (!next) throw new Error(`no ${kind} here`);
    return next.id;
  }
}

/** Two backends of this page that call each other with the browser's fake devices. */
export abstract class BrowserHarness implements MediaHarness {
  readonly #joined: MediaRoom[] = [];

  abstract grant(person: string, options?: { readonly nowhere?: boolean }): Promise<MediaGrant>;
  abstract arrives(person: string, room: MediaRoom, kind: 'audio' | 'video'): Promise<void>;
  abstract vanish(person: string, room: MediaRoom): void;
  protected abstract create(): MediaBackend;

  backend(): MediaBackend {
    const backend = this.create();
    const join = backend.join.bind(backend);
    backend.join = async (options) => {
      const room = await join(options);
      this.#joined.push(room);
      return room;
    };
    return backend;
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
    const surface = document.createElement('video');
    surface.playsInline = true;
    document.body.append(surface);
    return surface;
  }

  /** Resolves once the picture has a size and its time goes on. Not by frame callbacks, which a page in the background does not get. */
  async moves(surface: unknown): Promise<void> {
    const video = surface as HTMLVideoElement;
    const before = video.currentTime;
    while (!(video.videoWidth && video.currentTime > before)) await soon();
  }

  isEmpty(surface: unknown): boolean {
    return (surface as HTMLVideoElement).srcObject === null;
  }

  isStopped(native: unknown): boolean {
    return (native as MediaStreamTrack).readyState === 'ended';
  }

  async end(): Promise<void> {
    for (const room of this.#joined) await room.leave();
    for (const surface of document.querySelectorAll('video, audio')) surface.remove();
  }
}

/** Every connection that the page makes from now on, with what it was asked to be: a backend makes its own. */
export function watchConnections(made: (connection: RTCPeerConnection, configuration?: RTCConfiguration) => void): void {
  globalThis.RTCPeerConnection = class extends globalThis.RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      made(this, configuration);
    }
  };
}

/** One that sends, and nothing but zeros; or one note that lasts, where the browser's fake one beeps too seldom to count as speaking. */
export function madeMicrophone(gives: 'silence' | 'a note'): LocalTrack {
  const context = new AudioContext();
  const end = context.createMediaStreamDestination();
  if (gives === 'a note') {
    const note = context.createOscillator();
    note.connect(end);
    note.start();
  }
  const native = end.stream.getAudioTracks()[0] as MediaStreamTrack;
  return { kind: 'microphone', native, deviceId: gives, stop: () => native.stop() };
}

/** The platform changes a value of its own, and says so. */
export function platformSays(target: EventTarget, property: string, value: unknown, event: string): void {
  Object.defineProperty(target, property, { configurable: true, value });
  target.dispatchEvent(new Event(event));
}

/** Looks until it is so. */
export async function holds(isSo: () => boolean): Promise<void> {
  while (!isSo()) await soon();
}

/** Counters and clocks of the browser's media give no event: they are looked at again and again. */
// eslint-disable-next-line no-restricted-syntax -- a poll, not a pause that hopes: what it waits for is asked each time
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Resolves once more of that kind has come in over one of these connections than now: packets of sound, pictures decoded. */
export async function packetsArrive(connections: () => readonly RTCPeerConnection[], kind: 'audio' | 'video'): Promise<void> {
  const before = new Map<RTCPeerConnection, number>();
  for (const each of connections()) before.set(each, await received(each, kind));
  for (;;) {
    for (const each of connections()) if ((await received(each, kind)) > (before.get(each) ?? 0)) return;
    await soon();
  }
}

async function received(connection: RTCPeerConnection, kind: 'audio' | 'video'): Promise<number> {
  if (connection.connectionState === 'closed') return 0;
  let sum = 0;
  const report = (await connection.getStats()) as unknown as ReadonlyMap<string, Record<string, unknown>>;
  for (const each of report.values()) {
    if (each.type !== 'inbound-rtp' || each.kind !== kind) continue;
    sum += Number(kind === 'audio' ? each.packetsReceived : each.framesDecoded) || 0;
  }
  return sum;
}
