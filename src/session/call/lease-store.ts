import type { KeyValue } from '../contracts/environment.ts';
import type { CallModel, Lease } from './call-model.ts';

const KEY = 'lease';

/** A lease, and what the person had switched on, for this tab's next page. */
export interface KeptLease {
  readonly lease: Lease;
  readonly wanted: CallModel['wanted'];
}

export function loadLease(tab: KeyValue): KeptLease | null {
  try {
    const kept = JSON.parse(tab.get(KEY) ?? 'null') as KeptLease | null;
    return kept && { ...kept, lease: { ...kept.lease, stale: true } };
  } catch {
    return null;
  }
}

export const saveLease = (tab: KeyValue, { lease, wanted }: KeptLease): void => tab.set(KEY, JSON.stringify({ lease, wanted }));

/** Another call's stays: of an agent's conversations only one is in a call. */
export function dropLease(tab: KeyValue, callId: string): void {
  if (loadLease(tab)?.lease.callId === callId) tab.set(KEY, null);
}
