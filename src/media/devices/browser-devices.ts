import type { DeviceRefusal } from '../../protocol/call-record.ts';
import type { CallingBlock } from '../../protocol/conversation.ts';
import type { DeviceInfo, Devices, LocalMedia, LocalTrack } from '../../session/contracts/devices.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import { callingBlock, policyAllows } from './calling-block.ts';

type Want = boolean | string;

/** How long a busy device is given before it is asked for once more, in milliseconds. */
const BUSY_RETRY_MS = 1_000;

/** The page's own microphones, cameras and speakers. */
export class BrowserDevices implements Devices {
  blocked(): CallingBlock {
    return callingBlock();
  }

  async open(wants: { readonly microphone: Want; readonly camera: Want }, signal: AbortSignal): Promise<LocalMedia> {
    signal.throwIfAborted();
    const blocked = callingBlock();
    if (blocked && (blocked !== 'policy' || wants.microphone)) throw new DeviceError(blocked as DeviceRefusal);
    if (wants.camera && !policyAllows('camera')) throw new DeviceError('policy');
    const audio = wish(wants.microphone, sound);
    const video = wish(wants.camera, picture);
    const stream = await capture({ audio, video }, signal).catch(async (cause: unknown) => {
      // One prompt, or two where the first answer was about a device and not about permission.
      const refusal = refusalOf(cause, signal);
      if (refusal === 'busy') await unlessAborted(new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS)), signal);
      else if (refusal !== 'constraint') throw new DeviceError(refusal, { cause });
      const again = refusal === 'busy' ? { audio, video } : { audio: !!audio, video: !!video };
      return await capture(again, signal).catch((second: unknown) => {
        throw new DeviceError(refusalOf(second, signal), { cause: second });
      });
    });
    return { microphone: local('microphone', stream.getAudioTracks()[0]), camera: local('camera', stream.getVideoTracks()[0]) };
  }

  async list(): Promise<readonly DeviceInfo[]> {
    if (callingBlock()) return [];
    const known = await navigator.mediaDevices.enumerateDevices();
    // Before a permission was given, browsers name nothing: one row of each kind, without an id.
    return known.filter((each) => each.deviceId).map(({ deviceId: id, kind, label }) => ({ id, kind: kinds[kind], label }));
  }

  onChange(listener: () => void, options: { readonly signal: AbortSignal }): void {
    (navigator as Partial<Navigator>).mediaDevices?.addEventListener('devicechange', () => listener(), options);
  }
}

/** The browser's prompt may never settle: aborting rejects at once, and a stream that arrives later is stopped. */
const capture = (constraints: MediaStreamConstraints, signal: AbortSignal): Promise<MediaStream> =>
  unlessAborted(
    navigator.mediaDevices.getUserMedia(constraints).then((stream) => {
      if (signal.aborted) stream.getTracks().forEach((track) => track.stop());
      return stream;
    }),
    signal,
  );

const unlessAborted = <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    promise.then(resolve, reject);
  });

/**
 * Which refusal an error of `getUserMedia` is (Media Capture and Streams, section 10.2). That a person dismissed the prompt, or that the
 * system stands in the way, only Chromium's words tell; elsewhere both are a denial.
 */
function refusalOf(error: unknown, signal: AbortSignal): DeviceRefusal {
  signal.throwIfAborted();
  const { name, message } = error as DOMException;
  if (name === 'NotAllowedError') return /system/i.test(message) ? 'system' : /dismiss/i.test(message) ? 'dismissed' : 'denied';
  return refusals[name] ?? 'unsupported';
}

const wish = (want: Want, constraints: MediaTrackConstraints): MediaTrackConstraints | false =>
  want ? { ...constraints, ...(want !== true && { deviceId: { exact: want } }) } : false;

const local = (kind: LocalTrack['kind'], track: MediaStreamTrack | undefined): LocalTrack | null =>
  track ? { kind, native: track, deviceId: track.getSettings().deviceId ?? '', stop: () => track.stop() } : null;

const sound: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/** More would come later: at the bitrate that a call begins with, browsers drop the first frames of a bigger picture. */
const picture: MediaTrackConstraints = { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'user' };

const kinds = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;

const refusals: Readonly<Record<string, DeviceRefusal>> = {
  NotFoundError: 'no-device',
  NotReadableError: 'busy',
  AbortError: 'busy',
  OverconstrainedError: 'constraint',
  SecurityError: 'policy',
};
