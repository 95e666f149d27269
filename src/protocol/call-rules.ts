import { CallTimer, isLost } from './call-clock.ts';
import type { CallCommand, CallRefusal, CallVerdict } from './call-command.ts';
import type { CallParticipant, CallRecord, CallSide, CallState, DeviceRefusal, EndReason, MediaFailure, MediaPath, Permission } from './call-record.ts';
import { participantOf } from './call-record.ts';

export { CallTimer, deadlineOf } from './call-clock.ts';
export type { CallCommand, CallRefusal, CallVerdict } from './call-command.ts';
export type { CallStart } from './call-start.ts';
export { startCall } from './call-start.ts';

/** Whether anything can still happen to it. */
export const isLive = (record: CallRecord): boolean => record.state.phase !== 'ended';

type Joined = Extract<CallState, { since: number }>;
type Connecting = Extract<CallState, { phase: 'connecting' }>;
type Of<Type extends CallCommand['type']> = Extract<CallCommand, { type: Type }>;

/** Once both sides have been up together; from then on a loss reconnects rather than ends. */
const isJoined = (state: CallState): state is Joined => state.phase === 'active' || state.phase === 'reconnecting';

const isRefusal = (permission: Permission | undefined): boolean => permission !== undefined && !['unasked', 'asking', 'granted'].includes(permission);

const isUp = (participant: CallParticipant): boolean => participant.outcome === 'audio' || participant.outcome === 'video';

/** The agent's prepared offer may connect while the customer's permission prompt is still open; a customer sends nothing before that. */
const mayBeUp = ({ phase }: CallState, side: CallSide): boolean => phase !== 'ringing' && (phase !== 'claimed' || side === 'agent');

const accepted = (record: CallRecord): CallVerdict => ({ record, refusal: null });
const refused = (record: CallRecord, refusal: CallRefusal): CallVerdict => ({ record, refusal });

type Change = Partial<Pick<CallRecord, 'state' | 'participants' | 'rangAgain' | 'backend'>>;
const changed = (record: CallRecord, change: Change): CallVerdict => accepted({ ...record, ...change, rev: record.rev + 1 });

const withSide = (record: CallRecord, side: CallSide, change: Partial<CallParticipant>): CallParticipant[] =>
  record.participants.map((each) => (each.role === side ? { ...each, ...change } : each));

/** Says something new of one side, which moves the call nowhere; what is known already changes nothing. */
function noted(record: CallRecord, before: CallParticipant, change: Partial<CallParticipant>): CallVerdict {
  const after = { ...before, ...change };
  const repeats = (Object.keys(change) as (keyof CallParticipant)[]).every((key) => after[key] === before[key]);
  return repeats ? accepted(record) : changed(record, { participants: withSide(record, before.role, change) });
}

function ended(record: CallRecord, reason: EndReason, by: CallSide | 'system', now: number, failure?: MediaFailure): CallVerdict {
  const duration = isJoined(record.state) ? Math.max(0, now - record.state.since) : 0;
  return changed(record, { state: { phase: 'ended', reason, by, at: now, duration, ...(failure && { failure }) } });
}

/** A call is active exactly while both sides are up and neither has lost its lease; what has been active once reconnects. */
function settled(record: CallRecord, participants: CallParticipant[], now: number): CallVerdict {
  const { state } = record;
  const up = participants.every(isUp);
  const lost = participants.filter((each) => isLost(each, now));
  if (up && lost.length === 0 && (state.phase === 'connecting' || state.phase === 'reconnecting')) {
    return changed(record, { participants, state: { phase: 'active', since: isJoined(state) ? state.since : now } });
  }
  if (isJoined(state) && (!up || lost.length > 0)) {
    return changed(record, { participants, state: { phase: 'reconnecting', since: state.since, deadline: lossEnd(state, up, lost, now) } });
  }
  return changed(record, { participants });
}

/** Sixty seconds in all from the first loss, be it media or a socket; once the media is back, only the lost sockets count. */
function lossEnd(state: Joined, up: boolean, lost: CallParticipant[], now: number): number {
  if (up) return Math.min(...lost.map((each) => each.goneSince ?? now)) + CallTimer.lost;
  return state.phase === 'reconnecting' ? state.deadline : now + CallTimer.lost;
}

