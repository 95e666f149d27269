import type { Conversation } from '../../protocol/conversation.ts';
import type { Entry } from '../../protocol/entry.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { CustomerHello } from '../../protocol/results.ts';
import type { ConnectionState } from '../contracts/chat-transport.ts';
import type { Observable } from '../contracts/observable.ts';

export interface ChatSnapshot {
  readonly connection: ConnectionState;
  /** This person's id, once the server said hello. */
  readonly self: string | null;
  /** To the customer: what the site says. Null on the agent's side and before the first hello. */
  readonly site: CustomerHello['site'] | null;
  readonly conversation: Conversation | null;
  /** Ascending and without gaps; not from the first one while `earlier` says that there are more. Up to a `seq` of 0 they are of the customer's earlier conversations. */
  readonly entries: readonly Entry[];
  readonly earlier: 'none' | 'available' | 'loading' | 'failed';
  /** Written here and not yet in the log, in the order of writing. Survives page loads. */
  readonly outbox: readonly OutboxItem[];
  /** Ids of the others who are writing. */
  readonly typing: readonly string[];
  /** The last entry that somebody on the other side has read; -Infinity where there is none. */
  readonly seenSeq: number;
  /** The last entry that this person has read. */
  readonly readSeq: number;
  /** Messages of others after `readSeq`. */
  readonly unread: number;
  /** What stands in the composer. Survives page loads. */
  readonly draft: string;
}

export interface OutboxItem {
  readonly clientId: string;
  readonly text: string;
  /** When it was written, in milliseconds since the epoch. */
  readonly at: number;
  readonly state: OutboxState;
}

export type OutboxState =
  /** On its way, or waiting for the connection. */
  | { readonly is: 'sending' }
  /** Refused for good: to edit, try again or delete. Never blocks what follows. */
  | { readonly is: 'not-sent'; readonly code: ErrorCode | 'UNKNOWN' };

/** One person's side of one conversation's text. */
export interface Chat extends Observable<ChatSnapshot> {
  /** Puts a message into the outbox and empties the draft. Blank text is ignored. */
  send(text: string): void;
  /** Sends a refused message again. */
  retry(clientId: string): void;
  /** Takes a refused message out of the outbox. */
  discard(clientId: string): void;
  setDraft(text: string): void;
  /** The person writes, or stopped. Throttled here. */
  setTyping(on: boolean): void;
  /** Everything up to now has been seen. */
  markRead(): void;
  /** One page further back; a second call while one is under way does nothing. */
  loadEarlier(): Promise<void>;
  /** Ends the conversation, and a call in it. Rejects with a `TransportError`. */
  end(): Promise<void>;
}
