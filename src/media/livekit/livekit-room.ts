import type { Participant, Room, TrackPublication } from 'livekit-client';
import { ConnectionQuality, ConnectionState, DisconnectReason, RoomEvent, Track } from 'livekit-client';
import type { LiveKitGrant } from '../../protocol/livekit-grant.ts';
import type { LocalMedia, LocalTrack } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import type { JoinOptions, MediaRoom, Quality, RoomParticipant, RoomSnapshot, RoomTrack } from '../../session/contracts/media-backend.ts';
import { Store } from '../../session/contracts/observable.ts';

type Kind = 'microphone' | 'camera';

const sources = { microphone: Track.Source.Microphone, camera: Track.Source.Camera, screen: Track.Source.ScreenShare } as const;

/** How long is waited before a cluster that went away is asked again, in milliseconds. */
const RETRY_MS = 500;
/** After so long without it, the room has failed, in milliseconds: the call's own timers decide what becomes of the call. */
const GIVE_UP_MS = 30_000;

/** Whatever changes what a person is shown. */
const events: readonly RoomEvent[] = [
  RoomEvent.ConnectionStateChanged,
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ActiveSpeakersChanged,
  RoomEvent.ConnectionQualityChanged,
  RoomEvent.AudioPlaybackStatusChanged,
];

/** One person's side of a room of a LiveKit cluster, which others may join who are not in the call's record. */
export class LiveKitRoom implements MediaRoom {
  readonly #room: Room;
  readonly #grant: LiveKitGrant;
  readonly #options: JoinOptions;
  readonly #store: Store<RoomSnapshot>;
  readonly #left = new AbortController();
  readonly #local: Record<Kind, LocalTrack | null> = { microphone: null, camera: null };
  readonly #surfaces = new Map<HTMLMediaElement, { readonly trackId: string; shown: Track | null }>();
  #wasConnected = false;
  #failed = false;
  #returning = false;
  #microphoneOn = true;
  #volume = 1;
  #speaker: string | null = null;
  /** What is published is brought to what is wanted, one step after the other. */
  #publishing: Promise<void> = Promise.resolve();

