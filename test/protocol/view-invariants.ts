import type { CallRecord } from '../../src/protocol/call-record.ts';
import type { CallCommand } from '../../src/protocol/call-rules.ts';
import type { CallFacts, CallView } from '../../src/protocol/call-view.ts';
import type { Invariant } from './explore.ts';
import { InvariantBroken } from './explore.ts';
import type { CallSide } from '../../src/protocol/call-record.ts';
import type { Rules } from './rules.ts';
import { viewOf } from './rules.ts';

interface Picture {
  readonly side: CallSide;
  readonly record: CallRecord | null;
  readonly facts: CallFacts;
  readonly view: CallView;
}

/** A record of every phase, and every combination of what a page can know by itself. */
export function checkViews(rules: Rules): number {
  let pictures = 0;
  for (const record of recordsOf(rules)) {
    for (const side of ['agent', 'customer'] as const) {
      for (const facts of allFacts) {
        pictures++;
        const picture = { side, record, facts, view: viewOf(rules, side, record, facts) };
        for (const { name, holds } of ofPictures) {
          const result = holds(picture);
          if (result !== true) throw new InvariantBroken(name, `${side} ${record?.state.phase} ${JSON.stringify(facts)} -> ${JSON.stringify(picture.view)}`, []);
        }
      }
    }
  }
  return pictures;
}

function recordsOf(rules: Rules): readonly (CallRecord | null)[] {
  const agent = { id: 'agent', tab: 'desk', camera: 'granted' } as const;
  const about = { id: 'call', conversation: 'conversation', backend: 'webrtc', relay: true, agent, customer: { id: 'customer' } };
  const ringing = rules.startCall({ ...about, media: 'video', choices: ['audio', 'video'] }, 0);
  const then = (record: CallRecord, ...commands: readonly CallCommand[]): CallRecord =>
    commands.reduce((before, command) => rules.applyCommand(before, command, before.startedAt + before.rev * 100).record, record);
  const claimed = then(ringing, { type: 'accept', tab: 'one', choice: 'video' });
  const direct = then(claimed, { type: 'ready', side: 'customer', microphone: 'granted', camera: 'granted' });
  const relay = then(direct, { type: 'media-lost', side: 'agent', path: 'direct' });
  const up = { type: 'connected', path: 'relay', outcome: 'video' } as const;
  const active = then(relay, { ...up, side: 'agent' }, { ...up, side: 'customer' });
  const reconnecting = then(active, { type: 'media-lost', side: 'agent', path: 'relay' });
  return [null, ringing, claimed, direct, relay, active, reconnecting, then(active, { type: 'end', side: 'agent' }), then(ringing, { type: 'decline', tab: 'one' })];
}

const devices: readonly CallFacts['devices'][] = [
  { is: 'closed' },
  { is: 'opening', wants: 'video', since: 0 },
  { is: 'open' },
  { is: 'camera-refused', refusal: 'denied' },
  { is: 'refused', refusal: 'denied', wants: 'video' },
];

const sent: readonly CallFacts['sending'][] = [
  null,
  { type: 'start' },
  { type: 'accept', choice: 'audio' },
  { type: 'decline' },
  { type: 'end' },
  { type: 'refuse', again: true },
  { type: 'refuse', again: false },
];

const allFacts: readonly CallFacts[] = [true, false].flatMap((own) =>
  sent.flatMap((sending) =>
    [true, false].flatMap((connected) =>
      (['none', 'offered', 'rejoining'] as const).flatMap((rejoin) =>
        [true, false].flatMap((dismissed) => devices.map((each) => ({ own, sending, connected, rejoin, dismissed, devices: each }))),
      ),
    ),
  ),
);

/** Which phases a record allows a side to be shown, whatever else its page knows. */
const allowed: Readonly<Record<string, Readonly<Record<CallSide, readonly CallView['phase'][]>>>> = {
  none: { agent: ['none', 'preparing'], customer: ['none'] },
  ringing: { agent: ['ringing', 'elsewhere', 'rejoin', 'ending'], customer: ['prompt', 'claiming', 'ending'] },
  claimed: { agent: ['waiting-for-device', 'elsewhere', 'rejoin', 'ending'], customer: ['acquiring', 'elsewhere', 'ending'] },
  connecting: { agent: ['joining', 'elsewhere', 'rejoin', 'ending'], customer: ['joining', 'elsewhere', 'rejoin', 'ending'] },
  active: { agent: ['in-call', 'elsewhere', 'rejoin', 'ending'], customer: ['in-call', 'elsewhere', 'rejoin', 'ending'] },
  reconnecting: { agent: ['in-call', 'elsewhere', 'rejoin', 'ending'], customer: ['in-call', 'elsewhere', 'rejoin', 'ending'] },
  ended: { agent: ['ended', 'preparing'], customer: ['ended'] },
};

