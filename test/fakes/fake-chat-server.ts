import type { Conversation, EntryPage, ReadMark } from '../../src/protocol/conversation.ts';
import type { Entry, Part } from '../../src/protocol/entry.ts';
import { textOf } from '../../src/protocol/entry.ts';
import { MAX_TEXT } from '../../src/protocol/limits.ts';
import type { CustomerHello } from '../../src/protocol/results.ts';
import type { ChatEvent, OutgoingMessage, ResumePoint } from '../../src/session/contracts/chat-transport.ts';
import { TransportError } from '../../src/session/contracts/chat-transport.ts';

/** What a fake transport talks to: one customer's server, or a desk's that has many. */
export interface FakeChatBackend {
  /** What the server's answer to hello says of chat. */
  hello(role: FakeClient['role']): { readonly site: CustomerHello['site'] | null; readonly conversation: Conversation | null };
  missed(resume: readonly ResumePoint[]): EntryPage[];
  /** Tombstones of what is known to whoever resumes. */
  erased(role: FakeClient['role'], resume: readonly ResumePoint[]): Extract<ChatEvent, { type: 'entry' }>[];
  join(client: FakeClient): void;
  leave(client: FakeClient): void;
  send(client: FakeClient, message: OutgoingMessage): { readonly entry: Entry; readonly conversation: Conversation };
  /** A customer's goes on over their earlier conversations. */
  page(role: FakeClient['role'], conversation: string, from: { readonly after?: number; readonly before?: number }): EntryPage;
  read(client: FakeClient, conversation: string, seq: number): void;
  typing(client: FakeClient, conversation: string, on: boolean): void;
  end(conversation: string, by: FakeClient['role']): void;
}

export interface FakeChatServerOptions {
  /** Begins the ids of its conversations. */
  readonly name?: string;
  readonly customer?: string;
  readonly agent?: { readonly id: string; readonly name: string } | null;
  readonly site?: Partial<CustomerHello['site']>;
  readonly now?: () => number;
  /** Entries in a page. */
  readonly pageSize?: number;
}

interface Thread {
  conversation: Conversation;
  readonly entries: Entry[];
  /** The seq of each message, by who sent it and under which name: also once it is erased. */
  readonly sent: Map<string, number>;
}

/** Most tombstones that are told one by one. */
const MOST_TOLD = 200;

export interface FakeClient {
  readonly participant: string;
  readonly role: 'customer' | 'agent';
  readonly deliver: (event: ChatEvent) => void;
}

/** A server for one customer and one agent, in memory: append-only logs, idempotent sends, pages, read marks. */
export class FakeChatServer implements FakeChatBackend {
  readonly site: CustomerHello['site'];
  readonly customer: string;
  /** Who answers; null while the customer waits. */
  agent: { readonly id: string; readonly name: string } | null;
  readonly #name: string;
  readonly #now: () => number;
  readonly #pageSize: number;
  readonly #threads: Thread[] = [];
  readonly #clients = new Set<FakeClient>();

  constructor(options: FakeChatServerOptions = {}) {
    this.site = { id: 'demo', name: 'Demo', calling: 'voice-and-video', staffed: true, answersIn: 60_000, ...options.site };
    this.#name = options.name ?? 'conversation';
    this.customer = options.customer ?? 'customer-1';
    this.agent = options.agent === undefined ? { id: 'agent-1', name: 'Aoi' } : options.agent;
    this.#now = options.now ?? (() => Date.UTC(2026, 0, 1));
    this.#pageSize = options.pageSize ?? 50;
  }

  /** The customer's open conversation. */
  get open(): Conversation | null {
    return this.#threads.find((thread) => thread.conversation.state !== 'ended')?.conversation ?? null;
  }

  get conversations(): readonly Conversation[] {
    return this.#threads.map((thread) => thread.conversation);
  }

  entriesOf(conversation: string): readonly Entry[] {
    return this.#thread(conversation).entries;
  }

  /** The texts of a conversation's messages, in the log's order. */
  textsOf(conversation: string): readonly string[] {
    return this.entriesOf(conversation).map((entry) => textOf(entry.parts)).filter((text) => text !== '');
  }

