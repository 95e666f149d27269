import type { CallCommand } from '../../src/protocol/call-rules.ts';
import type { CallParticipant, CallRecord, CallSide, CallState, MediaPath } from '../../src/protocol/call-record.ts';
import type { Invariant } from './explore.ts';
import type { Rules } from './rules.ts';
import type { Moment, Move } from './rules-model.ts';

/** One command that was given, with all that can be asked about it. */
export interface Step {
  readonly before: CallRecord;
  readonly after: CallRecord;
  readonly command: CallCommand;
  readonly refusal: string | null;
  readonly now: number;
  readonly rules: Rules;
}

const side = (record: CallRecord, role: CallSide): CallParticipant => {
  const found = record.participants.find((each) => each.role === role);
  if (!found) throw new Error(`no ${role} in the record`);
  return found;
};
const customer = (record: CallRecord): CallParticipant => side(record, 'customer');
const agent = (record: CallRecord): CallParticipant => side(record, 'agent');
const other = (role: CallSide): CallSide => (role === 'agent' ? 'customer' : 'agent');
/** Of plain data. Asked millions of times: without a copy of what it compares. */
function same(one: unknown, two: unknown): boolean {
  if (one === two) return true;
  if (typeof one !== 'object' || typeof two !== 'object' || !one || !two) return false;
  const keys = Object.keys(one) as (keyof typeof one)[];
  if (keys.length !== Object.keys(two).length) return false;
  for (const key of keys) if (!(key in two) || !same(one[key], two[key])) return false;
  return true;
}
const up = (each: CallParticipant): boolean => each.outcome === 'audio' || each.outcome === 'video';
const away = (each: CallParticipant, now: number): number => (each.goneSince === null ? -1 : now - each.goneSince);
const joined = (state: CallState): state is Extract<CallState, { since: number }> => 'since' in state;
const entered = ({ before, after }: Step, phase: CallState['phase']): boolean =>
  after !== before && after.state.phase === phase && before.state.phase !== phase;
const endedBy = ({ after }: Step, reason: string, by: string): boolean | string =>
  (after.state.phase === 'ended' && after.state.reason === reason && after.state.by === by) || JSON.stringify(after.state);

/** One after the other, where the call has them. */
const tries: readonly MediaPath[] = ['direct', 'fallback', 'relay'];

interface StepInvariant extends Invariant<Step> {
  /** Asked only where something changed: what stands already has been asked on its way here. */
  readonly onChange?: true;
}

