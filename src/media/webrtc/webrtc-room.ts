import type { WebRtcGrant } from '../../protocol/media-grant.ts';
import type { LocalMedia, LocalTrack } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import type { JoinOptions, MediaRoom, RoomParticipant, RoomSnapshot, RoomTrack } from '../../session/contracts/media-backend.ts';
import { Store } from '../../session/contracts/observable.ts';
import type { Loudspeaker } from './loudspeaker.ts';
import type { Message, Said, SaidState } from './message.ts';
import { nothingSaid, parseMessage } from './message.ts';
import { Meter, METER_MS } from './meter.ts';
import { PeerLink } from './peer-link.ts';

export type CreateConnection = (configuration: RTCConfiguration) => RTCPeerConnection;

type Kind = 'microphone' | 'camera';
type Word = Pick<Message, 'description' | 'candidate' | 'bye'>;

const media = { microphone: 'audio', camera: 'video' } as const;

/** Readings without an address of one's own after which a connection is given up. */
const FRUITLESS = 4;

/** One person's side of a call between two browsers. */
export class WebRtcRoom implements MediaRoom {
  readonly #options: JoinOptions;
  readonly #loudspeaker: Loudspeaker;
  readonly #connect: () => PeerLink;
  readonly #store: Store<RoomSnapshot>;
  /** This page load, to the other side. */
  #instance = newId();
  readonly #left = new AbortController();
  readonly #local: Record<Kind, LocalTrack | null> = { microphone: null, camera: null };
  readonly #surfaces = new Map<HTMLMediaElement, string>();
  /** Page loads and connections that are over: a late word of theirs counts for nothing. */
  readonly #past = new Set<string>();
  /** Empty until the side that offers has given the connection an id. */
  #linkId: string;
  #link: PeerLink;
  #meter = new Meter();
  /** The other side's page load. */
  #other = '';
  #said: SaidState = nothingSaid;
  #heard = 0;
  #spoken = 0;
  #told = '';
  #wasConnected = false;
  #fruitless = 0;
  #microphoneOn = true;
  #speaker: string | null = null;

