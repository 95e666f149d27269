import { participantOf } from '../../protocol/call-record.ts';
import type { MediaPath } from '../../protocol/call-record.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';
import type { CallAuthority } from '../contracts/call-authority.ts';
import type { DeviceInfo, Devices, LocalMedia } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';
import type { MediaBackend, MediaRoom, SignalChannel } from '../contracts/media-backend.ts';
import type { Store } from '../contracts/observable.ts';
import type { CallModel, Lease, RoomFact } from './call-model.ts';
import { holds, isUnderWay, mayHaveMedia, startFailed, withoutMedia } from './call-model.ts';
import { openDevices, refusalOf, stopMedia } from './open-devices.ts';

interface CallMediaOptions {
  readonly authority: CallAuthority;
  readonly backends: Readonly<Record<string, () => Promise<MediaBackend>>>;
  readonly devices: Devices;
  readonly environment: Environment;
}

interface Attachment {
  readonly trackId: string;
  readonly surface: unknown;
  readonly options: { readonly signal: AbortSignal };
}

/** A room that could not be entered is tried again after this long, in milliseconds. */
const RETRY = 1_000;

/** A call's devices and room on this page: does what the model asks for, and writes into it what became of that. */
export class CallMedia {
  readonly #options: CallMediaOptions;
  readonly #model: Store<CallModel>;
  readonly #attachments = new Set<Attachment>();
  /** One stretch of open media; aborted when the call moves on. */
  #stretch = new AbortController();
  #backend: MediaBackend | null = null;
  #grant: { readonly callId: string; readonly grant: MediaGrant } | null = null;
  #room: MediaRoom | null = null;
  /** What is open: the room's, once there is one and the person need not decide how to go on. */
  #local: LocalMedia | null = null;
  #cameraBusy = false;
  #volume = 1;
  /** The call that this page has had devices open for. */
  #opened: string | undefined;

  constructor(options: CallMediaOptions, model: Store<CallModel>) {
    this.#options = options;
    this.#model = model;
  }

  get room(): MediaRoom | null {
    return this.#room;
  }

  granted(callId: string, grant: MediaGrant): void {
    this.#grant = { callId, grant };
  }

  /** Does what the model asks for. */
  work(signals: SignalChannel | null): void {
    const model = this.#model.snapshot;
    const { record, rejoin, lease, devices, room } = model;
    if (!mayHaveMedia(model)) return this.stop();
    const path = record?.state.phase === 'connecting' ? record.state.path : room.path;
    // The tries are rooms of their own; the devices open again for the second.
    if (room.is !== 'none' && room.path !== path) return this.stop();
    if (lease?.stale) return;
    if (devices.is === 'closed' && rejoin !== 'offered') void this.open();
    const granted = this.#grant?.callId === record?.id || record?.state.phase !== 'ringing';
    if (room.is === 'none' && lease && signals && holds(model) && granted) void this.#enter(lease, path, signals);
  }

  /** Local tracks stop in the same task. */
  stop(): void {
    const model = this.#model.snapshot;
    this.#stretch.abort();
    this.#stretch = new AbortController();
    stopMedia(this.#local);
    void this.#room?.leave();
    this.#local = this.#room = null;
    this.#cameraBusy = false;
    if (model.devices.is !== 'closed' || model.room.is !== 'none' || model.rejoin !== 'none') this.#model.set(withoutMedia(model));
  }

  /** Loads what the call needs while it rings. */
  warm(name: string): void {
    this.#load(name).then(
      (backend) => backend.warm(),
      () => undefined,
    );
  }

  /** Inside a press: lets sound play later. */
  unlock(): void {
    this.#backend?.unlock();
  }

