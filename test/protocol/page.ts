import type { CallRecord, CallSide } from '../../src/protocol/call-record.ts';
import type { CallView, Sending } from '../../src/protocol/call-view.ts';
import type { CallSignal } from '../../src/protocol/call-wire.ts';
import type { CallModel, Intent, RoomFact, Wish } from '../../src/session/call/call-model.ts';
import { initialModel, isUnderWay, selfOf, withoutMedia } from '../../src/session/call/call-model.ts';
import type { Rules } from './rules.ts';
import { viewOf } from './rules.ts';

/**
 * One page of a call as a value: the session's own model with its own decisions (`heard`, `wishOf`, the projection, the signals' channel), and beside it
 * what the session keeps around the model: its room, and what it has asked the server.
 */
export interface Page {
  readonly model: CallModel;
  readonly online: boolean;
  readonly room: Pick<RoomFact, 'is' | 'path'>;
  /** What it asked and was not answered, in that order: hanging up waits for nothing. */
  readonly asked: readonly Asked[];
  /** The last wish that it said, with the record that it was said of. */
  readonly told: string | null;
  readonly channel: Channel | null;
  /** Words of the other side on their way to this page's socket, in any order. */
  readonly coming: readonly CallSignal[];
  /** What its room does not carry, and since when. */
  readonly patience: { readonly record: CallRecord | null; readonly since: number };
  /** It ended its call without the server, or its tab's last page did. */
  readonly isAlone: boolean;
}

/** The server has taken it, and the answer is on its way. */
export interface Asked {
  readonly wish: Wish;
  readonly answer: Answer;
}

export interface Answer {
  readonly record: CallRecord;
  readonly refusal: string | null;
  /** Which lease it gives; 0 is none. */
  readonly lease: number;
  readonly signals: readonly CallSignal[];
}

/** All that ever happened to a page's channel, of which the real one is made again, and what came of it. */
export interface Channel {
  readonly happened: readonly Happening[];
  readonly told: readonly Told[];
  readonly carried: readonly CallSignal[];
}

type Happening = { readonly at: number } | { readonly hears: CallSignal } | { readonly says: string } | 'joins' | 'leaves';
/** What the room was told, and in which generation. */
export type Told = { readonly generation: number } & ({ readonly data: unknown } | { readonly restarted: true });

export type Deed =
  | 'accepts'
  | 'declines'
  | 'puts it aside'
  | 'brings it back'
  | 'allows'
  | 'refuses'
  | 'tries again'
  | 'gives up'
  | 'rejoins'
  | 'ends'
  | 'its room connects'
  | 'loses its media'
  | 'finds its media';

const nowhere = { is: 'none', path: 'direct' } as const;

/** A page that was just loaded, with what this tab's last one left. */
export const loadedPage = (side: CallSide, tab: string, kept: Partial<CallModel>): Page => ({
  model: { ...initialModel, side, tab, ...kept },
  online: false,
  room: nowhere,
  asked: [],
  told: null,
  channel: null,
  coming: [],
  patience: { record: null, since: 0 },
  isAlone: false,
});

/** What a tab keeps of the call for its next page (`show` in call-session.ts). */
export const keptOf = ({ intent, lease, wanted }: CallModel): Partial<CallModel> => (intent ?? lease ? { intent, lease, wanted, rejoin: 'rejoining' } : {});

/** Each page's answers, of which the same ones are asked again and again. */
export interface PageReader {
  readonly view: (page: Page) => CallView;
  /** What it would tell the server now; null where it has nothing to say, or has said it. */
  readonly wish: (page: Page) => { readonly wish: Wish; readonly says: string } | null;
}

export function pageReader(rules: Rules): PageReader {
  const views = new WeakMap<Page, CallView>();
  const wishes = new WeakMap<Page, ReturnType<PageReader['wish']>>();
  const lookUp = <Value>(known: WeakMap<Page, Value>, find: (page: Page) => Value) => (page: Page): Value => {
    const before = known.get(page);
    if (before !== undefined) return before;
    const value = find(page);
    known.set(page, value);
    return value;
  };
  return {
    view: lookUp(views, ({ model, room }) => {
      const { record, lease, intent, side, tab } = model;
      const sending = intent?.callId === record?.id ? (intent as Sending | null) : null;
      const own = !!lease || (!!sending && selfOf(model)?.tab === tab);
      return viewOf(rules, side, record, { ...model, own, sending, connected: room.is === 'connected' });
    }),
    wish: lookUp(wishes, ({ model, room, asked, told }) => {
      const carries = room.is === 'connected' && model.devices.is === 'open' ? 'audio' : 'none';
      const wish = rules.wishOf(model, { ...room, carries });
      // That the browser asks is told as well, and moves nothing.
      if (!wish || wish.type === 'asking') return null;
      if (asked.some((each) => each.wish === wish)) return null;
      if (asked.length > 0 && wish.type !== 'end' && wish.type !== 'decline') return null;
      const says = JSON.stringify([wish, model.record?.rev]);
      return says === told ? null : { wish, says };
    }),
  };
}

