import type { Participant, RemoteParticipant, Room } from 'livekit-client';
import { ConnectionState, RoomEvent, Track } from 'livekit-client';
import * as v from 'valibot';
import type { LiveKitGrant } from '../../protocol/livekit-grant.ts';
import type { LocalMedia } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import type { JoinOptions, MediaRoom, Quality, RoomParticipant, RoomSnapshot, RoomTrack } from '../../session/contracts/media-backend.ts';
import { Store } from '../../session/contracts/observable.ts';
import { Connection } from './connection.ts';
import type { Encryption } from './e2ee/encryption.ts';
import { Health } from './health.ts';
import type { Kind } from './own-tracks.ts';
import { OwnTracks, sources } from './own-tracks.ts';
import type { Flaws, PeerMessage } from './peer-message.ts';
import { noFlaws, peerMessage } from './peer-message.ts';
import { Surfaces } from './surfaces.ts';

/** One person's side of a room on a LiveKit cluster. People who are not in the call's record may join it too. */
export class LiveKitRoom implements MediaRoom {
  readonly #room: Room;
  readonly #options: JoinOptions;
  readonly #encryption: Encryption | null;
  readonly #store: Store<RoomSnapshot>;
  readonly #left = new AbortController();
  readonly #tracks: OwnTracks;
  readonly #surfaces = new Surfaces();
  readonly #health: Health;
  readonly #connection: Connection;
  #volume = 1;
  #speaker: string | null = null;
  #theirFlaws: Flaws = noFlaws;
  #sentFlaws = JSON.stringify(noFlaws);

