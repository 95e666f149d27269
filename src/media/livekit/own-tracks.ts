import type { Room } from 'livekit-client';
import { ConnectionState, Track } from 'livekit-client';
import type { Devices, LocalMedia, LocalTrack } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import type { RoomTrack } from '../../session/contracts/media-backend.ts';

export type Kind = 'microphone' | 'camera';

export const sources = { microphone: Track.Source.Microphone, camera: Track.Source.Camera, screen: Track.Source.ScreenShare } as const;

/** How long to wait before publishing again what could not be published, in milliseconds. */
const RETRY_MS = 1_000;

const kinds = ['microphone', 'camera'] as const;

/** This person's devices, and what of them is published to a LiveKit room: the second is made to follow the first, one step at a time. */
export class OwnTracks {
  readonly #room: Room;
  readonly #devices: Devices;
  readonly #left: AbortSignal;
  readonly #changed: () => void;
  readonly #local: Record<Kind, LocalTrack | null> = { microphone: null, camera: null };
  #microphoneOn = true;
  #isAllowed: boolean;
  #publishing: Promise<void> = Promise.resolve();
  #retry: unknown;

  /** `isAllowed` is false where nothing may be published until there is a key; see `allow`. */
  constructor(room: Room, devices: Devices, left: AbortSignal, isAllowed: boolean, changed: () => void) {
    this.#room = room;
    this.#devices = devices;
    this.#left = left;
    this.#isAllowed = isAllowed;
    this.#changed = changed;
    // In the same task as the room is left.
    left.addEventListener('abort', () => kinds.forEach((kind) => this.#local[kind]?.stop()));
  }

  allow(): void {
    this.#isAllowed = true;
    void this.publish();
  }

  give({ microphone, camera }: LocalMedia): Promise<void> {
    this.#use('microphone', microphone);
    this.#use('camera', camera);
    return this.publish();
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#microphoneOn = on;
    if (on && this.#native('microphone')?.readyState === 'ended') await this.#open('microphone', true);
    await this.publish();
  }

  async setCamera(on: boolean): Promise<void> {
    if (!on) this.#use('camera', null);
    else if (!this.#local.camera) await this.#open('camera', true);
    await this.publish();
  }

  async switchTo(kind: Kind, deviceId: string): Promise<void> {
    await this.#open(kind, deviceId);
    await this.publish();
  }

  deviceOf(kind: Kind): string | null {
    return this.#local[kind]?.deviceId ?? null;
  }

  /** The actual state: what the system took is not on. */
  state(kind: Kind): Pick<RoomTrack, 'on' | 'interrupted'> | null {
    const track = this.#native(kind);
    if (!track) return null;
    const interrupted = track.muted || track.readyState === 'ended';
    return { on: !interrupted && (kind === 'camera' || this.#microphoneOn), interrupted };
  }

  /** Makes what the others get match what there is. */
  publish(): Promise<void> {
    const microphone = this.#native('microphone');
    if (microphone) microphone.enabled = this.#microphoneOn;
    this.#changed();
    this.#publishing = this.#publishing.then(async () => {
      // One timer, however much fails. If the room has been left by then, it finds nothing to do.
      const again = (): unknown =>
        (this.#retry ||= setTimeout(() => {
          this.#retry = 0;
          void this.publish();
        }, RETRY_MS));
      for (const kind of kinds) {
        if (this.#isAllowed && this.#room.state === ConnectionState.Connected) await this.#settle(kind).catch(again);
      }
      this.#changed();
    });
    return this.#publishing;
  }

  /** Opens a device to replace the present one, which stays in use if that fails. */
  async #open(kind: Kind, want: true | string): Promise<void> {
    const opened = (await this.#devices.open({ microphone: false, camera: false, [kind]: want }, this.#left))[kind];
    if (!opened || (want !== true && opened.deviceId !== want)) {
      opened?.stop();
      throw new DeviceError('no-device');
    }
    this.#use(kind, opened);
  }

  #use(kind: Kind, track: LocalTrack | null): void {
    if (this.#left.aborted) {
      track?.stop();
      return;
    }
    const before = this.#local[kind];
    this.#local[kind] = track;
    if (before !== track) before?.stop();
    const native = this.#native(kind);
    if (!native) return;
    native.onmute = native.onunmute = () => void this.publish();
    native.onended = () => {
      void this.publish();
      // Another microphone does as well; another camera would show what nobody chose to show.
      if (kind === 'microphone' && native === this.#native(kind)) void this.setMicrophone(this.#microphoneOn).catch(() => undefined);
    };
  }

  #native(kind: Kind): MediaStreamTrack | undefined {
    return this.#local[kind]?.native as MediaStreamTrack | undefined;
  }

  /** LiveKit's mute tells the others that a track is off, whether the person or the system turned it off. */
  async #settle(kind: Kind): Promise<void> {
    const { localParticipant } = this.#room;
    const native = this.#native(kind);
    const present = localParticipant.getTrackPublication(sources[kind])?.track;
    if (!native) {
      if (present) await localParticipant.unpublishTrack(present, false);
      return;
    }
    if (!present) await localParticipant.publishTrack(native, { source: sources[kind] });
    else if (present.mediaStreamTrack !== native) await present.replaceTrack(native, true);
    const track = localParticipant.getTrackPublication(sources[kind])?.track;
    const on = !!this.state(kind)?.on;
    if (track?.isMuted === on) await (on ? track.unmute() : track.mute());
    // LiveKit sets this too as it mutes and unmutes; what the person wants may have changed meanwhile.
    native.enabled = kind === 'camera' || this.#microphoneOn;
  }
}
