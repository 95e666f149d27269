import type { CallingBlock } from '../protocol/conversation.ts';
import type { Devices, LocalMedia } from '../session/contracts/devices.ts';

/**
 * The page's devices, where a page without any microphone cannot call. An agent's page says so before somebody is rung; a customer's has no time to
 * ask before its `hello`.
 */
export class CountedDevices implements Devices {
  readonly #devices: Devices;
  /** Not known before the first count, nor where the browser does not count. */
  #hasMicrophone: boolean | null = null;

  constructor(devices: Devices) {
    this.#devices = devices;
  }

  blocked(): CallingBlock {
    return this.#devices.blocked() ?? (this.#hasMicrophone === false ? 'no-microphone' : null);
  }

  open(...given: Parameters<Devices['open']>): Promise<LocalMedia> {
    return this.#devices.open(...given);
  }

  watch(...[listener, options]: Parameters<Devices['watch']>): void {
    let round = 0;
    this.#devices.watch((devices) => {
      const own = ++round;
      void this.#count().then(() => {
        if (own === round && !options.signal.aborted) listener(devices);
      });
    }, options);
  }

  /** Which kinds there are is told without a permission, names and ids are not (Media Capture and Streams, `enumerateDevices`). */
  async #count(): Promise<void> {
    const { mediaDevices } = navigator as Partial<Navigator>;
    this.#hasMicrophone = await Promise.resolve(mediaDevices?.enumerateDevices())
      .then((all) => all?.some(({ kind }) => kind === 'audioinput') ?? null)
      .catch(() => null);
  }
}
