import type { DeviceInfo, Devices, LocalMedia } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';

/** What a room lends: what it plays with, what it opens by, where it puts what was opened, and its lifetime. */
export interface Switched {
  readonly sound: HTMLAudioElement;
  readonly devices: Devices;
  readonly publish: (given: Partial<LocalMedia>) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Puts the very device that is named in the place of the present one, which goes on where that fails. Few calls need it. */
export async function switchDevice(kind: DeviceInfo['kind'], deviceId: string, { sound, devices, publish, signal }: Switched): Promise<void> {
  if (kind === 'speaker') {
    try {
      await sound.setSinkId(deviceId);
      return;
    } catch (cause) {
      throw new DeviceError('setSinkId' in sound ? 'no-device' : 'unsupported', { cause });
    }
  }
  const { [kind]: opened } = await devices.open({ microphone: false, camera: false, [kind]: deviceId }, signal);
  if (opened?.deviceId !== deviceId) {
    opened?.stop();
    throw new DeviceError('no-device');
  }
  await publish({ [kind]: opened });
}
