import type {
  CallParticipant,
  CallRecord,
  CallSide,
  CallState,
  DeviceRefusal,
  EndReason,
  Media,
  Permission,
} from './call-record.ts';
import { participantOf } from './call-record.ts';

/** The server's timers, in milliseconds. */
export const CallTimer = {
  ring: 45_000,
  claim: 60_000,
  /** Ringing and claimed together. */
  answer: 120_000,
  direct: 8_000,
  relay: 12_000,
  /** A lease outlives its socket this long; a page that said it closes is gone for good after it. */
  lease: 20_000,
  /** A call outlives a lost side this long, counted from the loss of its socket. */
  lost: 60_000,
} as const;

/** What the two ends and the server's own clock can do to a call. `accept` comes from any tab of the customer, the rest from a lease's holder. */
export type CallCommand =
  | { readonly type: 'accept'; readonly tab: string; readonly choice: Media }
  | { readonly type: 'asking'; readonly side: CallSide; readonly camera: boolean }
  | { readonly type: 'ready'; readonly side: CallSide; readonly microphone: Permission; readonly camera: Permission }
  | { readonly type: 'refuse'; readonly refusal: DeviceRefusal; readonly again: boolean }
  | { readonly type: 'decline' }
  | { readonly type: 'connected'; readonly side: CallSide; readonly outcome: Media }
  | { readonly type: 'media-lost'; readonly side: CallSide }
  | { readonly type: 'end'; readonly side: CallSide }
  | { readonly type: 'conversation-ended'; readonly by: CallSide | 'system' }
  | { readonly type: 'gone'; readonly side: CallSide }
  | { readonly type: 'leaving'; readonly side: CallSide }
  | { readonly type: 'reclaim'; readonly side: CallSide; readonly tab: string }
  | { readonly type: 'tick' };

/** Why a command changed nothing. `ended` and `elsewhere` are the races that a client shows to its person. */
export type CallRefusal = 'ended' | 'elsewhere' | 'not-now' | 'not-allowed';

/** A refused command returns the very record that it was given. So does an accepted one that changes nothing (a repeat). */
export interface CallVerdict {
  readonly record: CallRecord;
  readonly refusal: CallRefusal | null;
}

export interface CallStart {
  readonly id: string;
  readonly conversation: string;
  readonly media: Media;
  readonly choices: readonly Media[];
  readonly backend: string;
  readonly relay: boolean;
  readonly agent: { readonly id: string; readonly name?: string; readonly tab: string; readonly camera: Permission };
  readonly customer: { readonly id: string; readonly name?: string };
}

/** A new call rings. The agent's devices are open by now: the microphone is granted, or nobody would be rung. */
export function startCall(start: CallStart, now: number): CallRecord {
  const nobody = { choice: null, outcome: 'none', goneSince: null, leaving: false } as const;
  return {
    id: start.id,
    conversation: start.conversation,
    rev: 1,
    initiator: start.agent.id,
    media: start.media,
    choices: [...start.choices],
    backend: start.backend,
    relay: start.relay,
    rangAgain: false,
    startedAt: now,
    participants: [
      {
        ...nobody,
        id: start.agent.id,
        role: 'agent',
        name: start.agent.name,
        tab: start.agent.tab,
        lease: 1,
        choice: start.media,
        microphone: 'granted',
        camera: start.agent.camera,
      },
      {
        ...nobody,
        id: start.customer.id,
        role: 'customer',
        name: start.customer.name,
        tab: null,
        lease: 0,
        microphone: 'unasked',
        camera: 'unasked',
      },
    ],
    state: { phase: 'ringing', deadline: now + CallTimer.ring },
  };
}

/** Whether anything can still happen to it. */
export const isLive = (record: CallRecord): boolean => record.state.phase !== 'ended';

/** Once both sides have been up together; from then on a loss reconnects rather than ends. */
const isJoined = (state: CallState): state is Extract<CallState, { since: number }> =>
  state.phase === 'active' || state.phase === 'reconnecting';

const isUp = (participant: CallParticipant): boolean => participant.outcome === 'audio' || participant.outcome === 'video';

const accepted = (record: CallRecord): CallVerdict => ({ record, refusal: null });
const refused = (record: CallRecord, refusal: CallRefusal): CallVerdict => ({ record, refusal });

type Change = Partial<Pick<CallRecord, 'state' | 'participants' | 'rangAgain'>>;
const changed = (record: CallRecord, change: Change): CallVerdict => accepted({ ...record, ...change, rev: record.rev + 1 });

