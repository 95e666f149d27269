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
import type { Call } from './call.ts';

export interface CallMediaOptions {
  readonly authority: CallAuthority;
  /** By the name that a call's record carries. */
  readonly backends: Readonly<Record<string, () => Promise<MediaBackend>>>;
  readonly devices: Devices;
  readonly environment: Environment;
}

/** A call's state on this page, and what its parts have in common. */
export interface CallPage {
  now: CallModel;
  backend: MediaBackend | null;
  grant: MediaGrant | undefined;
  room: MediaRoom | null;
  /** Names are known once a permission was given. */
  infos: readonly DeviceInfo[];
  /** Changes the state, and does what follows. */
  readonly set: (change: Partial<CallModel>) => Promise<void>;
  /** The state has changed, or the room has: does what follows. */
  readonly work: () => void;
  /** Loads what the call needs, while it rings. */
  load: (name: string) => Promise<MediaBackend>;
  /** The browser gave no microphone, or no camera (then `media` has the microphone). */
  deviceRefused: (media: LocalMedia | null, refusal: DeviceRefusal) => void;
}

export interface CallMedia
  extends Pick<Call, 'goOnWithAudio' | 'setMicrophone' | 'setCamera' | 'switchDevice' | 'setVolume' | 'attach' | 'resumePlayback'>,
    Pick<CallPage, 'load' | 'deviceRefused'> {
  /** Opens, joins and shares what the state asks for, or stops. */
  readonly workMedia: (signals: SignalChannel | null) => void;
  /** Local tracks stop in the same task. */
  readonly stop: () => void;
  readonly list: () => Promise<void>;
  readonly roomFact: () => RoomFact;
}

/** A room that could not be entered is tried again after this long, in milliseconds. */
const RETRY = 1_000;
/** These are about the question, or the whole page: asking for the microphone alone would get the same answer. */
const wholly: readonly DeviceRefusal[] = ['dismissed', 'insecure', 'unsupported', 'timeout'];
const nothing: LocalMedia = { microphone: null, camera: null };

