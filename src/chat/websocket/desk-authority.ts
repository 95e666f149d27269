import type { AgentConversation, AgentStatus } from '../../protocol/conversation.ts';
import { deskAgents, deskConversation, deskErased, eventNames } from '../../protocol/events.ts';
import type { AgentHello } from '../../protocol/results.ts';
import { past } from '../../protocol/results.ts';
import type { CallAuthority } from '../../session/contracts/call-authority.ts';
import type { ChatTransport } from '../../session/contracts/chat-transport.ts';
import type { DeskAuthority, DeskEvent } from '../../session/contracts/desk-authority.ts';
import { Listeners } from '../../session/contracts/observable.ts';
import { WebSocketCallAuthority } from './call-authority.ts';
import { WebSocketChatTransport } from './chat-transport.ts';
import type { ServerEvent, WebSocketConnection } from './connection.ts';
import { parsed } from './parsed.ts';

/** How each event reads. */
const readers: Readonly<Record<string, ((params: unknown) => DeskEvent) | undefined>> = {
  [eventNames.deskConversation]: (params) => ({ type: 'conversation', ...parsed(deskConversation, params) }),
  [eventNames.deskErased]: (params) => ({ type: 'erased', ...parsed(deskErased, params) }),
  [eventNames.deskAgents]: (params) => ({ type: 'agents', ...parsed(deskAgents, params) }),
};

/** The Warmline server, as an agent's page sees it. */
export class WebSocketDeskAuthority implements DeskAuthority {
  readonly chat: ChatTransport;
  readonly calls: CallAuthority;
  readonly #connection: WebSocketConnection<AgentHello>;
  readonly #listeners = new Listeners<DeskEvent>();

  constructor(connection: WebSocketConnection<AgentHello>) {
    const { signal } = new AbortController();
    this.#connection = connection;
    this.chat = new WebSocketChatTransport(connection);
    connection.welcome((hello) => this.#greeted(hello), { signal });
    connection.listen((event) => this.#hear(event), { signal });
    this.calls = new WebSocketCallAuthority(connection);
  }

  async setStatus(status: AgentStatus): Promise<void> {
    await this.#connection.request('desk.status', { status });
  }

  async assign(conversation: string, agent: string): Promise<void> {
    await this.#connection.request('desk.assign', { conversation, agent });
  }

  async watch(conversation: string, on: boolean): Promise<void> {
    await this.#connection.request('desk.watch', { conversation, on });
  }

  async past(conversation: string): Promise<readonly AgentConversation[]> {
    return parsed(past, await this.#connection.request('desk.past', { conversation })).conversations;
  }

  async erase(conversation: string, seq: number): Promise<void> {
    await this.#connection.request('desk.erase', { conversation, seq });
  }

  async eraseAll(conversation: string): Promise<void> {
    await this.#connection.request('desk.eraseAll', { conversation });
  }

  listen(listener: (event: DeskEvent) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#listeners.add(listener, signal);
  }

  #greeted({ me, agents, conversations, serverNow }: AgentHello): void {
    this.#listeners.tell({ type: 'hello', me, agents, conversations, serverNow });
  }

  /** What cannot be read is left out: the next change of the same thing says it all again. */
  #hear({ method, params }: ServerEvent): void {
    let event: DeskEvent | undefined;
    try {
      event = readers[method]?.(params);
    } catch {
      return;
    }
    if (event) this.#listeners.tell(event);
  }
}