/** Of every command given in a live call, in words. */
const ofSteps: readonly StepInvariant[] = [
  {
    name: 'rev rises by exactly one with each change, and a change changes something',
    onChange: true,
    holds: ({ before, after }) =>
      after === before || (after.rev === before.rev + 1 && !same({ ...after, rev: before.rev }, before)),
  },
  { name: 'a refused command changes nothing', holds: ({ before, after, refusal }) => refusal === null || after === before },
  {
    name: 'what a call is about never changes',
    onChange: true,
    holds: ({ before, after }) =>
      (['id', 'conversation', 'initiator', 'media', 'choices', 'fallback', 'relay', 'startedAt'] as const).every(
        (key) => after[key] === before[key],
      ),
  },
  {
    name: 'the backend changes only as the try that falls back begins',
    onChange: true,
    holds: ({ before, after }) => {
      const began = 'path' in after.state && after.state.path === 'fallback' && 'path' in before.state && before.state.path === 'direct';
      return after.backend === (began ? 'webrtc' : before.backend);
    },
  },
  {
    name: 'a repeat of a command changes nothing, but that a side is taken anew by the same answer or reclaim',
    onChange: true,
    holds: ({ before, after, command, now, rules }) =>
      after === before ||
      command.type === 'accept' || command.type === 'reclaim' || rules.applyCommand(after, command, now).record === after,
  },
  {
    name: 'a ring lasts 45 s, and with the permission prompt never longer than 120 s in all',
    onChange: true,
    holds: (step) => {
      const { after, now } = step;
      if (after.state.phase !== 'ringing' && after.state.phase !== 'claimed') return true;
      if (after.state.deadline > after.startedAt + 120_000) return false;
      if (!entered(step, after.state.phase)) return true;
      const whole = now + (after.state.phase === 'ringing' ? 45_000 : 60_000);
      return after.state.deadline === Math.min(whole, after.startedAt + 120_000);
    },
  },
  {
    name: 'the deadline of a ring or a claim moves only when the other begins, or where a refusal is told',
    onChange: true,
    holds: ({ before, after, command }) =>
      (command.type === 'asking' && command.refusal !== undefined) ||
      before.state.phase !== after.state.phase ||
      (before.state.phase !== 'ringing' && before.state.phase !== 'claimed') ||
      same(before.state, after.state),
  },
  {
    name: 'a direct try and one that falls back get 8 s, a relayed one 12 s, each counted from its beginning or a reload',
    onChange: true,
    holds: ({ before, after, command, now }) => {
      if (after.state.phase !== 'connecting') return true;
      const reloaded = command.type === 'reclaim' && command.outcome === 'none';
      if (same(before.state, after.state) && !reloaded) return true;
      const begins = before.state.phase !== 'connecting' || before.state.path !== after.state.path || reloaded;
      return begins && after.state.deadline === now + (after.state.path === 'relay' ? 12_000 : 8_000);
    },
  },
  {
    name: 'tries come in one order, direct, fallback, relay: each once, the second only where there is one, the third only where there is a relay',
    onChange: true,
    holds: ({ before, after }) => {
      if (after.state.phase !== 'connecting') return true;
      const from = before.state.phase === 'connecting' ? tries.indexOf(before.state.path) : -1;
      const to = tries.indexOf(after.state.path);
      if (from === to) return true;
      if (after.state.path === 'direct') return before.state.phase === 'claimed';
      return from >= 0 && from < to && (after.state.path === 'relay' ? after.relay && !(from === 0 && after.fallback) : after.fallback === true);
    },
  },
  {
    name: 'a try that fails or takes too long is followed by the next one that there is, else, or where the room is full, the call ends with media-failed',
    holds: (step) => {
      const { before, after, command, now, refusal } = step;
      const { state } = before;
      if (state.phase !== 'connecting') return true;
      const late = command.type === 'tick' && now >= state.deadline && before.participants.every((each) => away(each, now) < 20_000);
      const failed = command.type === 'media-lost' && command.path === state.path;
      if (!late && !failed) return true;
      const left = tries.slice(tries.indexOf(state.path) + 1).find((path) => (path === 'relay' ? before.relay : before.fallback));
      const isFull = command.type === 'media-lost' && command.failure === 'full';
      if (left === undefined || isFull) return endedBy(step, 'media-failed', 'system');
      return refusal === null && after.state.phase === 'connecting' && after.state.path === left;
    },
  },
  {
    name: 'why the last try failed, or a side was sent away, is told to both with the end, and nothing is told where nobody knows',
    onChange: true,
    holds: ({ after, command }) => after.state.phase !== 'ended' || after.state.failure === (command.type === 'media-lost' ? command.failure : undefined),
  },
  {
    name: 'a new try begins with nobody heard',
    onChange: true,
    holds: ({ before, after }) =>
      !('path' in before.state && 'path' in after.state && before.state.path !== after.state.path) ||
      after.participants.every((each) => each.outcome === 'none'),
  },
  {
    name: 'late word of another path than the one being tried changes nothing',
    holds: ({ before, after, command }) =>
      !('path' in command && 'path' in before.state && command.path !== before.state.path) || after === before,
  },
  {
    name: 'a call rings once more at most',
    onChange: true,
    holds: (step) =>
      !(entered(step, 'ringing') && step.before.rangAgain) && (!step.before.rangAgain || step.after.rangAgain),
  },
  {
    name: 'a refused permission rings again, once, if the customer wants another try, else it ends the call',
    holds: (step) => {
      const { before, after, command, refusal } = step;
      if (command.type !== 'refuse') return true;
      if (before.state.phase !== 'claimed') return refusal === 'not-now';
      if (command.again && !before.rangAgain) return after.state.phase === 'ringing' && after.rangAgain;
      return endedBy(step, 'permission-refused', 'customer');
    },
  },
  {
    name: 'while a customer who claimed decides what to do about a refusal, both sides know of it, and there is time until 120 s after the ring',
    holds: ({ before, after, command, refusal }) => {
      if (command.type !== 'asking' || !command.refusal || side(before, command.side).tab === null) return true;
      if (command.side === 'agent' || before.state.phase !== 'claimed') return refusal === 'not-now';
      const { microphone, camera } = customer(before);
      const told = command.camera ? { microphone, camera: command.refusal } : { microphone: command.refusal, camera: camera === 'asking' ? command.refusal : camera };
      if (microphone === told.microphone && camera === told.camera) return after === before && refusal === null;
      return (
        same(customer(after), { ...customer(before), ...told }) &&
        after.state.phase === 'claimed' &&
        after.state.deadline === after.startedAt + 120_000
      );
    },
  },
  {
    name: 'both sides learn why a permission was refused, and nothing is being asked any more',
    onChange: true,
    holds: ({ before, after, command }) => {
      if (command.type !== 'refuse' || after === before) return true;
      const asked = customer(before).camera === 'asking';
      return (
        customer(after).microphone === command.refusal &&
        customer(after).camera === (asked ? command.refusal : customer(before).camera)
      );
    },
  },
  {
    name: 'while it rings nobody holds the customer\'s side and nothing is heard',
    onChange: true,
    holds: ({ after }) => {
      if (after.state.phase !== 'ringing') return true;
      const { tab, choice, goneSince, leaving } = customer(after);
      return tab === null && choice === null && goneSince === null && !leaving && after.participants.every((each) => each.outcome === 'none');
    },
  },
  {
    name: 'once claimed, one tab holds the customer\'s side with an answer that the site allows',
    onChange: true,
    holds: ({ after }) => {
      if (after.state.phase === 'ringing' || (after.state.phase === 'ended' && customer(after).tab === null)) return true;
      const { tab, choice } = customer(after);
      return tab !== null && choice !== null && after.choices.includes(choice);
    },
  },
  {
    name: 'the first allowed answer claims the ring for its tab',
    holds: ({ before, after, command, refusal }) => {
      if (command.type !== 'accept' || before.state.phase !== 'ringing') return true;
      if (!before.choices.includes(command.choice)) return refusal === 'not-allowed';
      const { tab, choice } = customer(after);
      return after.state.phase === 'claimed' && tab === command.tab && choice === command.choice;
    },
  },
  {
    name: 'a claim begins with nothing asked',
    onChange: true,
    holds: (step) =>
      !entered(step, 'claimed') || (customer(step.after).microphone === 'unasked' && customer(step.after).camera === 'unasked'),
  },
  {
    name: 'an answer or a decline from a second tab after a claim is told elsewhere; of the tab that claimed, an answer takes the claim anew until the permission is given',
    holds: (step) => {
      const { before, command, refusal } = step;
      if ((command.type !== 'accept' && command.type !== 'decline') || before.state.phase === 'ringing') return true;
      if (customer(before).tab !== command.tab) return refusal === 'elsewhere';
      if (command.type === 'decline') return true;
      if (before.state.phase !== 'claimed') return refusal === 'elsewhere' && step.after === before;
      const { tab, lease, goneSince } = customer(step.after);
      return refusal === null && same(step.after.state, before.state) && tab === command.tab && lease === customer(before).lease + 1 && goneSince === null;
    },
  },
  {
    name: 'a decline ends the call while it rings, and until the permission is given for the tab that claimed',
    holds: (step) => {
      const { before, command } = step;
      if (command.type !== 'decline') return true;
      const may = before.state.phase === 'ringing' || (before.state.phase === 'claimed' && customer(before).tab === command.tab);
      return may ? endedBy(step, 'declined', 'customer') : step.refusal === 'elsewhere';
    },
  },
  {
    name: 'only an answer or a refusal, or a reclaim, changes who holds a side',
    onChange: true,
    holds: ({ before, after, command }) =>
      ['accept', 'refuse', 'reclaim'].includes(command.type) ||
      after.participants.every((each) => each.tab === side(before, each.role).tab && each.lease === side(before, each.role).lease),
  },
  {
    name: 'the count of a side\'s leases rises by one with each claim and reclaim, and never otherwise',
    onChange: true,
    holds: ({ before, after, command }) =>
      after.participants.every((each) => {
        const taken =
          after !== before &&
          ((command.type === 'accept' && each.role === 'customer') || (command.type === 'reclaim' && command.side === each.role));
        return each.lease === side(before, each.role).lease + (taken ? 1 : 0);
      }),
  },
  {
    name: 'the generation rises with each side taken anew and each ring given back, stands still at a claim, and never falls',
    onChange: true,
    holds: ({ before, after, command, rules }) => {
      const rose = rules.generationOf(after) - rules.generationOf(before);
      const givenBack = command.type === 'refuse' && after.state.phase === 'ringing';
      const takenAnew = command.type === 'reclaim' || (command.type === 'accept' && before.state.phase === 'claimed');
      return after === before ? rose === 0 : rose === (takenAnew || givenBack ? 1 : 0);
    },
  },
  {
    name: 'a reclaim gives a held side to the tab that asks, and forgets that it was gone',
    holds: ({ before, after, command, refusal }) => {
      if (command.type !== 'reclaim') return true;
      if (side(before, command.side).tab === null) return refusal === 'not-now';
      const { tab, goneSince, leaving } = side(after, command.side);
      return refusal === null && tab === command.tab && goneSince === null && !leaving;
    },
  },
  {
    name: 'what a returning page no longer sends is not said to flow',
    holds: ({ before, after, command }) => {
      if (command.type !== 'reclaim' || after === before) return true;
      const early = before.state.phase === 'ringing' || (before.state.phase === 'claimed' && command.side === 'customer');
      return side(after, command.side).outcome === (early ? 'none' : command.outcome);
    },
  },
  {
    name: 'media begins when the customer is ready with a microphone that was granted, and not otherwise',
    holds: (step) => {
      const { before, after, command, refusal } = step;
      const isReady = command.type === 'ready' && command.side === 'customer' && before.state.phase === 'claimed';
      if (!isReady) return before.state.phase !== 'claimed' || !('path' in after.state || joined(after.state));
      if (command.microphone !== 'granted') return refusal === 'not-allowed';
      const { microphone, camera } = customer(after);
      return entered(step, 'connecting') && microphone === 'granted' && camera === command.camera;
    },
  },
  {
    name: 'the customer is not heard before being ready; the agent may be once it is claimed',
    holds: ({ before, after, command, refusal }) => {
      const early = before.state.phase === 'ringing' || before.state.phase === 'claimed';
      if (early && customer(after).outcome !== 'none') return false;
      if (command.type !== 'connected' || !early) return true;
      const may = command.side === 'agent' && before.state.phase === 'claimed';
      return may ? agent(after).outcome === command.outcome && refusal === null : refusal === 'not-now';
    },
  },
  {
    name: 'devices are spoken of by a side that somebody holds',
    holds: ({ before, after, command, refusal }) => {
      if (command.type !== 'asking' && command.type !== 'ready') return true;
      if (side(before, command.side).tab === null) return refusal === 'not-now';
      if (command.type === 'asking' && command.refusal) return true;
      if (refusal !== null) return command.type === 'ready' && command.microphone !== 'granted';
      const { microphone, camera } = side(after, command.side);
      if (command.type === 'ready') return microphone === command.microphone && camera === command.camera;
      const asked = side(before, command.side).microphone === 'granted' ? 'granted' : 'asking';
      return microphone === asked && camera === (command.camera ? 'asking' : side(before, command.side).camera);
    },
  },
  {
    name: 'what one side says of itself leaves the other side as it was',
    onChange: true,
    holds: ({ before, after, command }) =>
      !['asking', 'ready', 'connected', 'gone', 'leaving', 'reclaim'].includes(command.type) ||
      !('side' in command) ||
      same(side(after, other(command.side)), side(before, other(command.side))),
  },
  {
    name: 'active is exactly: both sides heard, neither lost for 20 s',
    onChange: true,
    holds: ({ before, after, command, now }) => {
      if (after === before || after.state.phase === 'ended' || command.type === 'gone' || command.type === 'leaving') return true;
      if (after.state.phase === 'ringing' || after.state.phase === 'claimed') return true;
      const together = after.participants.every((each) => up(each) && away(each, now) < 20_000);
      // What was only noted of a device waits for the clock.
      if (command.type === 'asking' || command.type === 'ready') return true;
      return together === (after.state.phase === 'active') || JSON.stringify(after.participants);
    },
  },
  {
    name: 'what was active once never connects again: it reconnects, and keeps the moment it began',
    onChange: true,
    holds: ({ before, after, now }) => {
      if (joined(before.state)) return after.state.phase === 'ended' || (joined(after.state) && after.state.since === before.state.since);
      return !joined(after.state) || (after.state.phase === 'active' && after.state.since === now);
    },
  },
  {
    name: 'a side that its room sends away ends a running call at once; other lost media is remembered until it is back, and the call reconnects for 60 s',
    holds: (step) => {
      const { before, after, command, now, refusal } = step;
      if (command.type !== 'media-lost' || before.state.phase === 'connecting') return true;
      if (!joined(before.state)) return refusal === 'not-now';
      if (['full', 'elsewhere', 'removed'].includes(command.failure ?? '')) return endedBy(step, 'lost', command.side);
      if (side(after, command.side).outcome !== 'failed') return false;
      return !entered(step, 'reconnecting') || ('deadline' in after.state && after.state.deadline === now + 60_000) || away(customer(after), now) >= 20_000 || away(agent(after), now) >= 20_000;
    },
  },
  {
    name: 'reconnecting lasts 60 s in all: from the lost media, or from the moment the first lost socket went',
    onChange: true,
    holds: (step) => {
      const { before, after, now } = step;
      if (after.state.phase !== 'reconnecting' || after === before) return true;
      const lost = after.participants.filter((each) => away(each, now) >= 20_000);
      const { deadline } = after.state;
      if (after.participants.every(up)) {
        const noteOnly = before.state.phase === 'reconnecting' && deadline === before.state.deadline;
        return noteOnly || deadline === Math.min(...lost.map((each) => each.goneSince ?? 0)) + 60_000;
      }
      return deadline === (before.state.phase === 'reconnecting' ? before.state.deadline : now + 60_000);
    },
  },
  {
    name: 'the moment a socket went is the first one, and a page that said it closes stays so until it is back',
    holds: ({ before, after, command, now }) => {
      if (command.type !== 'gone' && command.type !== 'leaving') return true;
      const was = side(before, command.side);
      const is = side(after, command.side);
      if (was.tab === null) return after === before;
      return is.goneSince === (was.goneSince ?? now) && is.leaving === (was.leaving || command.type === 'leaving') && same(after.state, before.state);
    },
  },
  {
    name: 'a page that said it closes and is not back in 20 s has left',
    holds: (step) => {
      const { before, command, now } = step;
      const left = before.participants.find((each) => each.leaving && away(each, now) >= 20_000);
      return command.type !== 'tick' || !left || endedBy(step, 'left', left.role);
    },
  },
  {
    name: 'a side whose socket is gone for 20 s loses a call that has not begun, and makes a running one reconnect',
    holds: (step) => {
      const { before, after, command, now } = step;
      if (command.type !== 'tick') return true;
      const lost = before.participants.filter((each) => away(each, now) >= 20_000);
      const first = lost[0];
      if (!first || lost.some((each) => each.leaving)) return true;
      if (!joined(before.state)) return endedBy(step, 'lost', first.role);
      if (before.state.phase === 'active') return after.state.phase === 'reconnecting';
      return now < before.state.deadline ? after === before : endedBy(step, 'lost', first.role);
    },
  },
  {
    name: 'what nobody cured in time ends with the reason of its state',
    holds: (step) => {
      const { before, command, now } = step;
      if (command.type !== 'tick' || !('deadline' in before.state) || now < before.state.deadline) return true;
      if (before.participants.some((each) => away(each, now) >= 20_000)) return true;
      if (before.state.phase === 'ringing') return endedBy(step, 'no-answer', 'system');
      const isRefused = !['unasked', 'asking', 'granted'].includes(customer(before).microphone);
      if (before.state.phase === 'claimed') return endedBy(step, isRefused ? 'permission-refused' : 'permission-timeout', 'system');
      if (before.state.phase === 'reconnecting') return endedBy(step, 'lost', 'system');
      return true;
    },
  },
  {
    name: 'anyone can end a call in every state: before it is answered that is a cancel or a decline, then a hang-up',
    holds: (step) => {
      const { before, command } = step;
      if (command.type !== 'end') return true;
      const { phase } = before.state;
      if (command.side === 'agent') return endedBy(step, phase === 'ringing' || phase === 'claimed' ? 'cancelled' : 'hung-up', 'agent');
      return endedBy(step, phase === 'ringing' ? 'declined' : 'hung-up', 'customer');
    },
  },
  {
    name: 'the end of the conversation ends the call',
    holds: (step) => step.command.type !== 'conversation-ended' || endedBy(step, 'conversation-ended', step.command.by),
  },
  {
    name: 'nothing else ends a call',
    onChange: true,
    holds: ({ after, command }) =>
      after.state.phase !== 'ended' || ['refuse', 'decline', 'media-lost', 'end', 'conversation-ended', 'tick'].includes(command.type),
  },
  {
    name: 'the time spent talking counts from when both were heard',
    onChange: true,
    holds: ({ before, after, now }) =>
      after.state.phase !== 'ended' ||
      (after.state.at === now && after.state.duration === (joined(before.state) ? now - before.state.since : 0)),
  },
  {
    name: 'an older rev never changes what a client holds, a newer one does',
    onChange: true,
    holds: ({ before, after, rules }) =>
      after === before ||
      (rules.latestOf(null, before) === before &&
      rules.latestOf(after, before) === after &&
      rules.latestOf(before, after) === after &&
      rules.latestOf(after, { ...after }) === after),
  },
  {
    name: 'late word of an earlier call never takes the place of a later one',
    onChange: true,
    holds: ({ after, rules }) => {
      const earlier = { ...after, id: 'earlier', startedAt: after.startedAt - 1, rev: after.rev + 5 };
      return rules.latestOf(after, earlier) === after && rules.latestOf(earlier, after) === after;
    },
  },
];

