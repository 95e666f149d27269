import type { DeviceRefusal } from '../../protocol/call-record.ts';
import type { DeviceInfo, Devices, LocalMedia } from '../contracts/devices.ts';
import { DeviceError } from '../contracts/devices.ts';
import { selfOf, withoutMedia } from './call-model.ts';
import type { CallPage } from './call-page.ts';
import type { Call } from './call.ts';

/** What follows where a device is refused. Few calls need it: a customer's page loads it with the first refusal. */

/** These are about the question, or the whole page: asking for the microphone alone would get the same answer. */
const wholly: readonly DeviceRefusal[] = ['dismissed', 'insecure', 'unsupported', 'timeout'];

const refusalOf = (error: unknown): DeviceRefusal => (error instanceof DeviceError ? error.refusal : 'unsupported');

/** What is refused inside a call is trouble, and the call goes on. Whoever has hung up meanwhile is told nothing. */
export function refusedInside(call: CallPage, type: DeviceInfo['kind'], error: unknown): void {
  if (call.room) void call.set({ trouble: { type, refusal: refusalOf(error) } });
}

/** The camera was to be turned on. Who changed their mind meanwhile is told nothing. */
export function cameraRefused(call: CallPage, error: unknown): void {
  const refusal = refusalOf(error);
  const { wanted } = call.now;
  void call.set({ camera: refusal, ...(wanted.camera && { wanted: { ...wanted, camera: false }, trouble: { type: 'camera', refusal } }) });
}

/** The browser gave nothing. One that refuses both does not say which one it means: then the microphone is asked for alone. */
export async function openingRefused(call: CallPage, devices: Devices, error: unknown, signal: AbortSignal): Promise<void> {
  const refusal = refusalOf(error);
  const { devices: opening } = call.now;
  const wants = 'wants' in opening ? opening.wants : 'audio';
  const asksAgain = wants === 'video' && !wholly.includes(refusal);
  const media = asksAgain ? await devices.open({ microphone: true, camera: false }, signal).catch(() => null) : null;
  if (signal.aborted) {
    media?.microphone?.stop();
    return;
  }
  Object.assign(call, answersTo(call, media));
  const type = media ? 'camera' : 'microphone';
  if (call.startRefused?.(type, refusal)) {
    media?.microphone?.stop();
  } else if (selfOf(call.now)?.microphone !== 'granted') {
    // Until the server knows of a microphone, the person decides how to go on.
    if (media) call.local = media;
    void call.set({ camera: refusal, devices: media ? { is: 'camera-refused', refusal } : { is: 'refused', refusal, wants } });
  } else if (media) call.use(media, { camera: refusal, trouble: { type, refusal } });
  else void call.set({ ...withoutMedia, rejoin: 'offered', trouble: { type, refusal } });
}

/** The steps that a call which goes well does not have, with the microphone that was given where it is the camera that was refused. */
function answersTo(call: CallPage, media: LocalMedia | null): Pick<Call, 'goOnWithAudio' | 'tryAgain' | 'rejoin' | 'giveUp'> {
  const refuse = async (again: boolean): Promise<void> => {
    const { devices, lease } = call.now;
    if (!lease || !('refusal' in devices)) return;
    // Where the camera is refused and the microphone works, no permission ends the call.
    const { callId } = lease;
    await call.set({ intent: devices.is === 'camera-refused' ? { type: 'end', callId } : { type: 'refuse', ...lease, refusal: devices.refusal, again } });
  };

  const tryAgain = async (): Promise<void> => {
    const { devices, record, rejoin } = call.now;
    // Once, the ring is given back, so that another choice, tab or device can answer.
    if (devices.is === 'refused' && !record?.rangAgain) return refuse(true);
    if (rejoin !== 'offered' && !('refusal' in devices)) return;
    call.backend?.unlock();
    await call.set({ ...withoutMedia, rejoin: 'rejoining', trouble: null });
  };

  return {
    goOnWithAudio() {
      if (media && call.now.devices.is === 'camera-refused') call.use(media, {});
      return Promise.resolve();
    },
    tryAgain,
    rejoin: tryAgain,
    giveUp: () => refuse(false),
  };
}
