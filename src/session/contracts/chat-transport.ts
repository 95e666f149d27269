import type { Conversation, EntryPage, ReadMark } from '../../protocol/conversation.ts';
import type { Entry, TextPart } from '../../protocol/entry.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { CustomerHello } from '../../protocol/results.ts';
import type { Observable } from './observable.ts';

/** Whether the server can be reached. `refused` is final until the page does something: the reason is the server's. */
export type ConnectionState =
  | { readonly is: 'idle' }
  | { readonly is: 'connecting' }
  | { readonly is: 'online' }
  /** `retryAt` in milliseconds since the epoch. */
  | { readonly is: 'offline'; readonly retryAt: number }
  | { readonly is: 'refused'; readonly code: ErrorCode | 'UNKNOWN' };

export interface ResumePoint {
  readonly conversation: string;
  readonly seq: number;
}

/**
 * Carries one customer's chat. Connecting is a wish that lasts: the transport reconnects by itself (first within 1 s, then jittered up to 10 s) and gives
 * what was missed, in order, before anything live: `hello`, then `missed`, then the state turns `online`, then the rest.
 *
 * Every promise rejects with a `TransportError`.
 */
export interface ChatTransport extends Observable<ConnectionState> {
  /** Idempotent. `resume` is asked at every hello. */
  connect(options: { readonly resume: () => readonly ResumePoint[] }): void;
  /** Ends the wish; nothing is delivered afterwards. */
  disconnect(): void;
  /** Resolves once the server has stored it; the same `clientId` again gives the first result. */
  send(message: OutgoingMessage): Promise<{ readonly entry: Entry; readonly conversation: Conversation }>;
  /** One page of entries, ascending. A customer's log goes on, before a conversation's first entry, with their earlier conversations, whose `seq` counts down from 0. */
  read(conversation: string, from: { readonly after: number } | { readonly before?: number }): Promise<EntryPage>;
  markRead(conversation: string, seq: number): Promise<void>;
  /** May be dropped. */
  typing(conversation: string, on: boolean): void;
  end(conversation: string): Promise<void>;
  /** In the order the server said it, until `signal` aborts. */
  listen(listener: (event: ChatEvent) => void, options: { readonly signal: AbortSignal }): void;
}

export interface OutgoingMessage {
  /** Absent for a customer: the server knows the open one. */
  readonly conversation?: string;
  readonly clientId: string;
  readonly parts: readonly TextPart[];
}

export type ChatEvent =
  /** The site and the newest conversation are told to customers; an agent's come from the desk. */
  | {
      readonly type: 'hello';
      readonly participant: string;
      readonly site: CustomerHello['site'] | null;
      readonly conversation: Conversation | null;
    }
  | { readonly type: 'missed'; readonly page: EntryPage }
  | { readonly type: 'entry'; readonly conversation: string; readonly entry: Entry }
  | { readonly type: 'typing'; readonly conversation: string; readonly participant: string; readonly on: boolean }
  | { readonly type: 'read'; readonly conversation: string; readonly mark: ReadMark }
  | { readonly type: 'conversation'; readonly conversation: Conversation }
  | { readonly type: 'site'; readonly staffed: boolean }
  /** Something of a call arrived: its own part, the `CallAuthority`, is needed to read it. Nothing is lost until it listens. */
  | { readonly type: 'call' };

/**
 * A request that did not do its work. A permanent one will fail again; `OFFLINE` means that nobody knows, and asking again is safe. A newer server may give a
 * code that is not in the list.
 */
export class TransportError extends Error {
  readonly code: ErrorCode | 'OFFLINE' | 'UNKNOWN';
  readonly permanent: boolean;

  constructor(code: ErrorCode | 'OFFLINE' | 'UNKNOWN', options: { readonly permanent: boolean; readonly cause?: unknown }) {
    super(code, options);
    this.name = 'TransportError';
    this.code = code;
    this.permanent = options.permanent;
  }
}