function accept(record: CallRecord, customer: CallParticipant, { tab, choice }: Of<'accept'>, now: number): CallVerdict {
  const { phase } = record.state;
  // A tab that says it again has not heard the answer, or is a copy of the one that has, which then has the claim no more.
  if (phase === 'claimed' && customer.tab === tab) return reclaim(record, customer, { tab, outcome: 'none' }, now);
  if (phase !== 'ringing') return refused(record, 'elsewhere');
  if (!record.choices.includes(choice)) return refused(record, 'not-allowed');
  const claim = { tab, choice, lease: customer.lease + 1, microphone: 'unasked', camera: 'unasked' } as const;
  const deadline = Math.min(now + CallTimer.claim, record.startedAt + CallTimer.answer);
  return changed(record, { participants: withSide(record, 'customer', claim), state: { phase: 'claimed', deadline } });
}

/** In the browser a question for both devices is one prompt; a device that is granted already is not asked for. */
function asking(record: CallRecord, before: CallParticipant, { camera, refusal }: Of<'asking'>): CallVerdict {
  if (before.tab === null) return refused(record, 'not-now');
  if (refusal !== undefined) return answered(record, before, camera ? { camera: refusal } : refusedWholly(before, refusal));
  return noted(record, before, {
    microphone: before.microphone === 'granted' ? 'granted' : 'asking',
    camera: camera ? 'asking' : before.camera,
  });
}

/** The browser refused, and the customer is shown what can be done: both sides know, and there is all the time that a call may take to be answered. */
function answered(record: CallRecord, before: CallParticipant, change: Partial<CallParticipant>): CallVerdict {
  if (before.role !== 'customer' || record.state.phase !== 'claimed') return refused(record, 'not-now');
  const told = noted(record, before, change);
  return told.record === record ? told : accepted({ ...told.record, state: { phase: 'claimed', deadline: record.startedAt + CallTimer.answer } });
}

const refusedWholly = ({ camera }: CallParticipant, refusal: DeviceRefusal): Partial<CallParticipant> => ({
  microphone: refusal,
  camera: camera === 'asking' ? refusal : camera,
});

function ready(record: CallRecord, before: CallParticipant, { microphone, camera }: Of<'ready'>, now: number): CallVerdict {
  if (before.tab === null) return refused(record, 'not-now');
  if (before.role !== 'customer' || record.state.phase !== 'claimed') return noted(record, before, { microphone, camera });
  if (microphone !== 'granted') return refused(record, 'not-allowed');
  const participants = withSide(record, 'customer', { microphone, camera });
  return changed(record, { participants, state: connecting('direct', now) });
}

const connecting = (path: MediaPath, now: number): Connecting => ({ phase: 'connecting', path, deadline: now + CallTimer[path] });

function refuse(record: CallRecord, customer: CallParticipant, { refusal, again }: Of<'refuse'>, now: number): CallVerdict {
  if (record.state.phase !== 'claimed') return refused(record, 'not-now');
  const told = { ...record, participants: withSide(record, 'customer', refusedWholly(customer, refusal)) };
  const deadline = Math.min(now + CallTimer.ring, record.startedAt + CallTimer.answer);
  if (!again || record.rangAgain) return ended(told, 'permission-refused', 'customer', now);
  const free = withSide(told, 'customer', { tab: null, choice: null, goneSince: null, leaving: false });
  const participants = free.map((each) => ({ ...each, outcome: 'none' as const }));
  return changed(record, { participants, rangAgain: true, state: { phase: 'ringing', deadline } });
}

/** The tab that claimed may still think better of it; any other one comes too late. */
function decline(record: CallRecord, customer: CallParticipant, tab: string, now: number): CallVerdict {
  const { phase } = record.state;
  const may = phase === 'ringing' || (phase === 'claimed' && customer.tab === tab);
  return may ? ended(record, 'declined', 'customer', now) : refused(record, 'elsewhere');
}

function connected(record: CallRecord, before: CallParticipant, { path, outcome }: Of<'connected'>, now: number): CallVerdict {
  const { state } = record;
  if (!mayBeUp(state, before.role) || isStale(state, path)) return refused(record, 'not-now');
  if (before.outcome === outcome) return accepted(record);
  return settled(record, withSide(record, before.role, { outcome }), now);
}

function mediaLost(record: CallRecord, before: CallParticipant, { path, failure }: Of<'media-lost'>, now: number): CallVerdict {
  const { state } = record;
  if (state.phase === 'connecting' && !isStale(state, path)) return connectingFailed(record, state, now, failure);
  if (!isJoined(state)) return refused(record, 'not-now');
  if (isFinal(failure)) return ended(record, 'lost', before.role, now, failure);
  if (before.outcome === 'failed') return accepted(record);
  return settled(record, withSide(record, before.role, { outcome: 'failed' }), now);
}

/** The room sends this side away: nothing is waited for that could come back by itself. */
const isFinal = (failure?: MediaFailure): boolean => failure === 'full' || failure === 'elsewhere' || failure === 'removed';

