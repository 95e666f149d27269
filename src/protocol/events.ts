import * as v from 'valibot';
import { callNews, callSignal } from './call-wire.ts';
import { agentConversation, agentPresence, conversation, readMark } from './conversation.ts';
import { entry, id } from './entry.ts';

/** What the server says unasked, each schema by itself so that a page carries only what it parses. A client ignores a method that it does not know. */

export const chatEntry = v.object({ conversation: id, entry });
export const chatTyping = v.object({ conversation: id, participant: v.string(), on: v.boolean() });
export const chatRead = v.object({ conversation: id, mark: readMark });
/** To customers. */
export const conversationChanged = v.object({ conversation });
/** To customers: the site's people came or went. */
export const siteChanged = v.object({ staffed: v.boolean() });
/** To agents. */
export const deskConversation = v.object({ conversation: agentConversation });
/** To agents: more was erased in a conversation than is told message by message. A page that has its log reads it anew. */
export const deskErased = v.object({ conversation: id });
/** To agents: every colleague, each time. */
export const deskAgents = v.object({ agents: v.array(agentPresence) });

export const eventNames = {
  entry: 'chat.entry',
  typing: 'chat.typing',
  read: 'chat.read',
  conversation: 'conversation.changed',
  site: 'site.changed',
  call: 'call.changed',
  signal: 'call.signal',
  deskConversation: 'desk.conversation',
  deskErased: 'desk.erased',
  deskAgents: 'desk.agents',
} as const;

export { callNews, callSignal };
