import type { CallCommand, CallVerdict } from '../../src/protocol/call-rules.ts';
import type { CallParticipant, CallRecord, CallSide } from '../../src/protocol/call-record.ts';
import type { Model } from './explore.ts';
import type { Rules } from './rules.ts';
import { invariantsOfMoments, invariantsOfMoves } from './rules-invariants.ts';

/** The reducer by itself: any command at any time, sensible or not. */
export interface Moment {
  /** What the call began as. */
  readonly start: Start;
  readonly record: CallRecord;
  readonly now: number;
  /** How often a socket went or came back, or media was lost: bounded, so that the exploration ends. */
  readonly troubles: number;
  /** Whether the clock has been moved to a moment between two deadlines. */
  readonly staggered: boolean;
  /** What the last command said; null after the clock moved. */
  readonly verdict: CallVerdict | null;
}

export type Move = { readonly command: CallCommand } | { readonly wait: number };

const sides: readonly CallSide[] = ['agent', 'customer'];

const commands: readonly CallCommand[] = [
  { type: 'accept', tab: 'one', choice: 'video' },
  { type: 'accept', tab: 'one', choice: 'audio' },
  { type: 'accept', tab: 'two', choice: 'audio' },
  { type: 'refuse', refusal: 'denied', again: true },
  { type: 'refuse', refusal: 'no-device', again: false },
  { type: 'decline', tab: 'one' },
  { type: 'decline', tab: 'two' },
  { type: 'tick' },
  ...(['customer', 'agent', 'system'] as const).map((by) => ({ type: 'conversation-ended', by }) as const),
  ...sides.flatMap((side): CallCommand[] => [
    { type: 'asking', side, camera: true },
    { type: 'asking', side, camera: false },
    { type: 'asking', side, camera: true, refusal: 'denied' },
    { type: 'asking', side, camera: false, refusal: 'denied' },
    { type: 'ready', side, microphone: 'granted', camera: 'granted' },
    { type: 'ready', side, microphone: 'granted', camera: 'denied' },
    { type: 'ready', side, microphone: 'denied', camera: 'unasked' },
    { type: 'connected', side, path: 'direct', outcome: 'video' },
    { type: 'connected', side, path: 'direct', outcome: 'audio' },
    { type: 'connected', side, path: 'fallback', outcome: 'video' },
    { type: 'connected', side, path: 'relay', outcome: 'video' },
    { type: 'media-lost', side, path: 'direct', failure: 'refused' },
    { type: 'media-lost', side, path: 'direct', failure: 'full' },
    { type: 'media-lost', side, path: 'direct', failure: 'elsewhere' },
    { type: 'media-lost', side, path: 'direct', failure: 'removed' },
    { type: 'media-lost', side, path: 'fallback' },
    { type: 'media-lost', side, path: 'relay', failure: 'unreachable' },
    { type: 'end', side },
    { type: 'gone', side },
    { type: 'leaving', side },
    { type: 'reclaim', side, tab: side === 'agent' ? 'desk' : 'one', outcome: 'video' },
    { type: 'reclaim', side, tab: side === 'agent' ? 'desk two' : 'two', outcome: 'none' },
  ]),
];

export type Start = Pick<CallRecord, 'media' | 'choices' | 'backend' | 'fallback' | 'relay'>;

/** Peer to peer; an SFU that may fall back; one that may not, as of a site that is bound to a region, even where it has a relay of its own. */
const starts: readonly Start[] = [
  { media: 'video', choices: ['audio', 'video'], backend: 'webrtc', fallback: false, relay: true },
  { media: 'video', choices: ['audio', 'video'], backend: 'livekit', fallback: true, relay: true },
  { media: 'audio', choices: ['audio'], backend: 'webrtc', fallback: false, relay: false },
  { media: 'audio', choices: ['audio'], backend: 'livekit', fallback: true, relay: false },
  { media: 'audio', choices: ['audio'], backend: 'livekit', fallback: false, relay: true },
];

const isTrouble = ({ type }: CallCommand): boolean => ['gone', 'leaving', 'reclaim', 'media-lost'].includes(type);

/** @param mostTroubles how often a socket may go or come back, or media be lost, in one call */
export function rulesModel(rules: Rules, mostTroubles: number): Model<Moment, Move> {
  return {
    starts: starts.map((start, index) => ({
      start,
      record: rules.startCall(
        {
          ...start,
          id: 'call',
          conversation: 'conversation',
          agent: { id: 'agent', name: 'Aki', tab: 'desk', camera: 'granted' },
          customer: { id: 'customer' },
        },
        0,
      ),
      now: 0,
      // After the first there is little that is new, but for how a try follows another.
      troubles: Math.min(index * 2, mostTroubles - 1),
      staggered: false,
      verdict: null,
    })),
    *actions({ record, now, staggered, troubles }) {
      for (const command of commands) if (troubles < mostTroubles || !isTrouble(command)) yield { command };
      if (record.state.phase === 'ended') return;
      const deadline = rules.deadlineOf(record);
      if (deadline !== null && deadline > now) yield { wait: deadline - now };
      // Once in a call, so that the loss of the second side need not begin with the first one's.
      const gone = record.participants.filter((each) => each.goneSince !== null);
      if (!staggered && gone.length === 1 && (deadline ?? Infinity) > now + 15_000) yield { wait: 15_000 };
    },
    step({ start, record, now, staggered, troubles }, move) {
      if ('wait' in move) return { start, record, now: now + move.wait, troubles, staggered: staggered || move.wait === 15_000, verdict: null };
      const verdict = rules.applyCommand(record, move.command, now);
      const changes = verdict.record !== record && isTrouble(move.command);
      return { start, record: verdict.record, now, troubles: troubles + (changes ? 1 : 0), staggered, verdict };
    },
    over: ({ record }) => record.state.phase === 'ended',
    key: ({ start, record, now, troubles, staggered }) =>
      (record.state.phase === 'ended' ? '' : `${starts.indexOf(start)} ${staggered} ${troubles} `) + momentKey(record, now),
    describe: (move, { record, now, verdict }) =>
      `${now / 1_000} s ${'wait' in move ? 'waited' : JSON.stringify(move.command)} ${verdict?.refusal ?? ''} -> ${JSON.stringify(record.state)}`,
    ofStates: invariantsOfMoments(rules),
    ofSteps: invariantsOfMoves(rules),
  };
}

/** Moments as seen from now; counters only as far as a rule can tell them apart. */
export function momentKey({ state, ...record }: CallRecord, now: number): string {
  if (state.phase === 'ended') return `ended ${state.reason} ${state.by}`;
  const early = state.phase === 'ringing' || state.phase === 'claimed';
  return JSON.stringify([
    state.phase,
    'path' in state ? state.path : '',
    'deadline' in state ? state.deadline - now : null,
    early ? now - record.startedAt : null,
    record.rangAgain,
    record.relay,
    record.backend,
    record.participants.map((each) => sideKey(each, now, state.phase === 'claimed')),
  ]);
}

/** What was asked of the devices decides nothing but how a refused prompt is told, and whether that is news. */
const sideKey = (each: CallParticipant, now: number, prompting: boolean): unknown => [
  each.role === 'agent' || each.tab,
  prompting && each.role === 'customer' && [each.microphone === 'denied', each.camera === 'asking'],
  each.outcome === 'audio' ? 'video' : each.outcome,
  each.goneSince === null ? null : Math.max(each.goneSince - now, -60_000),
  each.leaving,
];
