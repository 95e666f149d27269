import { CallTimer } from '../../protocol/call-clock.ts';
import type { DeviceRefusal } from '../../protocol/call-record.ts';
import type { DeviceFact } from '../../protocol/call-view.ts';
import type { Devices, LocalMedia } from '../contracts/devices.ts';
import { DeviceError } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';

/** What became of asking: where the camera alone was refused, the microphone is open. */
export interface Opened {
  readonly fact: Exclude<DeviceFact, { is: 'closed' | 'opening' }>;
  readonly media: LocalMedia | null;
}

interface Page {
  readonly devices: Devices;
  readonly environment: Environment;
}

/** These are about the question, or the whole page: asking for the microphone alone would get the same answer. */
const wholly: readonly DeviceRefusal[] = ['dismissed', 'insecure', 'unsupported', 'timeout'];

export function stopMedia(media: LocalMedia | null): void {
  media?.microphone?.stop();
  media?.camera?.stop();
}

export const refusalOf = (error: unknown): DeviceRefusal => (error instanceof DeviceError ? error.refusal : 'unsupported');

/**
 * Opens the microphone, and the camera where it is wanted. A browser that refuses both does not say which one it means: then the microphone is
 * asked for alone. Who gets media looks first whether `signal` aborted on the way, and stops it then.
 */
export async function openDevices(page: Page, camera: boolean, signal: AbortSignal): Promise<Opened> {
  const first = await ask(page, camera, signal);
  if (typeof first !== 'string') return { fact: { is: 'open', has: first.camera ? 'video' : 'audio' }, media: first };
  const second = camera && !wholly.includes(first) && !signal.aborted ? await ask(page, false, signal) : first;
  if (typeof second !== 'string') return { fact: { is: 'camera-refused', refusal: first }, media: second };
  return { fact: { is: 'refused', refusal: first, wants: camera ? 'video' : 'audio' }, media: null };
}

/** The browser's prompt may never settle: the time-out is ours. What opens after it, or after the call moved on, is stopped. */
function ask({ devices, environment }: Page, camera: boolean, signal: AbortSignal): Promise<LocalMedia | DeviceRefusal> {
  const over = new AbortController();
  const life = AbortSignal.any([signal, over.signal]);
  return new Promise((resolve) => {
    const settle = (answer: LocalMedia | DeviceRefusal): void => {
      over.abort();
      resolve(answer);
    };
    environment.after(CallTimer.claim, () => settle('timeout'), life);
    devices.open({ microphone: true, camera }, life).then(
      (media) => (life.aborted ? stopMedia(media) : settle(media)),
      (error: unknown) => settle(refusalOf(error)),
    );
  });
}