const withParticipant = (record: CallRecord, side: CallSide, change: Partial<CallParticipant>): CallParticipant[] =>
  record.participants.map((each) => (each.role === side ? { ...each, ...change } : each));

function ended(record: CallRecord, reason: EndReason, by: CallSide | 'system', now: number): CallVerdict {
  const duration = isJoined(record.state) ? Math.max(0, now - record.state.since) : 0;
  return changed(record, { state: { phase: 'ended', reason, by, at: now, duration } });
}

/** A call is active exactly while both sides are up and neither has lost its lease. */
function settled(record: CallRecord, participants: CallParticipant[], now: number): CallVerdict {
  const { state } = record;
  const together = participants.every((each) => isUp(each) && each.goneSince === null);
  if (together && state.phase === 'connecting') return changed(record, { participants, state: { phase: 'active', since: now } });
  if (together && state.phase === 'reconnecting') return changed(record, { participants, state: { phase: 'active', since: state.since } });
  return changed(record, { participants });
}

/**
 * When the server must send a `tick`, in milliseconds since the epoch; null where nothing is timed. Stored with the record and armed
 * again at the server's start.
 */
export function deadlineOf(record: CallRecord): number | null {
  const { state } = record;
  if (state.phase === 'ended') return null;
  const deadlines: number[] = 'deadline' in state ? [state.deadline] : [];
  for (const each of record.participants) {
    if (each.goneSince === null || each.lease === 0) continue;
    if (state.phase !== 'reconnecting' || each.leaving) deadlines.push(each.goneSince + CallTimer.lease);
  }
  return deadlines.length > 0 ? Math.min(...deadlines) : null;
}

function tick(record: CallRecord, now: number): CallVerdict {
  const { state } = record;
  const overdue = record.participants.filter(
    (each) => each.lease > 0 && each.goneSince !== null && now >= each.goneSince + CallTimer.lease,
  );
  const left = overdue.find((each) => each.leaving);
  if (left) return ended(record, 'left', left.role, now);
  const gone = overdue[0];
  if (gone && !isJoined(state)) return ended(record, 'lost', gone.role, now);
  if (gone?.goneSince != null && state.phase === 'active') {
    const deadline = gone.goneSince + CallTimer.lost;
    if (now >= deadline) return ended(record, 'lost', gone.role, now);
    return changed(record, { state: { phase: 'reconnecting', since: state.since, deadline } });
  }
  if (!('deadline' in state) || now < state.deadline) return accepted(record);
  switch (state.phase) {
    case 'ringing':
      return ended(record, 'no-answer', 'system', now);
    case 'claimed':
      return ended(record, 'permission-timeout', 'system', now);
    case 'connecting':
      return connectingFailed(record, state, now);
    case 'reconnecting':
      return ended(record, 'lost', 'system', now);
  }
}

function connectingFailed(record: CallRecord, state: Extract<CallState, { phase: 'connecting' }>, now: number): CallVerdict {
  if (state.path === 'relay' || !record.relay) return ended(record, 'media-failed', 'system', now);
  const participants = record.participants.map((each) => ({ ...each, outcome: 'none' as const }));
  return changed(record, { participants, state: { phase: 'connecting', path: 'relay', deadline: now + CallTimer.relay } });
}

function accept(record: CallRecord, command: Extract<CallCommand, { type: 'accept' }>, now: number): CallVerdict {
  const customer = participantOf(record, 'customer');
  if (record.state.phase !== 'ringing') {
    return customer?.tab === command.tab ? accepted(record) : refused(record, 'elsewhere');
  }
  if (!record.choices.includes(command.choice)) return refused(record, 'not-allowed');
  return changed(record, {
    participants: withParticipant(record, 'customer', {
      tab: command.tab,
      lease: (customer?.lease ?? 0) + 1,
      choice: command.choice,
      microphone: 'unasked',
      camera: 'unasked',
      goneSince: null,
      leaving: false,
    }),
    state: { phase: 'claimed', deadline: Math.min(now + CallTimer.claim, record.startedAt + CallTimer.answer) },
  });
}

function refuse(record: CallRecord, command: Extract<CallCommand, { type: 'refuse' }>, now: number): CallVerdict {
  if (record.state.phase !== 'claimed') return refused(record, 'not-now');
  const ringUntil = Math.min(now + CallTimer.ring, record.startedAt + CallTimer.answer);
  const participants = withParticipant(record, 'customer', { tab: null, microphone: command.refusal, goneSince: null });
  if (!command.again || record.rangAgain || ringUntil <= now) {
    return ended({ ...record, participants }, 'permission-refused', 'customer', now);
  }
  return changed(record, { participants, rangAgain: true, state: { phase: 'ringing', deadline: ringUntil } });
}

