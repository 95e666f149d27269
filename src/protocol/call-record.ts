import * as v from 'valibot';
import { endReason, media, mediaNames, role } from './call-terms.ts';

export { endReason, media };

// A bundler drops a schema that a page does not use only where making it reads nothing of another schema: what several share stands as a
// plain list that nobody else is given, and where that will not do the making is marked as pure.
const refusals = [
  'denied',
  'dismissed',
  'policy',
  'system',
  'no-device',
  'busy',
  'constraint',
  'insecure',
  'unsupported',
  'timeout',
] as const;
/** Why a device could not be had. Each has its own words and its own help. */
export const deviceRefusal = v.picklist([...refusals]);

/**
 * Why a page's room could not carry a call. `refused`: the grant was not good enough. `full`: it takes no more, which the server believes only where it
 * finds it so. `elsewhere`: this person came in by another page. `encryption`: no key could be agreed on.
 */
export const mediaFailure = v.picklist(['refused', 'full', 'elsewhere', 'removed', 'unreachable', 'encryption']);

export const permission = v.picklist(['unasked', 'asking', 'granted', ...refusals]);

/** What a record says of a permission. An open list: the other page may be newer than this one. */
export const permissionSaid = v.string() as v.GenericSchema<v.InferOutput<typeof permission>>;

const when = v.number();

/**
 * One person's side of a call. `tab` is what holds it, null where nobody does. `lease` counts who has held it: 0 is nobody yet, and each claim
 * and reclaim raises it (and changes the secret, which is not in the record). Choice, permissions and outcome are three values: accepted with video, camera denied, went on with audio.
 */
export const callParticipant = v.object({
  id: v.string(),
  role: v.picklist(['customer', 'agent']),
  name: v.optional(v.string()),
  tab: v.nullable(v.string()),
  lease: v.number(),
  choice: v.nullable(media),
  microphone: permissionSaid,
  camera: permissionSaid,
  /** What of this person reaches the others. */
  outcome: v.picklist(['none', ...mediaNames, 'failed']),
  /** When the holder's socket went, in milliseconds since the epoch; null while it is there. */
  goneSince: v.nullable(when),
  /** The page said that it closes. */
  leaving: v.boolean(),
});

/** Which way the media goes: as the record's backend does at first, peer to peer where that backend was another, by the relay alone on the last try. */
export const path = v.picklist(['direct', 'fallback', 'relay']);

/** Where a call stands. Every moment is the server's, in milliseconds since the epoch. */
export const callState = v.union([
  v.object({ phase: v.literal('ringing'), deadline: when }),
  v.object({ phase: v.literal('claimed'), deadline: when }),
  v.object({ phase: v.literal('connecting'), path, deadline: when }),
  v.object({ phase: v.literal('active'), since: when }),
  v.object({ phase: v.literal('reconnecting'), since: when, deadline: when }),
  v.object({
    phase: v.literal('ended'),
    reason: endReason,
    by: role,
    at: when,
    /** Milliseconds spent talking. */
    duration: v.number(),
    /** Of `media-failed` and `lost`: what the page said whose room had failed, where it knew why. An open list. */
    failure: v.optional(v.string()),
  }),
]);

export const callRecord = v.object({
  id: v.string(),
  conversation: v.string(),
  /** Rises by one with each change; a client drops what is older than what it has. */
  rev: v.number(),
  initiator: v.string(),
  /** What the agent proposed. */
  media,
  /** What the customer may answer with: follows from the site, not from the ring. */
  choices: v.array(media),
  /** What carries the media. An open list: the page may bring its own. */
  backend: v.string(),
  /** Whether a call whose backend nobody gets through to goes on from peer to peer. */
  fallback: v.optional(v.boolean()),
  /** Whether one more try over relay only is possible, from peer to peer. */
  relay: v.boolean(),
  /** Whether the ring was already given back once after a refused permission. */
  rangAgain: v.boolean(),
  startedAt: when,
  participants: v.array(callParticipant),
  state: callState,
});

export type Media = v.InferOutput<typeof media>;
export type DeviceRefusal = v.InferOutput<typeof deviceRefusal>;
export type Permission = v.InferOutput<typeof permission>;
export type MediaPath = v.InferOutput<typeof path>;
export type MediaFailure = v.InferOutput<typeof mediaFailure>;
export type EndReason = v.InferOutput<typeof endReason>;
export type CallParticipant = v.InferOutput<typeof callParticipant>;
export type CallSide = CallParticipant['role'];
export type CallState = v.InferOutput<typeof callState>;
export type CallRecord = v.InferOutput<typeof callRecord>;

export const participantOf = (record: CallRecord, side: CallSide): CallParticipant | undefined =>
  record.participants.find((each) => each.role === side);

/**
 * Rises with every reclaim on either side, and where a tab gave the ring back; signals of an older generation are dropped, and a rise restarts ICE.
 * An empty seat counts as its next holder's, so that what the agent prepares while it rings is still good after the claim.
 */
export const generationOf = (record: CallRecord): number =>
  record.participants.reduce((sum, each) => sum + each.lease + (each.tab === null ? 1 : 0), 0);

/**
 * What a client goes on with when the server says `said` while it holds `held`: of one call the higher `rev`, of two calls the one that was
 * started later. Returns `held` itself where nothing is new, so that acks and events may come twice, late and in any order.
 */
export function latestOf(held: CallRecord | null, said: CallRecord): CallRecord {
  if (!held) return said;
  if (held.id === said.id) return said.rev > held.rev ? said : held;
  return said.startedAt >= held.startedAt ? said : held;
}
