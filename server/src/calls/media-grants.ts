import type { Kysely } from 'kysely';
import type { CallParticipant, CallRecord, CallSide } from '../../../src/protocol/call-record.ts';
import type { MediaGrant } from '../../../src/protocol/media-grant.ts';
import type { MediaPlan } from '../config/media.ts';
import type { Site } from '../config/schema.ts';
import type { Work } from '../conversations/work.ts';
import type { Tables } from '../store/tables.ts';

export interface GrantRequest {
  readonly db: Kysely<Tables>;
  readonly call: CallRecord;
  readonly participant: CallParticipant;
  readonly site: Site;
  readonly plan: MediaPlan;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The server's side of one media backend: what lets the holder of a lease carry media, and nobody else. */
export interface MediaGrants {
  /** The name that clients load the backend by. */
  readonly backend: string;
  /** Asked only for the holder of the participant's lease. Local work: a network is never waited for here. */
  grant(request: GrantRequest): Promise<MediaGrant>;
  /** Whether the backend contradicts a page that reports flowing media. */
  doubts(call: CallRecord, side: CallSide): boolean;
  /** A page reports that the room is full. Whether the backend checks that itself, and reports what it finds. */
  examines(call: CallRecord, side: CallSide): boolean;
  /** A call of this backend has moved on, and that is stored. */
  changed(before: CallRecord, after: CallRecord): void;
  /** The call is over, by whatever path, or goes on with another backend. */
  closed(work: Work, call: CallRecord): Promise<void>;
}