/** A call's devices and room on this page: does what the state asks for, and writes into it what became of that. */
export function callMedia(call: CallPage, { authority, backends, devices, environment }: CallMediaOptions): CallMedia {
  /** What shows a track, told of each new room. */
  const surfaces = new Listeners<MediaRoom>();
  let loudness = 1;
  /** One stretch of open media; aborted when the call moves on. What follows is of this stretch. */
  let stretch: AbortController | null = null;
  let path: MediaPath | null = null;
  let hasFailed = false;
  let local = nothing;
  /** What of it the room was given. */
  let given = nothing;
  let isSharing = false;

  const wants = (): 'audio' | 'video' => (call.now.wanted.camera ? 'video' : 'audio');

  const list = async (): Promise<void> => {
    if (call.now.devices.is !== 'open') return;
    call.infos = await devices.list().catch(() => call.infos);
    call.work();
  };

  /** Gives the others what is open, without a camera that is not wanted any more or was refused. */
  const use = (change: Partial<CallModel>): void => {
    const { wanted } = call.now;
    const camera = wanted.camera ? local.camera : null;
    if (!camera) local.camera?.stop();
    local = { ...local, camera };
    void call.set({ ...change, devices: { is: 'open' }, rejoin: 'none', wanted: { ...wanted, camera: !!camera } });
    void list();
  };

  /** Asks the browser for what is wanted. One that refuses both does not say which one it means: then the microphone is asked for alone. */
  const open = async (signal: AbortSignal): Promise<void> => {
    const { camera: wantsCamera } = call.now.wanted;
    const ask = (camera: boolean): Promise<LocalMedia | DeviceRefusal> => devices.open({ microphone: true, camera }, signal).catch(refusalOf);
    stopMedia(local);
    void call.set({ devices: { is: 'opening', wants: wants(), since: environment.now() }, camera: wantsCamera ? 'asking' : 'unasked' });
    const first = await ask(wantsCamera);
    const isRefused = typeof first === 'string';
    const second = isRefused && wantsCamera && !wholly.includes(first) ? await ask(false) : first;
    const media = typeof second === 'string' ? null : second;
    if (signal.aborted) {
      stopMedia(media);
      return;
    }
    local = media ?? nothing;
    if (isRefused) call.deviceRefused(media, first);
    else use({ camera: local.camera ? 'granted' : 'unasked' });
  };

  const enter = async ({ backend: name, initiator, participants }: CallRecord, { callId, secret }: Lease, channel: SignalChannel, signal: AbortSignal): Promise<void> => {
    const self = selfOf(call.now)?.id ?? '';
    const isRelay = path === 'relay';
    try {
      const backend = await call.load(name);
      // Of a call that falls back, the first grant is another backend's.
      const grant = call.grant?.backend === name ? call.grant : await authority.grant({ callId, lease: secret });
      signal.throwIfAborted();
      const peers = participants.flatMap(({ id }) => (id === self ? [] : id));
      const room = await backend.join({ call: callId, grant, initiates: initiator === self, self, peers, signal: channel, devices, relayOnly: isRelay });
      if (signal.aborted) return void room.leave();
      call.room = room;
      room.setVolume(loudness);
      surfaces.tell(room);
      room.subscribe(call.work, { signal });
    } catch {
      if (signal.aborted) return;
      hasFailed = true;
      const again = (): void => {
        hasFailed = false;
        path = null;
        call.work();
      };
      environment.after(RETRY, again, signal);
    }
    call.work();
  };

  /** Brings the room to what is open and wanted, one step after the other. An open prompt is waited for: what it gives after the person changed their mind is switched off. */
  const share = async (signal: AbortSignal): Promise<void> => {
    const { room } = call;
    const { wanted } = call.now;
    const isGiven = given === local;
    if (!room || isSharing || call.now.devices.is !== 'open' || (isGiven && wanted.camera === !!room.snapshot.participants[0]?.camera)) return;
    isSharing = true;
    given = local;
    if (isGiven) {
      if (wanted.camera) void call.set({ camera: 'asking' });
      const refusal = await room.setCamera(wanted.camera).then(() => null, refusalOf);
      if (signal.aborted) return;
      if (wanted.camera) void call.set({ camera: refusal ?? 'granted' });
      if (refusal && call.now.wanted.camera) void call.set({ wanted: { ...call.now.wanted, camera: false }, trouble: { type: 'camera', refusal } });
    } else {
      // The mute comes first, so that not a word is sent before it.
      await attempt('microphone', room.setMicrophone(wanted.microphone).then(() => room.publish(local)));
      if (signal.aborted) return;
    }
    isSharing = false;
    call.work();
  };

  /** What is refused inside a call is trouble, and the call goes on. */
  const attempt = async (type: DeviceInfo['kind'], tried: Promise<void> | undefined): Promise<void> => {
    await tried?.catch((error: unknown) => call.set({ trouble: { type, refusal: refusalOf(error) } }));
  };

  const stop = (): void => {
    if (!stretch) return;
    stretch.abort();
    stopMedia(local);
    void call.room?.leave();
    stretch = path = call.room = null;
    local = given = nothing;
    hasFailed = isSharing = false;
    void call.set(withoutMedia);
  };

  return {
    stop,
    list,
    roomFact() {
      const { snapshot } = call.room ?? {};
      const self = snapshot?.participants[0];
      const is = hasFailed ? 'failed' : (snapshot?.state ?? 'none');
      const carries = is !== 'connected' ? 'none' : self?.camera?.on ? 'video' : self?.microphone ? 'audio' : 'none';
      return { is, path: path ?? 'direct', carries, failure: snapshot?.failure };
    },
    workMedia(signals) {
      const { intent, record, lease, stale, rejoin } = call.now;
      const due = record?.state.phase === 'connecting' ? record.state.path : (path ?? 'direct');
      const mayHaveMedia = intent ? intent.type === 'start' : lease && record;
      // The tries are rooms of their own; the devices open again for the second.
      if (!mayHaveMedia || (path && path !== due)) {
        stop();
        return;
      }
      if (lease && stale) return;
      const { signal } = (stretch ??= new AbortController());
      if (call.now.devices.is === 'closed' && rejoin !== 'offered') void open(signal);
      if (!path && lease && record && signals && (call.grant || record.state.phase !== 'ringing')) {
        path = due;
        void enter(record, lease, signals, signal);
      }
      void share(signal);
    },
    async load(name) {
      if (call.backend?.name !== name) {
        const load = backends[name];
        if (!load) throw new Error(name);
        call.backend = await load();
        void call.backend.warm();
      }
      return call.backend;
    },
    deviceRefused(media, refusal) {
      const trouble = { type: media ? 'camera' : 'microphone', refusal } as const;
      // Until the server knows of a microphone, the person decides how to go on.
      if (selfOf(call.now)?.microphone !== 'granted') {
        void call.set({ camera: refusal, devices: media ? { is: 'camera-refused', refusal } : { is: 'refused', refusal, wants: wants() } });
      } else if (media) use({ camera: refusal, trouble });
      else void call.set({ ...withoutMedia, rejoin: 'offered', trouble });
    },
    goOnWithAudio() {
      if (call.now.devices.is === 'camera-refused') use({});
      return Promise.resolve();
    },
    setMicrophone(on) {
      void call.set({ wanted: { ...call.now.wanted, microphone: on } });
      return attempt('microphone', call.room?.setMicrophone(on));
    },
    setCamera: (on) => call.set({ wanted: { ...call.now.wanted, camera: on }, trouble: null }),
    switchDevice: (kind, deviceId) => attempt(kind, call.room?.switchDevice(kind, deviceId)),
    setVolume(volume) {
      loudness = volume;
      call.room?.setVolume(volume);
    },
    attach(trackId, surface, options) {
      const show = (room: MediaRoom | null): void => room?.attach(trackId, surface, options);
      surfaces.add(show, options.signal);
      show(call.room);
    },
    async resumePlayback() {
      await call.room?.resumePlayback();
    },
  };
}

const refusalOf = (error: unknown): DeviceRefusal => (error instanceof DeviceError ? error.refusal : 'unsupported');

function stopMedia(media: LocalMedia | null): void {
  media?.microphone?.stop();
  media?.camera?.stop();
}