  hello(role: FakeClient['role']): { readonly site: CustomerHello['site'] | null; readonly conversation: Conversation | null } {
    return role === 'customer' ? { site: this.site, conversation: this.#threads.at(-1)?.conversation ?? null } : { site: null, conversation: null };
  }

  join(client: FakeClient): void {
    this.#clients.add(client);
  }

  leave(client: FakeClient): void {
    this.#clients.delete(client);
  }

  missed(resume: readonly ResumePoint[]): EntryPage[] {
    return resume.flatMap(({ conversation, seq }) => {
      const thread = this.#threads.find((each) => each.conversation.id === conversation);
      const entries = thread?.entries.filter((entry) => entry.seq > seq) ?? [];
      return entries.length > 0 ? [{ conversation, entries: entries.slice(0, this.#pageSize), more: entries.length > this.#pageSize }] : [];
    });
  }

  erased(role: FakeClient['role'], resume: readonly ResumePoint[]): Extract<ChatEvent, { type: 'entry' }>[] {
    const tombstones = (conversation: string, entries: readonly Entry[], upTo: number) =>
      entries.filter(({ kind, seq }) => kind === 'erased' && seq <= upTo).map((entry) => ({ type: 'entry' as const, conversation, entry }));
    const newest = role === 'customer' && resume.length > 0 ? this.#threads.at(-1)?.conversation.id : undefined;
    return [
      ...resume.flatMap(({ conversation, seq }) => tombstones(conversation, this.#threads.find((each) => each.conversation.id === conversation)?.entries ?? [], seq)),
      ...(newest === undefined ? [] : tombstones(newest, this.#log(newest), 0)),
    ];
  }

  send(client: Pick<FakeClient, 'participant' | 'role'>, message: OutgoingMessage): { entry: Entry; conversation: Conversation } {
    const text = message.parts.map((part) => part.text).join('');
    if (text.length > MAX_TEXT) throw new TransportError('MESSAGE_TOO_LONG', { permanent: true });
    const name = `${client.participant} ${message.clientId}`;
    for (const { entries, conversation, sent } of this.#threads) {
      const known = entries.find((entry) => entry.seq === sent.get(name));
      if (known) return { entry: known, conversation };
    }
    const thread = client.role === 'customer' ? this.#opened() : this.#thread(message.conversation ?? '');
    if (thread.conversation.state === 'ended') throw new TransportError('CONVERSATION_ENDED', { permanent: true });
    thread.sent.set(name, thread.entries.length + 1);
    const entry = this.#append(thread, client, 'message', [...message.parts], message.clientId);
    return { entry, conversation: thread.conversation };
  }

  page(role: FakeClient['role'], conversation: string, from: { readonly after?: number; readonly before?: number }): EntryPage {
    const entries = role === 'customer' ? this.#log(conversation) : this.#thread(conversation).entries;
    const size = this.#pageSize;
    const { after, before } = from;
    if (after !== undefined) {
      const rest = entries.filter((entry) => entry.seq > after);
      return { conversation, entries: rest.slice(0, size), more: rest.length > size };
    }
    const rest = before === undefined ? entries : entries.filter((entry) => entry.seq < before);
    return { conversation, entries: rest.slice(-size), more: rest.length > size };
  }

  read(client: Pick<FakeClient, 'participant' | 'role'>, conversation: string, seq: number): void {
    const thread = this.#thread(conversation);
    const mark: ReadMark = { participant: client.participant, role: client.role, seq };
    const others = thread.conversation.reads.filter((each) => each.participant !== client.participant);
    thread.conversation = { ...thread.conversation, reads: [...others, mark] };
    this.#broadcast({ type: 'read', conversation, mark });
  }

  typing(client: Pick<FakeClient, 'participant'>, conversation: string, on: boolean): void {
    this.#broadcast({ type: 'typing', conversation, participant: client.participant, on }, client.participant);
  }

  end(conversation: string, by: 'customer' | 'agent' = 'customer'): void {
    const thread = this.#thread(conversation);
    if (thread.conversation.state === 'ended') return;
    this.#append(thread, { participant: 'system', role: 'system' }, 'ended', [{ type: 'ended', by }]);
    thread.conversation = { ...thread.conversation, state: 'ended' };
    this.#broadcast({ type: 'conversation', conversation: thread.conversation });
  }

  /** The agent writes; opens nothing. */
  agentSays(text: string, conversation = this.open?.id ?? ''): Entry {
    const thread = this.#thread(conversation);
    const { id, name } = this.#answering();
    return this.#append(thread, { participant: id, role: 'agent', name }, 'message', [{ type: 'text', text }]);
  }

  agentTypes(on: boolean): void {
    this.typing({ participant: this.#answering().id }, this.open?.id ?? '', on);
  }

  agentReads(seq = this.open?.lastSeq ?? 0): void {
    this.read({ participant: this.#answering().id, role: 'agent' }, this.open?.id ?? '', seq);
  }

  /** An entry of any kind, as a newer server or a call's end would write it. */
  write(kind: string, parts: readonly Part[], conversation = this.open?.id ?? ''): Entry {
    return this.#append(this.#thread(conversation), { participant: 'system', role: 'system' }, kind, [...parts]);
  }

  /** A tombstone takes the entry's place. */
  erase(conversation: string, seq: number): void {
    const { entries } = this.#thread(conversation);
    const index = entries.findIndex((entry) => entry.seq === seq);
    const before = entries[index];
    if (!before) throw new TransportError('ENTRY_NOT_FOUND', { permanent: true });
    if (before.kind === 'erased') return;
    if (before.kind !== 'message') throw new TransportError('NOT_A_MESSAGE', { permanent: true });
    const { id, author, at } = before;
    const entry: Entry = { id, seq, kind: 'erased', author, at, parts: [] };
    entries[index] = entry;
    const told = this.#threads.at(-1)?.conversation.id ?? conversation;
    const earlier = this.#threads.slice(this.#threads.findIndex((each) => each.entries === entries), -1);
    const shift = earlier.reduce((sum, each) => sum + each.entries.length, 0);
    for (const { role, deliver } of [...this.#clients]) {
      deliver({ type: 'entry', ...(role === 'customer' ? { conversation: told, entry: { ...entry, seq: entry.seq - shift } } : { conversation, entry }) });
    }
  }

  /** Tells each tombstone; where there are too many, lets pages read the log anew. Returns whether it did. */
  eraseAll(conversation: string): boolean {
    const thread = this.#thread(conversation);
    const messages = thread.entries.filter(({ kind }) => kind === 'message');
    if (messages.length <= MOST_TOLD) {
      for (const { seq } of messages) this.erase(conversation, seq);
      return false;
    }
    for (const { seq, id, author, at } of messages) thread.entries[seq - 1] = { id, seq, kind: 'erased', author, at, parts: [] };
    for (const each of [{ ...thread.conversation, id: 'nowhere', lastSeq: 0, reads: [] }, thread.conversation]) this.#broadcast({ type: 'conversation', conversation: each });
    return true;
  }

  staff(staffed: boolean): void {
    this.#broadcast({ type: 'site', staffed });
  }

  /** Somebody answers from here on. */
  assign(agent: { readonly id: string; readonly name: string }): void {
    this.agent = agent;
    const thread = this.#thread(this.open?.id ?? '');
    this.#append(thread, { participant: 'system', role: 'system' }, 'assigned', [{ type: 'assigned', agent }]);
    thread.conversation = { ...thread.conversation, state: 'assigned', agent };
    this.#broadcast({ type: 'conversation', conversation: thread.conversation });
  }

  #answering(): { readonly id: string; readonly name: string } {
    if (!this.agent) throw new Error('nobody answers yet');
    return this.agent;
  }

  /** A conversation's entries after those of the customer's earlier ones, which count down from 0. */
  #log(conversation: string): readonly Entry[] {
    const thread = this.#thread(conversation);
    const earlier = this.#threads.slice(0, this.#threads.indexOf(thread)).flatMap((each) => each.entries);
    return [...earlier.map((entry, index) => ({ ...entry, seq: index + 1 - earlier.length })), ...thread.entries];
  }

  #thread(conversation: string): Thread {
    const thread = this.#threads.find((each) => each.conversation.id === conversation);
    if (!thread) throw new TransportError('CONVERSATION_NOT_FOUND', { permanent: true });
    return thread;
  }

  /** The open conversation, or a new one, which is assigned at once. */
  #opened(): Thread {
    const open = this.#threads.find((each) => each.conversation.state !== 'ended');
    if (open) return open;
    const id = `${this.#name}-${this.#threads.length + 1}`;
    const at = new Date(this.#now()).toISOString();
    const state = this.agent ? 'assigned' : 'waiting';
    const before = this.#threads.at(-1)?.conversation;
    const previous = before && { previous: { conversation: before.id, seq: before.lastSeq } };
    const conversation: Conversation = { id, state, agent: this.agent, lastSeq: 0, reads: [], startedAt: at, ...previous };
    const thread: Thread = { conversation, entries: [], sent: new Map() };
    this.#threads.push(thread);
    this.#broadcast({ type: 'conversation', conversation });
    return thread;
  }

  #append(thread: Thread, by: { readonly participant: string; readonly role: Entry['author']['role']; readonly name?: string }, kind: string, parts: Part[], clientId?: string): Entry {
    const seq = thread.entries.length + 1;
    const { id } = thread.conversation;
    const entry: Entry = {
      id: `${id}-entry-${seq}`,
      seq,
      kind,
      author: { id: by.participant, role: by.role, ...(by.name === undefined ? {} : { name: by.name }) },
      at: new Date(this.#now()).toISOString(),
      parts,
      ...(clientId === undefined ? {} : { clientId }),
    };
    thread.entries.push(entry);
    thread.conversation = { ...thread.conversation, lastSeq: seq };
    this.#broadcast({ type: 'entry', conversation: id, entry });
    return entry;
  }

  #broadcast(event: ChatEvent, except?: string): void {
    for (const client of [...this.#clients]) if (client.participant !== except) client.deliver(event);
  }
}