  constructor(room: Room, grant: LiveKitGrant, options: JoinOptions) {
    this.#room = room;
    this.#grant = grant;
    this.#options = options;
    this.#store = new Store(this.#compose());
    for (const event of events) room.on(event, () => this.#changed());
    room.on(RoomEvent.TrackSubscribed, (track, _, participant) => {
      if (track.kind === Track.Kind.Audio) track.attach();
      participant.setVolume(this.#volume);
      this.#changed();
    });
    room.on(RoomEvent.Disconnected, (reason) => void this.#lost(reason));
    void this.#connect();
  }

  #isOver(): boolean {
    return this.#left.signal.aborted;
  }

  get snapshot(): RoomSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  async publish({ microphone, camera }: LocalMedia): Promise<void> {
    this.#use('microphone', microphone);
    this.#use('camera', camera);
    await this.#publish();
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#microphoneOn = on;
    await this.#publish();
  }

  async setCamera(on: boolean): Promise<void> {
    if (!on) this.#use('camera', null);
    else if (!this.#local.camera) await this.#open('camera', true);
    await this.#publish();
  }

  async switchDevice(kind: Kind | 'speaker', deviceId: string): Promise<void> {
    if (kind === 'speaker') {
      await this.#room.switchActiveDevice('audiooutput', deviceId).catch((cause: unknown) => {
        throw new DeviceError('no-device', { cause });
      });
      this.#speaker = deviceId;
      this.#changed();
      return;
    }
    await this.#open(kind, deviceId);
    await this.#publish();
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    for (const participant of this.#room.remoteParticipants.values()) participant.setVolume(volume);
  }

  attach(trackId: string, surface: unknown, { signal }: { readonly signal: AbortSignal }): void {
    const element = surface as HTMLMediaElement;
    if (signal.aborted) return;
    const attachment = { trackId, shown: null };
    this.#detach(element);
    this.#surfaces.set(element, attachment);
    signal.addEventListener('abort', () => {
      if (this.#surfaces.get(element) === attachment) this.#detach(element);
    });
    this.#changed();
  }

  async resumePlayback(): Promise<void> {
    await this.#room.startAudio().catch(() => undefined);
    this.#changed();
  }

  async leave(): Promise<void> {
    if (this.#isOver()) return;
    this.#local.microphone?.stop();
    this.#local.camera?.stop();
    this.#left.abort();
    for (const element of [...this.#surfaces.keys()]) this.#detach(element);
    this.#changed();
    await this.#room.disconnect(true);
  }

  async #connect(): Promise<void> {
    const { url, token } = this.#grant;
    const rtcConfig: RTCConfiguration = this.#options.relayOnly ? { iceTransportPolicy: 'relay' } : {};
    await this.#room.connect(url, token, { rtcConfig }).catch(() => undefined);
    if (this.#isOver()) {
      await this.#room.disconnect(true);
      return;
    }
    const isConnected = this.#room.state === ConnectionState.Connected;
    this.#wasConnected ||= isConnected;
    if (!this.#wasConnected) this.#failed = true;
    this.#changed();
    if (isConnected) await this.#publish();
  }

  /** LiveKit's client gave up: where nobody sent us away, the cluster is asked again until it is back. */
  async #lost(reason: DisconnectReason | undefined): Promise<void> {
    if (!this.#wasConnected || this.#isOver() || this.#returning) return;
    this.#returning = true;
    const until = performance.now() + GIVE_UP_MS;
    while (!final.has(reason) && performance.now() < until && this.#room.state === ConnectionState.Disconnected) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      if (this.#isOver()) return;
      await this.#connect();
    }
    this.#returning = false;
    this.#failed = this.#room.state !== ConnectionState.Connected;
    this.#changed();
  }

  /** Opens a device and lets it take the place of the present one, which goes on where that fails. */
  async #open(kind: Kind, want: true | string): Promise<void> {
    const { devices } = this.#options;
    const opened = (await devices.open({ microphone: false, camera: false, [kind]: want }, this.#left.signal))[kind];
    if (!opened || (want !== true && opened.deviceId !== want)) {
      opened?.stop();
      throw new DeviceError('no-device');
    }
    this.#use(kind, opened);
  }

  #use(kind: Kind, track: LocalTrack | null): void {
    if (this.#isOver()) {
      track?.stop();
      return;
    }
    const before = this.#local[kind];
    this.#local[kind] = track;
    if (before !== track) before?.stop();
    const native = this.#native(kind);
    if (native) native.onmute = native.onunmute = native.onended = () => void this.#publish();
  }

  #native(kind: Kind): MediaStreamTrack | undefined {
    return this.#local[kind]?.native as MediaStreamTrack | undefined;
  }

  #publish(): Promise<void> {
    const microphone = this.#native('microphone');
    if (microphone) microphone.enabled = this.#microphoneOn;
    this.#changed();
    this.#publishing = this.#publishing.then(async () => {
      for (const kind of ['microphone', 'camera'] as const) {
        if (this.#room.state === ConnectionState.Connected) await this.#settle(kind).catch(() => undefined);
      }
      this.#changed();
    });
    return this.#publishing;
  }

  /** What LiveKit calls mute is what the others are told, whether a person or the system took the sound. */
  async #settle(kind: Kind): Promise<void> {
    const { localParticipant } = this.#room;
    const publication = localParticipant.getTrackPublication(sources[kind]);
    const native = this.#native(kind);
    const present = publication?.track;
    if (!native) {
      if (present) await localParticipant.unpublishTrack(present, false);
      return;
    }
    if (!present) await localParticipant.publishTrack(native, { source: sources[kind] });
    else if (present.mediaStreamTrack !== native) await present.replaceTrack(native, true);
    const track = localParticipant.getTrackPublication(sources[kind])?.track;
    const on = !!this.#own(kind)?.on;
    if (track?.isMuted === on) await (on ? track.unmute() : track.mute());
    // LiveKit switches the platform's track as it mutes and unmutes; what the person wants may have changed meanwhile.
    native.enabled = kind === 'camera' || this.#microphoneOn;
  }

  #own(kind: Kind): Omit<RoomTrack, 'id'> | null {
    const track = this.#native(kind);
    if (!track) return null;
    const interrupted = track.muted || track.readyState === 'ended';
    return { on: !interrupted && (kind === 'camera' || this.#microphoneOn), interrupted, silent: false };
  }

  #changed(): void {
    this.#draw();
    const next = this.#compose();
    if (JSON.stringify(next) !== JSON.stringify(this.snapshot)) this.#store.set(next);
  }

  #compose(): RoomSnapshot {
    const { localParticipant, remoteParticipants } = this.#room;
    const state = this.#phase();
    const participant = (each: Participant, id: string, track: (kind: Kind) => RoomTrack | null): RoomParticipant => ({
      id,
      self: each.isLocal,
      ...(each.name ? { name: each.name } : null),
      speaking: each.isSpeaking,
      quality: state === 'reconnecting' ? 'lost' : qualities[each.connectionQuality],
      microphone: track('microphone'),
      camera: track('camera'),
      screen: each.isLocal ? null : published(each, 'screen'),
    });
    const { self } = this.#options;
    const own = participant(localParticipant, self, (kind) => {
      const said = this.#own(kind);
      return said && { id: `${self}:${kind}`, ...said };
    });
    const others = state === 'left' ? [] : [...remoteParticipants.values()];
    return {
      state,
      participants: [own, ...others.map((each) => participant(each, each.identity, (kind) => published(each, kind)))],
      playback: this.#room.canPlaybackAudio ? 'allowed' : 'blocked',
      devices: { microphone: this.#local.microphone?.deviceId ?? null, camera: this.#local.camera?.deviceId ?? null, speaker: this.#speaker },
    };
  }

  /** LiveKit's signalling alone may be away while media flows: that is no break. */
  #phase(): RoomSnapshot['state'] {
    if (this.#isOver()) return 'left';
    if (this.#failed) return 'failed';
    if (this.#room.state === ConnectionState.Connected || this.#room.state === ConnectionState.SignalReconnecting) return 'connected';
    return this.#wasConnected ? 'reconnecting' : 'joining';
  }

  /** Through LiveKit's own `attach`, which is how adaptive stream knows how big a picture is seen. */
  #draw(): void {
    this.#surfaces.forEach((attachment, element) => {
      const wanted = this.#trackOf(attachment.trackId);
      if (wanted === attachment.shown) return;
      attachment.shown?.detach(element);
      attachment.shown = wanted;
      element.muted = true;
      wanted?.attach(element);
    });
  }

  #detach(element: HTMLMediaElement): void {
    this.#surfaces.get(element)?.shown?.detach(element);
    this.#surfaces.delete(element);
    element.srcObject = null;
  }

