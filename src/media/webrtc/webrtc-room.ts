import type { WebRtcGrant } from '../../protocol/media-grant.ts';
import type { LocalMedia, LocalTrack } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import type { JoinOptions, MediaRoom, RoomSnapshot, RoomTrack } from '../../session/contracts/media-backend.ts';
import type { Loudspeaker } from './loudspeaker.ts';
import type { Message, Said, SaidState } from './message.ts';
import { parseMessage, silentState } from './message.ts';
import { Meter, METER_MS } from './meter.ts';
import { PeerLink } from './peer-link.ts';

type Kind = 'microphone' | 'camera';

const media = { microphone: 'audio', camera: 'video' } as const;

/** One person's side of a call between two browsers. */
export class WebRtcRoom implements MediaRoom {
  readonly #options: JoinOptions;
  readonly #grant: WebRtcGrant;
  readonly #create: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly #loudspeaker: Loudspeaker;
  /** This page load, to the other side. */
  readonly #instance = newId();
  readonly #left = new AbortController();
  readonly #local: Record<Kind, LocalTrack | null> = { microphone: null, camera: null };
  readonly #surfaces = new Map<HTMLMediaElement, string>();
  readonly #listeners = new Set<() => void>();
  /** Page loads and connections that are over: a late word of theirs counts for nothing. */
  readonly #past = new Set<string>();
  #link: PeerLink;
  #linkId: string;
  #meter = new Meter();
  /** The other side's page load. */
  #other: string | null = null;
  #said: SaidState = silentState;
  #heard = 0;
  #spoken = 0;
  #told = '';
  #wasConnected = false;
  #microphoneOn = true;
  #speaker: string | null = null;
  #snapshot: RoomSnapshot;

