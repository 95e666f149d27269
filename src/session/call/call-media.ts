import type { CallRecord, DeviceRefusal, MediaPath } from '../../protocol/call-record.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';
import type { CallAuthority } from '../contracts/call-authority.ts';
import type { DeviceInfo, Devices, LocalMedia } from '../contracts/devices.ts';
import { DeviceError } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';
import type { MediaBackend, MediaRoom, SignalChannel } from '../contracts/media-backend.ts';
import { Listeners } from '../contracts/observable.ts';
import type { CallModel, Lease, RoomFact } from './call-model.ts';
import { selfOf, withoutMedia } from './call-model.ts';

export interface CallMediaOptions {
  readonly authority: CallAuthority;
  /** By the name that a call's record carries. */
  readonly backends: Readonly<Record<string, () => Promise<MediaBackend>>>;
  readonly devices: Devices;
  readonly environment: Environment;
}

/** A room that could not be entered is tried again after this long, in milliseconds. */
const RETRY = 1_000;
/** These are about the question, or the whole page: asking for the microphone alone would get the same answer. */
const wholly: readonly DeviceRefusal[] = ['dismissed', 'insecure', 'unsupported', 'timeout'];

export const done = Promise.resolve();

/** A call's devices and room on this page: does what the state asks for, and writes into it what became of that. */
export abstract class CallMedia<Options extends CallMediaOptions> {
  protected readonly options: Options;
  protected now: CallModel;
  /** Names are known once a permission was given. */
  protected infos: readonly DeviceInfo[] = [];
  protected backend: MediaBackend | null = null;
  protected grant: MediaGrant | undefined;
  protected room: MediaRoom | null = null;
  /** What shows a track, told of each new room. */
  readonly #surfaces = new Listeners<MediaRoom>();
  #volume = 1;
  /** One stretch of open media; aborted when the call moves on. What follows is of this stretch. */
  #stretch: AbortController | null = null;
  #path: MediaPath | null = null;
  #hasFailed = false;
  #local: LocalMedia | null = null;
  /** What of it the room was given. */
  #given: LocalMedia | null = null;
  #isSharing = false;

  constructor(options: Options, now: CallModel) {
    this.options = options;
    this.now = now;
  }

  goOnWithAudio(): Promise<void> {
    if (this.now.devices.is === 'camera-refused') this.#use({});
    return done;
  }

  setMicrophone(on: boolean): Promise<void> {
    void this.set({ wanted: { ...this.now.wanted, microphone: on } });
    return this.#try('microphone', this.room?.setMicrophone(on));
  }

  setCamera(on: boolean): Promise<void> {
    return this.set({ wanted: { ...this.now.wanted, camera: on }, trouble: null });
  }

  switchDevice(kind: DeviceInfo['kind'], deviceId: string): Promise<void> {
    return this.#try(kind, this.room?.switchDevice(kind, deviceId));
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    this.room?.setVolume(volume);
  }

  attach(trackId: string, surface: unknown, options: { readonly signal: AbortSignal }): void {
    const show = (room: MediaRoom | null): void => room?.attach(trackId, surface, options);
    this.#surfaces.add(show, options.signal);
    show(this.room);
  }

  async resumePlayback(): Promise<void> {
    await this.room?.resumePlayback();
  }

  /** The state has changed, or the room has: does what follows. */
  protected abstract work(): void;

  protected set(change: Partial<CallModel>): Promise<void> {
    this.now = { ...this.now, ...change };
    this.work();
    return done;
  }

