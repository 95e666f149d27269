import { MAX_TEXT } from '../../protocol/limits.ts';
import type { ChatEvent, ChatTransport, ResumePoint } from '../contracts/chat-transport.ts';
import { TransportError } from '../contracts/chat-transport.ts';
import type { Environment } from '../contracts/environment.ts';
import { Store } from '../contracts/observable.ts';
import type { Chat, ChatSnapshot, OutboxState } from './chat.ts';
import type { ChatState } from './chat-state.ts';
import {
  caughtUp,
  delivery,
  derived,
  greeted,
  initialState,
  isBehind,
  lastSeqOf,
  missed,
  opened,
  read,
  readAll,
  received,
  removed,
  stored,
  typed,
} from './chat-state.ts';
import { OutboxStore } from './outbox-store.ts';
import { Typing } from './typing.ts';

type Refused = Extract<OutboxState, { is: 'not-sent' }>;

export interface ChatSessionOptions {
  readonly side: 'customer' | 'agent';
  readonly transport: ChatTransport;
  readonly environment: Environment;
  /** The session's lifetime. */
  readonly signal: AbortSignal;
  /** An agent's is bound to one conversation; a customer's follows the open one. */
  readonly conversation?: string;
  /** Under which names outbox (shared by tabs) and draft (this tab's) are kept. */
  readonly keys: { readonly outbox: string; readonly draft: string };
}

/** The refusal's code; anything that may go well another time is thrown on. */
function unlessPermanent(error: unknown): Refused['code'] {
  if (!(error instanceof TransportError) || !error.permanent || error.code === 'OFFLINE') throw error;
  return error.code;
}

/** The conversation that the next message goes to, if there is one. */
const openId = ({ conversation }: ChatState): string | null => (conversation && conversation.state !== 'ended' ? conversation.id : null);

/** The longest wait between tries at something that failed for now, in milliseconds: the first is a tenth of it, each other twice the one before. */
const LONGEST_WAIT = 10_000;

/** One person's side of one conversation's text, over a transport. The decisions are in chat-state.ts; here is what they cause. */
export class ChatSession implements Chat {
  readonly #transport: ChatTransport;
  readonly #environment: Environment;
  readonly #signal: AbortSignal;
  readonly #conversation: string | undefined;
  readonly #draftKey: string;
  readonly #outbox: OutboxStore;
  readonly #typing: Typing;
  readonly #store: Store<ChatState>;
  /** What is under way, or waits for another try. */
  readonly #busy = new Set<'send' | 'catch-up' | 'mark'>();
  #failures = 0;

