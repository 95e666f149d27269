import type { CallSide, DeviceRefusal, Media, MediaPath } from '../../protocol/call-record.ts';
import { generationOf, participantOf } from '../../protocol/call-record.ts';
import type { CallFacts, CallView } from '../../protocol/call-view.ts';
import { customerView } from '../../protocol/call-view.ts';
import type { CallAck, CallNews } from '../../protocol/call-wire.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';
import type { CallAuthority, CallEvent } from '../contracts/call-authority.ts';
import { TransportError } from '../contracts/chat-transport.ts';
import type { DeviceInfo, Devices, LocalMedia } from '../contracts/devices.ts';
import { DeviceError } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';
import type { MediaBackend, MediaRoom } from '../contracts/media-backend.ts';
import { Listeners, Store } from '../contracts/observable.ts';
import type { CallModel, Intent, Wish } from './call-model.ts';
import { heard, initialModel, isUnderWay, selfOf, wishOf, withoutMedia } from './call-model.ts';
import { CallSignals } from './call-signals.ts';
import type { Call, CallSnapshot } from './call.ts';
import { noCall } from './lazy-call.ts';

export interface CallSessionOptions {
  readonly side: CallSide;
  readonly tab: string;
  /** Under which name this tab keeps the call for its next page. */
  readonly key: string;
  readonly authority: CallAuthority;
  /** By the name that a call's record carries. */
  readonly backends: Readonly<Record<string, () => Promise<MediaBackend>>>;
  readonly devices: Devices;
  readonly environment: Environment;
  /** The session's lifetime: afterwards nothing is open and nothing is told. */
  readonly signal: AbortSignal;
}

/** Between tries at something that failed while the connection stands, in milliseconds. */
const RETRY = 1_000;
/** These are about the question, or the whole page: asking for the microphone alone would get the same answer. */
const wholly: readonly DeviceRefusal[] = ['dismissed', 'insecure', 'unsupported', 'timeout'];

const done = Promise.resolve();

/** One person's calls: the server's record and this page's devices and room, brought to agree. The decisions are in call-model.ts; here is what they cause. */
export class CallSession implements Call {
  protected readonly options: CallSessionOptions;
  protected now: CallModel;
  readonly #store = new Store<CallSnapshot>(noCall);
  /** What shows a track, told of each new room. */
  readonly #surfaces = new Listeners<MediaRoom>();
  #infos: readonly DeviceInfo[] = [];
  #volume = 1;
  #isWorking = false;
  #kept: string | null = null;
  /** What was said last: under way, or answered of the record as it still is. */
  #said = '';
  #saying: Wish | null = null;
  #signals: CallSignals | null = null;
  #backend: MediaBackend | null = null;
  #grant: MediaGrant | undefined;
  /** One stretch of open media; aborted when the call moves on. What follows is of this stretch. */
  #stretch: AbortController | null = null;
  #path: MediaPath | null = null;
  #hasFailed = false;
  #room: MediaRoom | null = null;
  #local: LocalMedia | null = null;
  /** What of it the room was given. */
  #given: LocalMedia | null = null;
  #isSharing = false;

