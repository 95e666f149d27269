import type { AgentConversation, AgentStatus } from '../../protocol/conversation.ts';
import type { Call } from '../call/call.ts';
import { conversationsWithOutbox } from '../chat/outbox-store.ts';
import type { DeskAuthority, DeskEvent } from '../contracts/desk-authority.ts';
import type { Devices } from '../contracts/devices.ts';
import type { Environment } from '../contracts/environment.ts';
import { Listeners, Store } from '../contracts/observable.ts';
import type { SupportSession } from '../support-session.ts';
import { AgentSession, outboxKey } from './agent-session.ts';
import type { Desk, DeskSnapshot } from './desk.ts';
import type { Attention } from './desk-state.ts';
import { attention, called, erased, isOwn, readHere, remembered, told, withoutOldEnded } from './desk-state.ts';

export interface AgentDeskOptions {
  readonly authority: DeskAuthority;
  /** One for each conversation that is opened, until `signal` aborts. */
  readonly createCall: (conversation: string, signal: AbortSignal) => Call;
  readonly environment: Environment;
  readonly devices: Devices;
}

/** How long, in milliseconds, a message in the open conversation may stay unread before it asks for attention. */
const LOOKED_AT = 500;
/** As many positions as one hello may name. */
const MOST_POSITIONS = 200;

/** An agent's desk. The decisions are in desk-state.ts; here is what they cause. */
export class AgentDesk implements Desk {
  readonly #options: AgentDeskOptions;
  readonly #store: Store<DeskSnapshot>;
  readonly #attention = new Listeners<Attention>();
  readonly #sessions = new Map<string, AgentSession>();
  readonly #life = new AbortController();
  /** The conversation of somebody else's, or nobody's, whose entries are asked for. */
  #watched: string | null = null;
  /** Something is under way in them, and they are not known yet: a long list follows its hello in parts. */
  readonly #awaited = new Set<string>();
  /** Where it will be seen in a moment whether somebody reads. */
  readonly #looking = new Set<string>();
  /** The server's moment of the last hello. */
  #greetedAt = '';