/** Both sides see a path fail; the word of the second arrives when the next one is being tried already. */
const isStale = (state: CallState, path: MediaPath): boolean => state.phase === 'connecting' && state.path !== path;

function connectingFailed(record: CallRecord, state: Connecting, now: number, failure?: MediaFailure): CallVerdict {
  // A call that went on from peer to peer would leave behind everybody who is in its room.
  const next = failure === 'full' ? null : pathAfter(record, state.path);
  if (next === null) return ended(record, 'media-failed', 'system', now, failure);
  const participants = record.participants.map((each) => ({ ...each, outcome: 'none' as const }));
  const backend = next === 'fallback' ? 'webrtc' : record.backend;
  return changed(record, { backend, participants, state: connecting(next, now) });
}

/** Peer to peer after another backend, the relay after that; each only where the call began with the right to it. */
function pathAfter({ fallback, relay }: CallRecord, path: MediaPath): MediaPath | null {
  if (path === 'direct' && fallback) return 'fallback';
  return path !== 'relay' && relay ? 'relay' : null;
}

function end(record: CallRecord, side: CallSide, now: number): CallVerdict {
  const { phase } = record.state;
  if (side === 'agent' && (phase === 'ringing' || phase === 'claimed')) return ended(record, 'cancelled', side, now);
  return ended(record, phase === 'ringing' ? 'declined' : 'hung-up', side, now);
}

/** The first moment counts, and a page that said it closes stays so until it is back. */
function gone(record: CallRecord, before: CallParticipant, leaving: boolean, now: number): CallVerdict {
  if (before.tab === null) return accepted(record);
  return noted(record, before, { goneSince: before.goneSince ?? now, leaving: leaving || before.leaving });
}

function reclaim(record: CallRecord, before: CallParticipant, command: Pick<Of<'reclaim'>, 'tab' | 'outcome'>, now: number): CallVerdict {
  if (before.tab === null) return refused(record, 'not-now');
  const outcome = mayBeUp(record.state, before.role) ? command.outcome : 'none';
  const back = { tab: command.tab, lease: before.lease + 1, outcome, goneSince: null, leaving: false };
  // A page that was loaded anew in the middle of a try gets the whole of its time.
  const { state } = record;
  const given = state.phase === 'connecting' && outcome === 'none' ? { ...record, state: connecting(state.path, now) } : record;
  return settled(given, withSide(record, before.role, back), now);
}

function tick(record: CallRecord, now: number): CallVerdict {
  const { state } = record;
  const lost = record.participants.filter((each) => isLost(each, now));
  const left = lost.find((each) => each.leaving);
  if (left) return ended(record, 'left', left.role, now);
  if (lost[0] && !isJoined(state)) return ended(record, 'lost', lost[0].role, now);
  if (lost.length > 0 && state.phase === 'active') return settled(record, record.participants, now);
  if (!('deadline' in state) || now < state.deadline) return accepted(record);
  switch (state.phase) {
    case 'ringing':
      return ended(record, 'no-answer', 'system', now);
    case 'claimed':
      return ended(record, isRefusal(participantOf(record, 'customer')?.microphone) ? 'permission-refused' : 'permission-timeout', 'system', now);
    case 'connecting':
      return connectingFailed(record, state, now);
    case 'reconnecting':
      return ended(record, 'lost', lost[0]?.role ?? 'system', now);
  }
}

/**
 * The call's rules, run for authority by the server alone. Pure: the same record, command and moment give the same verdict. Who may give a
 * command (the lease's holder, the conversation's people) is decided before; what the command does is decided here.
 *
 * @param now the server's clock, in milliseconds since the epoch
 */
export function applyCommand(record: CallRecord, command: CallCommand, now: number): CallVerdict {
  if (record.state.phase === 'ended') return refused(record, 'ended');
  const side = participantOf(record, 'side' in command ? command.side : 'customer');
  if (!side) return refused(record, 'not-allowed');
  switch (command.type) {
    case 'accept':
      return accept(record, side, command, now);
    case 'asking':
      return asking(record, side, command);
    case 'ready':
      return ready(record, side, command, now);
    case 'refuse':
      return refuse(record, side, command, now);
    case 'decline':
      return decline(record, side, command.tab, now);
    case 'connected':
      return connected(record, side, command, now);
    case 'media-lost':
      return mediaLost(record, side, command, now);
    case 'end':
      return end(record, command.side, now);
    case 'conversation-ended':
      return ended(record, 'conversation-ended', command.by, now);
    case 'gone':
      return gone(record, side, false, now);
    case 'leaving':
      return gone(record, side, true, now);
    case 'reclaim':
      return reclaim(record, side, command, now);
    case 'tick':
      return tick(record, now);
  }
}
