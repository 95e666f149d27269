import { CallTimer } from '../../protocol/call-clock.ts';
import type { DeviceRefusal } from '../../protocol/call-record.ts';
import type { Devices, LocalMedia } from '../contracts/devices.ts';
import { DeviceError } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';

export type Opened =
  | { readonly is: 'open'; readonly media: LocalMedia }
  /** The microphone works by itself, and is open. */
  | { readonly is: 'camera-refused'; readonly media: LocalMedia; readonly refusal: DeviceRefusal }
  | { readonly is: 'refused'; readonly refusal: DeviceRefusal };

interface Wants {
  readonly microphone: boolean;
  readonly camera: boolean;
}

interface Page {
  readonly devices: Devices;
  readonly environment: Environment;
}

/** These are about the question, or the whole page: asking for the microphone alone would get the same answer. */
const wholly: readonly DeviceRefusal[] = ['dismissed', 'insecure', 'unsupported', 'timeout'];

export const stopMedia = (media: LocalMedia | null): void => {
  media?.microphone?.stop();
  media?.camera?.stop();
};

export const refusalOf = (error: unknown): DeviceRefusal => (error instanceof DeviceError ? error.refusal : 'unsupported');

/**
 * Opens the microphone, and the camera where it is wanted. A browser that refuses both does not say which one it means: then the microphone is
 * asked for alone. Null where `signal` aborted meanwhile; who gets media looks at `signal` once more.
 */
export async function openDevices(page: Page, wants: Wants, signal: AbortSignal): Promise<Opened | null> {
  const first = await ask(page, wants, signal);
  if (signal.aborted || first?.is !== 'refused' || !wants.camera || !wants.microphone || wholly.includes(first.refusal)) return first;
  const second = await ask(page, { microphone: true, camera: false }, signal);
  return second?.is === 'open' ? { ...second, is: 'camera-refused', refusal: first.refusal } : second && first;
}

function ask({ devices, environment }: Page, wants: Wants, signal: AbortSignal): Promise<Opened | null> {
  const over = new AbortController();
  const life = AbortSignal.any([signal, over.signal]);
  return new Promise((resolve) => {
    const settle = (opened: Opened | null): void => {
      over.abort();
      resolve(opened);
    };
    // The browser's prompt may never settle.
    environment.after(CallTimer.claim, () => settle({ is: 'refused', refusal: 'timeout' }), life);
    signal.addEventListener('abort', () => settle(null), { once: true, signal: over.signal });
    devices.open(wants, life).then(
      (media) => (life.aborted ? stopMedia(media) : settle({ is: 'open', media })),
      (error: unknown) => settle({ is: 'refused', refusal: refusalOf(error) }),
    );
  });
}
