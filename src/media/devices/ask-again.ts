import type { DeviceRefusal } from '../../protocol/call-record.ts';
import { DeviceError } from '../../session/contracts/devices.ts';
import { callingBlock, policyAllows } from './calling-block.ts';

type Capture = (constraints: MediaStreamConstraints, signal: AbortSignal) => Promise<MediaStream>;

/** How long a busy device is given before it is asked for once more, in milliseconds. */
const BUSY_RETRY_MS = 1_000;

/**
 * What became of asking: refused by the browser, or not even begun where this page, or its policy, cannot have a device at all. One that is busy is
 * asked for once more, and one that cannot meet a constraint is asked for without any: so one prompt, or two where the first answer was about a device
 * and not about permission.
 */
export async function askAgain(refused: unknown, constraints: MediaStreamConstraints, signal: AbortSignal, capture: Capture): Promise<MediaStream> {
  signal.throwIfAborted();
  const { audio, video } = constraints;
  const block = callingBlock();
  const isCameraBlocked = video && !policyAllows('camera');
  const blocked = block !== 'policy' || audio ? block : null;
  const refusal = ((blocked ?? (isCameraBlocked ? 'policy' : null)) as DeviceRefusal | null) ?? refusalOf(refused);
  if (refusal === 'busy') await pause(BUSY_RETRY_MS, signal);
  else if (refusal !== 'constraint') throw new DeviceError(refusal, { cause: refused });
  return await capture(refusal === 'busy' ? constraints : { audio: !!audio, video: !!video }, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new DeviceError(refusalOf(cause), { cause });
  });
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    setTimeout(resolve, ms);
  });

/**
 * Which refusal an error of `getUserMedia` is (Media Capture and Streams, section 10.2). That a person dismissed the prompt, or that the
 * system stands in the way, only Chromium's words tell; elsewhere both are a denial.
 */
function refusalOf(error: unknown): DeviceRefusal {
  const { name, message } = error as DOMException;
  if (name === 'NotAllowedError') return /system/i.test(message) ? 'system' : /dismiss/i.test(message) ? 'dismissed' : 'denied';
  return refusals[name] ?? 'unsupported';
}

const refusals: Readonly<Record<string, DeviceRefusal>> = {
  NotFoundError: 'no-device',
  NotReadableError: 'busy',
  AbortError: 'busy',
  OverconstrainedError: 'constraint',
  SecurityError: 'policy',
};