const live = ({ record }: Picture): boolean => record !== null && record.state.phase !== 'ended';
const leaves = ({ facts: { sending } }: Picture): boolean =>
  sending?.type === 'end' || sending?.type === 'decline' || (sending?.type === 'refuse' && !sending.again);
/** Until the browser has given its answer a customer is asked as at first, however often the page was loaded. */
const isAsked = ({ side, record }: Picture): boolean =>
  side === 'customer' && (record?.state.phase === 'ringing' || record?.state.phase === 'claimed');

const ofPictures: readonly Invariant<Picture>[] = [
  {
    name: 'no phase is shown that the record contradicts',
    holds: ({ side, record, view }) => (allowed[record?.state.phase ?? 'none']?.[side] ?? []).includes(view.phase),
  },
  {
    name: 'an agent who opens the devices for a new call is shown as preparing, also after an ended one',
    holds: ({ side, record, facts, view }) => {
      const begins = facts.sending?.type === 'start' || (!record && facts.devices.is !== 'closed');
      const free = !record || record.state.phase === 'ended';
      return (view.phase === 'preparing') === (side === 'agent' && free && begins);
    },
  },
  {
    name: 'whoever ends or declines sees at once that it ends',
    holds: (picture) => (picture.view.phase === 'ending') === (live(picture) && leaves(picture)),
  },
  {
    name: 'an end is shown with its reason, who, and how long it was',
    holds: ({ record, view }) =>
      view.phase !== 'ended' ||
      (record?.state.phase === 'ended' &&
        view.reason === record.state.reason &&
        view.by === record.state.by &&
        view.duration === record.state.duration),
  },
  {
    name: 'the prompt offers what the site allows until the deadline, and a dismissed one stays so',
    holds: ({ record, facts, view }) =>
      view.phase !== 'prompt' ||
      (record?.state.phase === 'ringing' &&
        view.media === record.media &&
        view.choices.join() === record.choices.join() &&
        view.deadline === record.state.deadline &&
        view.dismissed === facts.dismissed),
  },
  {
    name: 'between the press and the claim the answer shows as claiming',
    holds: (picture) => {
      const { side, record, facts, view } = picture;
      const claiming = side === 'customer' && record?.state.phase === 'ringing' && facts.sending?.type === 'accept';
      return claiming ? view.phase === 'claiming' && view.choice === 'audio' : view.phase !== 'claiming';
    },
  },
  {
    name: 'a page that does not hold its side of an answered call shows elsewhere, and no other page does',
    holds: (picture) => {
      const { side, record, facts, view } = picture;
      const open = !live(picture) || leaves(picture) || (side === 'customer' && record?.state.phase === 'ringing');
      return (view.phase === 'elsewhere') === (!open && !facts.own);
    },
  },
  {
    name: 'a page that could not rejoin by itself offers it, and says when it is at it',
    holds: (picture) => {
      const { record, facts, view } = picture;
      const asks = live(picture) && !leaves(picture) && facts.own && facts.rejoin !== 'none' && !isAsked(picture);
      if ((view.phase === 'rejoin') !== asks) return false;
      const since = record && 'since' in record.state ? record.state.since : null;
      return view.phase !== 'rejoin' || (view.since === since && view.busy === (facts.rejoin === 'rejoining') && view.devices === facts.devices);
    },
  },
  {
    name: 'the link is up exactly where the call is active and this page\'s room is connected',
    holds: ({ record, facts, view }) =>
      view.phase !== 'in-call' ||
      (record !== null &&
        'since' in record.state &&
        view.since === record.state.since &&
        (view.link === 'up') === (record.state.phase === 'active' && facts.connected)),
  },
  {
    name: 'a timed phase shows the record\'s own deadline, a try its path, a choice the one that was claimed',
    holds: ({ record, facts, view }) => {
      if (!record) return true;
      if (view.phase === 'joining') return 'path' in record.state && view.path === record.state.path;
      if (view.phase === 'ringing' && view.media !== record.media) return false;
      if (view.phase === 'acquiring' && (view.choice !== 'video' || view.devices !== facts.devices)) return false;
      return !('deadline' in view) || ('deadline' in record.state && view.deadline === record.state.deadline);
    },
  },
];