function ready(record: CallRecord, command: Extract<CallCommand, { type: 'ready' }>, now: number): CallVerdict {
  const participants = withParticipant(record, command.side, { microphone: command.microphone, camera: command.camera });
  if (command.side === 'customer' && record.state.phase === 'claimed') {
    return changed(record, { participants, state: { phase: 'connecting', path: 'direct', deadline: now + CallTimer.direct } });
  }
  const before = participantOf(record, command.side);
  const repeats = before?.microphone === command.microphone && before.camera === command.camera;
  if (record.state.phase === 'ringing') return refused(record, 'not-now');
  return repeats ? accepted(record) : changed(record, { participants });
}

function connected(record: CallRecord, command: Extract<CallCommand, { type: 'connected' }>, now: number): CallVerdict {
  if (record.state.phase !== 'connecting' && !isJoined(record.state)) return refused(record, 'not-now');
  if (participantOf(record, command.side)?.outcome === command.outcome) return accepted(record);
  return settled(record, withParticipant(record, command.side, { outcome: command.outcome }), now);
}

function mediaLost(record: CallRecord, side: CallSide, now: number): CallVerdict {
  const { state } = record;
  if (participantOf(record, side)?.outcome === 'failed') return accepted(record);
  const participants = withParticipant(record, side, { outcome: 'failed' });
  if (state.phase === 'connecting') return connectingFailed({ ...record, participants }, state, now);
  if (state.phase === 'reconnecting') return changed(record, { participants });
  if (state.phase !== 'active') return refused(record, 'not-now');
  return changed(record, { participants, state: { phase: 'reconnecting', since: state.since, deadline: now + CallTimer.lost } });
}

function end(record: CallRecord, side: CallSide, now: number): CallVerdict {
  const { phase } = record.state;
  if (phase === 'ringing') return ended(record, side === 'agent' ? 'cancelled' : 'declined', side, now);
  if (phase === 'claimed' && side === 'agent') return ended(record, 'cancelled', side, now);
  return ended(record, 'hung-up', side, now);
}

function gone(record: CallRecord, side: CallSide, leaving: boolean, now: number): CallVerdict {
  const before = participantOf(record, side);
  if (!before || before.lease === 0 || before.tab === null) return accepted(record);
  if (before.goneSince !== null && (before.leaving || !leaving)) return accepted(record);
  return changed(record, { participants: withParticipant(record, side, { goneSince: before.goneSince ?? now, leaving }) });
}

function reclaim(record: CallRecord, command: Extract<CallCommand, { type: 'reclaim' }>, now: number): CallVerdict {
  const before = participantOf(record, command.side);
  if (!before || before.lease === 0 || before.tab === null) return refused(record, 'not-now');
  const back = { lease: before.lease + 1, tab: command.tab, goneSince: null, leaving: false };
  return settled(record, withParticipant(record, command.side, back), now);
}

/**
 * The call's rules, run for authority by the server alone. Pure: the same record, command and moment give the same verdict. Who may give a
 * command (the lease's holder, the conversation's people) is decided before; what the command does is decided here.
 *
 * @param now the server's clock, in milliseconds since the epoch
 */
export function applyCommand(record: CallRecord, command: CallCommand, now: number): CallVerdict {
  if (record.state.phase === 'ended') return refused(record, 'ended');
  switch (command.type) {
    case 'accept':
      return accept(record, command, now);
    case 'asking': {
      if (record.state.phase === 'ringing') return refused(record, 'not-now');
      const asked: Partial<CallParticipant> = command.camera ? { microphone: 'asking', camera: 'asking' } : { microphone: 'asking' };
      return changed(record, { participants: withParticipant(record, command.side, asked) });
    }
    case 'ready':
      return ready(record, command, now);
    case 'refuse':
      return refuse(record, command, now);
    case 'decline':
      return record.state.phase === 'ringing' || record.state.phase === 'claimed'
        ? ended(record, 'declined', 'customer', now)
        : refused(record, 'elsewhere');
    case 'connected':
      return connected(record, command, now);
    case 'media-lost':
      return mediaLost(record, command.side, now);
    case 'end':
      return end(record, command.side, now);
    case 'conversation-ended':
      return ended(record, 'conversation-ended', command.by, now);
    case 'gone':
      return gone(record, command.side, false, now);
    case 'leaving':
      return gone(record, command.side, true, now);
    case 'reclaim':
      return reclaim(record, command, now);
    case 'tick':
      return tick(record, now);
  }
}