/** What a page does by itself once its model has changed (`workMedia` in call-media.ts): opens, joins, or stops. */
export function settled(page: Page): Page {
  const { model, room } = page;
  const { intent, record, lease, stale, rejoin, devices } = model;
  const path = room.is === 'none' ? null : room.path;
  const due = record?.state.phase === 'connecting' ? record.state.path : (path ?? 'direct');
  const mayHaveMedia = !intent && lease && record;
  const isOver = path && path !== due;
  if (!mayHaveMedia || (isOver && devices.is === 'open')) {
    const isClosed = devices.is === 'closed' && !path;
    return isClosed ? page : settled({ ...page, room: nowhere, model: { ...model, ...withoutMedia } });
  }
  if (isOver) return settled({ ...page, room: nowhere });
  if (stale) return page;
  if (devices.is === 'closed' && rejoin !== 'offered') return settled({ ...page, model: { ...model, devices: { is: 'opening', wants: 'audio', since: 0 } } });
  return path ? page : { ...page, room: { is: 'joining', path: due } };
}

const changed = (page: Page, model: Partial<CallModel>, more: Partial<Page> = {}): Page => settled({ ...page, ...more, model: { ...page.model, ...model } });

/** The server's word (`adopt` in call-session.ts). */
function adopted(rules: Rules, page: Page, record: CallRecord, now: number, change: Partial<CallModel>, more: Partial<Page> = {}): Page {
  const model = rules.heard({ ...page.model, ...change }, { call: record, serverNow: now, deadline: null }, now);
  const after = changed(page, model, more);
  const held = model.record;
  if (!page.channel || !isUnderWay(held) || model.stale) return after;
  return { ...after, channel: happened(rules, page.channel, { at: rules.generationOf(held) }) };
}

export const hears = (rules: Rules, page: Page, record: CallRecord, now: number): Page => adopted(rules, page, record, now, {});

/** The connection is there: `record` is the call under way, or none (`hear` in call-session.ts). */
export function comesBack(rules: Rules, page: Page, record: CallRecord | null, now: number): Page {
  const back = { ...page, online: true, model: { ...page.model, stale: true } };
  if (record) return hears(rules, back, record, now);
  const { lease, intent, record: held } = back.model;
  return changed(back, { record: lease ?? intent ?? !isUnderWay(held) ? held : null });
}

/** The answer to what it asked first (`answered` in call-session.ts). */
export function isAnswered(rules: Rules, page: Page, now: number): Page {
  const [first, ...asked] = page.asked;
  if (!first) return page;
  const { wish, answer } = first;
  const { intent, lease, stale, side } = page.model;
  const { record } = answer;
  const given = answer.lease > 0 ? { callId: record.id, lease: secretOf(side, answer.lease), count: record.participants.find(({ role }) => role === side)?.lease ?? 0 } : lease;
  const change = { intent: wish === intent ? null : intent, lease: given, stale: stale && answer.lease === 0 && wish.type !== 'reclaim' };
  const after = adopted(rules, page, record, now, change, { asked });
  if (!after.channel) return after;
  return { ...after, channel: answer.signals.reduce((channel, word) => happened(rules, channel, { hears: word }), after.channel) };
}

/** What its room does not carry is waited for, each new record of it from the beginning (`show` in call-session.ts). */
export function waits(page: Page, now: number): Page {
  const { lease, record: held } = page.model;
  const record = lease && page.room.is !== 'connected' ? held : null;
  return record === page.patience.record ? page : { ...page, patience: { record, since: now } };
}

export const endsAlone = (rules: Rules, page: Page, record: CallRecord, now: number): Page =>
  changed(page, rules.endedAlone(record, now - page.model.clockOffset), { isAlone: true });

