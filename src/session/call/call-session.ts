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
import type { CallModel, Intent, Wish } from './call-model.ts';
import { factsOf, heard, initialModel, isUnderWay, nextWish, startFailed, withLease } from './call-model.ts';
import { CallMedia } from './call-media.ts';
import { CallSignals } from './call-signals.ts';
import type { Call, CallSnapshot } from './call.ts';
import { dropLease, loadLease, saveLease } from './lease-store.ts';

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
  readonly #model: Store<CallModel>;
  readonly #store: Store<CallSnapshot>;
  readonly #commands: CallCommands;
  readonly #media: CallMedia;
  /** The model that was worked on last. */
  #done: CallModel;
  #signals: CallSignals | null = null;
  #infos: readonly DeviceInfo[] = [];
  #online = true;
  #working = false;

  constructor(options: CallSessionOptions) {
    const { authority, environment, devices, side, tab, signal = new AbortController().signal } = options;
    const kept = loadLease(environment.tab);
    const own = side === 'customer' || kept?.lease.conversation === options.conversation();
    this.#options = options;
    this.#model = new Store(this.#done = { ...initialModel(side, tab), ...(own ? kept : null) });
    this.#media = new CallMedia(options, this.#model);
    this.#commands = new CallCommands({
      authority,
      environment,
      signal,
      answered: (wish, ack) => this.#answered(wish, ack),
      refused: (wish, code) => this.#refused(wish, code),
      again: () => this.#work(),
    });
    this.#store = new Store(this.#snapshot());
    this.#model.subscribe(() => this.#work(), { signal });
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
    const { side, intent, record } = this.#now;
    const conversation = this.#options.conversation();
    if (side === 'agent' && conversation !== null && !intent && !isUnderWay(record)) {
      const callId = this.#options.environment.id();
      this.#begin({ type: 'start', callId, conversation, media, camera: media === 'video' ? 'granted' : 'unasked' }, media);
    }
    return done;
  }

  accept(choice: Media): Promise<void> {
    const { record } = this.#now;
    if (this.#phase === 'prompt' && record?.choices.includes(choice)) this.#begin({ type: 'accept', callId: record.id, choice }, choice);
    return done;
  }

  decline(): Promise<void> {
    if (this.#phase === 'prompt' || this.#phase === 'acquiring') this.#stop('decline');
    return done;
  }

  end(): Promise<void> {
    const { intent, devices } = this.#now;
    // Before its devices are open, nobody knows of a start.
    if (intent?.type === 'start' && devices.is !== 'open') this.#set({ intent: null });
    else this.#stop('end');
    return done;
  }

  setDismissed(dismissed: boolean): void {
    if (this.#phase === 'prompt') this.#set({ dismissed });
  }

  goOnWithAudio(): Promise<void> {
    if (this.#now.devices.is === 'camera-refused') this.#media.use();
    return done;
  }

  tryAgain(): Promise<void> {
    const { devices, record, refuse } = this.#now;
    if (refuse || !('refusal' in devices)) return this.rejoin();
    this.#media.unlock();
    // Once, the ring is given back, so that another choice, tab or device can answer.
    if (devices.is === 'refused' && !record?.rangAgain) this.#set({ refuse: { refusal: devices.refusal, again: true } });
    else void this.#media.open();
    return done;
  }

  giveUp(): Promise<void> {
    const { devices } = this.#now;
    if ('refusal' in devices) this.#set({ refuse: { refusal: devices.refusal, again: false } });
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

  attach(trackId: string, surface: unknown, options: { readonly signal: AbortSignal }): void {
    this.#media.attach(trackId, surface, options);
  }

  async resumePlayback(): Promise<void> {
    await this.#media.room?.resumePlayback();
  }

  rejoin(): Promise<void> {
    if (this.#now.rejoin === 'offered') {
      this.#media.unlock();
      this.#set({ rejoin: 'rejoining', trouble: null });
    }
    return done;
  }

  acknowledge(): void {
    const { record } = this.#now;
    this.#set({ trouble: null, record: isUnderWay(record) ? record : null });
  }

  /** The page goes away (`pagehide`): the server waits 20 s for the next one. */
  pageHides(): void {
    const { lease } = this.#now;
    if (lease) this.#options.authority.leaving({ callId: lease.callId, lease: lease.secret });
  }

  get #now(): CallModel {
    return this.#model.snapshot;
  }

  get #phase(): string {
    return this.snapshot.view.phase;
  }

  #set(change: Partial<CallModel>): void {
    this.#model.set({ ...this.#now, ...change });
  }

  #begin(intent: Intent, media: Media): void {
    this.#media.unlock();
    this.#set({ intent, camera: 'unasked', wanted: { microphone: true, camera: media === 'video' }, trouble: null });
  }

  #stop(type: 'decline' | 'end'): void {
    const { intent, record } = this.#now;
    const callId = intent?.callId ?? (isUnderWay(record) ? record.id : null);
    if (callId !== null) this.#set({ intent: { type, callId } });
  }

  #hear(event: CallEvent): void {
    if (event.type === 'signal') return this.#signals?.receive(event.signal);
    this.#online = event.type !== 'offline';
    if (event.type === 'offline') return;
    const isNew = event.type === 'online';
    const { lease, intent, record } = this.#now;
    if (isNew && lease) this.#set({ lease: { ...lease, stale: true } });
    if (event.news && this.#isOurs(event.news)) this.#adopt(this.#now, event.news);
    // Without anything to ask by, nobody tells how it ended.
    else if (isNew && !lease && !intent && isUnderWay(record)) this.#set({ record: null });
    this.#work();
  }

  #isOurs({ call }: CallNews): boolean {
    return this.#now.side === 'customer' || call.conversation === this.#options.conversation();
  }

  #adopt(model: CallModel, { call, serverNow }: CallNews): void {
    const next = heard(model, call, this.#options.environment.now() - serverNow);
    const { record, lease } = next;
    if (isUnderWay(record) && this.#signals?.callId !== record.id) {
      this.#media.warm(record.backend);
      this.#signals = new CallSignals(record.id, (signal) => {
        const held = this.#now.lease;
        if (held?.callId === record.id) this.#options.authority.signal({ ...signal, lease: held.secret });
      });
    }
    this.#model.set(next);
    // A word of the new generation needs the new secret: of one's own reclaim, that comes with its answer.
    if (isUnderWay(record) && !lease?.stale) this.#signals?.at(generationOf(record));
  }

  #answered(wish: Wish, ack: CallAck): void {
    const { call, refusal, lease: secret, grant, signals } = ack;
    const { id: callId, conversation } = call;
    let model = this.#now;
    if (wish.type === 'start' && (refusal === 'busy' || !this.#isOurs(ack))) return this.#model.set(startFailed(model, 'CALL_BUSY'));
    // Meanwhile the person may have asked for something else.
    if (wish === model.intent) model = { ...model, intent: null };
    if (refusal === 'lease-lost') model = { ...model, lease: null };
    if (secret) {
      const count = participantOf(call, model.side)?.lease ?? 0;
      model = withLease(model, { callId, conversation, secret, count, reclaim: this.#options.environment.id(), stale: false });
    }
    if (grant) this.#media.granted(callId, grant);
    this.#adopt(model, ack);
    for (const signal of signals ?? []) this.#signals?.receive(signal);
  }

  #refused(wish: Wish, code: string): void {
    const model = this.#now;
    const isGone = code === 'CALL_NOT_FOUND';
    if (wish.type === 'start') this.#model.set(startFailed(model, code));
    else if (isGone || code === 'LEASE_LOST' || wish === model.intent || wish.type === 'reclaim') {
      this.#set({ intent: null, lease: null, record: isGone ? null : model.record });
    }
  }

  #work(): void {
    if (this.#working) return;
    this.#working = true;
    let model;
    do {
      model = this.#now;
      this.#keep(this.#done, model);
      this.#done = model;
      this.#media.work(this.#signals);
      if (this.#online) this.#commands.tell(nextWish(this.#now), this.#now);
    } while (model !== this.#now);
    this.#working = false;
    this.#store.set(this.#snapshot());
  }

  /** For this tab's next page, unless the person hung up on this one. */
  #keep(before: CallModel, { lease, wanted, intent, devices }: CallModel): void {
    const { tab } = this.#options.environment;
    if (devices.is === 'open' && before.devices.is !== 'open') void this.#list();
    if (lease === before.lease && wanted === before.wanted && intent === before.intent) return;
    if (lease && !intent) saveLease(tab, { lease, wanted });
    else if (before.lease) dropLease(tab, before.lease.callId);
  }

  #snapshot(): CallSnapshot {
    const { record, clockOffset, wanted, trouble } = this.#now;
    const room = this.#media.room?.snapshot ?? null;
    return { view: viewOf(record, factsOf(this.#now)), record, clockOffset, room, wanted, trouble, devices: this.#infos };
  }

  /** Names are known once a permission was given. */
  async #list(): Promise<void> {
    if (this.#now.devices.is !== 'open') return;
    this.#infos = await this.#options.devices.list().catch(() => this.#infos);
    this.#work();
  }
}

const done = Promise.resolve();
