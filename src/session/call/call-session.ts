import type { CallSide, Media } from '../../protocol/call-record.ts';
import { generationOf, participantOf } from '../../protocol/call-record.ts';
import { viewOf } from '../../protocol/call-view.ts';
import type { CallAck, CallNews } from '../../protocol/call-wire.ts';
import type { CallAuthority, CallEvent } from '../contracts/call-authority.ts';
import type { DeviceInfo, Devices } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';
import type { MediaBackend } from '../contracts/media-backend.ts';
import { Store } from '../contracts/observable.ts';
import { CallCommands } from './call-commands.ts';
import type { CallModel, Lease, Wish } from './call-model.ts';
import { factsOf, heard, holds, initialModel, isUnderWay, nextWish, startFailed, withLease } from './call-model.ts';
import { CallMedia } from './call-media.ts';
import { CallSignals } from './call-signals.ts';
import type { Call, CallSnapshot } from './call.ts';
import { dropLease, loadLease, saveLease } from './lease-store.ts';
import { MediaBackends } from './media-backends.ts';

export interface CallSessionOptions {
  readonly side: CallSide;
  /** This person's id. */
  readonly self: () => string | null;
  /** Whose calls these are; null where the server alone knows. */
  readonly conversation: () => string | null;
  readonly tab: string;
  readonly authority: CallAuthority;
  /** By the name that a call's record carries. */
  readonly backends: Readonly<Record<string, () => Promise<MediaBackend>>>;
  readonly devices: Devices;
  readonly environment: Environment;
  /** The session's lifetime: afterwards nothing is open and nothing is told. */
  readonly signal?: AbortSignal;
}

/** One person's calls: the server's record and this page's devices and room, brought to agree. The decisions are in call-model.ts; here is what they cause. */
export class CallSession implements Call {
  readonly #options: CallSessionOptions;
  readonly #signal: AbortSignal;
  readonly #backends: MediaBackends;
  readonly #commands: CallCommands;
  readonly #media: CallMedia;
  readonly #store: Store<CallSnapshot>;
  #model: CallModel;
  #signals: CallSignals | null = null;
  #infos: readonly DeviceInfo[] = [];
  #online = true;
  #hidden = false;
  #working: 'no' | 'yes' | 'again' = 'no';