/** Known to the holder and the server alone. */
export const secretOf = (side: CallSide, lease: number): string => `${side} ${lease}`;

/** What a person, a browser or a room may do next, from what the page shows. */
export function* deedsOf(page: Page, view: CallView): Iterable<Deed> {
  const { devices, intent, rejoin, record } = page.model;
  switch (view.phase) {
    case 'prompt':
      yield 'accepts';
      yield 'declines';
      yield view.dismissed ? 'brings it back' : 'puts it aside';
      return;
    case 'acquiring':
      yield 'declines';
      break;
    case 'none':
    case 'preparing':
    case 'ending':
    case 'ended':
    case 'elsewhere':
      return;
    default:
  }
  if (isUnderWay(record)) yield 'ends';
  if (intent) return;
  if (devices.is === 'opening') {
    yield 'allows';
    yield 'refuses';
  } else if (devices.is === 'refused') {
    yield 'tries again';
    yield 'gives up';
  } else if (rejoin === 'offered') yield 'rejoins';
  if (page.room.is === 'joining' && (page.model.side === 'agent' || devices.is === 'open')) yield 'its room connects';
  if (page.room.is === 'connected') yield 'loses its media';
  if (page.room.is === 'reconnecting') yield 'finds its media';
}

export function does(page: Page, deed: Deed): Page {
  const { model, room } = page;
  const { record, devices, lease } = model;
  const callId = record?.id ?? '';
  const asks = (intent: Intent): Page => changed(page, { intent });
  const refuses = (again: boolean): Page =>
    lease ? asks({ type: 'refuse', ...lease, refusal: 'denied', again }) : page;
  switch (deed) {
    case 'accepts':
      return changed(page, { ...withoutMedia, intent: { type: 'accept', callId, choice: 'audio' }, trouble: null });
    case 'declines':
      return asks({ type: 'decline', callId });
    case 'ends':
      return asks({ type: 'end', callId });
    case 'puts it aside':
    case 'brings it back':
      return changed(page, { dismissed: deed === 'puts it aside' });
    case 'allows':
      return changed(page, { devices: { is: 'open' }, rejoin: 'none' });
    case 'refuses':
      // As in call-refusals.ts: until the server knows of a microphone, the person decides how to go on.
      if (selfOf(model)?.microphone !== 'granted') return changed(page, { devices: { is: 'refused', refusal: 'denied', wants: 'audio' } });
      return changed(page, { ...withoutMedia, rejoin: 'offered' });
    case 'tries again':
      return devices.is === 'refused' && !record?.rangAgain ? refuses(true) : changed(page, { ...withoutMedia, rejoin: 'rejoining' });
    case 'rejoins':
      return changed(page, { ...withoutMedia, rejoin: 'rejoining' });
    case 'gives up':
      return refuses(false);
    case 'its room connects':
    case 'finds its media':
      return settled({ ...page, room: { ...room, is: 'connected' } });
    case 'loses its media':
      return settled({ ...page, room: { ...room, is: 'reconnecting' } });
  }
}

export const silence: Channel = { happened: [], told: [], carried: [] };

/** One thing more, to the real channel, made anew with all that it knew. */
export function happened(rules: Rules, before: Channel, last: Happening): Channel {
  const happenings = [...before.happened, last];
  const told: Told[] = [];
  const carried: CallSignal[] = [];
  let generation = -1;
  let room = new AbortController();
  const channel = rules.callSignals('call', (word) => carried.push(word));
  for (const each of happenings) {
    if (each === 'joins') {
      room = new AbortController();
      channel.listen((event) => told.push(event.type === 'data' ? { generation, data: event.data } : { generation, restarted: true }), room);
    } else if (each === 'leaves') room.abort();
    else if ('at' in each) {
      generation = Math.max(generation, each.at);
      channel.at(each.at);
    } else if ('hears' in each) channel.receive(each.hears);
    else channel.send(each.says);
  }
  return { happened: happenings, told, carried };
}

/** The last one that it was told of. */
export const generationIn = ({ happened: all }: Channel): number => Math.max(-1, ...all.map((each) => (typeof each === 'object' && 'at' in each ? each.at : -1)));

/** Whether a room listens to it. */
export const isHeard = ({ channel }: Page): boolean => channel?.happened.findLast((each) => each === 'joins' || each === 'leaves') === 'joins';