  protected get roomFact(): RoomFact {
    const { snapshot } = this.room ?? {};
    const self = snapshot?.participants[0];
    const is = this.#hasFailed ? 'failed' : (snapshot?.state ?? 'none');
    const carries = is !== 'connected' ? 'none' : self?.camera?.on ? 'video' : self?.microphone ? 'audio' : 'none';
    return { is, path: this.#path ?? 'direct', carries, failure: snapshot?.failure };
  }

  protected workMedia(signals: SignalChannel | null): void {
    const { intent, record, lease, stale, devices, rejoin } = this.now;
    const path = record?.state.phase === 'connecting' ? record.state.path : (this.#path ?? 'direct');
    const mayHaveMedia = intent ? intent.type === 'start' : lease && record;
    // The tries are rooms of their own; the devices open again for the second.
    if (!mayHaveMedia || (this.#path && this.#path !== path)) return this.stop();
    if (lease && stale) return;
    const { signal } = (this.#stretch ??= new AbortController());
    if (devices.is === 'closed' && rejoin !== 'offered') void this.#open(signal);
    if (!this.#path && lease && record && signals && (this.grant || record.state.phase !== 'ringing')) void this.#enter(record, lease, path, signals, signal);
    void this.#share(signal);
  }

  /** Local tracks stop in the same task. */
  protected stop(): void {
    if (!this.#stretch) return;
    this.#stretch.abort();
    stopMedia(this.#local);
    void this.room?.leave();
    this.#stretch = this.#path = this.room = this.#local = this.#given = null;
    this.#hasFailed = this.#isSharing = false;
    void this.set(withoutMedia);
  }

  /** Loads what the call needs, while it rings. */
  protected async load(name: string): Promise<MediaBackend> {
    if (this.backend?.name === name) return this.backend;
    const load = this.options.backends[name];
    if (!load) throw new Error(name);
    this.backend = await load();
    void this.backend.warm();
    return this.backend;
  }

  /** The browser gave no microphone, or no camera (then `media` has the microphone). */
  protected deviceRefused(media: LocalMedia | null, refusal: DeviceRefusal): void {
    const trouble = { type: media ? 'camera' : 'microphone', refusal } as const;
    // Until the server knows of a microphone, the person decides how to go on.
    if (selfOf(this.now)?.microphone !== 'granted') {
      const wants = this.now.wanted.camera ? 'video' : 'audio';
      void this.set({ camera: refusal, devices: media ? { is: 'camera-refused', refusal } : { is: 'refused', refusal, wants } });
    } else if (media) this.#use({ camera: refusal, trouble });
    else void this.set({ ...withoutMedia, rejoin: 'offered', trouble });
  }

  protected async list(): Promise<void> {
    if (this.now.devices.is !== 'open') return;
    this.infos = await this.options.devices.list().catch(() => this.infos);
    this.work();
  }

  /** Asks the browser for what is wanted. One that refuses both does not say which one it means: then the microphone is asked for alone. */
  async #open(signal: AbortSignal): Promise<void> {
    const { devices, environment } = this.options;
    const { camera: wantsCamera } = this.now.wanted;
    const ask = (camera: boolean): Promise<LocalMedia | DeviceRefusal> => devices.open({ microphone: true, camera }, signal).catch(refusalOf);
    stopMedia(this.#local);
    void this.set({
      devices: { is: 'opening', wants: wantsCamera ? 'video' : 'audio', since: environment.now() },
      camera: wantsCamera ? 'asking' : 'unasked',
    });
    const first = await ask(wantsCamera);
    const isRefused = typeof first === 'string';
    const second = isRefused && wantsCamera && !wholly.includes(first) ? await ask(false) : first;
    const media = typeof second === 'string' ? null : second;
    if (signal.aborted) {
      stopMedia(media);
      return;
    }
    this.#local = media;
    if (isRefused) this.deviceRefused(media, first);
    else this.#use({ camera: media?.camera ? 'granted' : 'unasked' });
  }

  /** Gives the others what is open, without a camera that is not wanted any more or was refused. */
  #use(change: Partial<CallModel>): void {
    const { wanted } = this.now;
    const { microphone = null, camera: opened = null } = this.#local ?? {};
    const camera = wanted.camera ? opened : null;
    if (!camera) opened?.stop();
    this.#local = { microphone, camera };
    void this.set({ ...change, devices: { is: 'open' }, rejoin: 'none', wanted: { ...wanted, camera: !!camera } });
    void this.list();
  }

  async #enter({ backend: name, initiator, participants }: CallRecord, { callId, secret }: Lease, path: MediaPath, channel: SignalChannel, signal: AbortSignal): Promise<void> {
    const { authority, devices, environment } = this.options;
    const self = selfOf(this.now)?.id ?? '';
    this.#path = path;
    try {
      const backend = await this.load(name);
      // Of a call that falls back, the first grant is another backend's.
      const grant = this.grant?.backend === name ? this.grant : await authority.grant({ callId, lease: secret });
      signal.throwIfAborted();
      const peers = participants.flatMap(({ id }) => (id === self ? [] : id));
      const room = await backend.join({ call: callId, grant, initiates: initiator === self, self, peers, signal: channel, devices, relayOnly: path === 'relay' });
      if (signal.aborted) return void room.leave();
      this.room = room;
      room.setVolume(this.#volume);
      this.#surfaces.tell(room);
      room.subscribe(() => this.work(), { signal });
    } catch {
      if (signal.aborted) return;
      this.#hasFailed = true;
      const again = (): void => {
        this.#hasFailed = false;
        this.#path = null;
        this.work();
      };
      environment.after(RETRY, again, signal);
    }
    this.work();
  }

  /** Brings the room to what is open and wanted, one step after the other. An open prompt is waited for: what it gives after the person changed their mind is switched off. */
  async #share(signal: AbortSignal): Promise<void> {
    const { wanted, devices } = this.now;
    const { room } = this;
    const local = this.#local;
    const isGiven = this.#given === local;
    if (!room || !local || this.#isSharing || devices.is !== 'open' || (isGiven && wanted.camera === !!room.snapshot.participants[0]?.camera)) return;
    this.#isSharing = true;
    this.#given = local;
    if (isGiven) {
      if (wanted.camera) void this.set({ camera: 'asking' });
      const refusal = await room.setCamera(wanted.camera).then(() => null, refusalOf);
      if (signal.aborted) return;
      if (wanted.camera) void this.set({ camera: refusal ?? 'granted' });
      if (refusal && this.now.wanted.camera) void this.set({ wanted: { ...this.now.wanted, camera: false }, trouble: { type: 'camera', refusal } });
    } else {
      // The mute comes first, so that not a word is sent before it.
      await this.#try('microphone', room.setMicrophone(wanted.microphone).then(() => room.publish(local)));
      if (signal.aborted) return;
    }
    this.#isSharing = false;
    this.work();
  }

  /** What is refused inside a call is trouble, and the call goes on. */
  async #try(type: DeviceInfo['kind'], attempt: Promise<void> | undefined): Promise<void> {
    await attempt?.catch((error: unknown) => this.set({ trouble: { type, refusal: refusalOf(error) } }));
  }
}

const refusalOf = (error: unknown): DeviceRefusal => (error instanceof DeviceError ? error.refusal : 'unsupported');

function stopMedia(media: LocalMedia | null): void {
  media?.microphone?.stop();
  media?.camera?.stop();
}
