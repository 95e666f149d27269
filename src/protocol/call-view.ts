import type { CallRecord, CallSide, DeviceRefusal, EndReason, Media, MediaPath } from './call-record.ts';
import { participantOf } from './call-record.ts';

/** What one client knows by itself, beside the server's record. */
export interface CallFacts {
  readonly side: CallSide;
  /** This tab's id. */
  readonly tab: string;
  /** A command is on its way whose answer is not here yet. */
  readonly sending: 'start' | 'accept' | 'decline' | 'end' | null;
  /** What the person pressed while `accept` is on its way. */
  readonly choice?: Media | null;
  readonly devices: DeviceFact;
  readonly room: 'none' | 'joining' | 'connected' | 'reconnecting' | 'failed';
  /** The prompt was put aside in this tab: local, nobody else is told. */
  readonly dismissed: boolean;
  /** This tab lost its lease and cannot rejoin by itself. */
  readonly rejoin: 'none' | 'offered' | 'rejoining';
}

export type DeviceFact =
  | { readonly is: 'closed' }
  | { readonly is: 'opening'; readonly wants: Media; readonly since: number }
  | { readonly is: 'open'; readonly has: Media }
  /** The camera was refused while the microphone works: the person is asked whether to go on with audio. */
  | { readonly is: 'camera-refused'; readonly refusal: DeviceRefusal }
  | { readonly is: 'refused'; readonly refusal: DeviceRefusal; readonly wants: Media };

/** What a person is shown. The customer's: prompt, claiming, acquiring, joining, in-call, ended. The agent's: preparing, ringing, waiting-for-device, joining, in-call, ended. */
export type CallView =
  | { readonly phase: 'none' }
  | { readonly phase: 'preparing' }
  | { readonly phase: 'prompt'; readonly media: Media; readonly choices: readonly Media[]; readonly deadline: number; readonly dismissed: boolean }
  | { readonly phase: 'claiming'; readonly choice: Media | null }
  | { readonly phase: 'acquiring'; readonly choice: Media; readonly devices: DeviceFact; readonly deadline: number }
  | { readonly phase: 'ringing'; readonly media: Media; readonly deadline: number }
  | { readonly phase: 'waiting-for-device'; readonly deadline: number }
  | { readonly phase: 'joining'; readonly path: MediaPath }
  | { readonly phase: 'in-call'; readonly since: number; readonly link: 'up' | 'reconnecting' }
  | { readonly phase: 'rejoin'; readonly since: number | null; readonly busy: boolean }
  | { readonly phase: 'elsewhere' }
  | { readonly phase: 'ending' }
  | { readonly phase: 'ended'; readonly reason: EndReason; readonly by: CallSide | 'system'; readonly duration: number };

/** What this side is shown, from the server's record and what it knows itself. Pure: no clock, no effect. */
export function viewOf(record: CallRecord | null, facts: CallFacts): CallView {
  const over = record?.state.phase === 'ended';
  // A new attempt is a new call: what is left of the last one makes room for it.
  if (facts.side === 'agent' && (facts.sending === 'start' ? over || !record : !record && facts.devices.is !== 'closed')) {
    return { phase: 'preparing' };
  }
  if (!record) return { phase: 'none' };
  const { state } = record;
  if (state.phase === 'ended') return { phase: 'ended', reason: state.reason, by: state.by, duration: state.duration };
  if (facts.sending === 'end' || facts.sending === 'decline') return { phase: 'ending' };
  if (state.phase === 'ringing' && facts.side === 'customer') return customerRinging(record, state.deadline, facts);

  const self = participantOf(record, facts.side);
  if (self?.tab !== facts.tab) return { phase: 'elsewhere' };
  if (facts.rejoin !== 'none') {
    return { phase: 'rejoin', since: 'since' in state ? state.since : null, busy: facts.rejoin === 'rejoining' };
  }
  switch (state.phase) {
    case 'ringing':
      return { phase: 'ringing', media: record.media, deadline: state.deadline };
    case 'claimed':
      return facts.side === 'agent'
        ? { phase: 'waiting-for-device', deadline: state.deadline }
        : { phase: 'acquiring', choice: self.choice ?? 'audio', devices: facts.devices, deadline: state.deadline };
    case 'connecting':
      return { phase: 'joining', path: state.path };
    case 'active':
    case 'reconnecting': {
      const up = state.phase === 'active' && facts.room === 'connected';
      return { phase: 'in-call', since: state.since, link: up ? 'up' : 'reconnecting' };
    }
  }
}

function customerRinging(record: CallRecord, deadline: number, facts: CallFacts): CallView {
  if (facts.sending === 'accept') return { phase: 'claiming', choice: facts.choice ?? null };
  return { phase: 'prompt', media: record.media, choices: record.choices, deadline, dismissed: facts.dismissed };
}
