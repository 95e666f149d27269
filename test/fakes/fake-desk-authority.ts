import type { AgentConversation, AgentPresence, AgentStatus, Conversation, Customer, EntryPage } from '../../src/protocol/conversation.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import type { CallAuthority } from '../../src/session/contracts/call-authority.ts';
import type { ChatEvent, OutgoingMessage, ResumePoint } from '../../src/session/contracts/chat-transport.ts';
import { TransportError } from '../../src/session/contracts/chat-transport.ts';
import type { DeskAuthority, DeskEvent } from '../../src/session/contracts/desk-authority.ts';
import { Listeners } from '../../src/session/contracts/observable.ts';
import type { FakeChatBackend, FakeClient } from './fake-chat-server.ts';
import { FakeChatServer } from './fake-chat-server.ts';
import { FakeBackendTransport } from './fake-chat-transport.ts';

export interface FakeDeskAuthorityOptions {
  readonly role?: AgentPresence['role'];
  /** Beside the one whose desk it is. */
  readonly colleagues?: readonly Pick<AgentPresence, 'id' | 'name'>[];
  readonly calls?: CallAuthority;
  readonly now?: () => number;
  /** Whether `connect` succeeds by itself. Otherwise a test calls `chat.goOnline()`. */
  readonly reachable?: boolean;
  /** Of how many entries a page has. */
  readonly pageSize?: number;
  /** How many conversations a hello lists: the others follow it one by one. */
  readonly listSize?: number;
}

const never = (): Promise<never> => Promise.reject(new TransportError('OFFLINE', { permanent: false }));

/** Calls of a desk whose test is not about calls. */
export const noCalls: CallAuthority = {
  command: never,
  grant: never,
  leaving: () => undefined,
  signal: () => undefined,
  listen: () => undefined,
};

/** Many customers' conversations behind one connection. */
class FakeDeskServer implements FakeChatBackend {
  readonly customers = new Map<string, FakeChatServer>();
  readonly watched = new Set<string>();
  readonly isOwn: (conversation: Conversation) => boolean;

  constructor(isOwn: (conversation: Conversation) => boolean) {
    this.isOwn = isOwn;
  }

  of(conversation: string): FakeChatServer {
    const server = [...this.customers.values()].find((each) => each.conversations.some(({ id }) => id === conversation));
    if (!server) throw new TransportError('CONVERSATION_NOT_FOUND', { permanent: true });
    return server;
  }

  hello(): { readonly site: null; readonly conversation: null } {
    return { site: null, conversation: null };
  }
  missed(resume: readonly ResumePoint[]): EntryPage[] {
    return resume.flatMap((point) => this.of(point.conversation).missed([point]));
  }
  erased(role: FakeClient['role'], resume: readonly ResumePoint[]): Extract<ChatEvent, { type: 'entry' }>[] {
    return resume.flatMap((point) => this.of(point.conversation).erased(role, [point]));
  }
  join(client: FakeClient): void {
    this.#client = client;
  }
  leave(): void {
    this.#client = null;
  }
  send(client: FakeClient, message: OutgoingMessage): { readonly entry: Entry; readonly conversation: Conversation } {
    return this.of(message.conversation ?? '').send(client, message);
  }
  page(role: FakeClient['role'], conversation: string, from: { readonly after?: number; readonly before?: number }): EntryPage {
    return this.of(conversation).page(role, conversation, from);
  }
  read(client: FakeClient, conversation: string, seq: number): void {
    this.of(conversation).read(client, conversation, seq);
  }
  typing(client: FakeClient, conversation: string, on: boolean): void {
    this.of(conversation).typing(client, conversation, on);
  }
  end(conversation: string, by: FakeClient['role']): void {
    this.of(conversation).end(conversation, by);
  }

  #client: FakeClient | null = null;

  /** Events of conversations that are neither the agent's own nor watched do not reach the agent, but for what is erased in them. */
  pass(event: ChatEvent): void {
    if (event.type === 'hello' || event.type === 'missed' || event.type === 'call' || event.type === 'site' || event.type === 'conversation') return;
    const conversation = this.of(event.conversation).conversations.find((each) => each.id === event.conversation);
    const isErasure = event.type === 'entry' && event.entry.kind === 'erased';
    if (conversation && (isErasure || this.watched.has(conversation.id) || this.isOwn(conversation))) this.#client?.deliver(event);
  }
}

