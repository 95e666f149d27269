import type { CallParticipant, CallRecord, CallSide, DeviceRefusal, Media, MediaPath, Permission } from '../../protocol/call-record.ts';
import { latestOf, participantOf } from '../../protocol/call-record.ts';
import type { CallFacts, DeviceFact } from '../../protocol/call-view.ts';
import type { CallNews } from '../../protocol/call-wire.ts';
import type { RoomFailure } from '../contracts/media-backend.ts';
import type { CallTrouble } from './call.ts';

/** What one side of a call knows. Its transitions are pure. */
export interface CallModel {
  readonly side: CallSide;
  readonly tab: string;
  readonly record: CallRecord | null;
  readonly clockOffset: number;
  /** What the person asked for and the server has not answered yet. */
  readonly intent: Intent | null;
  /** This page is one of the ends of the record's call. */
  readonly lease: Lease | null;
  /** There is a new connection, or a new page: the lease must be taken back. */
  readonly stale: boolean;
  readonly devices: DeviceFact;
  /** What became of asking for the camera; `unasked` leaves what the record says. */
  readonly camera: Permission;
  readonly rejoin: CallFacts['rejoin'];
  readonly dismissed: boolean;
  readonly wanted: { readonly microphone: boolean; readonly camera: boolean };
  readonly trouble: CallTrouble | null;
}

/** `callId` says that it needs no lease, or brings it along. */
export type Intent = { readonly callId: string } & (
  | { readonly type: 'start'; readonly commandId: string; readonly conversation: string; readonly media: Media; readonly camera: Permission }
  | { readonly type: 'accept'; readonly choice: Media }
  | { readonly type: 'decline' | 'end' }
  | { readonly type: 'refuse'; readonly lease: string; readonly refusal: DeviceRefusal; readonly again: boolean }
);

/** The right to carry a call's media, and to take it back after a new connection. */
export interface Lease {
  readonly callId: string;
  /** Known to this page and the server alone; changes at every reclaim. */
  readonly lease: string;
  /** How often it had been taken when this page got it: when the record counts on, another page has it. */
  readonly count: number;
}

/** What this page's room does: on which try, and what of this person it carries. */
export interface RoomFact {
  readonly is: 'none' | 'joining' | 'connected' | 'reconnecting' | 'failed' | 'left';
  readonly path: MediaPath;
  readonly carries: Media | 'none';
  /** Why it is `failed`, where that is known. */
  readonly failure?: RoomFailure | undefined;
}

/** What the server should be told next: a method of the contract, and what that takes beside the lease. */
export type Wish =
  | Intent
  | { readonly type: 'reclaim'; readonly commandId: string; readonly outcome: Media | 'none' }
  | { readonly type: 'asking'; readonly camera: boolean; readonly refusal?: DeviceRefusal }
  | { readonly type: 'ready'; readonly microphone: Permission; readonly camera: Permission }
  | { readonly type: 'connected'; readonly path: MediaPath; readonly outcome: Media }
  | { readonly type: 'mediaLost'; readonly path: MediaPath; readonly failure: RoomFailure | undefined };

/** Devices closed, nothing of them known. */
export const withoutMedia = { devices: { is: 'closed' }, camera: 'unasked', rejoin: 'none' } as const satisfies Partial<CallModel>;

export const initialModel = {
  ...withoutMedia,
  record: null,
  clockOffset: 0,
  intent: null,
  lease: null,
  stale: true,
  dismissed: false,
  wanted: { microphone: true, camera: false },
  trouble: null,
} as const satisfies Partial<CallModel>;

export const isUnderWay = (record: CallRecord | null): record is CallRecord => record !== null && record.state.phase !== 'ended';

export const selfOf = ({ record, side }: CallModel): CallParticipant | undefined => (record ? participantOf(record, side) : undefined);

/** What the server said of a call. */
export function heard(model: CallModel, { call, serverNow }: CallNews, now: number): CallModel {
  const { record: before, intent, lease, tab, stale } = model;
  // How a call ended that this page never showed is the conversation's to tell.
  if (call.state.phase === 'ended' && ![before?.id, intent?.callId, lease?.callId].includes(call.id)) return model;
  const record = latestOf(before, call);
  const next = { ...model, record, clockOffset: now - serverNow, dismissed: model.dismissed && record.id === before?.id };
  const self = selfOf(next);
  const isHeld = isUnderWay(record) && lease?.callId === record.id && self?.tab === tab;
  // Whether it is this page that the count rose for, a reclaim's own answer tells.
  if (!isHeld || !(stale || self.lease === lease.count)) return { ...next, lease: null };
  // The server thinks that this page is gone.
  return { ...next, stale: stale || self.goneSince !== null };
}

/**
 * So long a call may be carried by nothing here and nothing be heard of it, in milliseconds: every timer that the server has for such a call is over
 * by then (`CallTimer`), so it is the server that cannot be reached, and nobody is left on a "Reconnecting" with an open microphone.
 */
export const PATIENCE = 65_000;

/** The page ends its call alone, `at` that moment of the server's clock. The server has ended it by then; it is told all the same, once it is there again. */
export const endedAlone = (record: CallRecord, at: number): Partial<CallModel> => ({
  lease: null,
  intent: { type: 'end', callId: record.id },
  record: { ...record, state: { phase: 'ended', reason: 'lost', by: 'system', at, duration: 'since' in record.state ? at - record.state.since : 0 } },
});

/** What the server should be told next, from what it says and what is the case here; null where both agree. */
export function wishOf(model: CallModel, room: RoomFact): Wish | null {
  const { intent, lease, stale, side, record } = model;
  const self = selfOf(model);
  if (intent || !lease) return intent;
  // The same question of every page that had this lease: one that closed before its answer leaves the next one its question.
  if (stale) return { type: 'reclaim', commandId: `${side}-${lease.count}`, outcome: room.carries };
  return record && self ? (deviceWish(model, self) ?? mediaWish(room, record, self)) : null;
}

function deviceWish({ devices, camera: answer }: CallModel, self: CallParticipant): Wish | null {
  const { is } = devices;
  // While the person still decides.
  if ('refusal' in devices) {
    const { refusal } = devices;
    const ofCamera = is === 'camera-refused';
    return self[ofCamera ? 'camera' : 'microphone'] === refusal ? null : { type: 'asking', camera: ofCamera, refusal };
  }
  const opens = is === 'opening' && self.microphone !== 'granted';
  const camera = answer === 'unasked' ? self.camera : answer;
  const isNews = camera !== self.camera || self.microphone !== (opens ? 'asking' : 'granted');
  if (!isNews) return null;
  if (opens || camera === 'asking') return { type: 'asking', camera: camera === 'asking' };
  // A claim is made good by saying so.
  return is === 'open' ? { type: 'ready', microphone: 'granted', camera } : null;
}

function mediaWish({ is, path, carries, failure }: RoomFact, { state }: CallRecord, { outcome }: CallParticipant): Wish | null {
  // Before a call is carried, what breaks is a connection to who gave the ring back, say: the next answer brings another.
  // Why is often known a moment later than that it does.
  if (is === 'failed' || (is === 'reconnecting' && 'since' in state)) return outcome === 'failed' && !failure ? null : { type: 'mediaLost', path, failure };
  return carries === 'none' || carries === outcome ? null : { type: 'connected', path, outcome: carries };
}