const final: StepInvariant = {
  name: 'ended is final, and the first reason stands',
  holds: ({ before, after, refusal }) => after === before && refusal === 'ended',
};

interface MoveTaken {
  readonly before: Moment;
  readonly action: Move;
  readonly after: Moment;
}

/** Of every moment that can come about. */
export const invariantsOfMoments = (rules: Rules): readonly Invariant<Moment>[] => [
  {
    name: 'a bound site\'s call never becomes peer to peer: none does that did not begin with the right to',
    holds: ({ start, record }) => start.fallback === true || record.backend === start.backend,
  },
  {
    name: 'a call begins by ringing for 45 s, with the agent\'s microphone open and nobody on the customer\'s side',
    holds: ({ record, now }) =>
      record.rev !== 1 ||
      now !== 0 ||
      (!record.rangAgain &&
    same(record.state, { phase: 'ringing', deadline: now + 45_000 }) &&
    record.startedAt === now &&
    agent(record).microphone === 'granted' &&
    agent(record).tab === 'desk' &&
    agent(record).lease === 1 &&
    agent(record).choice === record.media &&
    agent(record).id === record.initiator &&
    customer(record).tab === null &&
    customer(record).lease === 0 &&
    customer(record).microphone === 'unasked'),
  },
  {
    name: 'a call that is not over has a deadline or both sides here',
    holds: ({ record }) =>
      record.state.phase === 'ended' ||
      rules.deadlineOf(record) !== null ||
      (record.state.phase === 'active' && record.participants.every((each) => each.goneSince === null)),
  },
  {
    name: 'an ended call has no deadline, and only an ended call is not live',
    holds: ({ record }) =>
      record.state.phase === 'ended' ? rules.deadlineOf(record) === null && !rules.isLive(record) : rules.isLive(record),
  },
  {
    name: 'the clock acts at the deadline and not a millisecond before',
    holds: ({ record, now }) => {
      const deadline = rules.deadlineOf(record);
      if (deadline === null) return true;
      const tick = { type: 'tick' } as const;
      return (
        rules.applyCommand(record, tick, Math.max(deadline, now)).record !== record &&
        (deadline <= now || rules.applyCommand(record, tick, deadline - 1).record === record)
      );
    },
  },
  {
    name: 'a call ends within two minutes when nobody does anything, unless both sides are in it',
    holds: ({ record: from, now }) => {
      let at = now;
      let record = from;
      for (let ticks = 0; ticks < 5 && rules.isLive(record); ticks++) {
        const deadline = rules.deadlineOf(record);
        if (deadline === null) return record.state.phase === 'active';
        at = Math.max(at, deadline);
        record = rules.applyCommand(record, { type: 'tick' }, at).record;
      }
      return (!rules.isLive(record) && at - now <= 120_000) || `${record.state.phase} after ${at - now} ms`;
    },
  },
];

/** The invariants of steps, said of moves. */
export function invariantsOfMoves(rules: Rules): readonly Invariant<MoveTaken>[] {
  let asked: MoveTaken | null = null;
  let step: Step | null = null;
  /** All are asked about one move after the other: what they are asked is made once. Null where nobody gave a command. */
  const stepOf = (move: MoveTaken): Step | null => {
    if (move === asked) return step;
    asked = move;
    const { before, action, after } = move;
    step = 'command' in action && after.verdict ? { before: before.record, after: after.verdict.record, command: action.command, refusal: after.verdict.refusal, now: after.now, rules } : null;
    return step;
  };
  return [final, ...ofSteps].map((invariant) => ({
    name: invariant.name,
    holds: (move: MoveTaken): boolean | string => {
      const given = stepOf(move);
      if (!given || (invariant.onChange && given.after === given.before)) return true;
      return (given.before.state.phase === 'ended') !== (invariant === final) || invariant.holds(given);
    },
  }));
}
