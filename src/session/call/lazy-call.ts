import type { Media } from '../../protocol/call-record.ts';
import type { DeviceInfo } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';
import { Store } from '../contracts/observable.ts';
import type { Call, CallSnapshot } from './call.ts';

const noCall: CallSnapshot = {
  view: { phase: 'none' },
  record: null,
  clockOffset: 0,
  room: null,
  wanted: { microphone: true, camera: false },
  trouble: null,
  devices: [],
};

/** After a part that would not load, in milliseconds. A call rings for 45 s. */
const RETRY = 2_000;

/**
 * Stands in for a call whose code a page has not loaded. Nothing is lost before it has: what it would show, and so every button that could
 * be pressed, comes from the loaded one.
 */
export class LazyCall implements Call {
  readonly #load: () => Promise<Call>;
  readonly #environment: Environment;
  readonly #signal: AbortSignal;
  readonly #store = new Store(noCall);
  #loading: Promise<void> | null = null;
  #call: Call | null = null;

  constructor(options: { readonly load: () => Promise<Call>; readonly environment: Environment; readonly signal: AbortSignal }) {
    this.#load = options.load;
    this.#environment = options.environment;
    this.#signal = options.signal;
  }

  get snapshot(): CallSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  /** Something of a call arrived. Loads once; tries again where that failed. */
  wake(): Promise<void> {
    this.#loading ??= this.#fetch();
    return this.#loading;
  }

  async start(media: Media): Promise<void> {
    await this.wake();
    await this.#call?.start(media);
  }
  async accept(choice: Media): Promise<void> {
    await this.#call?.accept(choice);
  }
  async decline(): Promise<void> {
    await this.#call?.decline();
  }
  setDismissed(dismissed: boolean): void {
    this.#call?.setDismissed(dismissed);
  }
  async goOnWithAudio(): Promise<void> {
    await this.#call?.goOnWithAudio();
  }
  async tryAgain(): Promise<void> {
    await this.#call?.tryAgain();
  }
  async giveUp(): Promise<void> {
    await this.#call?.giveUp();
  }
  async end(): Promise<void> {
    await this.#call?.end();
  }
  async setMicrophone(on: boolean): Promise<void> {
    await this.#call?.setMicrophone(on);
  }
  async setCamera(on: boolean): Promise<void> {
    await this.#call?.setCamera(on);
  }
  async switchDevice(kind: DeviceInfo['kind'], deviceId: string): Promise<void> {
    await this.#call?.switchDevice(kind, deviceId);
  }
  setVolume(volume: number): void {
    this.#call?.setVolume(volume);
  }
  attach(trackId: string, surface: unknown, options: { readonly signal: AbortSignal }): void {
    this.#call?.attach(trackId, surface, options);
  }
  async resumePlayback(): Promise<void> {
    await this.#call?.resumePlayback();
  }
  async rejoin(): Promise<void> {
    await this.#call?.rejoin();
  }
  acknowledge(): void {
    this.#call?.acknowledge();
  }

  async #fetch(): Promise<void> {
    const call = await this.#load().catch(() => null);
    if (this.#signal.aborted) return;
    if (!call) {
      this.#loading = null;
      this.#environment.after(RETRY, () => void this.wake(), this.#signal);
      return;
    }
    this.#call = call;
    call.subscribe(() => this.#store.set(call.snapshot), { signal: this.#signal });
    this.#store.set(call.snapshot);
  }
}
