import type { CallParticipant, CallRecord } from './call-record.ts';

/** The server's timers, in milliseconds. */
export const CallTimer = {
  ring: 45_000,
  claim: 60_000,
  /** Ringing and claimed together. */
  answer: 120_000,
  direct: 8_000,
  /** Peer to peer, after another backend has failed. */
  fallback: 8_000,
  relay: 12_000,
  /** A lease outlives its socket this long; a page that said it closes is gone for good after it. */
  lease: 20_000,
  /** A call outlives its media, or a lost side, this long; counted from the loss. */
  lost: 60_000,
} as const;

const leaseEnd = (participant: CallParticipant): number => (participant.goneSince ?? Infinity) + CallTimer.lease;

/** Whether nobody came back in time to take this side's lease. */
export const isLost = (participant: CallParticipant, now: number): boolean => now >= leaseEnd(participant);

/**
 * When the server must send a `tick`, in milliseconds since the epoch; null where nothing is timed. Stored with the record and armed again at
 * the server's start; one that passed meanwhile is due at once.
 */
export function deadlineOf(record: CallRecord): number | null {
  const { state } = record;
  if (state.phase === 'ended') return null;
  // While it reconnects, the state's own deadline already counts from the lost lease; only a page that closed ends the call before it.
  const leases = record.participants.filter((each) => state.phase !== 'reconnecting' || each.leaving).map(leaseEnd);
  const deadline = Math.min('deadline' in state ? state.deadline : Infinity, ...leases);
  return deadline === Infinity ? null : deadline;
}
