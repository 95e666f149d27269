import { CallTimer } from '../../protocol/call-clock.ts';
import type { DeviceRefusal, MediaPath } from '../../protocol/call-record.ts';
import { participantOf } from '../../protocol/call-record.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';
import type { CallAuthority } from '../contracts/call-authority.ts';
import type { DeviceInfo, Devices, LocalMedia } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';
import type { MediaRoom, SignalChannel } from '../contracts/media-backend.ts';
import type { CallModel, Lease, Permissions } from './call-model.ts';
import { holds, mayHaveMedia, withoutMedia } from './call-model.ts';
import { CallRoom } from './call-room.ts';
import type { MediaBackends } from './media-backends.ts';
import type { Opened } from './open-devices.ts';
import { openDevices, refusalOf, stopMedia } from './open-devices.ts';

interface CallMediaOptions {
  readonly devices: Devices;
  readonly environment: Environment;
  readonly authority: CallAuthority;
  readonly backends: MediaBackends;
  readonly signals: () => SignalChannel;
  readonly model: () => CallModel;
  readonly update: (change: Partial<CallModel>) => void;
  /** The start rang nobody. */
  readonly startRefused: (code: string, refusal: DeviceRefusal) => void;
}

interface Wants {
  readonly microphone: boolean;
  readonly camera: boolean;
}

interface Attachment {
  readonly trackId: string;
  readonly surface: unknown;
  readonly signal: AbortSignal;
}

/** A grant that could not be had is asked for again after this long, in milliseconds. */
const RETRY = 1_000;

/** A call's devices and its room on this page: follows the model, and tells it what became of each. */
export class CallMedia {
  readonly #options: CallMediaOptions;
  readonly #attachments = new Set<Attachment>();
  /** One stretch of open media; aborted when the call moves on. */
  #stretch = new AbortController();
  #room: CallRoom | null = null;
  /** What is open and may not be the room's yet: the person may still have to say whether to go on without the camera. */
  #local: LocalMedia | null = null;
  #grant: { readonly callId: string; readonly grant: MediaGrant } | null = null;
  #askingGrant = false;
  #cameraBusy = false;
  #volume = 1;
  /** The call that this page has had devices open for. */
  #opened = '';

  constructor(options: CallMediaOptions) {
    this.#options = options;
  }

  get room(): MediaRoom | null {
    return this.#room?.room ?? null;
  }

  granted(callId: string, grant: MediaGrant): void {
    this.#grant = { callId, grant };
  }

