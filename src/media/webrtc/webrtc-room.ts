import type { LocalMedia } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import type { JoinOptions, MediaRoom, RoomParticipant, RoomSnapshot, RoomTrack } from '../../session/contracts/media-backend.ts';
import { Store } from '../../session/contracts/observable.ts';
import { METER_MS } from './meter.ts';
import { PeerLink } from './peer-link.ts';

type Kind = 'microphone' | 'camera';

/** One person's side of a call between two browsers: what they give, and what they see and hear. */
export class WebRtcRoom implements MediaRoom {
  readonly #options: JoinOptions;
  readonly #sound: HTMLAudioElement;
  readonly #link: PeerLink;
  readonly #store: Store<RoomSnapshot>;
  readonly #left = new AbortController();
  /** What is shown where: the other side's sound too. */
  readonly #surfaces = new Map<HTMLMediaElement, () => MediaStreamTrack | undefined>();
  readonly #timer: ReturnType<typeof setInterval>;
  #local: LocalMedia = { microphone: null, camera: null };
  #microphoneOn = true;
  #speaker: string | null = null;

  constructor(options: JoinOptions, sound: HTMLAudioElement) {
    this.#options = options;
    this.#sound = sound;
    this.#link = new PeerLink(options, () => this.#changed());
    this.#store = new Store(this.#compose());
    this.#surfaces.set(sound, () => this.#link.received(0));
    this.#link.listen(this.#left.signal);
    this.#timer = setInterval(() => void this.#link.measure(this.#microphoneOn), METER_MS);
  }

  get snapshot(): RoomSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  publish(given: Partial<LocalMedia>): Promise<void> {
    const before = this.#local;
    const now = { ...before, ...given };
    this.#local = now;
    for (const kind of ['microphone', 'camera'] as const) {
      if (before[kind] !== now[kind]) before[kind]?.stop();
      if (this.#left.signal.aborted) now[kind]?.stop();
    }
    for (const track of this.#tracks()) {
      if (!track) continue;
      track.onmute = track.onunmute = track.onended = () => {
        this.#changed();
        void this.#revive().catch(ignored);
      };
    }
    this.#changed();
    this.#link.carry(this.#tracks());
    return Promise.resolve();
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#microphoneOn = on;
    if (on) await this.#revive();
    this.#changed();
  }

  async setCamera(on: boolean): Promise<void> {
    if (!on) await this.publish({ camera: null });
    else if (!this.#local.camera) await this.#open('camera', true);
  }

  async switchDevice(kind: Kind | 'speaker', deviceId: string): Promise<void> {
    if (kind !== 'speaker') {
      await this.#open(kind, deviceId);
      return;
    }
    try {
      await this.#sound.setSinkId(deviceId);
    } catch (cause) {
      throw new DeviceError('setSinkId' in this.#sound ? 'no-device' : 'unsupported', { cause });
    }
    this.#speaker = deviceId;
    this.#changed();
  }

  setVolume(volume: number): void {
    this.#sound.volume = volume;
  }

  attach(trackId: string, surface: unknown, { signal }: { readonly signal: AbortSignal }): void {
    const element = surface as HTMLMediaElement;
    const isOwn = trackId === `${this.#options.self}:camera`;
    this.#surfaces.set(element, () => (isOwn ? this.#tracks()[1] : this.#link.received(1)));
    signal.addEventListener('abort', () => {
      this.#surfaces.delete(element);
      element.srcObject = null;
    });
    this.#changed();
  }

  async resumePlayback(): Promise<void> {
    await this.#sound.play().catch(ignored);
    this.#changed();
  }

  async leave(): Promise<void> {
    if (this.#left.signal.aborted) return;
    this.#left.abort();
    this.#link.leave();
    clearInterval(this.#timer);
    this.#surfaces.clear();
    this.#sound.srcObject = null;
    await this.publish({});
  }

  /** Opens a device and lets it take the place of the present one, which goes on where that fails. */
  async #open(kind: Kind, want: true | string): Promise<void> {
    const { [kind]: opened } = await this.#options.devices.open({ microphone: false, camera: false, [kind]: want }, this.#left.signal);
    if (want !== true && opened?.deviceId !== want) {
      opened?.stop();
      throw new DeviceError('no-device');
    }
    await this.publish({ [kind]: opened });
  }

  /** Another microphone does as well as one that is gone; another camera would show what nobody chose to show. */
  async #revive(): Promise<void> {
    if (this.#tracks()[0]?.readyState === 'ended') await this.#open('microphone', true);
  }

  /** What is given, in the order of the connection's transceivers. */
  #tracks(): readonly (MediaStreamTrack | undefined)[] {
    const { microphone, camera } = this.#local;
    return [microphone, camera].map((each) => each?.native as MediaStreamTrack | undefined);
  }

  /** What follows from any change: everything where it belongs, a word to the other side, a new snapshot. */
  #changed(): void {
    const [microphone] = this.#tracks();
    if (microphone) microphone.enabled = this.#microphoneOn;
    for (const [element, wanted] of this.#surfaces) {
      const track = wanted();
      if (track === shownOn(element)) continue;
      element.srcObject = track ? new MediaStream([track]) : null;
      void element.play().catch(ignored);
    }
    const next = this.#compose();
    this.#link.tell(next.participants[0]);
    if (JSON.stringify(next) !== JSON.stringify(this.snapshot)) this.#store.set(next);
  }

  #compose(): RoomSnapshot {
    const { self, peers } = this.#options;
    const { microphone, camera } = this.#local;
    const { told, meter } = this.#link;
    const state = this.#left.signal.aborted ? 'left' : this.#link.state;
    const lost = state === 'reconnecting' && 'lost';
    const own = (kind: Kind, index: number, silent: boolean): RoomTrack | null => {
      const track = this.#tracks()[index];
      if (!track) return null;
      const interrupted = track.muted || track.readyState === 'ended';
      return { id: `${self}:${kind}`, on: track.enabled && !interrupted, interrupted, silent };
    };
    const arriving = (track: RoomTrack | null, index: number): RoomTrack | null => track && { ...track, on: track.on && this.#link.received(index)?.muted === false };
    const me: RoomParticipant = {
      id: self,
      self: true,
      speaking: meter.self.speaks,
      quality: lost || meter.quality,
      microphone: own('microphone', 0, meter.self.silent),
      camera: own('camera', 1, false),
      screen: null,
    };
    const others = (this.#link.isThere && state !== 'left' ? peers : []).map((id): RoomParticipant => ({
      ...told,
      id,
      self: false,
      speaking: meter.other.speaks,
      quality: lost || told.quality,
      microphone: arriving(told.microphone, 0),
      camera: arriving(told.camera, 1),
    }));
    return {
      state,
      participants: [me, ...others],
      playback: this.#sound.paused && shownOn(this.#sound)?.readyState === 'live' ? 'blocked' : 'allowed',
      devices: { microphone: microphone?.deviceId ?? null, camera: camera?.deviceId ?? null, speaker: this.#speaker },
    };
  }
}

const shownOn = (element: HTMLMediaElement): MediaStreamTrack | undefined => (element.srcObject as MediaStream | null)?.getTracks()[0];
const ignored = (): void => undefined;
