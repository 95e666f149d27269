import type { CallRecord, MediaPath } from '../../protocol/call-record.ts';
import type { CallAuthority } from '../contracts/call-authority.ts';
import type { DeviceInfo, Devices, LocalMedia } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';
import type { MediaBackend, MediaRoom, SignalChannel } from '../contracts/media-backend.ts';
import { Listeners } from '../contracts/observable.ts';
import type { Lease, Wish } from './call-model.ts';
import { selfOf, wishOf, withoutMedia } from './call-model.ts';
import type { CallPage } from './call-page.ts';
import type * as CallRefusals from './call-refusals.ts';
import type { Call } from './call.ts';

export interface CallMediaOptions {
  readonly authority: CallAuthority;
  /** By the name that a call's record carries. */
  readonly backends: Readonly<Record<string, () => Promise<MediaBackend>>>;
  readonly devices: Devices;
  readonly environment: Environment;
  /** Loads what follows where a device is refused. */
  readonly refusals?: () => Promise<typeof CallRefusals>;
}

export interface CallMedia
  extends Pick<Call, 'setMicrophone' | 'setCamera' | 'watchDevices' | 'switchDevice' | 'setVolume' | 'attach' | 'resumePlayback'>, Pick<CallPage, 'load' | 'local' | 'use'> {
  /** Opens, joins and shares what the state asks for, or stops. */
  readonly workMedia: (signals: SignalChannel | null) => void;
  /** What the server should be told next. */
  wish: () => Wish | null;
}

/** A room that could not be entered, and a part that would not load, are tried again after this long, in milliseconds. */
const RETRY = 1_000;
/**
 * So long after a call was answered the browser is asked for the devices, in milliseconds: opening them takes the processor, and the way to the other
 * side is looked for meanwhile. Whoever answers hears them a sixth sooner.
 */
const ANSWER_FIRST = 50;
const nothing: LocalMedia = { microphone: null, camera: null };