  constructor(room: Room, grant: LiveKitGrant, options: JoinOptions, encryption: Encryption | null) {
    const { signal } = this.#left;
    const changed = (): void => this.#changed();
    this.#room = room;
    this.#options = options;
    this.#encryption = encryption;
    this.#tracks = new OwnTracks(room, options.devices, signal, !encryption, changed);
    this.#health = new Health(() => this.#carried(), () => (this.#tracks.state('microphone')?.on ? this.#ownTrack('microphone') : null), changed, signal);
    this.#connection = new Connection(room, {
      // In an encrypted call, each track is subscribed to, or not, by itself.
      connect: (token = grant.token) => room.connect(grant.url, token, { rtcConfig: { iceTransportPolicy: options.relayOnly ? 'relay' : 'all' }, autoSubscribe: !encryption }),
      changed: (isIn) => {
        if (isIn) void this.#tracks.publish();
        else this.#changed();
      },
      left: signal,
    });
    this.#store = new Store(this.#compose());
    // Any of its events may change the snapshot; listeners are called only where one did.
    for (const event of Object.values(RoomEvent)) room.on(event, changed);
    room.on(RoomEvent.TrackSubscribed, (track, _, participant) => {
      if (track.kind === Track.Kind.Audio) track.attach();
      participant.setVolume(this.#volume);
      this.#changed();
    });
    const failed = (): void => this.#connection.fail('encryption');
    encryption?.begin(room, () => this.#tracks.allow(), failed, signal);
    options.signal.listen((event) => (event.type === 'data' ? this.#receive(event.data) : this.#restart()), { signal });
  }

  get snapshot(): RoomSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  publish(media: LocalMedia): Promise<void> {
    return this.#tracks.give(media);
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.#tracks.setMicrophone(on);
  }

  setCamera(on: boolean): Promise<void> {
    return this.#tracks.setCamera(on);
  }

  async switchDevice(kind: Kind | 'speaker', deviceId: string): Promise<void> {
    if (kind !== 'speaker') {
      await this.#tracks.switchTo(kind, deviceId);
      return;
    }
    await this.#room.switchActiveDevice('audiooutput', deviceId).catch((cause: unknown) => {
      throw new DeviceError('no-device', { cause });
    });
    this.#speaker = deviceId;
    this.#changed();
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    for (const participant of this.#room.remoteParticipants.values()) participant.setVolume(volume);
  }

  attach(trackId: string, surface: unknown, { signal }: { readonly signal: AbortSignal }): void {
    if (signal.aborted) return;
    this.#surfaces.add(surface as HTMLMediaElement, trackId, signal);
    this.#changed();
  }

  async resumePlayback(): Promise<void> {
    await this.#room.startAudio().catch(() => undefined);
    this.#changed();
  }

  async leave(): Promise<void> {
    if (this.#left.signal.aborted) return;
    this.#left.abort();
    this.#surfaces.clear();
    this.#changed();
    await this.#room.disconnect(true);
  }

  #receive(data: unknown): void {
    const { success, output } = v.safeParse(peerMessage, data);
    if (!success) return;
    if (output.e2ee) this.#encryption?.receive(output.e2ee);
    if (output.flaws) this.#theirFlaws = output.flaws;
    this.#changed();
  }

  /** The other side came back in a new generation, without the messages sent so far. */
  #restart(): void {
    this.#sentFlaws = '';
    this.#theirFlaws = noFlaws;
    this.#encryption?.restart();
    this.#changed();
  }

  /** Sent only where it changed. */
  #sendFlaws(): void {
    const flaws: Flaws = { microphone: this.#ownFlaws('microphone'), camera: this.#ownFlaws('camera') };
    const text = JSON.stringify(flaws);
    if (text === this.#sentFlaws || this.#left.signal.aborted) return;
    this.#sentFlaws = text;
    this.#options.signal.send({ flaws } satisfies PeerMessage);
  }

  #ownFlaws(kind: Kind): Flaws[Kind] {
    const { interrupted = false, silent = false } = this.#own(kind) ?? {};
    return interrupted || silent ? { interrupted, silent } : null;
  }

  #changed(): void {
    this.#surfaces.draw((trackId) => this.#trackOf(trackId));
    this.#sendFlaws();
    const next = this.#compose();
    if (JSON.stringify(next) !== JSON.stringify(this.snapshot)) this.#store.set(next);
  }

  #compose(): RoomSnapshot {
    const { localParticipant, remoteParticipants } = this.#room;
    const { self } = this.#options;
    const state = this.#phase();
    const words = this.#encryption?.words;
    const { state: connection } = this.#connection;
    const others = state === 'left' ? [] : [...remoteParticipants.values()];
    return {
      state,
      participants: [
        this.#participant(localParticipant, state, { microphone: this.#own('microphone'), camera: this.#own('camera'), screen: null }, self),
        ...others.map((each) => this.#other(each, state)),
      ],
      playback: this.#room.canPlaybackAudio ? 'allowed' : 'blocked',
      devices: { microphone: this.#tracks.deviceOf('microphone'), camera: this.#tracks.deviceOf('camera'), speaker: this.#speaker },
      ...(connection.is === 'failed' && { failure: connection.failure }),
      ...(words && { words }),
    };
  }

  #participant(each: Participant, state: RoomSnapshot['state'], tracks: Pick<RoomParticipant, 'microphone' | 'camera' | 'screen'>, id = each.identity): RoomParticipant {
    const quality = qualityOf(state === 'reconnecting' ? 'lost' : each.connectionQuality);
    return { id, self: each.isLocal, ...(each.name && { name: each.name }), speaking: each.isSpeaking, quality, ...tracks };
  }

  #other(each: RemoteParticipant, state: RoomSnapshot['state']): RoomParticipant {
    if (this.#encryption?.isOutside(each)) return { ...this.#participant(each, state, { ...noFlaws, screen: null }), speaking: false, outside: true };
    const flaws = this.#options.peers.includes(each.identity) ? this.#theirFlaws : noFlaws;
    const tracks = { microphone: published(each, 'microphone', flaws.microphone), camera: published(each, 'camera', flaws.camera), screen: published(each, 'screen', null) };
    return this.#participant(each, state, tracks);
  }

  #own(kind: Kind): RoomTrack | null {
    const state = this.#tracks.state(kind);
    return state && { id: `${this.#options.self}:${kind}`, ...state, silent: kind === 'microphone' && this.#health.isSilent };
  }

  /** While media flows, lost signalling alone is no break. A path that carries nothing is one, whatever LiveKit says. */
  #phase(): RoomSnapshot['state'] {
    if (this.#left.signal.aborted) return 'left';
    const { is } = this.#connection.state;
    if (is === 'failed') return is;
    const { state } = this.#room;
    const isUp = (state === ConnectionState.Connected || state === ConnectionState.SignalReconnecting) && !this.#health.isCut;
    if (this.#encryption && !this.#encryption.words) return 'joining';
    return isUp ? 'connected' : is === 'joining' ? is : 'reconnecting';
  }

  /** The tracks that a path must carry: all that are published or subscribed to. */
  #carried(): readonly Track[] {
    if (this.#room.state === ConnectionState.Disconnected) return [];
    return this.#everybody().flatMap((each) => [...each.trackPublications.values()].flatMap(({ track }) => track ?? []));
  }

  #ownTrack(kind: Kind): Track | null {
    return this.#room.localParticipant.getTrackPublication(sources[kind])?.track ?? null;
  }

  #trackOf(trackId: string): Track | null {
    for (const each of this.#everybody()) {
      const id = each.isLocal ? this.#options.self : each.identity;
      for (const kind of ['camera', 'screen'] as const) if (trackId === `${id}:${kind}`) return each.getTrackPublication(sources[kind])?.track ?? null;
    }
    return null;
  }

  #everybody(): readonly Participant[] {
    const { localParticipant, remoteParticipants } = this.#room;
    return [localParticipant, ...remoteParticipants.values()];
  }
}

/** Another person's track, on while it is not muted and is subscribed to. */
function published(participant: Participant, kind: Kind | 'screen', flaws: Flaws['camera']): RoomTrack | null {
  const publication = participant.getTrackPublication(sources[kind]);
  const { interrupted = false, silent = false } = flaws ?? {};
  return publication ? { id: `${participant.identity}:${kind}`, on: !interrupted && !publication.isMuted && publication.isSubscribed, interrupted, silent } : null;
}

/** LiveKit's `excellent` is our `good`, its `good` our `fair`; the others have the same names. */
const qualityOf = (quality: string): Quality => (quality === 'good' ? 'fair' : quality === 'excellent' ? 'good' : (quality as Quality));
