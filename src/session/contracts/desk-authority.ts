import type { AgentConversation, AgentPresence, AgentStatus } from '../../protocol/conversation.ts';
import type { CallAuthority } from './call-authority.ts';
import type { ChatTransport } from './chat-transport.ts';

/** An agent's one connection: many conversations' chat, their calls, the queue. Promises reject with a `TransportError`. */
export interface DeskAuthority {
  /** Every conversation of this agent's; each event and request names its own. */
  readonly chat: ChatTransport;
  readonly calls: CallAuthority;
  setStatus(status: AgentStatus): Promise<void>;
  /** A supervisor assigns to anyone; an agent may take what waits. */
  assign(conversation: string, agent: string): Promise<void>;
  /** Live entries of a conversation that is not one's own. */
  watch(conversation: string, on: boolean): Promise<void>;
  /** Earlier conversations of the same customer, newest first. */
  past(conversation: string): Promise<readonly AgentConversation[]>;
  /** A supervisor's: of a message nothing is left but its tombstone, for everybody and for good. Again does nothing. */
  erase(conversation: string, seq: number): Promise<void>;
  /** A supervisor's: the same for every message of a conversation. */
  eraseAll(conversation: string): Promise<void>;
  listen(listener: (event: DeskEvent) => void, options: { readonly signal: AbortSignal }): void;
}

export type DeskEvent =
  | {
      readonly type: 'hello';
      readonly me: AgentPresence;
      readonly agents: readonly AgentPresence[];
      readonly conversations: readonly AgentConversation[];
      /** The server's clock, in milliseconds since the epoch. */
      readonly serverNow: number;
    }
  | { readonly type: 'conversation'; readonly conversation: AgentConversation }
  /** More was erased in it than is told message by message: whatever is known of its log is to be forgotten, and read anew. */
  | { readonly type: 'erased'; readonly conversation: string }
  | { readonly type: 'agents'; readonly agents: readonly AgentPresence[] };
