import type { CallParticipant, CallRecord, CallSide, DeviceRefusal, Media, MediaPath, Permission } from '../../protocol/call-record.ts';
import { latestOf, participantOf } from '../../protocol/call-record.ts';
import type { CallFacts, DeviceFact } from '../../protocol/call-view.ts';
import type { CallTrouble } from './call.ts';

/** What one side of a call knows. Its transitions are pure; what does not fit returns the same object. */
export interface CallModel {
  readonly side: CallSide;
  readonly tab: string;
  readonly record: CallRecord | null;
  readonly clockOffset: number;
  /** What the person asked for and the server has not confirmed. */
  readonly intent: Intent | null;
  /** This page is one of the call's two ends. */
  readonly lease: Lease | null;
  readonly devices: DeviceFact;
  /** What became of asking for the camera; `unasked` leaves what the record says. */
  readonly camera: Permission;
  /** How the person answered a refused microphone. */
  readonly refuse: { readonly refusal: DeviceRefusal; readonly again: boolean } | null;
  readonly room: RoomFact;
  readonly rejoin: CallFacts['rejoin'];
  readonly dismissed: boolean;
  readonly wanted: { readonly microphone: boolean; readonly camera: boolean };
  readonly trouble: CallTrouble | null;
}

export type Intent =
  | { readonly type: 'start'; readonly callId: string; readonly conversation: string; readonly media: Media; readonly camera: Permission }
  | { readonly type: 'accept'; readonly callId: string; readonly choice: Media }
  | { readonly type: 'decline' | 'end'; readonly callId: string };

/** The right to carry a call's media, and to take it back after a new connection. */
export interface Lease {
  readonly callId: string;
  readonly conversation: string;
  /** Known to this page and the server alone; changes at every reclaim. */
  readonly secret: string;
  /** How often it had been taken when this page got it: when the record counts on, another page has it. */
  readonly count: number;
  /** The next reclaim's `commandId`, kept with it: a page that closes before the answer leaves the next one its question. */
  readonly reclaim: string;
  /** There is a new connection, or a new page: it must be reclaimed. */
  readonly stale: boolean;
}

export interface RoomFact {
  readonly is: CallFacts['room'];
  /** Which try the room belongs to. */
  readonly path: MediaPath;
  /** What of this person it carries. */
  readonly carries: Media | 'none';
}

/** What the server should be told next. */
export type Wish =
  | Intent
  | { readonly type: 'reclaim'; readonly outcome: Media | 'none' }
  | { readonly type: 'asking'; readonly camera: boolean }
  | { readonly type: 'ready'; readonly microphone: Permission; readonly camera: Permission }
  | { readonly type: 'refuse'; readonly refusal: DeviceRefusal; readonly again: boolean }
  | { readonly type: 'connected'; readonly path: MediaPath; readonly outcome: Media }
  | { readonly type: 'mediaLost'; readonly path: MediaPath };

const idle = {
  devices: { is: 'closed' },
  room: { is: 'none', path: 'direct', carries: 'none' },
  rejoin: 'none',
} as const satisfies Partial<CallModel>;

export const initialModel = (side: CallSide, tab: string): CallModel => ({
  ...idle,
  side,
  tab,
  record: null,
  clockOffset: 0,
  intent: null,
  lease: null,
  refuse: null,
  camera: 'unasked',
  dismissed: false,
  wanted: { microphone: true, camera: false },
  trouble: null,
});

/** Devices closed, no room: what is left when the media stops. */
export const withoutMedia = (model: CallModel): CallModel => ({ ...model, ...idle });

export const isUnderWay = (record: CallRecord | null): record is CallRecord => record !== null && record.state.phase !== 'ended';

const selfOf = ({ record, side }: CallModel) => (record ? participantOf(record, side) : undefined);

/** Whether this page is one of the ends of a call that is under way. */
export const holds = ({ record, lease }: CallModel): boolean => isUnderWay(record) && lease?.callId === record.id;

/** Whether devices may be open now: from an agent's start, or a customer's claim, until the call moves on. */
export function mayHaveMedia(model: CallModel): boolean {
  const { intent, refuse, record, side } = model;
  if (intent) return intent.type === 'start';
  return holds(model) && !refuse && (side === 'agent' || record?.state.phase !== 'ringing');
}

/** This page has the lease. What the record says of it meanwhile still counts. */
export function withLease(model: CallModel, lease: Lease | null): CallModel {
  const next = { ...model, lease };
  return { ...next, lease: leaseAfter(next) };
}

