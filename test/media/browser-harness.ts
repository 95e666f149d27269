import { BrowserDevices } from '../../src/media/devices/browser-devices.ts';
import type { Devices, LocalMedia } from '../../src/session/contracts/devices.ts';
import { DeviceError } from '../../src/session/contracts/devices.ts';

/** The browser's fake devices, one of which can be refused, and which are stopped when the test is over. */
export class TestDevices extends BrowserDevices {
  refused: 'microphone' | 'camera' | null = null;

  override async open(wants: Parameters<Devices['open']>[0], signal: AbortSignal): Promise<LocalMedia> {
    if (this.refused && wants[this.refused]) throw new DeviceError('denied');
    return await super.open(wants, signal);
  }

  static async other(kind: 'microphone' | 'camera', present: string | null): Promise<string> {
    const known = (await new BrowserDevices().list()).filter((each) => each.kind === kind);
    const next = known.find((each) => each.id !== present) ?? known[0];
    if (!next) throw new Error(`no ${kind} here`);
    return next.id;
  }
}

export function newSurface(): HTMLVideoElement {
  const surface = document.createElement('video');
  surface.playsInline = true;
  document.body.append(surface);
  return surface;
}

/** Resolves once the picture has a size and its time goes on. Not by frame callbacks, which a page in the background does not get. */
export async function moves(surface: HTMLVideoElement): Promise<void> {
  const before = surface.currentTime;
  while (!(surface.videoWidth && surface.currentTime > before)) await soon();
}

/** Counters and clocks of the browser's media give no event: they are looked at again and again. */
// eslint-disable-next-line no-restricted-syntax -- a poll, not a pause that hopes: what it waits for is asked each time
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Resolves once more packets of that kind have come in over these connections than now. */
export async function packetsArrive(connections: () => readonly RTCPeerConnection[], kind: 'audio' | 'video'): Promise<void> {
  const before = await packets(connections(), kind);
  for (;;) {
    const now = await packets(connections(), kind);
    if (now > before) return;
    await soon();
  }
}

async function packets(connections: readonly RTCPeerConnection[], kind: 'audio' | 'video'): Promise<number> {
  let sum = 0;
  for (const connection of connections) {
    if (connection.connectionState === 'closed') continue;
    const report = (await connection.getStats()) as unknown as ReadonlyMap<string, Record<string, unknown>>;
    for (const each of report.values()) {
      if (each.type !== 'inbound-rtp' || each.kind !== kind) continue;
      sum += Number(kind === 'audio' ? each.packetsReceived : each.framesDecoded) || 0;
    }
  }
  return sum;
}
