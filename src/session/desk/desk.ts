import type { AgentConversation, AgentPresence, AgentStatus, Capabilities } from '../../protocol/conversation.ts';
import type { CallSnapshot } from '../call/call.ts';
import type { ConnectionState } from '../contracts/chat-transport.ts';
import type { Observable } from '../contracts/observable.ts';
import type { SupportSession } from '../support-session.ts';

export interface DeskSnapshot {
  readonly connection: ConnectionState;
  /** Null before the first hello. */
  readonly me: AgentPresence | null;
  readonly agents: readonly AgentPresence[];
  /** Waiting ones by waiting time, then the rest by last entry, newest first; after all of them, in the same order, those whose customer left the page. */
  readonly conversations: readonly AgentConversation[];
  /** Earlier conversations that were asked for: no part of the list, but they can be opened. */
  readonly past: readonly AgentConversation[];
  /** The conversation whose session is open on the page. */
  readonly selected: string | null;
  /** This agent's running call, whichever conversation is selected. */
  readonly call: { readonly conversation: string; readonly snapshot: CallSnapshot } | null;
  /** Add to a server's moment to get this page's. In milliseconds. */
  readonly clockOffset: number;
  readonly own: Pick<Capabilities, 'calls'>;
}

/** An agent's desk: the queue, the own status, and a session for each conversation that is opened, over one connection. */
export interface Desk extends Observable<DeskSnapshot> {
  connect(): void;
  disconnect(): void;
  /** Opens a conversation and shows it; null shows none. The same id gives the same session while it lasts. */
  select(conversation: string | null): SupportSession | null;
  session(conversation: string): SupportSession | null;
  setStatus(status: AgentStatus): Promise<void>;
  /** Rejects with a `TransportError`. */
  assign(conversation: string, agent: string): Promise<void>;
  past(conversation: string): Promise<readonly AgentConversation[]>;
  /** A supervisor's: takes a message's words away, from everybody and for good. Rejects with a `TransportError`. */
  erase(conversation: string, seq: number): Promise<void>;
  /** A supervisor's: the same for every message of a conversation. */
  eraseAll(conversation: string): Promise<void>;
  /** A conversation new to this agent, or a message while nobody looks: for sound and title. */
  onAttention(listener: (event: { readonly type: 'conversation' | 'message'; readonly conversation: string }) => void, options: { readonly signal: AbortSignal }): void;
}
