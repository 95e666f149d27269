import * as v from 'valibot';
import { deviceRefusal, media, mediaFailure, path, permission } from './call-record.ts';
import { callSignal } from './call-wire.ts';
import { agentStatus, capabilities, page } from './conversation.ts';
import { id, place, seq } from './entry.ts';
import { MAX_PAGE_ENTRIES, MAX_TEXT, PROTOCOL } from './limits.ts';

/** The parameters of every method, as the server parses them. Clients never load this module: they take its types only. */

const conversation = id;
/** One for each conversation. */
const positions = v.pipe(
  v.array(v.object({ conversation: id, seq })),
  v.maxLength(200),
  v.check((given) => new Set(given.map(({ conversation }) => conversation)).size === given.length),
);
const token = v.pipe(v.string(), v.maxLength(512));
const features = v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(40));
const language = v.pipe(v.string(), v.maxLength(35));
const timeZone = v.pipe(v.string(), v.maxLength(64));

const hello = v.variant('role', [
  v.object({
    protocol: v.literal(PROTOCOL),
    role: v.literal('customer'),
    site: id,
    /** None with a visitor's first hello: the answer brings one. */
    token: v.nullish(token),
    /** By which the site's own server says who its customer is. */
    customerToken: v.nullish(v.pipe(v.string(), v.maxLength(4_096))),
    tab: id,
    capabilities,
    language,
    timeZone,
    page,
    features,
    resume: positions,
  }),
  v.object({
    protocol: v.literal(PROTOCOL),
    role: v.literal('agent'),
    token,
    tab: id,
    language,
    features,
    resume: positions,
  }),
]);

const text = v.object({ type: v.literal('text'), text: v.pipe(v.string(), v.maxLength(MAX_TEXT)) });
const command = { callId: id, commandId: id };
/** The secret that the server gave the holder. */
const lease = v.pipe(v.string(), v.maxLength(128));
const held = { ...command, lease };

export const requests = {
  hello,
  /** Answered with nothing: a page cannot see the socket's own pings, and wants to know whether it still lives. */
  ping: v.object({}),
  /** The customer looks at another page, in the same tab and on the same socket. */
  'customer.page': v.object({ page }),
  /** A customer's goes to their open conversation, or opens a new one; an agent names it. */
  'chat.send': v.object({
    conversation: v.optional(conversation),
    clientId: id,
    parts: v.pipe(v.array(text), v.minLength(1), v.maxLength(1)),
  }),
  /**
   * Entries after a position, ascending; or those before one, or the newest where neither is given. Always answered in ascending order. A customer who
   * asks for the past too is given, before a conversation's first entry, those of their earlier ones, whose `seq` counts down from 0.
   */
  'chat.history': v.object({
    conversation,
    after: v.optional(seq),
    before: v.optional(place),
    past: v.optional(v.boolean()),
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PAGE_ENTRIES))),
  }),
  'chat.read': v.object({ conversation, seq }),
  /** A notification: may be dropped, is never an entry. */
  'chat.typing': v.object({ conversation, on: v.boolean() }),
  'conversation.end': v.object({ conversation }),

  'desk.status': v.object({ status: agentStatus }),
  /** Supervisors assign to anyone; an agent may take what waits. */
  'desk.assign': v.object({ conversation, agent: id }),
  /** Live entries of a conversation that is not one's own. */
  'desk.watch': v.object({ conversation, on: v.boolean() }),
  /** Ended conversations of the same customer, newest first. */
  'desk.past': v.object({ conversation }),
  /** A supervisor's: of a message nothing is left but a tombstone of the same `seq`. It cannot be undone. */
  'desk.erase': v.object({ conversation, seq }),
  /** A supervisor's: the same for every message of a conversation. */
  'desk.eraseAll': v.object({ conversation }),

  'call.start': v.object({ conversation, callId: id, commandId: id, tab: id, media, camera: permission }),
  'call.accept': v.object({ ...command, tab: id, choice: media }),
  /** `refusal`: what the browser said, of the camera alone where `camera`, while the person decides how to go on. */
  'call.asking': v.object({ ...held, camera: v.boolean(), refusal: v.optional(deviceRefusal) }),
  'call.ready': v.object({ ...held, microphone: permission, camera: permission }),
  'call.refuse': v.object({ ...held, refusal: deviceRefusal, again: v.boolean() }),
  'call.decline': v.object(command),
  /** `path` is what the sender tried: word of a try that the server has given up changes nothing. */
  'call.connected': v.object({ ...held, path, outcome: media }),
  /** `failure`: why the sender's room can carry nothing, where that is known. */
  'call.mediaLost': v.object({ ...held, path, failure: v.optional(mediaFailure) }),
  'call.end': v.object(command),
  /** After every new connection. `outcome` is what still flows: `none` from a page that was loaded anew. */
  'call.reclaim': v.object({ ...held, tab: id, outcome: v.picklist(['none', ...media.options]) }),
  'call.grant': v.object({ callId: id, lease }),
  /** A notification: the page that holds the lease is closing. */
  'call.leaving': v.object({ callId: id, lease }),
  /** A notification, in order, from the lease's holder to the other side's. */
  'call.signal': v.object({ lease, ...callSignal.entries }),
} as const;

export type Method = keyof typeof requests;
export type Params<M extends Method> = v.InferOutput<(typeof requests)[M]>;

/** Sent without an id and never answered. */
export const notifications: readonly Method[] = ['chat.typing', 'call.signal', 'call.leaving'];