/** An agent's connection to a desk in memory, with as many customers as a test wants. */
export class FakeDeskAuthority implements DeskAuthority {
  readonly chat: FakeBackendTransport<FakeDeskServer>;
  readonly calls: CallAuthority;
  /** Everything asked of the desk, in order. */
  readonly requests: { readonly method: string; readonly detail: unknown }[] = [];
  /** Set to refuse the next requests. */
  refusal: TransportError | null = null;
  me: AgentPresence;
  readonly #colleagues: readonly AgentPresence[];
  readonly #server = new FakeDeskServer((conversation) => conversation.agent?.id === this.me.id);
  readonly #listeners = new Listeners<DeskEvent>();
  readonly #profiles = new Map<string, Customer>();
  readonly #waitingSince = new Map<string, string | null>();
  readonly #now: () => number;
  readonly #pageSize: number;
  readonly #listSize: number;

  constructor(options: FakeDeskAuthorityOptions = {}) {
    const presence = (id: string, name: string, role: AgentPresence['role']): AgentPresence => ({ id, name, role, status: 'available', online: true, capacity: 4, used: 0, inCall: false });
    this.me = presence('agent-1', 'Aoi', options.role ?? 'agent');
    this.#colleagues = (options.colleagues ?? []).map(({ id, name }) => presence(id, name, 'agent'));
    this.#now = options.now ?? (() => Date.UTC(2026, 0, 1));
    this.#pageSize = options.pageSize ?? 50;
    this.#listSize = options.listSize ?? Infinity;
    this.calls = options.calls ?? noCalls;
    this.chat = new FakeBackendTransport({
      server: this.#server,
      role: 'agent',
      participant: this.me.id,
      reachable: options.reachable ?? true,
      onHello: () => this.#greet(),
    });
  }

  get agents(): readonly AgentPresence[] {
    return [this.me, ...this.#colleagues];
  }

  /** The log and controls of one customer's chat. The conversation is made by the first message. */
  customer(id: string): FakeChatServer {
    const known = this.#server.customers.get(id);
    if (known) return known;
    const { now, pageSize, agent } = { now: this.#now, pageSize: this.#pageSize, agent: { id: this.me.id, name: this.me.name } };
    const server = new FakeChatServer({ name: id, customer: id, agent, now, pageSize });
    const deliver = (event: ChatEvent) => {
      this.#server.pass(event);
      if (event.type === 'typing') return;
      const conversation = event.type === 'conversation' ? event.conversation.id : 'conversation' in event && typeof event.conversation === 'string' ? event.conversation : null;
      if (event.type === 'entry') this.#wait(event.conversation, event.entry);
      if (conversation !== null) this.#announce(conversation);
    };
    server.join({ participant: 'desk', role: 'agent', deliver });
    this.#server.customers.set(id, server);
    return server;
  }

  /** A customer writes. Their first message opens a conversation: this agent's, or, if `waiting`, nobody's yet. Returns its id. */
  customerSays(customer: string, text: string, options: { readonly waiting?: boolean } = {}): string {
    const server = this.customer(customer);
    if (!server.open && options.waiting) server.agent = null;
    const count = server.conversations.flatMap(({ id }) => server.entriesOf(id)).length;
    const { conversation } = server.send({ participant: customer, role: 'customer' }, { clientId: `${customer}-message-${count + 1}`, parts: [{ type: 'text', text }] });
    return conversation.id;
  }

  /** What is known of a customer; changes are announced. */
  describe(customer: string, profile: Partial<Customer>): void {
    this.#profiles.set(customer, { ...this.#profile(customer), ...profile });
    for (const { id } of this.#server.customers.get(customer)?.conversations ?? []) this.#announce(id);
  }

  /** Colleagues or the own presence changed. */
  setPresence(change: Partial<AgentPresence>): void {
    this.me = { ...this.me, ...change };
    this.#tell({ type: 'agents', agents: this.agents });
  }

  conversation(id: string): AgentConversation {
    const server = this.#server.of(id);
    const conversation = server.conversations.find((each) => each.id === id);
    if (!conversation) throw new Error(`no conversation ${id}`);
    const entries = server.entriesOf(id);
    const readSeq = conversation.reads.find((mark) => mark.participant === this.me.id)?.seq ?? 0;
    return {
      ...conversation,
      site: 'demo',
      calling: server.site.calling,
      customer: this.#profile(server.customer),
      waitingSince: this.#waitingSince.get(id) ?? null,
      unread: entries.filter((entry) => entry.seq > readSeq && entry.kind === 'message' && entry.author.role === 'customer').length,
      lastEntry: entries.findLast(({ kind }) => ['message', 'call', 'erased'].includes(kind)) ?? null,
    };
  }

  get conversations(): readonly AgentConversation[] {
    return [...this.#server.customers.values()].flatMap((server) => server.conversations.map(({ id }) => this.conversation(id)));
  }

  setStatus(status: AgentStatus): Promise<void> {
    return this.#ask('setStatus', { status }, () => this.setPresence({ status }));
  }

  assign(conversation: string, agent: string): Promise<void> {
    return this.#ask('assign', { conversation, agent }, () => {
      const to = this.agents.find((each) => each.id === agent);
      if (!to) throw new TransportError('AGENT_NOT_FOUND', { permanent: true });
      this.#server.of(conversation).assign({ id: to.id, name: to.name });
    });
  }

  watch(conversation: string, on: boolean): Promise<void> {
    return this.#ask('watch', { conversation, on }, () => {
      if (on) this.#server.watched.add(conversation);
      else this.#server.watched.delete(conversation);
    });
  }

