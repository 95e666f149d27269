import type { DeviceRefusal } from '../../src/protocol/call-record.ts';
import type { CallingBlock } from '../../src/protocol/conversation.ts';
import type { DeviceInfo, Devices, LocalMedia, LocalTrack } from '../../src/session/contracts/devices.ts';
import { DeviceError } from '../../src/session/contracts/devices.ts';
import { Listeners } from '../../src/session/contracts/observable.ts';

/** What the browser does when it is asked for a device: gives it, refuses, or shows a prompt that the test answers. */
export type DeviceAnswer = 'granted' | 'prompt' | DeviceRefusal;

export class FakeTrack implements LocalTrack {
  readonly kind: LocalTrack['kind'];
  readonly deviceId: string;
  readonly native = this;
  stopped = false;

  constructor(kind: LocalTrack['kind'], deviceId: string) {
    this.kind = kind;
    this.deviceId = deviceId;
  }

  stop(): void {
    this.stopped = true;
  }
}

type Wants = Parameters<Devices['open']>[0];

/** One question to the person that is open. */
export interface FakePrompt {
  readonly wants: Wants;
  allow(): void;
  refuse(refusal: DeviceRefusal): void;
}

/** A page's devices, whose permissions a test sets. It follows the browser: one prompt a call, and a refusal does not say which device it means. */
export class FakeDevices implements Devices {
  microphone: DeviceAnswer = 'granted';
  camera: DeviceAnswer = 'granted';
  block: CallingBlock = null;
  /** Every question so far. */
  readonly asked: Wants[] = [];
  /** Questions that nobody has answered yet, also those whose asker has gone. */
  readonly prompts: FakePrompt[] = [];
  /** Every track ever given, also to one who had gone. */
  readonly tracks: FakeTrack[] = [];
  infos: readonly DeviceInfo[] = [
    { id: 'microphone-1', kind: 'microphone', label: 'Built-in microphone' },
    { id: 'microphone-2', kind: 'microphone', label: 'Headset' },
    { id: 'camera-1', kind: 'camera', label: 'Built-in camera' },
    { id: 'camera-2', kind: 'camera', label: 'Desk camera' },
    { id: 'speaker-1', kind: 'speaker', label: 'Built-in speaker' },
  ];
  readonly #changes = new Listeners();

  /** Tracks that are on now: the light beside the camera. */
  get live(): readonly FakeTrack[] {
    return this.tracks.filter((track) => !track.stopped);
  }

  blocked(): CallingBlock {
    return this.block;
  }

  async open(wants: Wants, signal: AbortSignal): Promise<LocalMedia> {
    signal.throwIfAborted();
    this.asked.push(wants);
    const answers = [wants.microphone && this.microphone, wants.camera && this.camera];
    for (const answer of answers) {
      if (answer && answer !== 'granted' && answer !== 'prompt') throw new DeviceError(answer);
    }
    for (const want of [wants.microphone, wants.camera]) {
      if (typeof want === 'string' && !this.infos.some((info) => info.id === want)) throw new DeviceError('no-device');
    }
    const media = answers.includes('prompt') ? await this.#ask(wants, signal) : this.#give(wants);
    if (!signal.aborted) return media;
    stop(media);
    throw signal.reason;
  }

  watch(listener: (devices: readonly DeviceInfo[]) => void, { signal }: { readonly signal: AbortSignal }): void {
    const tell = (): void => listener(this.infos);
    this.#changes.add(tell, signal);
    queueMicrotask(() => {
      if (!signal.aborted) tell();
    });
  }

  /** A device comes or goes. */
  change(infos: readonly DeviceInfo[]): void {
    this.infos = infos;
    this.#changes.tell();
  }

  #ask(wants: Wants, signal: AbortSignal): Promise<LocalMedia> {
    return new Promise((resolve, reject) => {
      const answered = (): void => void this.prompts.splice(this.prompts.indexOf(prompt), 1);
      const prompt: FakePrompt = {
        wants,
        allow: () => {
          answered();
          const media = this.#give(wants);
          if (signal.aborted) stop(media);
          else resolve(media);
        },
        refuse: (refusal) => {
          answered();
          reject(new DeviceError(refusal));
        },
      };
      this.prompts.push(prompt);
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }

  #give(wants: Wants): LocalMedia {
    return { microphone: this.#track('microphone', wants.microphone), camera: this.#track('camera', wants.camera) };
  }

  #track(kind: 'microphone' | 'camera', want: boolean | string): FakeTrack | null {
    if (!want) return null;
    const track = new FakeTrack(kind, typeof want === 'string' ? want : `${kind}-1`);
    this.tracks.push(track);
    return track;
  }
}

const stop = (media: LocalMedia): void => {
  media.microphone?.stop();
  media.camera?.stop();
};