  constructor({ iceServers, relayOnly }: WebRtcGrant, options: JoinOptions, loudspeaker: Loudspeaker, create: CreateConnection) {
    const configuration: RTCConfiguration = {
      iceServers: [...iceServers],
      iceTransportPolicy: relayOnly || options.relayOnly ? 'relay' : 'all',
      // No pool of candidates: it saves nothing here, and under load Chromium 156 sometimes gathers for ever with one.
      bundlePolicy: 'max-bundle',
    };
    this.#options = options;
    this.#loudspeaker = loudspeaker;
    this.#linkId = options.initiates ? newId() : '';
    this.#connect = () =>
      new PeerLink(create(configuration), options.initiates, {
        send: (word) => options.signal.send(this.#word(word)),
        hear: (data) => void this.#hear(data),
        changed: () => this.#changed(),
      });
    this.#link = this.#connect();
    this.#store = new Store(this.#compose());
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
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  async publish({ microphone, camera }: LocalMedia): Promise<void> {
    await Promise.all([this.#use('microphone', microphone), this.#use('camera', camera)]);
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#microphoneOn = on;
    if (on && this.#native('microphone')?.readyState === 'ended') await this.#open('microphone', true);
    this.#changed();
  }

  async setCamera(on: boolean): Promise<void> {
    if (!on) await this.#use('camera', null);
    else if (!this.#local.camera) await this.#open('camera', true);
  }

  async switchDevice(kind: Kind | 'speaker', deviceId: string): Promise<void> {
    if (kind !== 'speaker') {
      await this.#open(kind, deviceId);
      return;
    }
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
    this.#changed();
  }

  async resumePlayback(): Promise<void> {
    await this.#loudspeaker.resume();
    this.#changed();
  }

  async leave(): Promise<void> {
    if (this.#left.signal.aborted) return;
    this.#local.microphone?.stop();
    this.#local.camera?.stop();
    this.#say({ bye: true });
    this.#left.abort();
    this.#link.close();
    this.#changed();
    await this.#loudspeaker.play(null);
  }

  /** The other side is a new page load, or has begun anew: so do we, with the tracks that there are. */
  #reconnect(id: string): void {
    this.#past.add(this.#linkId);
    this.#linkId = id;
    this.#link.close();
    this.#link = this.#connect();
    this.#meter = new Meter();
    void this.#carry('microphone');
    void this.#carry('camera');
  }

  /** As if the page had been loaded again. */
  #beginAnew(): void {
    if (this.#options.initiates) this.#reconnect(newId());
    else {
      this.#instance = newId();
      this.#say({});
    }
  }

  async #hear(data: unknown): Promise<void> {
    const message = parseMessage(data);
    const { from, link, n, state, description, candidate, bye } = message;
    if (this.#past.has(from)) return;
    this.#meet(message);
    if (link !== this.#linkId) return;
    if (n > this.#heard) {
      this.#heard = n;
      this.#said = state;
    }
    if (bye) {
      this.#past.add(from);
      this.#wasConnected = false;
      this.#link.close();
    }
    this.#changed();
    try {
      if (description) await this.#link.describe(description);
      if (candidate) await this.#link.pc.addIceCandidate(candidate);
    } catch {
      // Of a connection that is over, or of an offer that gave way: neither is needed any more.
    }
    this.#changed();
  }

  /** Who offers makes the connections' ids; the other follows. */
  #meet({ from, link, description }: Message): void {
    const known = this.#other;
    const { initiates } = this.#options;
    if (initiates ? from === known : !description || link === this.#linkId || this.#past.has(link)) return;
    if (from !== known) {
      this.#other = from;
      this.#heard = 0;
      this.#said = nothingSaid;
    }
    if (initiates) {
      this.#past.add(known);
      if (known) this.#reconnect(newId());
    } else if (this.#linkId) this.#reconnect(link);
    else this.#linkId = link;
  }

  #restart(): void {
    if (this.#options.initiates) this.#link.restart();
    else this.#say({});
  }

  /** Opens a device and lets it take the place of the present one, which goes on where that fails. */
  async #open(kind: Kind, want: true | string): Promise<void> {
    const { devices } = this.#options;
    const opened = (await devices.open({ microphone: false, camera: false, [kind]: want }, this.#left.signal))[kind];
    if (!opened || (want !== true && opened.deviceId !== want)) {
      opened?.stop();
      throw new DeviceError('no-device');
    }
    await this.#use(kind, opened);
  }

  async #use(kind: Kind, track: LocalTrack | null): Promise<void> {
    if (this.#left.signal.aborted) {
      track?.stop();
      return;
    }
    const before = this.#local[kind];
    this.#local[kind] = track;
    if (before !== track) before?.stop();
    const native = this.#native(kind);
    if (native) {
      native.onmute = native.onunmute = () => this.#changed();
      native.onended = () => {
        this.#changed();
        // Another microphone does as well; another camera would show what nobody chose to show.
        if (kind === 'microphone' && native === this.#native(kind)) void this.#open(kind, true).catch(() => undefined);
      };
    }
    this.#changed();
    await this.#carry(kind);
    this.#changed();
  }

  #native(kind: Kind): MediaStreamTrack | undefined {
    return this.#local[kind]?.native as MediaStreamTrack | undefined;
  }

  #carry(kind: Kind): Promise<void> {
    return this.#link.carry(media[kind], this.#native(kind) ?? null);
  }

  async #measure(): Promise<void> {
    const { pc } = this.#link;
    const meter = this.#meter;
    // Own addresses are found within milliseconds. Under load Chromium 156 now and then looks for them for ever; a new connection finds them.
    this.#fruitless = pc.iceGatheringState === 'gathering' && !this.#link.hasAddress ? this.#fruitless + 1 : 0;
    if (this.#fruitless === FRUITLESS && pc.getConfiguration().iceTransportPolicy !== 'relay') this.#beginAnew();
    if (pc.connectionState !== 'connected') return;
    meter.read(await pc.getStats(), !!this.#own('microphone')?.on, performance.now());
    this.#changed();
  }

  #word(word: Word): Message {
    const state = this.#state();
    this.#told = JSON.stringify(state);
    this.#spoken += 1;
    return { from: this.#instance, link: this.#linkId, n: this.#spoken, state, ...word };
  }

  #say(word: Word): void {
    this.#options.signal.send(this.#word(word));
  }

  #state(): SaidState {
    return { microphone: this.#own('microphone'), camera: this.#own('camera') };
  }

  #own(kind: Kind): Said | null {
    const track = this.#native(kind);
    if (!track) return null;
    const interrupted = track.muted || track.readyState === 'ended';
    return { on: track.enabled && !interrupted, interrupted, silent: kind === 'microphone' && this.#meter.silent };
  }

  /** What follows from any change: sound and pictures where they belong, a word to the other side, a new snapshot. */
  #changed(): void {
    const microphone = this.#native('microphone');
    if (microphone) microphone.enabled = this.#microphoneOn;
    if (!this.#left.signal.aborted) {
      const sound = this.#link.received('audio');
      if (sound && sound !== this.#loudspeaker.track) void this.#loudspeaker.play(sound).then(() => this.#changed());
      this.#wasConnected ||= this.#link.pc.connectionState === 'connected';
      // Before the first offer there is no connection to speak of.
      if (this.#linkId && JSON.stringify(this.#state()) !== this.#told) {
        const word = this.#word({});
        if (!this.#link.say(word)) this.#options.signal.send(word);
      }
    }
    this.#draw();
    const next = this.#compose();
    if (JSON.stringify(next) !== JSON.stringify(this.snapshot)) this.#store.set(next);
  }

  #compose(): RoomSnapshot {
    const { self, peers } = this.#options;
    const { microphone, camera } = this.#local;
    const state = this.#phase();
    const participant = (id: string, isSelf: boolean, track: (kind: Kind) => Said | null): RoomParticipant => {
      const { speaking, quality } = isSelf ? this.#meter.self : this.#meter.other;
      const said = track('microphone');
      return {
        id,
        self: isSelf,
        speaking: speaking && !!said?.on,
        quality: state === 'reconnecting' ? 'lost' : quality,
        microphone: named(id, 'microphone', said),
        camera: named(id, 'camera', track('camera')),
        screen: null,
      };
    };
    const participants = [participant(self, true, (kind) => this.#own(kind))];
    if (this.#other && !this.#past.has(this.#other) && state !== 'left') {
      for (const id of peers) participants.push(participant(id, false, (kind) => this.#arriving(kind)));
    }
    return {
      state,
      participants,
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

  #arriving(kind: Kind): Said | null {
    const said = this.#said[kind];
    return said && { ...said, on: said.on && this.#link.received(media[kind])?.muted === false };
  }

  #draw(): void {
    const { self } = this.#options;
    this.#surfaces.forEach((trackId, element) => {
      const kind = trackId.endsWith(':camera') ? 'camera' : 'microphone';
      const wanted = trackId === `${self}:${kind}` ? this.#native(kind) : this.#link.received(media[kind]);
      if (wanted === (element.srcObject as MediaStream | null)?.getTracks()[0]) return;
      // Sound is the loudspeaker's, which the person's volume and device apply to.
      element.muted = true;
      element.srcObject = wanted ? new MediaStream([wanted]) : null;
      if (wanted) void element.play().catch(() => undefined);
    });
  }
}

const newId = (): string => crypto.randomUUID();
const named = (id: string, kind: Kind, said: Said | null): RoomTrack | null => said && { id: `${id}:${kind}`, ...said };
