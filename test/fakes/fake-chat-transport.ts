import type { ErrorCode } from '../../src/protocol/errors.ts';
import type { Conversation, EntryPage } from '../../src/protocol/conversation.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import type { ChatEvent, ChatTransport, ConnectionState, OutgoingMessage, ResumePoint } from '../../src/session/contracts/chat-transport.ts';
import { TransportError } from '../../src/session/contracts/chat-transport.ts';
import { Listeners, Store } from '../../src/session/contracts/observable.ts';
import type { FakeChatBackend, FakeClient } from './fake-chat-server.ts';
import { FakeChatServer } from './fake-chat-server.ts';

export interface FakeTransportOptions<Backend extends FakeChatBackend> {
  /** Share one to have several tabs, or both sides, on one server. */
  readonly server: Backend;
  /** Who is connected, where it is not the server's customer or agent. */
  readonly participant?: string;
  /** Told with each hello, before the state turns online. */
  readonly onHello?: () => void;
  readonly role?: 'customer' | 'agent';
  /** Whether `connect` succeeds by itself. Otherwise a test calls `goOnline`. */
  readonly reachable?: boolean;
}

/** What happens to a request: `drop-request` never reaches the server, `drop-answer` does its work and nobody hears of it. */
export type Fate = 'deliver' | 'drop-request' | 'drop-answer' | TransportError;

/** A chat transport on a backend in memory. Connections come and go, and answers get lost, as the test says. */
export class FakeBackendTransport<Backend extends FakeChatBackend> implements ChatTransport {
  readonly server: Backend;
  /** Everything asked, in order, for a test to look at. */
  readonly requests: { readonly method: 'send' | 'read' | 'markRead' | 'typing' | 'end'; readonly detail: unknown }[] = [];
  /** Decides what happens to each request. */
  fate: (method: string) => Fate = () => 'deliver';
  readonly #state = new Store<ConnectionState>({ is: 'idle' });
  readonly #events = new Listeners<ChatEvent>();
  readonly #client: FakeClient;
  readonly #reachable: boolean;
  readonly #onHello: () => void;
  #resume: (() => readonly ResumePoint[]) | null = null;

  constructor(options: FakeTransportOptions<Backend>) {
    this.server = options.server;
    this.#reachable = options.reachable ?? true;
    this.#onHello = options.onHello ?? (() => undefined);
    const role = options.role ?? 'customer';
    const participant = options.participant ?? (role === 'customer' ? 'customer-1' : 'agent-1');
    this.#client = { role, participant, deliver: (event) => this.#events.tell(event) };
  }

  get snapshot(): ConnectionState {
    return this.#state.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#state.subscribe(listener, options);
  }

  connect({ resume }: { readonly resume: () => readonly ResumePoint[] }): void {
    this.#resume = resume;
    const { is } = this.snapshot;
    if (is !== 'idle' && is !== 'refused') return;
    this.#state.set({ is: 'connecting' });
    if (this.#reachable) queueMicrotask(() => this.goOnline());
  }

  disconnect(): void {
    this.#resume = null;
    this.server.leave(this.#client);
    this.#state.set({ is: 'idle' });
  }

  /** The server is reached, if the session wants a connection. */
  goOnline(): void {
    if (!this.#resume || this.snapshot.is === 'online') return;
    const { participant, role } = this.#client;
    this.#events.tell({ type: 'hello', participant, ...this.server.hello(role) });
    this.#onHello();
    const resume = this.#resume();
    for (const page of this.server.missed(resume)) this.#events.tell({ type: 'missed', page });
    this.server.join(this.#client);
    this.#state.set({ is: 'online' });
    for (const event of this.server.erased(role, resume)) this.#events.tell(event);
  }

  goOffline(retryAt = 0): void {
    if (!this.#resume) return;
    this.server.leave(this.#client);
    this.#state.set({ is: 'offline', retryAt });
  }

  refuse(code: ErrorCode = 'UNKNOWN_SITE'): void {
    this.server.leave(this.#client);
    this.#state.set({ is: 'refused', code });
  }

  /** An event as no well-behaved server would send it: out of order, of another conversation, of a call. */
  deliver(event: ChatEvent): void {
    this.#events.tell(event);
  }

  listen(listener: (event: ChatEvent) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#events.add(listener, signal);
  }

  send(message: OutgoingMessage): Promise<{ readonly entry: Entry; readonly conversation: Conversation }> {
    return this.#ask('send', message, () => this.server.send(this.#client, message));
  }

  read(conversation: string, from: { readonly after?: number; readonly before?: number }): Promise<EntryPage> {
    return this.#ask('read', { conversation, ...from }, () => this.server.page(this.#client.role, conversation, from));
  }

  markRead(conversation: string, seq: number): Promise<void> {
    return this.#ask('markRead', { conversation, seq }, () => this.server.read(this.#client, conversation, seq));
  }

  typing(conversation: string, on: boolean): void {
    this.requests.push({ method: 'typing', detail: { conversation, on } });
    if (this.snapshot.is === 'online') this.server.typing(this.#client, conversation, on);
  }

  end(conversation: string): Promise<void> {
    return this.#ask('end', { conversation }, () => this.server.end(conversation, this.#client.role));
  }

  async #ask<Result>(method: 'send' | 'read' | 'markRead' | 'end', detail: unknown, work: () => Result): Promise<Result> {
    if (this.snapshot.is !== 'online') throw new TransportError('OFFLINE', { permanent: false });
    this.requests.push({ method, detail });
    const fate = this.fate(method);
    await Promise.resolve();
    if (fate instanceof TransportError) throw fate;
    if (fate === 'drop-request') throw new TransportError('OFFLINE', { permanent: false });
    const result = work();
    if (fate === 'drop-answer') throw new TransportError('OFFLINE', { permanent: false });
    return result;
  }
}

/** One customer's, on a server of its own unless one is given. */
export class FakeChatTransport extends FakeBackendTransport<FakeChatServer> {
  constructor(options: Partial<FakeTransportOptions<FakeChatServer>> = {}) {
    super({ ...options, server: options.server ?? new FakeChatServer() });
  }
}