  constructor(options: CallSessionOptions) {
    const { authority, environment, devices, signal, side, tab, key } = options;
    this.options = options;
    this.now = { ...initialModel, side, tab, ...keptIn(environment.tab.get(key)) };
    authority.listen((event) => this.hear(event), { signal });
    devices.onChange(() => void this.#list(), { signal });
    signal.addEventListener('abort', () => this.#stop());
  }

  get snapshot(): CallSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  /** Customers ring nobody. */
  start(_media: Media): Promise<void> {
    return done;
  }

  accept(choice: Media): Promise<void> {
    const { record } = this.now;
    if (this.#phase === 'prompt' && record?.choices.includes(choice)) void this.begin({ type: 'accept', callId: record.id, choice }, choice);
    return done;
  }

  decline(): Promise<void> {
    return this.#phase === 'prompt' || this.#phase === 'acquiring' ? this.#leave('decline') : done;
  }

  end(): Promise<void> {
    return this.#leave('end');
  }

  setDismissed(dismissed: boolean): void {
    if (this.#phase === 'prompt') void this.set({ dismissed });
  }

  goOnWithAudio(): Promise<void> {
    if (this.now.devices.is === 'camera-refused') this.#use({});
    return done;
  }

  tryAgain(): Promise<void> {
    const { devices, record, rejoin } = this.now;
    // Once, the ring is given back, so that another choice, tab or device can answer.
    if (devices.is === 'refused' && !record?.rangAgain) return this.#refuse(true);
    if (rejoin === 'offered' || 'refusal' in devices) {
      this.#backend?.unlock();
      void this.set({ ...withoutMedia, rejoin: 'rejoining', trouble: null });
    }
    return done;
  }

  rejoin(): Promise<void> {
    return this.tryAgain();
  }

  giveUp(): Promise<void> {
    return this.#refuse(false);
  }

  setMicrophone(on: boolean): Promise<void> {
    void this.set({ wanted: { ...this.now.wanted, microphone: on } });
    return this.#try('microphone', this.#room?.setMicrophone(on));
  }

  setCamera(on: boolean): Promise<void> {
    return this.set({ wanted: { ...this.now.wanted, camera: on }, trouble: null });
  }

  switchDevice(kind: DeviceInfo['kind'], deviceId: string): Promise<void> {
    return this.#try(kind, this.#room?.switchDevice(kind, deviceId));
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    this.#room?.setVolume(volume);
  }

  attach(trackId: string, surface: unknown, options: { readonly signal: AbortSignal }): void {
    const show = (room: MediaRoom | null): void => room?.attach(trackId, surface, options);
    this.#surfaces.add(show, options.signal);
    show(this.#room);
  }

  async resumePlayback(): Promise<void> {
    await this.#room?.resumePlayback();
  }

  acknowledge(): void {
    const { record } = this.now;
    void this.set({ trouble: null, record: isUnderWay(record) ? record : null });
  }

  /** The page goes away (`pagehide`): the server waits 20 s for the next one. */
  pageHides(): void {
    const { lease } = this.now;
    if (lease) this.options.authority.leaving({ callId: lease.callId, lease: lease.secret });
  }

  protected view(facts: CallFacts): CallView {
    return customerView(this.now.record, facts);
  }

  protected wish(): Wish | null {
    const { snapshot } = this.#room ?? {};
    const [self] = snapshot?.participants ?? [];
    const is = this.#hasFailed ? 'failed' : (snapshot?.state ?? 'none');
    const carries = is !== 'connected' ? 'none' : self?.camera?.on ? 'video' : self?.microphone ? 'audio' : 'none';
    return wishOf(this.now, { is, path: this.#path ?? 'direct', carries });
  }

  /** Also inside the press: sound may be played later. */
  protected begin(intent: Intent, media: Media): Promise<void> {
    this.#backend?.unlock();
    return this.set({ ...withoutMedia, intent, wanted: { microphone: true, camera: media === 'video' }, trouble: null });
  }

  protected set(change: Partial<CallModel>): Promise<void> {
    this.now = { ...this.now, ...change };
    this.#work();
    return done;
  }

  protected hear(event: CallEvent): void {
    const { lease, intent, record } = this.now;
    if (event.type === 'signal') return this.#signals?.receive(event.signal);
    if (event.type === 'offline') return;
    const stale = this.now.stale || event.type === 'online';
    if (event.news) this.#adopt(event.news, { stale });
    // Without anything to ask by, nobody tells how it ended.
    else void this.set({ stale, record: lease || intent || !isUnderWay(record) ? record : null });
  }

  protected answered(wish: Wish, ack: CallAck): void {
    const { call, lease: secret, grant, signals = [] } = ack;
    const { side, intent, lease, stale } = this.now;
    if (secret) this.#grant = grant;
    this.#adopt(ack, {
      // Meanwhile the person may have asked for something else.
      intent: wish === intent ? null : intent,
      lease: secret ? { callId: call.id, secret, count: participantOf(call, side)?.lease ?? 0 } : lease,
      stale: stale && !secret && wish.type !== 'reclaim',
    });
    for (const signal of signals) this.#signals?.receive(signal);
  }

  /** The server will never do this. */
  protected refused(wish: Wish, _code: string): void {
    const { intent, lease, record } = this.now;
    if (wish !== intent && wish.type !== 'reclaim') return;
    const { callId } = intent ?? lease ?? {};
    void this.set({ intent: null, lease: null, record: record?.id === callId ? null : record });
  }

  /** The browser gave no microphone, or no camera (then `media` has the microphone). */
  protected deviceRefused(media: LocalMedia | null, refusal: DeviceRefusal): void {
    const { wanted } = this.now;
    const trouble = { type: media ? 'camera' : 'microphone', refusal } as const;
    if (selfOf(this.now)?.microphone !== 'granted') {
      const wants = wanted.camera ? 'video' : 'audio';
      void this.set({ camera: refusal, devices: media ? { is: 'camera-refused', refusal } : { is: 'refused', refusal, wants } });
    } else if (media) this.#use({ camera: refusal, trouble });
    else void this.set({ ...withoutMedia, rejoin: 'offered', trouble });
  }

  get #phase(): CallView['phase'] {
    return this.snapshot.view.phase;
  }

  #leave(type: 'decline' | 'end'): Promise<void> {
    const { intent, record } = this.now;
    const callId = isUnderWay(record) ? record.id : intent?.callId;
    return callId === undefined || intent?.type === type ? done : this.set({ intent: { type, callId } });
  }

  #refuse(again: boolean): Promise<void> {
    const { devices, lease } = this.now;
    if (!lease || !('refusal' in devices)) return done;
    return this.set({ intent: { type: 'refuse', callId: lease.callId, lease: lease.secret, refusal: devices.refusal, again } });
  }

  #adopt(news: CallNews, change: Partial<CallModel>): void {
    const { authority, environment } = this.options;
    const next = heard({ ...this.now, ...change }, news, environment.now());
    const { record } = next;
    if (isUnderWay(record) && this.#signals?.callId !== record.id) {
      this.#load(record.backend).catch(() => undefined);
      this.#signals = new CallSignals(record.id, (signal) => {
        const { lease } = this.now;
        if (lease) authority.signal({ ...signal, lease: lease.secret });
      });
    }
    void this.set(next);
    // A word of the new generation needs the new secret: of one's own reclaim, that comes with its answer.
    if (isUnderWay(record) && !next.stale) this.#signals?.at(generationOf(record));
  }

  #work(): void {
    if (this.#isWorking || this.options.signal.aborted) return;
    this.#isWorking = true;
    let worked;
    do {
      worked = this.now;
      this.#workMedia();
      void this.#share();
      this.#say();
    } while (worked !== this.now);
    this.#isWorking = false;
    const { tab, record, clockOffset, wanted, trouble, intent, lease } = worked;
    const kept = intent || lease ? JSON.stringify({ intent, lease, wanted, rejoin: 'rejoining' }) : null;
    if (kept !== this.#kept) this.options.environment.tab.set(this.options.key, (this.#kept = kept));
    const room = this.#room?.snapshot ?? null;
    const sending = intent?.callId === record?.id || intent?.type === 'start' ? intent : null;
    const own = lease !== null || (sending !== null && selfOf(worked)?.tab === tab);
    const view = this.view({ ...worked, own, sending, connected: room?.state === 'connected' });
    this.#store.set({ view, record, clockOffset, room, wanted, trouble, devices: this.#infos });
  }

  #workMedia(): void {
    const { intent, record, lease, stale, devices, rejoin } = this.now;
    const path = record?.state.phase === 'connecting' ? record.state.path : (this.#path ?? 'direct');
    const mayHaveMedia = intent ? intent.type === 'start' : lease && record;
    // The tries are rooms of their own; the devices open again for the second.
    if (!mayHaveMedia || (this.#path && this.#path !== path)) return this.#stop();
    if (lease && stale) return;
    const { signal } = (this.#stretch ??= new AbortController());
    if (devices.is === 'closed' && rejoin !== 'offered') void this.#open(signal);
    if (!this.#path && lease && record && (this.#grant || record.state.phase !== 'ringing')) void this.#enter(path, signal);
  }

  /** Local tracks stop in the same task. */
  #stop(): void {
    if (!this.#stretch) return;
    this.#stretch.abort();
    stopMedia(this.#local);
    void this.#room?.leave();
    this.#stretch = this.#path = this.#room = this.#local = this.#given = null;
    this.#hasFailed = this.#isSharing = false;
    void this.set(withoutMedia);
  }

  /** Asks the browser for what is wanted. One that refuses both does not say which one it means: then the microphone is asked for alone. */
  async #open(signal: AbortSignal): Promise<void> {
    const { devices, environment } = this.options;
    const { camera } = this.now.wanted;
    const ask = (camera: boolean) => devices.open({ microphone: true, camera }, signal).catch(refusalOf);
    stopMedia(this.#local);
    void this.set({ devices: { is: 'opening', wants: camera ? 'video' : 'audio', since: environment.now() }, camera: camera ? 'asking' : 'unasked' });
    const first = await ask(camera);
    const isRefused = typeof first === 'string';
    const second = isRefused && camera && !wholly.includes(first) ? await ask(false) : first;
    const media = typeof second === 'string' ? null : second;
    if (signal.aborted) { stopMedia(media); return; }
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
    void this.#list();
  }

  async #enter(path: MediaPath, signal: AbortSignal): Promise<void> {
    const { authority, devices, environment } = this.options;
    const { record, lease } = this.now;
    const channel = this.#signals;
    if (!record || !lease || !channel) return;
    const { backend: name, initiator, participants } = record;
    const self = selfOf(this.now)?.id ?? '';
    this.#path = path;
    try {
      const backend = await this.#load(name);
      const grant = this.#grant?.backend === name ? this.#grant : await authority.grant({ callId: lease.callId, lease: lease.secret });
      signal.throwIfAborted();
      const initiates = initiator === self;
      if (initiates) backend.unlock();
      const peers = participants.flatMap(({ id }) => (id === self ? [] : id));
      const room = await backend.join({ grant, initiates, self, peers, signal: channel, devices, relayOnly: path === 'relay' });
      if (signal.aborted) return void room.leave();
      this.#room = room;
      room.setVolume(this.#volume);
      this.#surfaces.tell(room);
      room.subscribe(() => this.#work(), { signal });
    } catch {
      if (signal.aborted) return;
      this.#hasFailed = true;
      const again = (): void => {
        this.#hasFailed = false;
        this.#path = null;
        this.#work();
      };
      environment.after(RETRY, again, signal);
    }
    this.#work();
  }

  /** Brings the room to what is open and wanted, one step after the other. An open prompt is waited for: what it gives after the person changed their mind is switched off. */
  async #share(): Promise<void> {
    const { wanted, devices } = this.now;
    const room = this.#room;
    const local = this.#local;
    const signal = this.#stretch?.signal;
    if (!room || !local || !signal || this.#isSharing || devices.is !== 'open') return;
    if (this.#given !== local) {
      this.#isSharing = true;
      this.#given = local;
      // The mute comes first, so that not a word is sent before it.
      await this.#try('microphone', room.setMicrophone(wanted.microphone).then(() => room.publish(local)));
    } else if (wanted.camera !== !!room.snapshot.participants[0]?.camera) {
      this.#isSharing = true;
      if (wanted.camera) void this.set({ camera: 'asking' });
      const refusal = await room.setCamera(wanted.camera).then(() => null, refusalOf);
      if (wanted.camera && !signal.aborted) void this.set({ camera: refusal ?? 'granted' });
      if (refusal && this.now.wanted.camera && !signal.aborted) {
        void this.set({ wanted: { ...this.now.wanted, camera: false }, trouble: { type: 'camera', refusal } });
      }
    } else return;
    if (signal.aborted) return;
    this.#isSharing = false;
    this.#work();
  }

  /** What is refused inside a call is trouble, and the call goes on. */
  async #try(type: DeviceInfo['kind'], attempt: Promise<void> | undefined): Promise<void> {
    await attempt?.catch((error: unknown) => this.set({ trouble: { type, refusal: refusalOf(error) } }));
  }

  /** Loads what the call needs while it rings. */
  async #load(name: string): Promise<MediaBackend> {
    if (this.#backend?.name === name) return this.#backend;
    const load = this.options.backends[name];
    if (!load) throw new Error(name);
    this.#backend = await load();
    void this.#backend.warm();
    return this.#backend;
  }

  /** Says one wish at a time, again until there is an answer. Hanging up waits for nothing, and nothing waits for word that the browser asks. */
  #say(): void {
    const wish = this.wish();
    const { record, lease, tab } = this.now;
    const said = JSON.stringify([wish, record?.rev]);
    const saying = this.#saying;
    if (!wish || said === this.#said || wish === saying) return;
    if (saying && saying.type !== 'asking' && wish.type !== 'end' && wish.type !== 'decline') return;
    const { authority, environment, signal } = this.options;
    const { type, ...says } = wish;
    const held = 'callId' in says ? null : { callId: lease?.callId, lease: lease?.secret };
    const commands = authority as unknown as Readonly<Record<typeof type, (command: object) => Promise<CallAck>>>;
    this.#said = said;
    this.#saying = wish;
    const isOver = (): boolean => {
      if (this.#saying === wish) this.#saying = null;
      return signal.aborted;
    };
    commands[type]({ ...held, commandId: environment.id(), tab, ...says }).then(
      (ack) => isOver() || this.answered(wish, ack),
      (error: unknown) => {
        if (isOver()) return;
        if (error instanceof TransportError && error.permanent) return this.refused(wish, error.code);
        this.#said = '';
        environment.after(RETRY * (1 + environment.random()), () => this.#work(), signal);
      },
    );
  }

  /** Names are known once a permission was given. */
  async #list(): Promise<void> {
    if (this.now.devices.is !== 'open') return;
    this.#infos = await this.options.devices.list().catch(() => this.#infos);
    this.#work();
  }
}

const refusalOf = (error: unknown): DeviceRefusal => (error instanceof DeviceError ? error.refusal : 'unsupported');

function stopMedia(media: LocalMedia | null): void {
  media?.microphone?.stop();
  media?.camera?.stop();
}

/** What this tab's last page left. */
function keptIn(stored: string | null): Partial<CallModel> {
  try {
    return JSON.parse(stored ?? '{}') as Partial<CallModel>;
  } catch {
    return {};
  }
}