/** What the server said of a call. */
export function heard(model: CallModel, said: CallRecord, clockOffset: number): CallModel {
  const { record: before, intent, lease } = model;
  const known = said.id === before?.id || said.id === intent?.callId || said.id === lease?.callId;
  // How a call ended that this page never showed is the conversation's to tell.
  if (!known && !isUnderWay(said)) return model;
  const record = latestOf(before, said);
  if (record === before) return model;
  const other = record.id !== before?.id;
  const next: CallModel = { ...model, record, clockOffset, dismissed: !other && model.dismissed };
  return { ...next, intent: intentAfter(next), lease: leaseAfter(next), refuse: record.state.phase === 'claimed' ? next.refuse : null };
}

/** What the record has answered already need not be asked. */
function intentAfter(model: CallModel): Intent | null {
  const { intent, record, tab } = model;
  if (!intent || !record) return intent;
  if (intent.type === 'start') return intent;
  if (record.id !== intent.callId || !isUnderWay(record)) return null;
  const holder = selfOf(model)?.tab;
  const answered = intent.type === 'accept' || intent.type === 'decline' ? holder !== null && holder !== tab : false;
  return answered ? null : intent;
}

function leaseAfter(model: CallModel): Lease | null {
  const { lease, record, tab } = model;
  if (!lease || !record) return lease;
  const self = selfOf(model);
  if (record.id !== lease.callId) return isUnderWay(record) ? null : lease;
  if (!isUnderWay(record) || !self?.tab) return null;
  // Whose count it is that rose, a reclaim's own answer tells.
  if (!lease.stale && (self.tab !== tab || self.lease > lease.count)) return null;
  // The server thinks that this page is gone.
  return self.goneSince !== null && !lease.stale ? { ...lease, stale: true } : lease;
}

/** Nobody was rung, or nobody will be. */
export const startFailed = (model: CallModel, code: string, refusal?: DeviceRefusal): CallModel =>
  model.intent?.type === 'start' ? { ...model, intent: null, trouble: { type: 'start', code, ...(refusal && { refusal }) } } : model;

export function factsOf(model: CallModel): CallFacts {
  const { tab, intent, lease, refuse, record, room } = model;
  const held = lease ?? intent;
  return {
    ...model,
    // Before a reclaim the record names the page that this one follows.
    tab: held?.callId === record?.id ? (selfOf(model)?.tab ?? tab) : '',
    sending: intent?.type ?? (refuse && !refuse.again ? 'end' : null),
    choice: intent?.type === 'accept' ? intent.choice : null,
    room: room.is,
  };
}

/** What the server should be told next, from what it says and what is the case here; null where both agree. */
export function nextWish(model: CallModel): Wish | null {
  const { intent, record, lease, refuse, devices, room } = model;
  if (intent) return intent.type === 'start' && devices.is !== 'open' ? null : intent;
  if (lease?.stale) return { type: 'reclaim', outcome: room.is === 'connected' ? room.carries : 'none' };
  const self = selfOf(model);
  if (!record || !self || !holds(model)) return null;
  if (refuse) return record.state.phase === 'claimed' ? { type: 'refuse', ...refuse } : null;
  return deviceWish(model, record, self) ?? mediaWish(model, record, self);
}

function deviceWish({ devices, camera: answer, side }: CallModel, { state }: CallRecord, self: CallParticipant): Wish | null {
  if (devices.is === 'closed' || state.phase === 'ringing') return null;
  const opens = devices.is === 'opening' && self.microphone !== 'granted';
  const microphone = devices.is === 'refused' ? devices.refusal : opens ? 'asking' : 'granted';
  const camera = answer === 'unasked' ? self.camera : answer;
  const isTold = microphone === self.microphone && camera === self.camera;
  if (opens || camera === 'asking') return isTold ? null : { type: 'asking', camera: camera === 'asking' };
  // A claim is made good by saying so, whatever the record knows; while the person still decides, it is not.
  const says = side === 'customer' && state.phase === 'claimed' ? devices.is === 'open' : !isTold;
  return says ? { type: 'ready', microphone, camera } : null;
}

function mediaWish({ room, side }: CallModel, { state }: CallRecord, { outcome }: CallParticipant): Wish | null {
  const { is, path, carries } = room;
  const { phase } = state;
  if (phase === 'ringing' || phase === 'ended' || (phase === 'claimed' && side === 'customer')) return null;
  if (is === 'connected') return carries === 'none' || carries === outcome ? null : { type: 'connected', path, outcome: carries };
  const isLost = is === 'failed' || (is === 'reconnecting' && phase !== 'connecting');
  return isLost && phase !== 'claimed' && (phase === 'connecting' || outcome !== 'failed') ? { type: 'mediaLost', path } : null;
}