  constructor(options: ChatSessionOptions) {
    const { transport, environment, signal, side, conversation, keys } = options;
    this.#transport = transport;
    this.#environment = environment;
    this.#signal = signal;
    this.#conversation = conversation;
    this.#draftKey = keys.draft;
    this.#outbox = new OutboxStore(environment.shared, keys.outbox, conversation);
    this.#store = new Store(initialState(side, transport.snapshot, this.#outbox.load(), environment.tab.get(this.#draftKey) ?? ''));
    this.#typing = new Typing({
      environment,
      signal,
      tell: (on) => this.#id && transport.typing(this.#id, on),
      forget: (participant) => this.#set(typed(this.#state, participant, false)),
    });
    transport.subscribe(() => this.#connectionChanged(), { signal });
    transport.listen((event) => this.#hear(event), { signal });
    this.#work();
  }

  get snapshot(): ChatSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  /** From where to go on at the next hello. */
  resume(): readonly ResumePoint[] {
    const { conversation, entries } = this.#state;
    return conversation && entries.length > 0 ? [{ conversation: conversation.id, seq: lastSeqOf(this.#state) }] : [];
  }

  send(text: string): void {
    const trimmed = text.trim();
    if (trimmed === '') return;
    const state: OutboxState = trimmed.length > MAX_TEXT ? { is: 'not-sent', code: 'MESSAGE_TOO_LONG' } : { is: 'sending' };
    // Later than the one before, so that the order of writing survives page loads.
    const at = Math.max(this.#environment.now(), (this.#state.outbox.at(-1)?.at ?? 0) + 1);
    const item = { clientId: this.#environment.id(), text: trimmed, at, state };
    this.#typing.sent();
    this.#environment.tab.set(this.#draftKey, null);
    this.#set({ ...this.#state, draft: '', outbox: [...this.#state.outbox, item] });
  }

  retry(clientId: string): void {
    const item = this.#refused(clientId);
    if (item && item.text.length <= MAX_TEXT) this.#set(delivery(this.#state, clientId, { is: 'sending' }));
  }

  discard(clientId: string): void {
    if (this.#refused(clientId)) this.#set(removed(this.#state, clientId));
  }

  setDraft(draft: string): void {
    if (draft === this.#state.draft) return;
    this.#environment.tab.set(this.#draftKey, draft || null);
    this.#set({ ...this.#state, draft });
  }

  setTyping(on: boolean): void {
    this.#typing.set(on);
  }

  markRead(): void {
    this.#set(readAll(this.#state));
  }

  async loadEarlier(): Promise<void> {
    const { earlier } = this.#state;
    if (earlier === 'none' || earlier === 'loading') return;
    this.#set({ ...this.#state, earlier: 'loading' });
    const loaded = await import('./further-back.ts').then(({ furtherBack }) => furtherBack(this.#state, this.#transport)).catch(() => null);
    // A log that began anew meanwhile is not loading.
    if (!this.#signal.aborted && this.#state.earlier === 'loading') this.#set(loaded?.(this.#state) ?? { ...this.#state, earlier: 'failed' });
  }

  async end(): Promise<void> {
    if (this.#id) await this.#transport.end(this.#id);
  }

  get #state(): ChatState {
    return this.#store.snapshot;
  }

  #set(changed: ChatState): void {
    const before = this.#state;
    if (changed === before || this.#signal.aborted) return;
    const next = derived(changed);
    if (next.outbox !== before.outbox) this.#outbox.save(before.outbox, next.outbox);
    if (next.side === 'customer' && openId(next) !== openId(before)) this.#remember(next);
    this.#store.set(next);
    this.#work();
  }

  /** The next page of the site opens the panel at once where a conversation is under way. */
  #remember(state: ChatState): void {
    this.#environment.shared.set('conversation', openId(state));
  }

  get #id(): string | undefined {
    return this.#conversation ?? this.#state.conversation?.id;
  }

  #refused(clientId: string) {
    return this.#state.outbox.find((item) => item.clientId === clientId && item.state.is === 'not-sent');
  }

  #connectionChanged(): void {
    const connection = this.#transport.snapshot;
    if (connection.is === 'online') this.#failures = 0;
    this.#set({ ...this.#state, connection, typing: connection.is === 'online' ? this.#state.typing : [] });
  }

  #hear(event: ChatEvent): void {
    const state = this.#state;
    const { conversation } = event as { readonly conversation?: unknown };
    if (typeof conversation === 'string' && conversation !== state.conversation?.id) return;
    switch (event.type) {
      case 'hello':
        return this.#greet(greeted(state, event));
      case 'missed':
        return this.#set(missed(state, event.page));
      case 'entry':
        this.#typing.heard(event.entry.author.id, false);
        return this.#set(received(state, event.entry));
      case 'typing':
        this.#typing.heard(event.participant, event.on);
        return this.#set(typed(state, event.participant, event.on));
      case 'read':
        return this.#set(read(state, event.mark));
      case 'conversation':
        return this.#set(opened(state, event.conversation));
      case 'site':
        return this.#set(state.site ? { ...state, site: { ...state.site, staffed: event.staffed } } : state);
      case 'call':
    }
  }

  /** Another tab may have closed with messages unsent: they are taken over. */
  #greet(next: ChatState): void {
    if (next.side === 'customer') this.#remember(next);
    const found = this.#outbox.load().filter(({ clientId }) => !next.outbox.some((item) => item.clientId === clientId));
    this.#set({ ...next, outbox: [...next.outbox, ...found] });
  }

  /** Does what the state asks for; each kind of work goes on alone. */
  #work(): void {
    if (this.#state.connection.is !== 'online') return;
    void this.#run('catch-up', this.#catchUp);
    void this.#run('send', this.#sendNext);
    void this.#run('mark', this.#tellRead);
  }

  /** One at a time of each kind. What fails for now is tried again later, or when the connection is back, whichever is first. */
  async #run(kind: 'send' | 'catch-up' | 'mark', task: () => Promise<void> | null): Promise<void> {
    if (this.#busy.has(kind) || this.#signal.aborted) return;
    const work = task.call(this);
    if (!work) return;
    this.#busy.add(kind);
    try {
      await work;
      this.#failures = 0;
    } catch {
      await this.#pause();
    }
    this.#busy.delete(kind);
    this.#work();
  }

  #pause(): Promise<void> {
    const wait = Math.min(LONGEST_WAIT, 1_000 * 2 ** this.#failures++);
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.#signal]);
    return new Promise((resolve) => {
      const go = () => {
        over.abort();
        resolve();
      };
      this.#transport.subscribe(go, { signal });
      this.#environment.after(wait * (0.5 + this.#environment.random() / 2), go, signal);
    });
  }

  #catchUp(): Promise<void> | null {
    const { conversation, entries } = this.#state;
    if (!conversation || !isBehind(this.#state)) return null;
    const from: Parameters<ChatTransport['read']>[1] = entries.length > 0 ? { after: lastSeqOf(this.#state) } : {};
    return this.#transport.read(conversation.id, from).then((page) => {
      if (this.#state.conversation?.id !== conversation.id) return;
      const next = caughtUp(this.#state, page);
      const stuck = isBehind(next) && lastSeqOf(next) === lastSeqOf(this.#state);
      this.#set(next);
      if (stuck) throw new TransportError('UNKNOWN', { permanent: false });
    });
  }

  #sendNext(): Promise<void> | null {
    const item = this.#state.outbox.find((each) => each.state.is === 'sending');
    if (!item) return null;
    const { clientId, text } = item;
    const bound = this.#conversation ? { conversation: this.#conversation } : {};
    return this.#transport.send({ ...bound, clientId, parts: [{ type: 'text', text }] }).then(
      ({ entry, conversation }) => this.#set(stored(this.#state, clientId, entry, conversation)),
      (error: unknown) => this.#set(delivery(this.#state, clientId, { is: 'not-sent', code: unlessPermanent(error) })),
    );
  }

  #tellRead(): Promise<void> | null {
    const { conversation, readSeq, self, side } = this.#state;
    if (!conversation || readSeq === 0) return null;
    const { id, reads } = conversation;
    if (self === null || reads.some((mark) => mark.participant === self && mark.seq >= readSeq)) return null;
    const told = () => {
      if (this.#state.conversation?.id === id) this.#set(read(this.#state, { participant: self, role: side, seq: readSeq }));
    };
    return this.#transport.markRead(id, readSeq).catch(unlessPermanent).then(told);
  }
}
