import type { LocalMedia, LocalTrack } from '../../src/session/contracts/devices.ts';
import type { JoinOptions, MediaBackend, MediaRoom, RoomFailure, RoomParticipant, RoomSnapshot, RoomTrack } from '../../src/session/contracts/media-backend.ts';
import { Store } from '../../src/session/contracts/observable.ts';

type Kind = 'microphone' | 'camera';
type Said = Readonly<Record<Kind, { readonly on: boolean } | null>>;

interface Word {
  readonly from: number;
  readonly said: Said;
  readonly bye: boolean;
  /** Who hears of somebody new says so, and is heard in turn. */
  readonly heard: number | null;
}

const silent: Said = { microphone: null, camera: null };
let rooms = 0;

/** A place for a picture: what is shown on it now. */
export class FakeSurface {
  shows: string | null = null;
}

/** Media without media: two rooms meet over the call's signal channel and tell each other of their tracks. */
export class FakeMediaBackend implements MediaBackend {
  readonly name: string;
  /** Which tries find no path. */
  blocked: 'none' | 'direct' | 'all' = 'none';
  /** Whether rooms never get beyond joining. */
  isSlow = false;
  /** What their rooms then say of why. */
  failure: RoomFailure | undefined;
  warmed = 0;
  unlocked = 0;
  playback: RoomSnapshot['playback'] = 'allowed';
  /** Every room that was ever joined, the newest last. */
  readonly rooms: FakeRoom[] = [];

  constructor(name = 'fake') {
    this.name = name;
  }

  get room(): FakeRoom | undefined {
    return this.rooms.at(-1);
  }

  warm(): Promise<void> {
    this.warmed += 1;
    return Promise.resolve();
  }

  unlock(): void {
    this.unlocked += 1;
  }

  join(options: JoinOptions): Promise<MediaRoom> {
    const reaches = this.blocked === 'none' || (this.blocked === 'direct' && options.relayOnly);
    const room = new FakeRoom(options, reaches && options.grant.nowhere !== true, this);
    this.rooms.push(room);
    return Promise.resolve(room);
  }
}

export class FakeRoom implements MediaRoom {
  readonly options: JoinOptions;
  readonly #id = ++rooms;
  readonly #reaches: boolean;
  readonly #isSlow: boolean;
  readonly #store: Store<RoomSnapshot>;
  readonly #left = new AbortController();
  readonly #local: Record<Kind, LocalTrack | null> = { microphone: null, camera: null };
  readonly #surfaces = new Map<FakeSurface, string>();
  readonly #gone = new Set<number>();
  #state: RoomSnapshot['state'] = 'joining';
  #playback: RoomSnapshot['playback'];
  readonly #failure: RoomFailure | undefined;
  #microphoneOn = true;
  #other: number | null = null;
  #said = silent;
  #speaker: string | null = null;
  volume = 1;

