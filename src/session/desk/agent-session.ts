import type { Conversation } from '../../protocol/conversation.ts';
import type { Call } from '../call/call.ts';
import { ChatSession } from '../chat/chat-session.ts';
import type { ChatTransport } from '../contracts/chat-transport.ts';
import type { Environment } from '../contracts/environment.ts';
import type { SupportSession } from '../support-session.ts';
import { ConversationTransport } from './conversation-transport.ts';

export interface AgentSessionOptions {
  readonly conversation: string;
  /** The agent whose page it is: a message is sent by who wrote it, or not at all. */
  readonly agent: string;
  readonly chat: ChatTransport;
  readonly known: () => { readonly participant: string; readonly conversation: Conversation } | null;
  readonly createCall: (signal: AbortSignal) => Call;
  readonly environment: Environment;
}

export const outboxKey = (agent: string): string => `outbox.${agent}`;

/** An agent's side of one conversation, on the desk's connection. */
export class AgentSession implements SupportSession {
  readonly side = 'agent';
  readonly chat: ChatSession;
  readonly call: Call;
  readonly transport: ConversationTransport;
  readonly #life = new AbortController();

  constructor({ conversation, agent, chat, known, createCall, environment }: AgentSessionOptions) {
    this.call = createCall(this.#life.signal);
    this.transport = new ConversationTransport({ chat, conversation, known });
    this.chat = new ChatSession({
      side: 'agent',
      transport: this.transport,
      environment,
      signal: this.#life.signal,
      conversation,
      keys: { outbox: outboxKey(agent), draft: `draft.${conversation}` },
    });
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** Whether nothing would be lost if it were closed. */
  get isIdle(): boolean {
    const { outbox, conversation } = this.chat.snapshot;
    return conversation?.state === 'ended' && outbox.length === 0 && this.call.snapshot.view.phase === 'none';
  }

  close(): void {
    this.#life.abort();
  }
}