  constructor(options: CallSessionOptions) {
    const { authority, environment, devices, side, tab, signal = new AbortController().signal } = options;
    this.#options = options;
    this.#signal = signal;
    this.#backends = new MediaBackends(options.backends);
    this.#commands = new CallCommands({
      authority,
      environment,
      signal,
      answered: (wish, ack) => this.#answered(wish, ack),
      refused: (wish, code) => this.#refused(wish, code),
      again: () => this.#work(),
    });
    this.#media = new CallMedia({
      authority,
      environment,
      devices,
      backends: this.#backends,
      signals: () => this.#signals ?? this.#signalsOf(''),
      model: () => this.#model,
      update: (change) => this.#set({ ...this.#model, ...change }),
      startRefused: (code, refusal) => this.#set(startFailed(this.#model, code, refusal)),
    });
    const kept = loadLease(environment.tab);
    const own = side === 'customer' || kept?.lease.conversation === options.conversation();
    this.#model = { ...initialModel(side, tab), ...(own ? kept : null) };
    this.#store = new Store(this.#compose(null));
    authority.listen((event) => this.#hear(event), { signal });
    devices.onChange(() => void this.#list(), { signal });
    signal.addEventListener('abort', () => this.#media.stop());
  }

  get snapshot(): CallSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  start(media: Media): Promise<void> {
    const { side, intent, record } = this.#model;
    const conversation = this.#options.conversation();
    if (side !== 'agent' || conversation === null || intent || isUnderWay(record)) return done;
    this.#backends.unlock();
    const wanted = { microphone: true, camera: media === 'video' };
    this.#set({ ...this.#model, wanted, trouble: null, intent: { type: 'start', callId: this.#options.environment.id(), conversation, media } });
    return done;
  }

  accept(choice: Media): Promise<void> {
    const { intent, record } = this.#model;
    if (this.snapshot.view.phase !== 'prompt' || intent || !record?.choices.includes(choice)) return done;
    this.#backends.unlock();
    const wanted = { microphone: true, camera: choice === 'video' };
    this.#set({ ...this.#model, wanted, trouble: null, dismissed: false, intent: { type: 'accept', callId: record.id, choice } });
    return done;
  }

  decline(): Promise<void> {
    const { phase } = this.snapshot.view;
    if (phase === 'prompt' || phase === 'acquiring') this.#intend('decline');
    return done;
  }

  end(): Promise<void> {
    const { intent, devices } = this.#model;
    // Before its devices are open, nobody knows of a start.
    if (intent?.type === 'start' && devices.is !== 'open') this.#set({ ...this.#model, intent: null });
    else this.#intend('end');
    return done;
  }

  setDismissed(dismissed: boolean): void {
    if (this.snapshot.view.phase === 'prompt') this.#set({ ...this.#model, dismissed });
  }

  goOnWithAudio(): Promise<void> {
    if (this.#model.devices.is === 'camera-refused') this.#media.goOn();
    return done;
  }

  async tryAgain(): Promise<void> {
    const { devices, record, rejoin, refuse } = this.#model;
    this.#backends.unlock();
    if (rejoin === 'offered') return this.rejoin();
    if (refuse || (devices.is !== 'refused' && devices.is !== 'camera-refused')) return;
    // Once, the ring is given back, so that another choice, tab or device can answer.
    if (devices.is === 'refused' && !record?.rangAgain) return this.#set({ ...this.#model, refuse: { refusal: devices.refusal, again: true } });
    await this.#media.askAgain();
  }

  giveUp(): Promise<void> {
    const { devices } = this.#model;
    if ('refusal' in devices) this.#set({ ...this.#model, refuse: { refusal: devices.refusal, again: false } });
    return done;
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.#media.setMicrophone(on);
  }

  setCamera(on: boolean): Promise<void> {
    return this.#media.setCamera(on);
  }

  switchDevice(kind: DeviceInfo['kind'], deviceId: string): Promise<void> {
    return this.#media.switchDevice(kind, deviceId);
  }

  setVolume(volume: number): void {
    this.#media.setVolume(volume);
  }

  attach(trackId: string, surface: unknown, { signal }: { readonly signal: AbortSignal }): void {
    this.#media.attach(trackId, surface, signal);
  }

  async resumePlayback(): Promise<void> {
    await this.#media.room?.resumePlayback();
  }

  rejoin(): Promise<void> {
    this.#backends.unlock();
    if (this.#model.rejoin === 'offered') this.#set({ ...this.#model, rejoin: 'rejoining', trouble: null });
    return done;
  }

  acknowledge(): void {
    const { record } = this.#model;
    this.#set({ ...this.#model, trouble: null, record: isUnderWay(record) ? record : null });
  }

  /** The page goes away (`pagehide`): the server waits 20 s for the next one. */
  pageHides(): void {
    const { lease } = this.#model;
    this.#hidden = true;
    if (lease && holds(this.#model)) this.#options.authority.leaving({ callId: lease.callId, lease: lease.secret });
  }

  /** The page came back as it was (`pageshow`). */
  pageShows(): void {
    this.#hidden = false;
    this.#work();
  }

  #intend(type: 'decline' | 'end'): void {
    const { intent, record } = this.#model;
    const callId = intent?.callId ?? (isUnderWay(record) ? record.id : null);
    if (callId === null || intent?.type === 'end' || intent?.type === 'decline') return;
    this.#set({ ...this.#model, intent: { type, callId } });
  }

  #hear(event: CallEvent): void {
    if (event.type === 'signal') return this.#signals?.receive(event.signal);
    this.#online = event.type !== 'offline';
    if (event.type === 'offline') return;
    const { lease } = this.#model;
    if (event.type === 'online' && lease) this.#set({ ...this.#model, lease: { ...lease, stale: true } });
    const { intent, record } = this.#model;
    if (event.news && this.#isOurs(event.news)) this.#adopt(this.#model, event.news);
    // Without anything to ask by, nobody tells how it ended.
    else if (event.type === 'online' && !lease && !intent && isUnderWay(record)) this.#set({ ...this.#model, record: null });
    this.#work();
  }

  #isOurs({ call }: CallNews): boolean {
    return this.#model.side === 'customer' || call.conversation === this.#options.conversation();
  }

  #adopt(model: CallModel, { call, serverNow }: CallNews): void {
    const next = heard(model, call, this.#options.environment.now() - serverNow);
    const { record, lease } = next;
    if (isUnderWay(record)) {
      if (record.id !== this.#model.record?.id) this.#backends.warm(record.backend);
      if (this.#signals?.callId !== record.id) this.#signals = this.#signalsOf(record.id);
    }
    this.#set(next);
    // A word of the new generation needs the new secret: of one's own reclaim, that comes with its answer.
    if (isUnderWay(record) && !lease?.stale) this.#signals?.at(generationOf(record));
  }

  #signalsOf(callId: string): CallSignals {
    return new CallSignals(callId, (signal) => {
      const { lease } = this.#model;
      if (lease?.callId === callId) this.#options.authority.signal({ ...signal, lease: lease.secret });
    });
  }

  #answered(wish: Wish, ack: CallAck): void {
    const { call, refusal, lease: secret, grant, signals } = ack;
    const start = wish.type === 'start';
    if (start && (refusal === 'busy' || !this.#isOurs(ack))) return this.#set(startFailed(this.#model, 'CALL_BUSY'));
    let model = this.#model;
    // Meanwhile the person may have asked for something else.
    if (wish === model.intent) model = { ...model, intent: null };
    if (refusal === 'lease-lost') model = { ...model, lease: null };
    if (secret) {
      const count = participantOf(call, model.side)?.lease ?? 0;
      const lease = { callId: call.id, conversation: call.conversation, secret, count, reclaim: this.#options.environment.id(), stale: false };
      model = withLease(model, lease);
    }
    if (grant) this.#media.granted(call.id, grant);
    this.#adopt(model, ack);
    if (this.#signals) signals?.forEach((signal) => this.#signals?.receive(signal));
  }

  #refused(wish: Wish, code: string): void {
    const model = this.#model;
    if (wish.type === 'start') return this.#set(startFailed(model, code));
    const derived = wish !== model.intent && wish.type !== 'reclaim';
    if (derived && code !== 'CALL_NOT_FOUND' && code !== 'LEASE_LOST') return;
    this.#set({ ...model, intent: null, lease: null, record: code === 'CALL_NOT_FOUND' ? null : model.record });
  }

  #set(next: CallModel): void {
    const { lease, wanted, devices, intent } = this.#model;
    if (next === this.#model || this.#signal.aborted) return;
    this.#model = next;
    if (next.devices.is === 'open' && devices.is !== 'open') void this.#list();
    if (next.lease !== lease || next.wanted !== wanted || next.intent !== intent) this.#keep(lease);
    this.#work();
  }

  /** For this tab's next page, unless the person hung up on this one. */
  #keep(before: Lease | null): void {
    const { tab } = this.#options.environment;
    const { lease, wanted, intent } = this.#model;
    if (lease && !intent) saveLease(tab, { lease, wanted });
    else if (before) dropLease(tab, before.callId);
  }

  #work(): void {
    if (this.#working !== 'no') {
      this.#working = 'again';
      return;
    }
    do {
      this.#working = 'yes';
      this.#media.work();
      if (this.#online && !this.#hidden) this.#commands.tell(nextWish(this.#model), this.#model);
    } while ((this.#working as string) === 'again');
    this.#working = 'no';
    this.#store.set(this.#compose(this.#store.snapshot));
  }

  /** The same snapshot where nothing is new. */
  #compose(before: CallSnapshot | null): CallSnapshot {
    const { record, clockOffset, wanted, trouble } = this.#model;
    const view = viewOf(record, factsOf(this.#model));
    const same = before && JSON.stringify(view) === JSON.stringify(before.view);
    const room = this.#media.room?.snapshot ?? null;
    const next = { view: same ? before.view : view, record, clockOffset, room, wanted, trouble, devices: this.#infos };
    const keys = Object.keys(next) as (keyof CallSnapshot)[];
    return before && keys.every((key) => next[key] === before[key]) ? before : next;
  }

  /** Names are known once a permission was given. */
  async #list(): Promise<void> {
    if (this.#model.devices.is !== 'open') return;
    this.#infos = await this.#options.devices.list().catch(() => this.#infos);
    this.#work();
  }
}

const done = Promise.resolve();