/** A call's devices and room on this page: does what the state asks for, and writes into it what became of that. */
export function callMedia(
  call: CallPage,
  { authority, backends, devices, environment, refusals = () => import('./call-refusals.ts'), signal: life }: CallMediaOptions & { readonly signal: AbortSignal },
): CallMedia {
  /** What shows a track, told of each new room. */
  const surfaces = new Listeners<MediaRoom>();
  let loudness = 1;
  /** One stretch of open media; aborted when the call moves on. What follows is of this stretch. */
  let stretch: AbortController | null = null;
  /** One try at a room, of which there may be several in a stretch. */
  let visit = new AbortController();
  let path: MediaPath | null = null;
  let hasFailed = false;
  /** What the room was given. */
  let given = nothing;
  let isSharing = false;

  const wait = (ms: number, until: AbortSignal): Promise<void> => new Promise((resolve) => environment.after(ms, resolve, until));

  /** What follows of a refusal: nothing else does, until it is there. */
  const refused = (): Promise<typeof CallRefusals> =>
    refusals().catch(async () => {
      await wait(RETRY, life);
      return refused();
    });

  const use: CallPage['use'] = (media, change) => {
    const { wanted } = call.now;
    const camera = wanted.camera ? media.camera : null;
    if (!camera) media.camera?.stop();
    call.local = { ...media, camera };
    void call.set({ ...change, devices: { is: 'open' }, rejoin: 'none', wanted: { ...wanted, camera: !!camera } });
  };

  /** Asks the browser for what is wanted. */
  const open = async (signal: AbortSignal): Promise<void> => {
    const { camera } = call.now.wanted;
    stopMedia(call.local);
    void call.set({ devices: { is: 'opening', wants: camera ? 'video' : 'audio', since: environment.now() }, camera: camera ? 'asking' : 'unasked' });
    try {
      if (call.now.lease) await wait(ANSWER_FIRST, signal);
      const media = await devices.open({ microphone: true, camera }, signal);
      if (signal.aborted) stopMedia(media);
      else use(media, { camera: media.camera ? 'granted' : 'unasked' });
    } catch (error) {
      const { openingRefused } = await refused();
      if (!signal.aborted) await openingRefused(call, devices, error, signal);
    }
  };

  const enter = async ({ backend: name, initiator, participants }: CallRecord, lease: Lease, channel: SignalChannel, signal: AbortSignal): Promise<void> => {
    const self = selfOf(call.now)?.id ?? '';
    try {
      const backend = await call.load(name);
      // Of a call that falls back, the first grant is another backend's.
      const grant = call.grant?.backend === name ? call.grant : await authority.grant(lease);
      signal.throwIfAborted();
      const peers = participants.flatMap(({ id }) => (id === self ? [] : id));
      const room = await backend.join({ call: lease.callId, grant, initiates: initiator === self, self, peers, signal: channel, devices, relayOnly: path === 'relay' });
      if (signal.aborted) return void room.leave();
      call.room = room;
      room.setVolume(loudness);
      surfaces.tell(room);
      room.subscribe(call.work, { signal });
    } catch {
      if (signal.aborted) return;
      hasFailed = true;
      call.work();
      await wait(RETRY, signal);
      hasFailed = false;
      path = null;
    }
    call.work();
  };

  /** Brings the room to what is open and wanted, one step after the other. An open prompt is waited for: what it gives after the person changed their mind is switched off. */
  const share = async (signal: AbortSignal): Promise<void> => {
    const { room } = call;
    const { wanted } = call.now;
    const isGiven = given === call.local;
    if (!room || isSharing || call.now.devices.is !== 'open' || (isGiven && wanted.camera === !!room.snapshot.participants[0]?.camera)) return;
    isSharing = true;
    given = call.local;
    if (isGiven) {
      if (wanted.camera) void call.set({ camera: 'asking' });
      try {
        await room.setCamera(wanted.camera);
        if (wanted.camera && !signal.aborted) void call.set({ camera: 'granted' });
      } catch (error) {
        const { cameraRefused } = await refused();
        if (!signal.aborted) cameraRefused(call, error);
      }
    } else {
      // The mute comes first, so that not a word is sent before it.
      await attempt('microphone', room.setMicrophone(wanted.microphone).then(() => room.publish(given)));
    }
    if (signal.aborted) return;
    isSharing = false;
    call.work();
  };

  const attempt = async (type: DeviceInfo['kind'], tried: Promise<void> | undefined): Promise<void> =>
    tried?.catch(async (error: unknown) => (await refused()).refusedInside(call, type, error));

  const close = (): void => {
    stopMedia(call.local);
    call.local = given = nothing;
    void call.set(withoutMedia);
  };

  /** What the room was given is closed with it; a question that is open, or was refused, outlives it. */
  const leave = (): void => {
    visit.abort();
    void call.room?.leave();
    path = call.room = null;
    hasFailed = isSharing = false;
    if (given !== nothing) close();
  };

  /** Local tracks stop in the same task. */
  const stop = (): void => {
    if (!stretch) return;
    stretch.abort();
    stretch = null;
    close();
    leave();
  };

  life.addEventListener('abort', stop);
  return {
    local: nothing,
    use,
    wish() {
      const { snapshot } = call.room ?? {};
      const self = snapshot?.participants[0];
      const is = hasFailed ? 'failed' : (snapshot?.state ?? 'none');
      const carries = is !== 'connected' ? 'none' : self?.camera?.on ? 'video' : self?.microphone ? 'audio' : 'none';
      return wishOf(call.now, { is, path: path ?? 'direct', carries, failure: snapshot?.failure });
    },
    workMedia(signals) {
      const { intent, record, lease, stale, rejoin } = call.now;
      const due = record?.state.phase === 'connecting' ? record.state.path : (path ?? 'direct');
      const mayHaveMedia = intent ? intent.type === 'start' : lease && record;
      if (!mayHaveMedia) {
        stop();
        return;
      }
      // The tries are rooms of their own.
      if (path && path !== due) leave();
      if (lease && stale) return;
      const { signal } = (stretch ??= new AbortController());
      if (call.now.devices.is === 'closed' && rejoin !== 'offered') void open(signal);
      if (!path && lease && record && signals && (call.grant || record.state.phase !== 'ringing')) {
        path = due;
        visit = new AbortController();
        void enter(record, lease, signals, visit.signal);
      }
      void share(visit.signal);
    },
    async load(name) {
      if (call.backend?.name !== name) {
        const load = backends[name];
        if (!load) throw new Error(name);
        call.backend = await load();
      }
      return call.backend;
    },
    setMicrophone(on) {
      void call.set({ wanted: { ...call.now.wanted, microphone: on } });
      return attempt('microphone', call.room?.setMicrophone(on));
    },
    setCamera: (on) => call.set({ wanted: { ...call.now.wanted, camera: on }, trouble: null }),
    watchDevices: (listener, until) => devices.watch(listener, until),
    switchDevice: (kind, deviceId) => attempt(kind, call.room?.switchDevice(kind, deviceId)),
    setVolume(volume) {
      loudness = volume;
      call.room?.setVolume(volume);
    },
    attach(trackId, surface, options) {
      const show = (room?: MediaRoom | null): void => room?.attach(trackId, surface, options);
      surfaces.add(show, options.signal);
      show(call.room);
    },
    resumePlayback: async () => call.room?.resumePlayback(),
  };
}

function stopMedia({ microphone, camera }: LocalMedia): void {
  microphone?.stop();
  camera?.stop();
}