  /** Does what the model asks for. */
  work(): void {
    const model = this.#options.model();
    if (!mayHaveMedia(model)) return this.stop();
    const { record, rejoin, lease } = model;
    const path = record?.state.phase === 'connecting' ? record.state.path : (this.#room?.path ?? 'direct');
    if (this.#room && this.#room.path !== path) return this.stop();
    const settled = !lease?.stale;
    if (settled && model.devices.is === 'closed' && rejoin !== 'offered') this.#openAll(model);
    if (!this.#room && holds(model) && settled) this.#enter(model, path);
  }

  /** Local tracks stop in the same task. */
  stop(): void {
    this.#stretch.abort();
    this.#stretch = new AbortController();
    stopMedia(this.#local);
    this.#room?.leave();
    this.#local = this.#room = null;
    this.#askingGrant = this.#cameraBusy = false;
    const model = this.#options.model();
    if (model.devices.is !== 'closed' || model.room.is !== 'none' || model.rejoin !== 'none') this.#options.update(withoutMedia(model));
  }

  /** Without the camera that was refused. */
  goOn(): void {
    if (this.#local) this.#open(this.#local, { microphone: 'granted' });
  }

  /** Asks for the camera once more, or for everything. */
  async askAgain(): Promise<void> {
    const media = this.#local;
    if (!media) return this.#openAll(this.#options.model());
    const { signal } = this.#stretch;
    this.#ask({ microphone: true, camera: true });
    const opened = await openDevices(this.#options, { microphone: false, camera: true }, signal);
    if (opened && signal.aborted && 'media' in opened) stopMedia(opened.media);
    if (!opened || signal.aborted) return;
    if (opened.is === 'refused') return this.#update({ devices: { is: 'camera-refused', refusal: opened.refusal } }, { microphone: 'granted', camera: opened.refusal });
    this.#open({ ...media, camera: opened.media.camera }, { microphone: 'granted', camera: 'granted' });
  }

  async setCamera(on: boolean): Promise<void> {
    const { wanted, trouble } = this.#options.model();
    this.#options.update({ wanted: { ...wanted, camera: on }, trouble: trouble?.type === 'camera' ? null : trouble });
    await this.#settleCamera();
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#options.update({ wanted: { ...this.#options.model().wanted, microphone: on } });
    await this.room?.setMicrophone(on).catch((error: unknown) => this.#trouble('microphone', refusalOf(error)));
  }

  async switchDevice(kind: DeviceInfo['kind'], deviceId: string): Promise<void> {
    await this.room?.switchDevice(kind, deviceId).catch((error: unknown) => this.#trouble(kind, refusalOf(error)));
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    this.room?.setVolume(volume);
  }

  attach(trackId: string, surface: unknown, signal: AbortSignal): void {
    const attachment = { trackId, surface, signal };
    if (signal.aborted) return;
    this.#attachments.add(attachment);
    signal.addEventListener('abort', () => this.#attachments.delete(attachment));
    this.room?.attach(trackId, surface, { signal });
  }

  #openAll(model: CallModel): void {
    const { record, intent, side, wanted } = model;
    const wants = { microphone: true, camera: wanted.camera };
    const known = record?.id === this.#opened;
    const again = !intent && !known && !(side === 'customer' && record?.state.phase === 'claimed');
    if (again) this.#options.update({ rejoin: 'rejoining' });
    this.#ask(wants);
    void this.#openThem(wants, this.#stretch.signal);
  }

  #ask(wants: Wants): void {
    const { record, side } = this.#options.model();
    const microphone = record && participantOf(record, side)?.microphone === 'granted' ? 'granted' : 'asking';
    const devices = { is: 'opening', wants: wants.camera ? 'video' : 'audio', since: this.#options.environment.now() } as const;
    this.#update({ devices }, { microphone, ...(wants.camera ? { camera: 'asking' } : null) });
  }

  async #openThem(wants: Wants, signal: AbortSignal): Promise<void> {
    const opened = await openDevices(this.#options, wants, signal);
    if (opened && signal.aborted && 'media' in opened) stopMedia(opened.media);
    if (!opened || signal.aborted) return;
    if (opened.is === 'open') return this.#open(opened.media, { microphone: 'granted', ...(wants.camera ? { camera: 'granted' } : null) });
    const { intent, record, side } = this.#options.model();
    if (intent) return this.#nobodyRung(opened);
    if (side === 'customer' && record?.state.phase === 'claimed') return this.#refused(opened, wants);
    if (opened.is === 'refused') {
      const { refusal } = opened;
      return this.#update({ devices: { is: 'closed' }, rejoin: 'offered', trouble: { type: 'microphone', refusal } }, { microphone: refusal });
    }
    this.#open(opened.media, { microphone: 'granted', camera: opened.refusal });
    this.#trouble('camera', opened.refusal);
  }

  #nobodyRung(opened: Exclude<Opened, { is: 'open' }>): void {
    if ('media' in opened) stopMedia(opened.media);
    this.#options.startRefused(opened.is === 'refused' ? 'MICROPHONE_REFUSED' : 'CAMERA_REFUSED', opened.refusal);
  }

  /** The person decides how to go on. */
  #refused(opened: Exclude<Opened, { is: 'open' }>, wants: Wants): void {
    const { refusal } = opened;
    if (opened.is === 'refused') {
      const devices = { is: 'refused', refusal, wants: wants.camera ? 'video' : 'audio' } as const;
      return this.#update({ devices }, { microphone: refusal, ...(wants.camera ? { camera: refusal } : null) });
    }
    this.#local = opened.media;
    this.#update({ devices: { is: 'camera-refused', refusal } }, { microphone: 'granted', camera: refusal });
  }

  #open(media: LocalMedia, permissions: Partial<Permissions>): void {
    const { record, intent, wanted } = this.#options.model();
    this.#opened = record?.id ?? intent?.callId ?? '';
    const camera = wanted.camera ? media.camera : null;
    if (!camera) media.camera?.stop();
    this.#local = { ...media, camera };
    this.#update({ devices: { is: 'open', has: camera ? 'video' : 'audio' }, rejoin: 'none', wanted: { ...wanted, camera: !!camera } }, permissions);
    void this.#publish();
  }

  #enter({ record, lease, side }: CallModel, path: MediaPath): void {
    if (!record || !lease) return;
    const grant = this.#grant?.callId === record.id ? this.#grant.grant : null;
    if (!grant) return record.state.phase === 'ringing' ? undefined : void this.#fetchGrant(lease);
    const { backends, devices, signals } = this.#options;
    const self = participantOf(record, side)?.id ?? '';
    const peers = record.participants.filter((each) => each.id !== self).map((each) => each.id);
    const options = { grant, initiates: record.initiator === self, self, peers, signal: signals(), devices, relayOnly: path === 'relay' };
    const room = new CallRoom(path, () => this.#room === room && this.#options.update({ room: room.fact }));
    this.#room = room;
    void room.enter(backends.load(record.backend), options, (entered) => {
      entered.setVolume(this.#volume);
      for (const { trackId, surface, signal } of this.#attachments) entered.attach(trackId, surface, { signal });
      void this.#publish();
    });
  }

  async #fetchGrant({ callId, secret }: Lease): Promise<void> {
    if (this.#askingGrant) return;
    this.#askingGrant = true;
    const { authority, environment } = this.#options;
    const { signal } = this.#stretch;
    const grant = await authority.grant({ callId, lease: secret }).catch(() => null);
    if (signal.aborted) return;
    const done = (): void => {
      this.#askingGrant = false;
      this.work();
    };
    if (!grant) return environment.after(RETRY, done, signal);
    this.granted(callId, grant);
    done();
  }

  /** The mute comes first, so that not a word is sent before it. */
  async #publish(): Promise<void> {
    const { room } = this;
    const media = this.#local;
    const { wanted, devices } = this.#options.model();
    if (!room || !media || devices.is !== 'open') return;
    if (!wanted.microphone) await room.setMicrophone(false).catch(() => undefined);
    await room.publish(media).catch(() => undefined);
    await this.#settleCamera();
  }

  /** Brings the camera to what is wanted. A prompt that is open is waited for: what it gives after the person changed their mind is switched off. */
  async #settleCamera(): Promise<void> {
    const { room } = this;
    const { wanted, devices } = this.#options.model();
    const on = wanted.camera;
    const has = !!room?.snapshot.participants.find((each) => each.self)?.camera;
    if (!room || devices.is !== 'open' || this.#cameraBusy || on === has) return;
    const { signal } = this.#stretch;
    const over = new AbortController();
    const fail = (refusal: DeviceRefusal): void => {
      over.abort();
      if (signal.aborted) return;
      this.#update({ wanted: { ...this.#options.model().wanted, camera: false }, trouble: { type: 'camera', refusal } }, { camera: refusal });
    };
    this.#cameraBusy = true;
    if (on) {
      this.#update({}, { camera: 'asking' });
      this.#options.environment.after(CallTimer.claim, () => fail('timeout'), over.signal);
    }
    const refusal = await room.setCamera(on).then(() => null, refusalOf);
    this.#cameraBusy = false;
    if (!over.signal.aborted && refusal) return fail(refusal);
    over.abort();
    if (signal.aborted) return;
    if (on && !refusal) this.#update({}, { camera: 'granted' });
    await this.#settleCamera();
  }

  #trouble(type: DeviceInfo['kind'], refusal: DeviceRefusal): void {
    this.#options.update({ trouble: { type, refusal } });
  }

  #update(change: Partial<CallModel>, permissions: Partial<Permissions>): void {
    const { permissions: before } = this.#options.model();
    this.#options.update({ ...change, permissions: { microphone: 'unasked', camera: 'unasked', ...before, ...permissions } });
  }
}
