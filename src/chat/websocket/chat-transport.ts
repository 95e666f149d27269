import * as v from 'valibot';
import type { Conversation, EntryPage } from '../../protocol/conversation.ts';
import { entryPage } from '../../protocol/conversation.ts';
import type { Entry } from '../../protocol/entry.ts';
import { chatEntry, chatRead, chatTyping, conversationChanged, eventNames, siteChanged } from '../../protocol/events.ts';
import type { CustomerHello } from '../../protocol/results.ts';
import { sent } from '../../protocol/results.ts';
import type { ChatEvent, ChatTransport, ConnectionState, OutgoingMessage, ResumePoint } from '../../session/contracts/chat-transport.ts';
import { Listeners } from '../../session/contracts/observable.ts';
import type { ServerEvent, WebSocketConnection } from './connection.ts';
import type { Greeting } from './identity.ts';
import { parsed } from './parsed.ts';

/** What a hello says of chat: site and conversation to customers only. */
type Hello = Greeting & Partial<Pick<CustomerHello, 'site' | 'conversation'>>;

/** How each event reads. */
const readers: Readonly<Record<string, readonly [type: ChatEvent['type'], schema: v.GenericSchema<object>] | undefined>> = {
  [eventNames.entry]: ['entry', chatEntry],
  [eventNames.typing]: ['typing', chatTyping],
  [eventNames.read]: ['read', chatRead],
  [eventNames.conversation]: ['conversation', conversationChanged],
  [eventNames.site]: ['site', siteChanged],
};

/** The Warmline server's chat. What it says is parsed here, once. */
export class WebSocketChatTransport implements ChatTransport {
  readonly #connection: WebSocketConnection<Hello>;
  readonly #events = new Listeners<ChatEvent>();

  constructor(connection: WebSocketConnection<Hello>) {
    this.#connection = connection;
    const { signal } = new AbortController();
    connection.welcome((hello) => this.#greeted(hello), { signal });
    connection.listen((event) => this.#hear(event), { signal });
  }

  get snapshot(): ConnectionState {
    return this.#connection.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#connection.subscribe(listener, options);
  }

  connect(options: { readonly resume: () => readonly ResumePoint[] }): void {
    this.#connection.connect(options);
  }

  disconnect(): void {
    this.#connection.disconnect();
  }

  async send(message: OutgoingMessage): Promise<{ readonly entry: Entry; readonly conversation: Conversation }> {
    return parsed(sent, await this.#connection.request('chat.send', { ...message, parts: [...message.parts] }));
  }

  async read(conversation: string, from: { readonly after?: number; readonly before?: number }): Promise<EntryPage> {
    return parsed(entryPage, await this.#connection.request('chat.history', { conversation, ...from, past: true }));
  }

  async markRead(conversation: string, seq: number): Promise<void> {
    await this.#connection.request('chat.read', { conversation, seq });
  }

  typing(conversation: string, on: boolean): void {
    this.#connection.notify('chat.typing', { conversation, on });
  }

  async end(conversation: string): Promise<void> {
    await this.#connection.request('conversation.end', { conversation });
  }

  listen(listener: (event: ChatEvent) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#events.add(listener, signal);
  }

  #greeted({ participant, site, conversation, missed, call }: Hello): void {
    this.#events.tell({ type: 'hello', participant, site: site ?? null, conversation: conversation ?? null });
    for (const page of missed) this.#events.tell({ type: 'missed', page });
    if (call) this.#events.tell({ type: 'call' });
  }

  /** What cannot be read is left out: of an entry, the next one's seq tells that it is missing. */
  #hear({ method, params }: ServerEvent): void {
    if (method.startsWith('call.')) return this.#events.tell({ type: 'call' });
    const [type, schema] = readers[method] ?? [];
    const event = schema && v.safeParse(schema, params);
    if (event?.success) this.#events.tell({ type, ...event.output } as ChatEvent);
  }
}