  constructor(
    grant: WebRtcGrant,
    options: JoinOptions,
    loudspeaker: Loudspeaker,
    createConnection: (configuration: RTCConfiguration) => RTCPeerConnection,
  ) {
    this.#create = createConnection;
    this.#grant = grant;
    this.#options = options;
    this.#loudspeaker = loudspeaker;
    this.#linkId = options.initiates ? newId() : '';
    this.#link = this.#connect();
    this.#snapshot = this.#compose();
    const { signal } = this.#left;
    options.signal.listen((event) => (event.type === 'data' ? void this.#hear(event.data) : this.#restart()), { signal });
    // A new network seldom carries the old path.
    addEventListener('online', () => this.#restart(), { signal });
    const timer = setInterval(() => void this.#measure(), METER_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    // The side that waits for an offer says that it is here: after a reload nobody else would.
    if (!options.initiates) this.#say({});
  }

  get snapshot(): RoomSnapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void, { signal }: { readonly signal: AbortSignal }): void {
    if (signal.aborted) return;
    const own = (): void => listener();
    this.#listeners.add(own);
    signal.addEventListener('abort', () => this.#listeners.delete(own), { once: true });
  }

  async publish(given: LocalMedia): Promise<void> {
    await Promise.all([this.#use('microphone', given.microphone), this.#use('camera', given.camera)]);
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#microphoneOn = on;
    if (on && native(this.#local.microphone)?.readyState === 'ended') await this.#open('microphone', true);
    this.#voice();
    this.#changed();
  }

  async setCamera(on: boolean): Promise<void> {
    if (!on) await this.#use('camera', null);
    else if (!this.#local.camera) await this.#open('camera', true);
  }

  async switchDevice(kind: 'microphone' | 'camera' | 'speaker', deviceId: string): Promise<void> {
    if (kind !== 'speaker') return await this.#open(kind, deviceId);
    const done = await this.#loudspeaker.use(deviceId).catch((cause: unknown) => {
      throw new DeviceError('no-device', { cause });
    });
    if (!done) throw new DeviceError('unsupported');
    this.#speaker = deviceId;
    this.#changed();
  }

  setVolume(volume: number): void {
    this.#loudspeaker.setVolume(volume);
  }

  attach(trackId: string, surface: unknown, { signal }: { readonly signal: AbortSignal }): void {
    const element = surface as HTMLMediaElement;
    if (signal.aborted) return;
    this.#surfaces.set(element, trackId);
    signal.addEventListener('abort', () => {
      if (this.#surfaces.get(element) !== trackId) return;
      this.#surfaces.delete(element);
      element.srcObject = null;
    });
    this.#draw();
  }

  async resumePlayback(): Promise<void> {
    await this.#loudspeaker.resume();
    this.#changed();
  }

  leave(): Promise<void> {
    if (!this.#left.signal.aborted) {
      for (const track of Object.values(this.#local)) track?.stop();
      this.#say({ bye: true });
      this.#left.abort();
      this.#link.close();
      void this.#loudspeaker.play(null);
      this.#changed();
      this.#surfaces.forEach((_, element) => (element.srcObject = null));
      this.#surfaces.clear();
    }
    return Promise.resolve();
  }

  #connect(): PeerLink {
    const { iceServers, relayOnly } = this.#grant;
    const relay = relayOnly || this.#options.relayOnly;
    const pc = this.#create({
      iceServers: [...iceServers],
      iceTransportPolicy: relay ? 'relay' : 'all',
      bundlePolicy: 'max-bundle',
      iceCandidatePoolSize: 1,
    });
    const link: PeerLink = new PeerLink(pc, {
      initiates: this.#options.initiates,
      send: (word) => link === this.#link && this.#say(word),
      hear: (text) => void this.#hear(parseJson(text)),
      changed: () => link === this.#link && this.#changed(),
    });
    this.#meter = new Meter();
    return link;
  }

  /** The other side is a new page load, or has begun anew: so do we, with the tracks that there are. */
  #reconnect(id: string): void {
    this.#past.add(this.#linkId);
    this.#linkId = id;
    this.#link.close();
    this.#link = this.#connect();
    for (const kind of ['microphone', 'camera'] as const) void this.#link.carry(media[kind], native(this.#local[kind]));
  }

  async #hear(data: unknown): Promise<void> {
    const message = parseMessage(data);
    if (!message || this.#past.has(message.from)) return;
    this.#meet(message);
    if (message.link !== this.#linkId) return;
    const { description, candidate } = message;
    if (message.n > this.#heard) {
      this.#heard = message.n;
      this.#said = message.state;
    }
    if (message.bye) {
      this.#past.add(message.from);
      this.#wasConnected = false;
      this.#link.close();
    }
    this.#changed();
    try {
      if (description) await this.#link.describe(description);
      if (candidate) await this.#link.reach(candidate);
    } catch {
      // Of a connection that is over, or of an offer that gave way: neither is needed any more.
    }
    this.#changed();
  }

  /** Who offers makes the connections' ids; the other follows. */
  #meet({ from, link, description }: Message): void {
    const known = this.#other;
    if (this.#options.initiates) {
      if (from === known) return;
      this.#listenTo(from);
      if (!known) return;
      this.#past.add(known);
      this.#reconnect(newId());
    } else if (description && link !== this.#linkId && !this.#past.has(link)) {
      if (this.#linkId) this.#reconnect(link);
      else this.#linkId = link;
      if (from !== known) this.#listenTo(from);
    }
  }

  #listenTo(from: string): void {
    this.#other = from;
    this.#heard = 0;
    this.#said = silentState;
  }

  #restart(): void {
    if (this.#options.initiates) this.#link.restart();
    else this.#say({});
  }

  /** Opens a device and lets it take the place of the present one, which goes on where that fails. */
  async #open(kind: Kind, want: true | string): Promise<void> {
    const { signal } = this.#left;
    const opened = (await this.#options.devices.open({ microphone: false, camera: false, [kind]: want }, signal))[kind];
    if (!opened) throw new DeviceError('no-device');
    if (typeof want === 'string' && opened.deviceId !== want) {
      opened.stop();
      throw new DeviceError('no-device');
    }
    await this.#use(kind, opened);
  }

  async #use(kind: Kind, track: LocalTrack | null): Promise<void> {
    if (this.#left.signal.aborted) return track?.stop();
    const before = this.#local[kind];
    const next = native(track);
    this.#local[kind] = track;
    if (next) {
      next.onmute = next.onunmute = () => this.#changed();
      next.onended = () => void this.#lost(kind, next);
    }
    this.#voice();
    if (before && before !== track) before.stop();
    this.#changed();
    await this.#link.carry(media[kind], next);
    this.#changed();
  }

  /** A device was unplugged or taken. Another microphone does as well; another camera would show what nobody chose to show. */
  async #lost(kind: Kind, track: MediaStreamTrack): Promise<void> {
    this.#changed();
    if (kind === 'microphone' && native(this.#local[kind]) === track) await this.#open(kind, true).catch(() => undefined);
  }

  #voice(): void {
    const track = native(this.#local.microphone);
    if (track) track.enabled = this.#microphoneOn;
  }

  async #measure(): Promise<void> {
    const { pc } = this.#link;
    if (pc.connectionState !== 'connected') return;
    const meter = this.#meter;
    meter.read(await pc.getStats(), !!this.#state().microphone?.on, performance.now());
    this.#changed();
  }

  #say(word: Pick<Message, 'description' | 'candidate' | 'bye'>): void {
    this.#options.signal.send(this.#word(word));
  }

  #word(word: Pick<Message, 'description' | 'candidate' | 'bye'>): Message {
    const state = this.#state();
    this.#told = JSON.stringify(state);
    this.#spoken += 1;
    return { from: this.#instance, link: this.#linkId, n: this.#spoken, state, ...word };
  }

  #state(): SaidState {
    return { microphone: this.#own('microphone'), camera: this.#own('camera'), screen: null };
  }

  #own(kind: Kind): Said | null {
    const track = native(this.#local[kind]);
    if (!track) return null;
    const interrupted = track.muted || track.readyState === 'ended';
    return { on: track.enabled && !interrupted, interrupted, silent: kind === 'microphone' && this.#meter.self.silent };
  }

  /** What follows from any change: sound and pictures where they belong, a word to the other side, a new snapshot. */
  #changed(): void {
    const over = this.#left.signal.aborted;
    if (!over) {
      const sound = this.#link.received('audio');
      if (sound && sound !== this.#loudspeaker.track) void this.#loudspeaker.play(sound).then(() => this.#changed());
      this.#wasConnected ||= this.#link.pc.connectionState === 'connected';
      this.#tell();
    }
    const next = this.#compose();
    this.#draw();
    if (JSON.stringify(next) === JSON.stringify(this.#snapshot)) return;
    this.#snapshot = next;
    for (const listener of [...this.#listeners]) listener();
  }

  #tell(): void {
    // Before the first offer there is no connection to speak of.
    if (!this.#linkId || JSON.stringify(this.#state()) === this.#told) return;
    const word = this.#word({});
    if (!this.#link.say(JSON.stringify(word))) this.#options.signal.send(word);
  }

  #compose(): RoomSnapshot {
    const { self, peers } = this.#options;
    const { microphone, camera } = this.#local;
    const state = this.#phase();
    const quality = state === 'reconnecting' ? 'lost' : undefined;
    const mine = this.#state();
    const here = this.#other && !this.#past.has(this.#other) && state !== 'left';
    const { self: me, other } = this.#meter;
    const own = { microphone: track(self, 'microphone', mine), camera: track(self, 'camera', mine), screen: null };
    const theirs = peers.slice(0, here ? 1 : 0).map((id) => ({
      id,
      self: false,
      speaking: other.speaking && !!this.#said.microphone?.on,
      quality: quality ?? other.quality,
      microphone: this.#arriving(id, 'microphone'),
      camera: this.#arriving(id, 'camera'),
      screen: null,
    }));
    return {
      state,
      participants: [{ id: self, self: true, speaking: me.speaking, quality: quality ?? me.quality, ...own }, ...theirs],
      playback: this.#loudspeaker.blocked ? 'blocked' : 'allowed',
      devices: { microphone: microphone?.deviceId ?? null, camera: camera?.deviceId ?? null, speaker: this.#speaker },
    };
  }

  #phase(): RoomSnapshot['state'] {
    const { pc, stranded } = this.#link;
    if (this.#left.signal.aborted) return 'left';
    if (pc.connectionState === 'connected') return 'connected';
    if (this.#wasConnected) return 'reconnecting';
    return stranded || pc.connectionState === 'failed' ? 'failed' : 'joining';
  }

  #arriving(id: string, kind: Kind): RoomTrack | null {
    const said = track(id, kind, this.#said);
    return said && { ...said, on: said.on && this.#link.received(media[kind])?.muted === false };
  }

  #draw(): void {
    const { self } = this.#options;
    this.#surfaces.forEach((trackId, element) => {
      const kind = trackId.endsWith(':camera') ? 'camera' : 'microphone';
      const wanted = trackId === `${self}:${kind}` ? native(this.#local[kind]) : this.#link.received(media[kind]);
      const shown = (element.srcObject as MediaStream | null)?.getTracks()[0];
      if (wanted === (shown ?? null)) return;
      // Sound is the loudspeaker's, which the person's volume and device apply to.
      element.muted = true;
      element.srcObject = wanted && new MediaStream([wanted]);
      if (wanted) void element.play().catch(() => undefined);
    });
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
const newId = (): string => crypto.randomUUID();
const native = (track: LocalTrack | null): MediaStreamTrack | null => track && (track.native as MediaStreamTrack);
const track = (id: string, kind: Kind, state: SaidState): RoomTrack | null => {
  const said = state[kind];
  return said && { id: `${id}:${kind}`, ...said };
};