  past(conversation: string): Promise<readonly AgentConversation[]> {
    return this.#ask('past', { conversation }, () =>
      this.#server
        .of(conversation)
        .conversations.filter((each) => each.id !== conversation && each.state === 'ended')
        .map(({ id }) => this.conversation(id))
        .reverse(),
    );
  }

  erase(conversation: string, seq: number): Promise<void> {
    return this.#ask('erase', { conversation, seq }, () => {
      if (this.me.role !== 'supervisor') throw new TransportError('FORBIDDEN', { permanent: true });
      this.#server.of(conversation).erase(conversation, seq);
    });
  }

  eraseAll(conversation: string): Promise<void> {
    return this.#ask('eraseAll', { conversation }, () => {
      if (this.me.role !== 'supervisor') throw new TransportError('FORBIDDEN', { permanent: true });
      if (this.#server.of(conversation).eraseAll(conversation)) this.#tell({ type: 'erased', conversation });
    });
  }

  listen(listener: (event: DeskEvent) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#listeners.add(listener, signal);
  }

  #greet(): void {
    const open = this.conversations.filter((each) => each.state !== 'ended');
    this.#tell({ type: 'hello', me: this.me, agents: this.agents, conversations: open.slice(0, this.#listSize), serverNow: this.#now() });
    queueMicrotask(() => open.slice(this.#listSize).forEach(({ id }) => this.#announce(id)));
  }

  #tell(event: DeskEvent): void {
    this.#listeners.tell(event);
  }

  #announce(conversation: string): void {
    if (this.chat.snapshot.is === 'online' && this.conversations.some(({ id }) => id === conversation)) this.#tell({ type: 'conversation', conversation: this.conversation(conversation) });
  }

  #wait(conversation: string, entry: Entry): void {
    if (entry.author.role === 'agent' || entry.kind === 'ended') this.#waitingSince.set(conversation, null);
    else if (entry.kind === 'message' && !this.#waitingSince.get(conversation)) this.#waitingSince.set(conversation, entry.at);
  }

  #profile(customer: string): Customer {
    const known = this.#profiles.get(customer);
    if (known) return known;
    const capabilities = { calls: null, screenShare: true };
    const page = { url: 'https://shop.example/kettles', title: 'Kettles' };
    return { id: customer, code: customer.slice(-4).toUpperCase(), name: null, known: null, online: true, language: 'en', timeZone: 'Asia/Tokyo', page, capabilities };
  }

  async #ask<Result>(method: string, detail: unknown, work: () => Result): Promise<Result> {
    this.requests.push({ method, detail });
    await Promise.resolve();
    if (this.chat.snapshot.is !== 'online') throw new TransportError('OFFLINE', { permanent: false });
    if (this.refusal) throw this.refusal;
    return work();
  }
}