  constructor(options: JoinOptions, reaches: boolean, { playback, failure, isSlow }: Pick<FakeMediaBackend, 'playback' | 'failure' | 'isSlow'>) {
    this.options = options;
    this.#reaches = reaches;
    this.#isSlow = isSlow;
    this.#playback = playback;
    this.#failure = failure;
    this.#store = new Store(this.#compose());
    options.signal.listen((event) => (event.type === 'data' ? this.#hear(event.data as Word) : this.#say()), { signal: this.#left.signal });
    this.#say();
  }

  get snapshot(): RoomSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  publish(media: LocalMedia): Promise<void> {
    this.#use('microphone', media.microphone);
    this.#use('camera', media.camera);
    return Promise.resolve();
  }

  setMicrophone(on: boolean): Promise<void> {
    this.#microphoneOn = on;
    this.#changed();
    return Promise.resolve();
  }

  async setCamera(on: boolean): Promise<void> {
    if (!on) this.#use('camera', null);
    else if (!this.#local.camera) await this.#open('camera', true);
  }

  async switchDevice(kind: 'microphone' | 'camera' | 'speaker', deviceId: string): Promise<void> {
    if (kind !== 'speaker') { await this.#open(kind, deviceId); return; }
    this.#speaker = deviceId;
    this.#changed();
  }

  setVolume(volume: number): void {
    this.volume = volume;
  }

  attach(trackId: string, surface: unknown, { signal }: { readonly signal: AbortSignal }): void {
    const shown = surface as FakeSurface;
    if (signal.aborted) return;
    this.#surfaces.set(shown, trackId);
    shown.shows = trackId;
    signal.addEventListener('abort', () => {
      if (this.#surfaces.get(shown) !== trackId) return;
      this.#surfaces.delete(shown);
      shown.shows = null;
    });
  }

  resumePlayback(): Promise<void> {
    this.#playback = 'allowed';
    this.#changed();
    return Promise.resolve();
  }

  leave(): Promise<void> {
    if (this.#left.signal.aborted) return Promise.resolve();
    this.#local.microphone?.stop();
    this.#local.camera?.stop();
    this.#say(true);
    this.#left.abort();
    this.#surfaces.forEach((_, surface) => (surface.shows = null));
    this.set('left');
    return Promise.resolve();
  }

  /** The network's doing. */
  set(state: RoomSnapshot['state']): void {
    this.#state = state;
    this.#changed();
  }

  /** The page is gone, without a goodbye. */
  vanish(): void {
    this.#left.abort();
  }

  async #open(kind: Kind, want: true | string): Promise<void> {
    const opened = await this.options.devices.open({ microphone: false, camera: false, [kind]: want }, this.#left.signal);
    this.#use(kind, opened[kind]);
  }

  #use(kind: Kind, track: LocalTrack | null): void {
    if (this.#left.signal.aborted) return track?.stop();
    const before = this.#local[kind];
    if (before !== track) before?.stop();
    this.#local[kind] = track;
    this.#changed();
  }

  #hear(word: Word): void {
    if (this.#gone.has(word.from)) return;
    if (word.bye) {
      this.#gone.add(word.from);
      if (word.from === this.#other) this.#other = null;
      return this.#changed();
    }
    const known = word.from === this.#other;
    if (!known && this.#other !== null) this.#gone.add(this.#other);
    this.#other = word.from;
    this.#said = word.said;
    if (!known || word.heard !== this.#id) this.#say();
    if (!this.#isSlow) this.#state = this.#reaches ? 'connected' : 'failed';
    this.#changed();
  }

  #say(bye = false): void {
    if (this.#left.signal.aborted) return;
    const word: Word = { from: this.#id, said: this.#own(), bye, heard: this.#other };
    this.options.signal.send(word);
  }

  #own(): Said {
    const { microphone, camera } = this.#local;
    return { microphone: microphone && { on: this.#microphoneOn }, camera: camera && { on: true } };
  }

  #changed(): void {
    const before = this.#store.snapshot;
    const next = this.#compose();
    if (JSON.stringify(next) === JSON.stringify(before)) return;
    if (this.#other !== null && JSON.stringify(next.participants[0]) !== JSON.stringify(before.participants[0])) this.#say();
    this.#store.set(next);
  }

  #compose(): RoomSnapshot {
    const { self, peers } = this.options;
    const { microphone, camera } = this.#local;
    const others = peers.slice(0, this.#other === null || this.#state === 'left' ? 0 : 1).map((id) => participant(id, false, this.#said));
    return {
      state: this.#state,
      participants: [participant(self, true, this.#own()), ...others],
      playback: this.#playback,
      devices: { microphone: microphone?.deviceId ?? null, camera: camera?.deviceId ?? null, speaker: this.#speaker },
      ...(this.#state === 'failed' && this.#failure && { failure: this.#failure }),
    };
  }
}

const participant = (id: string, self: boolean, said: Said): RoomParticipant => ({
  id,
  self,
  speaking: false,
  quality: 'good',
  microphone: track(id, 'microphone', said),
  camera: track(id, 'camera', said),
  screen: null,
});

const track = (id: string, kind: Kind, said: Said): RoomTrack | null => {
  const state = said[kind];
  return state && { id: `${id}:${kind}`, on: state.on, interrupted: false, silent: false };
};