  #trackOf(trackId: string): Track | null {
    const { localParticipant, remoteParticipants } = this.#room;
    for (const each of [localParticipant, ...remoteParticipants.values()]) {
      const id = each.isLocal ? this.#options.self : each.identity;
      for (const kind of ['camera', 'screen'] as const) {
        if (trackId === `${id}:${kind}`) return each.getTrackPublication(sources[kind])?.track ?? null;
      }
    }
    return null;
  }
}

/** Another's track: on where it is not muted and arrives. */
function published(participant: Participant, kind: Kind | 'screen'): RoomTrack | null {
  const publication: TrackPublication | undefined = participant.getTrackPublication(sources[kind]);
  return publication ? { id: `${participant.identity}:${kind}`, on: !publication.isMuted && publication.isSubscribed, interrupted: false, silent: false } : null;
}

/** Who was sent away does not come back by itself. */
const final: ReadonlySet<DisconnectReason | undefined> = new Set([
  DisconnectReason.CLIENT_INITIATED,
  DisconnectReason.DUPLICATE_IDENTITY,
  DisconnectReason.PARTICIPANT_REMOVED,
  DisconnectReason.ROOM_DELETED,
]);

const qualities: Readonly<Record<ConnectionQuality, Quality>> = {
  [ConnectionQuality.Excellent]: 'good',
  [ConnectionQuality.Good]: 'good',
  [ConnectionQuality.Poor]: 'poor',
  [ConnectionQuality.Lost]: 'lost',
  [ConnectionQuality.Unknown]: 'unknown',
};