  /** Asks the browser for what is wanted; once more, where it refused before. */
  async open(): Promise<void> {
    const { record, intent, side, wanted } = this.#model.snapshot;
    const { signal } = this.#stretch;
    const isClaim = side === 'customer' && record?.state.phase === 'claimed';
    stopMedia(this.#local);
    this.#local = null;
    this.#update({
      devices: { is: 'opening', wants: wanted.camera ? 'video' : 'audio', since: this.#options.environment.now() },
      camera: wanted.camera ? 'asking' : 'unasked',
      rejoin: intent || isClaim || record?.id === this.#opened ? 'none' : 'rejoining',
    });
    const { fact, media } = await openDevices(this.#options, wanted.camera, signal);
    if (signal.aborted) { stopMedia(media); return; }
    this.#local = media;
    if (fact.is === 'open') { this.use({ camera: media?.camera ? 'granted' : 'unasked' }); return; }
    const { refusal } = fact;
    if (isClaim) { this.#update({ devices: fact, camera: wanted.camera ? refusal : 'unasked' }); return; }
    const kind = media ? 'camera' : 'microphone';
    if (intent) { this.#model.set(startFailed(this.#model.snapshot, `${kind.toUpperCase()}_REFUSED`, refusal)); return; }
    const trouble = { type: kind, refusal } as const;
    if (media) this.use({ camera: refusal, trouble });
    else this.#update({ devices: { is: 'closed' }, rejoin: 'offered', trouble });
  }

  /** Gives the others what is open, without a camera that is not wanted any more or was refused. */
  use(change?: Partial<CallModel>): void {
    const { record, intent, wanted } = this.#model.snapshot;
    const { microphone = null, camera: opened = null } = this.#local ?? {};
    const camera = wanted.camera ? opened : null;
    if (!camera) opened?.stop();
    this.#local = { microphone, camera };
    this.#opened = record && isUnderWay(record) ? record.id : intent?.callId;
    this.#update({ ...change, devices: { is: 'open', has: camera ? 'video' : 'audio' }, rejoin: 'none', wanted: { ...wanted, camera: !!camera } });
    void this.#publish();
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#update({ wanted: { ...this.#model.snapshot.wanted, microphone: on } });
    await this.#try('microphone', this.#room?.setMicrophone(on));
  }

  async setCamera(on: boolean): Promise<void> {
    const { wanted, trouble } = this.#model.snapshot;
    this.#update({ wanted: { ...wanted, camera: on }, trouble: trouble?.type === 'camera' ? null : trouble });
    await this.#settleCamera();
  }

  async switchDevice(kind: DeviceInfo['kind'], deviceId: string): Promise<void> {
    await this.#try(kind, this.#room?.switchDevice(kind, deviceId));
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    this.#room?.setVolume(volume);
  }

  attach(trackId: string, surface: unknown, options: Attachment['options']): void {
    const attachment = { trackId, surface, options };
    this.#attachments.add(attachment);
    options.signal.addEventListener('abort', () => this.#attachments.delete(attachment));
    this.#room?.attach(trackId, surface, options);
  }

  async #enter({ callId, secret }: Lease, path: MediaPath, signals: SignalChannel): Promise<void> {
    const { record, side } = this.#model.snapshot;
    const { authority, devices, environment } = this.#options;
    const { signal } = this.#stretch;
    const tell = (is: RoomFact['is']): void => this.#update({ room: { is, path, carries: 'none' } });
    if (!record) return;
    const { backend: name, initiator, participants } = record;
    const self = participantOf(record, side)?.id ?? '';
    const peers = participants.flatMap(({ id }) => (id === self ? [] : id));
    tell('joining');
    try {
      const backend = await this.#load(name);
      const grant = this.#grant?.callId === callId ? this.#grant.grant : await authority.grant({ callId, lease: secret });
      signal.throwIfAborted();
      // Which backend it is the agent learns from the server's answer, a moment after the press.
      if (initiator === self) backend.unlock();
      this.granted(callId, grant);
      const room = await backend.join({ grant, initiates: initiator === self, self, peers, signal: signals, devices, relayOnly: path === 'relay' });
      if (signal.aborted) return void room.leave();
      this.#room = room;
      room.setVolume(this.#volume);
      for (const each of this.#attachments) room.attach(each.trackId, each.surface, each.options);
      const changed = (): void => this.#update({ room: factOf(room, path) });
      room.subscribe(changed, { signal });
      changed();
      await this.#publish();
    } catch {
      if (signal.aborted) return;
      tell('failed');
      environment.after(RETRY, () => tell('none'), signal);
    }
  }

  /** The mute comes first, so that not a word is sent before it. */
  async #publish(): Promise<void> {
    const { wanted, devices } = this.#model.snapshot;
    const room = this.#room;
    if (!room || !this.#local || devices.is !== 'open') return;
    if (!wanted.microphone) await this.#try('microphone', room.setMicrophone(false));
    await this.#try('microphone', room.publish(this.#local));
    await this.#settleCamera();
  }

  /** Brings the camera to what is wanted. An open prompt is waited for: what it gives after the person changed their mind is switched off. */
  async #settleCamera(): Promise<void> {
    const room = this.#room;
    const { wanted, devices } = this.#model.snapshot;
    if (!room || devices.is !== 'open' || this.#cameraBusy || wanted.camera === !!selfOf(room)?.camera) return;
    const { signal } = this.#stretch;
    this.#cameraBusy = true;
    if (wanted.camera) this.#update({ camera: 'asking' });
    const refusal = await room.setCamera(wanted.camera).then(() => null, refusalOf);
    if (signal.aborted) return;
    this.#cameraBusy = false;
    if (wanted.camera) this.#update({ camera: refusal ?? 'granted' });
    const { wanted: now } = this.#model.snapshot;
    if (!refusal) await this.#settleCamera();
    else if (now.camera) this.#update({ wanted: { ...now, camera: false }, trouble: { type: 'camera', refusal } });
  }

  /** What is refused inside a call is trouble, and the call goes on. */
  async #try(type: DeviceInfo['kind'], attempt: Promise<void> | undefined): Promise<void> {
    await attempt?.catch((error: unknown) => this.#update({ trouble: { type, refusal: refusalOf(error) } }));
  }

  async #load(name: string): Promise<MediaBackend> {
    if (this.#backend?.name === name) return this.#backend;
    const load = this.#options.backends[name];
    if (!load) throw new Error(name);
    return (this.#backend = await load());
  }

  #update(change: Partial<CallModel>): void {
    this.#model.set({ ...this.#model.snapshot, ...change });
  }
}

const selfOf = (room: MediaRoom) => room.snapshot.participants.find(({ self }) => self);

function factOf(room: MediaRoom, path: MediaPath): RoomFact {
  const { state } = room.snapshot;
  const self = selfOf(room);
  return { is: state === 'left' ? 'failed' : state, path, carries: self?.camera?.on ? 'video' : self?.microphone ? 'audio' : 'none' };
}
