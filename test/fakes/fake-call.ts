import type { CallRecord, Media } from '../../src/protocol/call-record.ts';
import { agentView } from '../../src/protocol/call-view.ts';
import type { CallFacts, CallView } from '../../src/protocol/call-view.ts';
import type { Call, CallSnapshot } from '../../src/session/call/call.ts';
import { noCall } from '../../src/session/call/lazy-call.ts';
import { Store } from '../../src/session/contracts/observable.ts';
import { FakeDevices } from './fake-devices.ts';

/** What an agent's page shows of a record, whose tab holds the call. */
export const ownAgentView = (record: CallRecord, facts: Partial<CallFacts> = {}): CallView =>
  agentView(record, {
    own: true,
    sending: null,
    devices: { is: 'open' },
    connected: record.state.phase === 'active',
    dismissed: false,
    rejoin: 'none',
    ...facts,
  });

/** A call that does nothing by itself: a test sets what it shows, and sees what was asked of it. */
export class FakeCall implements Call {
  /** The methods that were called, in order, with what they were given. */
  readonly asked: (readonly [method: string, ...detail: unknown[]])[] = [];
  readonly devices = new FakeDevices();
  readonly #store: Store<CallSnapshot>;

  constructor(change: Partial<CallSnapshot> = {}) {
    this.#store = new Store({ ...noCall, ...change });
  }

  get snapshot(): CallSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  set(change: Partial<CallSnapshot>): void {
    this.#store.set({ ...this.snapshot, ...change });
  }

  /** Shows a record as an agent's page would, whose tab holds the call. */
  show(record: CallRecord, facts: Partial<CallFacts> = {}, change: Partial<CallSnapshot> = {}): void {
    this.set({ record, view: ownAgentView(record, facts), ...change });
  }

  start(media: Media): Promise<void> {
    return this.#ask('start', media);
  }
  accept(choice: Media): Promise<void> {
    return this.#ask('accept', choice);
  }
  decline(): Promise<void> {
    return this.#ask('decline');
  }
  setDismissed(dismissed: boolean): void {
    void this.#ask('setDismissed', dismissed);
  }
  goOnWithAudio(): Promise<void> {
    return this.#ask('goOnWithAudio');
  }
  tryAgain(): Promise<void> {
    return this.#ask('tryAgain');
  }
  giveUp(): Promise<void> {
    return this.#ask('giveUp');
  }
  end(): Promise<void> {
    return this.#ask('end');
  }
  setMicrophone(on: boolean): Promise<void> {
    return this.#ask('setMicrophone', on);
  }
  setCamera(on: boolean): Promise<void> {
    return this.#ask('setCamera', on);
  }
  watchDevices(...[listener, options]: Parameters<Call['watchDevices']>): void {
    this.devices.watch(listener, options);
  }
  switchDevice(kind: string, deviceId: string): Promise<void> {
    return this.#ask('switchDevice', kind, deviceId);
  }
  setVolume(volume: number): void {
    void this.#ask('setVolume', volume);
  }
  attach(trackId: string, _surface: unknown, { signal }: { readonly signal: AbortSignal }): void {
    void this.#ask('attach', trackId);
    signal.addEventListener('abort', () => void this.#ask('detach', trackId), { once: true });
  }
  resumePlayback(): Promise<void> {
    return this.#ask('resumePlayback');
  }
  rejoin(): Promise<void> {
    return this.#ask('rejoin');
  }
  acknowledge(): void {
    void this.#ask('acknowledge');
    this.#store.set(noCall);
  }

  #ask(method: string, ...detail: unknown[]): Promise<void> {
    this.asked.push([method, ...detail]);
    return Promise.resolve();
  }
}
