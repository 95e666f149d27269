import type { DeviceInfo } from '../../session/contracts/devices.ts';
import { callingBlock } from './calling-block.ts';

/** Lists the page's devices, and again whenever one comes or goes. Few calls need it: what a person chooses among. */
export function watchDevices(listener: (devices: readonly DeviceInfo[]) => void, { signal }: { readonly signal: AbortSignal }): void {
  const tell = async (): Promise<void> => {
    const devices = await list().catch(() => []);
    if (!signal.aborted) listener(devices);
  };
  (navigator as Partial<Navigator>).mediaDevices?.addEventListener('devicechange', () => void tell(), { signal });
  void tell();
}

async function list(): Promise<readonly DeviceInfo[]> {
  if (callingBlock()) return [];
  const known = await navigator.mediaDevices.enumerateDevices();
  // Before a permission was given, browsers name nothing: one row of each kind, without an id.
  return known.filter((each) => each.deviceId).map(({ deviceId: id, kind, label }) => ({ id, kind: kinds[kind], label }));
}

const kinds = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;
