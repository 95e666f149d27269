import type { Devices, LocalMedia, LocalTrack } from '../../session/contracts/devices.ts';
import { callingBlock, policyAllows } from './calling-block.ts';

type Want = boolean | string;

/** The page's own microphones, cameras and speakers. */
export class BrowserDevices implements Devices {
  readonly blocked = callingBlock;

  async open({ microphone, camera }: { readonly microphone: Want; readonly camera: Want }, signal: AbortSignal): Promise<LocalMedia> {
    signal.throwIfAborted();
    const constraints = { audio: wish(microphone, sound), video: wish(camera, picture) };
    const isBlocked = (microphone && callingBlock()) || (camera && !policyAllows('camera'));
    const stream = await (isBlocked ? Promise.reject(new Error()) : capture(constraints, signal)).catch(async (refused: unknown) => {
      // Most are never refused, and need not know what a browser's refusals mean.
      const { askAgain } = await import('./ask-again.ts');
      return await askAgain(refused, constraints, signal, capture);
    });
    return { microphone: local('microphone', stream.getAudioTracks()[0]), camera: local('camera', stream.getVideoTracks()[0]) };
  }

  watch(...[listener, options]: Parameters<Devices['watch']>): void {
    void import('./watch-devices.ts').then(({ watchDevices }) => watchDevices(listener, options), () => options.signal.aborted || listener([]));
  }
}

/** The browser's prompt may never settle: aborting rejects at once, and a stream that arrives later is stopped. */
const capture = (constraints: MediaStreamConstraints, signal: AbortSignal): Promise<MediaStream> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    navigator.mediaDevices.getUserMedia(constraints).then((stream) => {
      if (signal.aborted) stream.getTracks().forEach((track) => track.stop());
      resolve(stream);
    }, reject);
  });

const wish = (want: Want, constraints: MediaTrackConstraints): MediaTrackConstraints | false =>
  !!want && { ...constraints, deviceId: want === true ? undefined : { exact: want } };

const local = (kind: LocalTrack['kind'], track: MediaStreamTrack | undefined): LocalTrack | null =>
  track ? { kind, native: track, deviceId: track.getSettings().deviceId ?? '', stop: () => track.stop() } : null;

const sound: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/** More would come later: at the bitrate that a call begins with, browsers drop the first frames of a bigger picture. */
const picture: MediaTrackConstraints = { width: 640, height: 480, facingMode: 'user' };
