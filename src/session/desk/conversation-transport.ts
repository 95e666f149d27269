import type { Conversation, EntryPage } from '../../protocol/conversation.ts';
import type { Entry } from '../../protocol/entry.ts';
import type { ChatEvent, ChatTransport, ConnectionState, OutgoingMessage } from '../contracts/chat-transport.ts';
import { Listeners } from '../contracts/observable.ts';

/** One conversation's part of the desk's chat, so that its session needs to know of no other. The desk connects, and tells what it knows of the conversation. */
export class ConversationTransport implements ChatTransport {
  readonly #chat: ChatTransport;
  readonly #conversation: string;
  readonly #known: () => { readonly participant: string; readonly conversation: Conversation } | null;
  readonly #events = new Listeners<ChatEvent>();

  constructor(options: {
    readonly chat: ChatTransport;
    readonly conversation: string;
    /** Null until the desk was told. */
    readonly known: () => { readonly participant: string; readonly conversation: Conversation } | null;
  }) {
    this.#chat = options.chat;
    this.#conversation = options.conversation;
    this.#known = options.known;
  }

  get snapshot(): ConnectionState {
    return this.#chat.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#chat.subscribe(listener, options);
  }

  connect(): void {
    // The desk's one connection is nobody else's to open or close.
  }

  disconnect(): void {
    // As above.
  }

  send(message: OutgoingMessage): Promise<{ readonly entry: Entry; readonly conversation: Conversation }> {
    return this.#chat.send({ ...message, conversation: this.#conversation });
  }

  read(conversation: string, from: Parameters<ChatTransport['read']>[1]): Promise<EntryPage> {
    return this.#chat.read(conversation, from);
  }

  markRead(conversation: string, seq: number): Promise<void> {
    return this.#chat.markRead(conversation, seq);
  }

  typing(conversation: string, on: boolean): void {
    this.#chat.typing(conversation, on);
  }

  end(conversation: string): Promise<void> {
    return this.#chat.end(conversation);
  }

  /** Begins with what the desk knows. */
  listen(listener: (event: ChatEvent) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#events.add(listener, signal);
    const pass = (event: ChatEvent) => {
      if (this.#concerns(event)) listener(event);
    };
    this.#chat.listen(pass, { signal });
    this.#greet(listener);
  }

  /** The desk said hello again, or entries were missed while nobody watched: the log's end may have moved. */
  greet(): void {
    this.#greet((event) => this.#events.tell(event));
  }

  /** The desk was told of a change. */
  changed(conversation: Conversation): void {
    this.#events.tell({ type: 'conversation', conversation });
  }

  /** The log is not what it was: to its session another conversation begins for a moment, which there is not, so that this one begins anew. */
  anew(): void {
    const conversation = this.#known()?.conversation;
    if (!conversation) return;
    this.changed({ ...conversation, id: '', lastSeq: 0, reads: [] });
    this.changed(conversation);
  }

  #greet(tell: (event: ChatEvent) => void): void {
    const known = this.#known();
    if (known) tell({ type: 'hello', ...known, site: null });
  }

  #concerns(event: ChatEvent): boolean {
    switch (event.type) {
      case 'missed':
        return event.page.conversation === this.#conversation;
      case 'entry':
      case 'typing':
      case 'read':
        return event.conversation === this.#conversation;
      default:
        return false;
    }
  }
}
