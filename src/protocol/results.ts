import * as v from 'valibot';
import { callAck } from './call-wire.ts';
import { agentConversation, agentPresence, agentStatus, calling, conversation, entryPage } from './conversation.ts';
import { entry } from './entry.ts';
import { PROTOCOL } from './limits.ts';
import { granted } from './media-grant.ts';

/** What the server answers, each schema by itself so that a page carries only what it parses. */

const greeting = {
  protocol: v.literal(PROTOCOL),
  participant: v.string(),
  /** In milliseconds since the epoch. */
  serverNow: v.number(),
  features: v.array(v.string()),
  /** What was missed since the positions given, in order, before anything live. */
  missed: v.array(entryPage),
  /** A `callNews` or null: parsed by the call's own part, which a page loads only when there is one. */
  call: v.unknown(),
};

export const customerHello = v.object({
  ...greeting,
  /** To keep for the next hello; renewed by the server now and then. */
  token: v.string(),
  site: v.object({
    id: v.string(),
    name: v.string(),
    calling,
    /** Whether anybody is there to answer. */
    staffed: v.boolean(),
    /** How long a first answer took lately, in milliseconds; null where the server does not know. */
    answersIn: v.nullable(v.number()),
  }),
  conversation: v.nullable(conversation),
});

export const agentHello = v.object({
  ...greeting,
  me: agentPresence,
  agents: v.array(agentPresence),
  conversations: v.array(agentConversation),
});

export const sent = v.object({ entry, conversation });
export const nothing = v.object({});
export const past = v.object({ conversations: v.array(agentConversation) });
export const erased = v.object({ entry });
export const status = v.object({ status: agentStatus });
export { callAck, entryPage, granted };

export type CustomerHello = v.InferOutput<typeof customerHello>;
export type AgentHello = v.InferOutput<typeof agentHello>;
export type Sent = v.InferOutput<typeof sent>;
export type Past = v.InferOutput<typeof past>;
