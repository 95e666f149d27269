import type { LocalMedia } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import type { JoinOptions, MediaRoom, RoomSnapshot, RoomTrack } from '../../session/contracts/media-backend.ts';
import { Store } from '../../session/contracts/observable.ts';
import { isSilent, METER_MS, speaks } from './meter.ts';
import { peerLink } from './peer-link.ts';

type Kind = 'microphone' | 'camera';

/** One person's side of a call between two browsers: what they give, and what they see and hear. `sound` plays the other's. */
export function webRtcRoom(options: JoinOptions, sound: HTMLAudioElement): MediaRoom {
  const { self, peers, devices } = options;
  const left = new AbortController();
  let local: LocalMedia = { microphone: null, camera: null };
  let isMicrophoneOn = true;
  let speaker: string | null = null;

  /** What is given, in the order of the connection's transceivers. */
  const tracks = (): readonly (MediaStreamTrack | undefined)[] =>
    [local.microphone, local.camera].map((each) => each?.native as MediaStreamTrack | undefined);

  /** What follows from any change: everything where it belongs, a word to the other side, a new snapshot. */
  const changed = (): void => {
    const [microphone] = tracks();
    if (microphone) microphone.enabled = isMicrophoneOn;
    for (const [element, wanted] of surfaces) {
      const track = wanted();
      if (track === shownOn(element)) continue;
      element.srcObject = track ? new MediaStream([track]) : null;
      void element.play().catch(ignored);
    }
    const next = compose();
    if (JSON.stringify(next) !== JSON.stringify(store.snapshot)) store.set(next);
    link.tell();
  };

  const compose = (): RoomSnapshot => {
    const { state, isThere, said, meter } = link.now();
    const isLeft = left.signal.aborted;
    const lost = state === 'reconnecting' && 'lost';
    const own = (kind: Kind, track: MediaStreamTrack | undefined, silent: boolean): RoomTrack | null => {
      if (!track) return null;
      const interrupted = track.muted || track.readyState === 'ended';
      return { id: `${self}:${kind}`, on: track.enabled && !interrupted, interrupted, silent };
    };
    const arriving = (track: RoomTrack | null, index: number): RoomTrack | null => track && { ...track, on: track.on && link.received(index)?.muted === false };
    const [microphone, camera] = tracks();
    return {
      state: isLeft ? 'left' : state,
      participants: [
        {
          id: self,
          self: true,
          speaking: speaks(meter.self),
          quality: lost || meter.quality,
          microphone: own('microphone', microphone, isSilent(meter.self)),
          camera: own('camera', camera, false),
          screen: null,
        },
        ...(isThere && !isLeft ? peers : []).map((id) => ({
          ...said,
          id,
          self: false,
          speaking: speaks(meter.other),
          quality: lost || said.quality,
          microphone: arriving(said.microphone, 0),
          camera: arriving(said.camera, 1),
        })),
      ],
      playback: sound.paused && shownOn(sound)?.readyState === 'live' ? 'blocked' : 'allowed',
      devices: { microphone: local.microphone?.deviceId ?? null, camera: local.camera?.deviceId ?? null, speaker },
    };
  };

  const publish = (given: Partial<LocalMedia>): Promise<void> => {
    const before = local;
    local = { ...local, ...given };
    for (const kind of ['microphone', 'camera'] as const) {
      if (before[kind] !== local[kind]) before[kind]?.stop();
      if (left.signal.aborted) local[kind]?.stop();
    }
    for (const track of tracks()) {
      if (!track) continue;
      track.onmute = track.onunmute = track.onended = () => {
        changed();
        void revive().catch(ignored);
      };
    }
    changed();
    link.carry();
    return Promise.resolve();
  };

  /** Opens a device and lets it take the place of the present one, which goes on where that fails. */
  const open = async (kind: Kind, want: true | string): Promise<void> => {
    const { [kind]: opened } = await devices.open({ microphone: false, camera: false, [kind]: want }, left.signal);
    if (want !== true && opened?.deviceId !== want) {
      opened?.stop();
      throw new DeviceError('no-device');
    }
    await publish({ [kind]: opened });
  };

  /** Another microphone does as well as one that is gone; another camera would show what nobody chose to show. */
  const revive = async (): Promise<void> => {
    if (tracks()[0]?.readyState === 'ended') await open('microphone', true);
  };

  const link = peerLink({ ...options, tracks, me: () => store.snapshot.participants[0], changed });
  /** What is shown where: the other side's sound too. */
  const surfaces = new Map<HTMLMediaElement, () => MediaStreamTrack | undefined>([[sound, () => link.received(0)]]);
  const store = new Store(compose());
  link.listen(left.signal);
  const timer = setInterval(() => void link.measure(isMicrophoneOn), METER_MS);

  return {
    get snapshot() {
      return store.snapshot;
    },
    subscribe: (listener, until) => store.subscribe(listener, until),
    publish,
    async setMicrophone(on) {
      isMicrophoneOn = on;
      if (on) await revive();
      changed();
    },
    async setCamera(on) {
      if (!on) await publish({ camera: null });
      else if (!local.camera) await open('camera', true);
    },
    async switchDevice(kind, deviceId) {
      if (kind !== 'speaker') {
        await open(kind, deviceId);
        return;
      }
      try {
        await sound.setSinkId(deviceId);
      } catch (cause) {
        throw new DeviceError('setSinkId' in sound ? 'no-device' : 'unsupported', { cause });
      }
      speaker = deviceId;
      changed();
    },
    setVolume(volume) {
      sound.volume = volume;
    },
    attach(trackId, surface, { signal }) {
      const element = surface as HTMLMediaElement;
      surfaces.set(element, () => (trackId === `${self}:camera` ? tracks()[1] : link.received(1)));
      signal.addEventListener('abort', () => {
        surfaces.delete(element);
        element.srcObject = null;
      });
      changed();
    },
    async resumePlayback() {
      await sound.play().catch(ignored);
      changed();
    },
    async leave() {
      if (left.signal.aborted) return;
      left.abort();
      link.leave();
      clearInterval(timer);
      surfaces.clear();
      sound.srcObject = null;
      await publish({});
    },
  };
}

const shownOn = (element: HTMLMediaElement): MediaStreamTrack | undefined => (element.srcObject as MediaStream | null)?.getTracks()[0];
const ignored = (): void => undefined;