  constructor(options: AgentDeskOptions) {
    const { authority, devices } = options;
    const { signal } = this.#life;
    this.#options = options;
    this.#store = new Store<DeskSnapshot>({
      connection: authority.chat.snapshot,
      me: null,
      agents: [],
      conversations: [],
      past: [],
      selected: null,
      call: null,
      clockOffset: 0,
      own: { calls: devices.blocked() },
    });
    authority.listen((event) => this.#hear(event), { signal });
    authority.chat.subscribe(() => this.#connectionChanged(), { signal });
    authority.chat.listen((event) => {
      if (event.type === 'entry' && event.entry.kind === 'erased') this.#set(erased(this.snapshot, event.conversation, event.entry));
    }, { signal });
    authority.calls.listen((event) => {
      if ((event.type === 'news' || event.type === 'online') && event.news) this.#takeUp(event.news.call.conversation);
    }, { signal });
    devices.watch(() => this.#set({ ...this.snapshot, own: { calls: devices.blocked() } }), { signal });
  }

  get snapshot(): DeskSnapshot {
    return this.#store.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#store.subscribe(listener, options);
  }

  connect(): void {
    const resume = () => [...this.#sessions.values()].flatMap((session) => session.chat.resume()).slice(-MOST_POSITIONS);
    this.#options.authority.chat.connect({ resume });
  }

  disconnect(): void {
    this.#options.authority.chat.disconnect();
  }

  /** For good: every session with it. */
  close(): void {
    this.#life.abort();
    for (const id of [...this.#sessions.keys()]) this.#close(id);
    this.disconnect();
  }

  select(conversation: string | null): SupportSession | null {
    const before = this.snapshot.selected;
    const session = conversation === null ? null : this.session(conversation);
    const selected = session ? conversation : null;
    this.#set({ ...this.snapshot, selected });
    if (before !== null) this.#letGo(before);
    this.#watch();
    return session;
  }

  session(conversation: string): SupportSession | null {
    const open = this.#sessions.get(conversation);
    const { me } = this.snapshot;
    if (open || !me || !this.#known(conversation)) return open ?? null;
    const { authority, environment, createCall } = this.#options;
    const session = new AgentSession({
      conversation,
      agent: me.id,
      chat: authority.chat,
      known: () => {
        const known = this.#known(conversation);
        return known ? { participant: me.id, conversation: known } : null;
      },
      createCall: (signal) => createCall(conversation, signal),
      environment,
    });
    this.#sessions.set(conversation, session);
    const { signal } = session;
    session.chat.subscribe(() => {
      this.#set(readHere(this.snapshot, conversation, session.chat.snapshot.readSeq));
      this.#letGo(conversation);
    }, { signal });
    session.call.subscribe(() => {
      this.#callChanged();
      this.#letGo(conversation);
    }, { signal });
    this.#callChanged();
    return session;
  }

  async setStatus(status: AgentStatus): Promise<void> {
    await this.#options.authority.setStatus(status);
    const { me } = this.snapshot;
    if (me) this.#set({ ...this.snapshot, me: { ...me, status } });
  }

  async assign(conversation: string, agent: string): Promise<void> {
    await this.#options.authority.assign(conversation, agent);
  }

  async past(conversation: string): Promise<readonly AgentConversation[]> {
    const past = await this.#options.authority.past(conversation);
    // Of the customers who were looked at before, only what is open still: a day has hundreds.
    const open = this.snapshot.past.filter(({ id }) => this.#sessions.has(id));
    this.#set(remembered({ ...this.snapshot, past: open }, past));
    return past;
  }

  async erase(conversation: string, seq: number): Promise<void> {
    await this.#options.authority.erase(conversation, seq);
  }

  async eraseAll(conversation: string): Promise<void> {
    await this.#options.authority.eraseAll(conversation);
  }

  onAttention(listener: (event: Attention) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#attention.add(listener, signal);
  }

  #set(next: DeskSnapshot): void {
    if (!this.#life.signal.aborted) this.#store.set(next);
  }

  #known(conversation: string): AgentConversation | undefined {
    const { conversations, past } = this.snapshot;
    return [...conversations, ...past].find((each) => each.id === conversation);
  }

  #connectionChanged(): void {
    const connection = this.#options.authority.chat.snapshot;
    if (connection.is !== 'online') this.#watched = null;
    this.#set({ ...this.snapshot, connection });
    this.#watch();
  }

  #hear(event: DeskEvent): void {
    const before = this.snapshot;
    if (event.type === 'hello') this.#compare(event);
    const isKept = (id: string): boolean => this.#sessions.has(id) || (event.type === 'conversation' && event.conversation.id === id);
    this.#set(withoutOldEnded(told(this.snapshot, event, this.#options.environment.now()), isKept));
    if (event.type === 'hello') this.#greet();
    if (event.type === 'conversation') this.#tell(event.conversation);
    if (event.type === 'erased') this.#sessions.get(event.conversation)?.transport.anew();
    for (const each of attention(before, this.snapshot, event.type === 'hello' ? '' : this.#greetedAt)) this.#attend(each);
    if (event.type === 'hello') this.#greetedAt = new Date(event.serverNow).toISOString();
    this.#watch();
  }

  /** Where a conversation went that left the list, nobody tells what is erased in it: should it come back, its log is read anew. */
  #tell(conversation: AgentConversation): void {
    const { id } = conversation;
    if (!this.#known(id)) this.#close(id);
    else if (this.#awaited.delete(id)) this.session(id);
    else this.#sessions.get(id)?.transport.changed(conversation);
  }

  /** A call, or a message that is to be sent, needs the conversation's session, whether anybody opens it or not. */
  #takeUp(conversation: string): void {
    if (!this.session(conversation)) this.#awaited.add(conversation);
  }

  /** What is open here and no longer in the list ended meanwhile. Of somebody else who worked on this page before, nothing stays. */
  #compare({ me, conversations }: Extract<DeskEvent, { type: 'hello' }>): void {
    if (this.snapshot.me && this.snapshot.me.id !== me.id) return this.#forget();
    const listed = new Set(conversations.map((each) => each.id));
    for (const id of this.#sessions.keys()) {
      const known = this.#known(id);
      if (known && !listed.has(id)) this.#set(remembered(this.snapshot, [{ ...known, state: 'ended' }]));
    }
  }

  #forget(): void {
    for (const id of [...this.#sessions.keys()]) this.#close(id);
    this.#set({ ...this.snapshot, me: null, conversations: [], past: [], selected: null, call: null });
  }

  #greet(): void {
    const { me } = this.snapshot;
    this.#awaited.clear();
    for (const session of this.#sessions.values()) session.transport.greet();
    // What was written before the page was loaded again is sent, whether its conversation is opened or not.
    if (me) for (const id of conversationsWithOutbox(this.#options.environment.shared, outboxKey(me.id))) this.#takeUp(id);
  }

  /** At once; but of the conversation that is open only what is not read in a moment, and that once. */
  #attend(event: Attention): void {
    const { conversation } = event;
    const session = this.#sessions.get(conversation);
    if (event.type === 'conversation' || conversation !== this.snapshot.selected || !session) return this.#attention.tell(event);
    if (this.#looking.has(conversation)) return;
    this.#looking.add(conversation);
    const look = () => {
      this.#looking.delete(conversation);
      if (session.chat.snapshot.readSeq < (this.#known(conversation)?.lastSeq ?? 0)) this.#attention.tell(event);
    };
    this.#options.environment.after(LOOKED_AT, look, this.#life.signal);
  }

  /** The one that runs, or else one whose end was not read yet. */
  #callChanged(): void {
    const calls = [...this.#sessions].map(([conversation, { call }]) => ({ conversation, snapshot: call.snapshot }));
    const phaseOf = (each: (typeof calls)[number]) => each.snapshot.view.phase;
    const shown = calls.filter((each) => phaseOf(each) !== 'none');
    const before = this.snapshot.conversations;
    this.#set(called(this.snapshot, shown.find((each) => phaseOf(each) !== 'ended') ?? shown[0] ?? null));
    for (const { id } of before) if (!this.#known(id)) this.#close(id);
  }

  /** Entries of an open conversation that is not one's own come only where they are asked for. */
  #watch(): void {
    const { selected, me, connection } = this.snapshot;
    if (connection.is !== 'online') return;
    const known = selected === null ? undefined : this.#known(selected);
    const wanted = known && known.state !== 'ended' && !isOwn(known, me) ? known.id : null;
    if (wanted === this.#watched) return;
    const { authority } = this.#options;
    const before = this.#watched;
    this.#watched = wanted;
    // A refusal shows in the log's own reading; a lost connection watches again by itself.
    if (before !== null) authority.watch(before, false).catch(() => undefined);
    if (wanted === null) return;
    const caughtUp = () => this.#sessions.get(wanted)?.transport.greet();
    authority.watch(wanted, true).then(caughtUp, () => undefined);
  }

  /** Once it has ended, nobody looks at it and nothing would be lost: its log and its listeners are not kept for the rest of the day. */
  #letGo(conversation: string): void {
    if (conversation !== this.snapshot.selected && this.#sessions.get(conversation)?.isIdle) this.#close(conversation);
  }

  #close(conversation: string): void {
    this.#sessions.get(conversation)?.close();
    this.#sessions.delete(conversation);
    this.#callChanged();
  }
}
