import * as v from 'valibot';
import { entry, id, instant, role, seq } from './entry.ts';

/** What a site lets its agents propose. */
export const calling = v.picklist(['none', 'voice', 'voice-and-video']);

/** Why a customer's browser cannot be called; `null` means that it can. */
export const callingBlock = v.nullable(v.picklist(['unsupported', 'insecure', 'policy', 'no-microphone']));

export const capabilities = v.object({
  calls: callingBlock,
  screenShare: v.boolean(),
});

/** The page a customer looks at: no query, no fragment. */
export const page = v.object({
  url: v.pipe(v.string(), v.maxLength(2_048)),
  title: v.pipe(v.string(), v.maxLength(300)),
});

export const readMark = v.object({ participant: v.string(), role, seq });

export const conversationState = v.picklist(['waiting', 'assigned', 'ended']);

/** A conversation as its customer sees it. */
export const conversation = v.object({
  id,
  state: conversationState,
  agent: v.nullable(v.object({ id: v.string(), name: v.string() })),
  lastSeq: seq,
  reads: v.array(readMark),
  startedAt: instant,
  /** To its customer: the one before, and that one's last entry, after which this log goes on. */
  previous: v.optional(v.object({ conversation: id, seq })),
});

/** What is known of a customer. `code` is short and stable, for people to tell visitors without a name apart. */
export const customer = v.object({
  id: v.string(),
  code: v.string(),
  name: v.nullable(v.string()),
  /** By the word of the site's own server, where it vouched for them; `subject` is what it calls them. */
  known: v.nullable(v.object({ subject: v.string(), email: v.nullable(v.string()) })),
  online: v.boolean(),
  language: v.string(),
  timeZone: v.string(),
  page: v.nullable(page),
  capabilities,
});

/** A conversation as agents see it. */
export const agentConversation = /* @__PURE__ */ (() => {
  const { previous: _previous, ...common } = conversation.entries;
  return v.object({
    ...common,
    site: v.string(),
    /** What the site allows, so that the console shows just that. */
    calling,
    customer,
    /** When the customer's oldest unanswered message came; null when it is answered. */
    waitingSince: v.nullable(instant),
    /** Messages of the customer's that this agent has not read. */
    unread: v.number(),
    /** The last message or call, for lists; a tombstone where it was erased. */
    lastEntry: v.nullable(entry),
  });
})();

export const agentStatus = v.picklist(['available', 'away']);

/** An agent as colleagues see it. `capacity` and `used` in units; a call uses all that is left. */
export const agentPresence = v.object({
  id: v.string(),
  name: v.string(),
  role: v.picklist(['agent', 'supervisor']),
  status: agentStatus,
  online: v.boolean(),
  capacity: v.number(),
  used: v.number(),
  inCall: v.boolean(),
});

/** Entries of one conversation, ascending and without gaps. `more` says that the direction asked for goes on. */
export const entryPage = v.object({ conversation: id, entries: v.array(entry), more: v.boolean() });

export type Calling = v.InferOutput<typeof calling>;
export type CallingBlock = v.InferOutput<typeof callingBlock>;
export type Capabilities = v.InferOutput<typeof capabilities>;
export type Page = v.InferOutput<typeof page>;
export type ReadMark = v.InferOutput<typeof readMark>;
export type Conversation = v.InferOutput<typeof conversation>;
export type Customer = v.InferOutput<typeof customer>;
export type AgentConversation = v.InferOutput<typeof agentConversation>;
export type AgentStatus = v.InferOutput<typeof agentStatus>;
export type AgentPresence = v.InferOutput<typeof agentPresence>;
export type EntryPage = v.InferOutput<typeof entryPage>;
