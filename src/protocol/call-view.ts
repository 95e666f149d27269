import type { CallRecord, CallSide, DeviceRefusal, EndReason, Media, MediaPath } from './call-record.ts';
import { participantOf } from './call-record.ts';

/** What one client knows by itself, beside the server's record. */
export interface CallFacts {
  /** This page is one of the call's two ends. */
  readonly own: boolean;
  /** What the person asked for and the server has not answered yet. */
  readonly sending: Sending | null;
  readonly devices: DeviceFact;
  /** This page's room carries media both ways. */
  readonly connected: boolean;
  /** The prompt was put aside in this tab: local, nobody else is told. */
  readonly dismissed: boolean;
  /** The page was loaded in the middle of the call and is not back in it yet: by itself, or it has to be asked. */
  readonly rejoin: 'none' | 'offered' | 'rejoining';
}

export type Sending =
  | { readonly type: 'start' | 'decline' | 'end' }
  | { readonly type: 'accept'; readonly choice: Media }
  /** Of a device: for good, or so that the call rings once more. */
  | { readonly type: 'refuse'; readonly again: boolean };

export type DeviceFact =
  | { readonly is: 'closed' | 'open' }
  | { readonly is: 'opening'; readonly wants: Media; readonly since: number }
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
  | { readonly phase: 'rejoin'; readonly since: number | null; readonly busy: boolean; readonly devices: DeviceFact }
  | { readonly phase: 'elsewhere' }
  | { readonly phase: 'ending' }
  | { readonly phase: 'ended'; readonly reason: EndReason; readonly by: CallSide | 'system'; readonly duration: number; readonly failure?: string | undefined };

type Rejoin = Extract<CallView, { phase: 'rejoin' }>;

const leaves = (sending: Sending | null): boolean =>
  sending?.type === 'end' || sending?.type === 'decline' || (sending?.type === 'refuse' && !sending.again);

const backIn = ({ state }: CallRecord, { rejoin, devices }: CallFacts): Rejoin => ({
  phase: 'rejoin',
  since: 'since' in state ? state.since : null,
  busy: rejoin === 'rejoining',
  devices,
});

/** What a customer is shown, from the server's record and what the page knows itself. Pure: no clock, no effect. */
export function customerView(record: CallRecord | null, facts: CallFacts): CallView {
  if (!record) return { phase: 'none' };
  const { state, media, choices } = record;
  const { sending, devices, dismissed } = facts;
  if (state.phase === 'ended') return state;
  if (leaves(sending)) return { phase: 'ending' };
  if (state.phase === 'ringing') {
    if (sending?.type === 'accept') return { phase: 'claiming', choice: sending.choice };
    return { phase: 'prompt', media, choices, deadline: state.deadline, dismissed };
  }
  if (!facts.own) return { phase: 'elsewhere' };
  if (state.phase === 'claimed') {
    return { phase: 'acquiring', choice: participantOf(record, 'customer')?.choice ?? 'audio', devices, deadline: state.deadline };
  }
  if (facts.rejoin !== 'none') return backIn(record, facts);
  if (state.phase === 'connecting') return { phase: 'joining', path: state.path };
  return { phase: 'in-call', since: state.since, link: state.phase === 'active' && facts.connected ? 'up' : 'reconnecting' };
}

/** What an agent is shown: the same, but for how it begins. */
export function agentView(record: CallRecord | null, facts: CallFacts): CallView {
  // A new attempt is a new call: what is left of the last one makes room for it.
  const isFree = !record || record.state.phase === 'ended';
  if (facts.sending?.type === 'start' ? isFree : !record && facts.devices.is !== 'closed') return { phase: 'preparing' };
  const state = record?.state;
  if (!record || (state?.phase !== 'ringing' && state?.phase !== 'claimed') || leaves(facts.sending)) return customerView(record, facts);
  if (!facts.own) return { phase: 'elsewhere' };
  if (facts.rejoin !== 'none') return backIn(record, facts);
  const { phase, deadline } = state;
  return phase === 'ringing' ? { phase, media: record.media, deadline } : { phase: 'waiting-for-device', deadline };
}
