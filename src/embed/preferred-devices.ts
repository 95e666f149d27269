import type { CallingBlock } from '../protocol/conversation.ts';
import type { Devices, LocalMedia } from '../session/contracts/devices.ts';

type Want = boolean | string;

/** The page's devices, where "any" means those that the person chose. A chosen one that is gone gives way to any. */
export class PreferredDevices implements Devices {
  readonly #devices: Devices;
  readonly #preferred: () => { readonly microphone: string | null; readonly camera: string | null };

  constructor(devices: Devices, preferred: () => { readonly microphone: string | null; readonly camera: string | null }) {
    this.#devices = devices;
    this.#preferred = preferred;
  }

  blocked(): CallingBlock {
    return this.#devices.blocked();
  }

  open(wants: { readonly microphone: Want; readonly camera: Want }, signal: AbortSignal): Promise<LocalMedia> {
    const { microphone, camera } = this.#preferred();
    return this.#devices.open(
      {
        microphone: wants.microphone === true ? (microphone ?? true) : wants.microphone,
        camera: wants.camera === true ? (camera ?? true) : wants.camera,
      },
      signal,
    );
  }

  watch(...given: Parameters<Devices['watch']>): void {
    this.#devices.watch(...given);
  }
}
