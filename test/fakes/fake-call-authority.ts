import type { CallCommand } from '../../src/protocol/call-rules.ts';
import { applyCommand, deadlineOf, isLive, startCall } from '../../src/protocol/call-rules.ts';
import type { CallRecord, CallSide, Media } from '../../src/protocol/call-record.ts';
import { generationOf, participantOf } from '../../src/protocol/call-record.ts';
import type { CallAck, CallNews, CallSignal } from '../../src/protocol/call-wire.ts';
import type { MediaGrant } from '../../src/protocol/media-grant.ts';
import type { CallAuthority, CallEvent, CommandName, CommandParams } from '../../src/session/contracts/call-authority.ts';
import { TransportError } from '../../src/session/contracts/chat-transport.ts';
import type { Environment } from '../../src/session/contracts/environment.ts';
import { Listeners } from '../../src/session/contracts/observable.ts';

export interface FakeCallServerOptions {
  /** The server's clock. */
  readonly environment: Environment;
  readonly conversation?: string;
  readonly backend?: string;
  readonly choices?: readonly Media[];
  /** Whether there is a TURN server. */
  readonly relay?: boolean;
  /** Whether a first try that fails goes on from peer to peer. */
  readonly fallback?: boolean;
  /** A backend whose grant comes with the ack, or one that gives it only once the call was claimed. */
  readonly grants?: 'with-ack' | 'on-request';
}

/** One conversation's calls, in memory, by the real rules. Connect as many tabs of the customer and pages of the agent as a test needs. */
export class FakeCallServer {
  readonly conversation: string;
  readonly agent = { id: 'agent-1', name: 'Aoi' };
  readonly customer = { id: 'customer-1' };
  readonly backend: string;
  readonly choices: readonly Media[];
  relay: boolean;
  readonly fallback: boolean;
  grants: 'with-ack' | 'on-request';
  /** The newest call. */
  record: CallRecord | null = null;
  /** Every call's records, in the order they were made. */
  readonly history: CallRecord[] = [];
  readonly #environment: Environment;
  readonly #links = new Set<FakeCallAuthority>();
  readonly #secrets: Record<CallSide, string> = { customer: '', agent: '' };
  readonly #answers = new Map<string, { readonly refusal: CallAck['refusal']; readonly lease: number | null }>();
  #signals: { readonly side: CallSide; readonly signal: CallSignal }[] = [];
  #armed = new AbortController();

  constructor(options: FakeCallServerOptions) {
    this.#environment = options.environment;
    this.conversation = options.conversation ?? 'conversation-1';
    this.backend = options.backend ?? 'fake';
    this.choices = options.choices ?? ['audio', 'video'];
    this.relay = options.relay ?? true;
    this.fallback = options.fallback ?? false;
    this.grants = options.grants ?? 'with-ack';
  }

  /** One page's connection, online from the start. */
  connect(side: CallSide, tab: string): FakeCallAuthority {
    return new FakeCallAuthority(this, side, tab);
  }

  /** What is known of a call that is under way. */
  get news(): CallNews | null {
    return this.record && isLive(this.record) ? this.#newsOf(this.record) : null;
  }

  join(link: FakeCallAuthority): void {
    this.#links.add(link);
  }

  leave(link: FakeCallAuthority): void {
    this.#links.delete(link);
    const { record } = this;
    if (record && participantOf(record, link.side)?.tab === link.tab) this.apply({ type: 'gone', side: link.side });
  }

  /** Something that the server does by itself, or that a test wants done. */
  apply(command: CallCommand): void {
    if (this.record) this.#set(applyCommand(this.record, command, this.#environment.now()).record);
  }

  start(request: CommandParams<'start'>): CallAck {
    const known = this.#answers.get(request.commandId);
    if (known && this.record) return this.#answer(this.record, 'agent', known);
    if (this.record && isLive(this.record)) return { ...this.#newsOf(this.record), refusal: 'busy' };
    const { callId, conversation, media, camera, tab } = request;
    const { backend, choices, relay, fallback, customer } = this;
    const start = { id: callId, conversation, media, choices, backend, relay, fallback, agent: { ...this.agent, tab, camera }, customer };
    this.#signals = [];
    const record = startCall(start, this.#environment.now());
    const answer = { refusal: null, lease: 1 };
    this.#answers.clear();
    this.#answers.set(request.commandId, answer);
    this.#secrets.agent = this.#secret();
    this.#set(record);
    return this.#answer(record, 'agent', answer);
  }

  command(link: FakeCallAuthority, commandId: string, callId: string, command: CallCommand, lease?: string): CallAck {
    const { record } = this;
    if (record?.id !== callId) throw new TransportError('CALL_NOT_FOUND', { permanent: true });
    const known = this.#answers.get(commandId);
    const isAnew = command.type === 'reclaim' && isLive(record) && known?.lease === leaseOf(record, link.side);
    if (known && !isAnew) return this.#answer(record, link.side, known);
    if (lease !== undefined && !isAnew && isLive(record) && lease !== this.#secrets[link.side]) return { ...this.#newsOf(record), refusal: 'lease-lost' };
    const verdict = applyCommand(record, command, this.#environment.now());
    const gives = verdict.refusal === null && (command.type === 'accept' || command.type === 'reclaim');
    const answer = { refusal: verdict.refusal, lease: gives ? leaseOf(verdict.record, link.side) : null };
    this.#answers.set(commandId, answer);
    if (gives && verdict.record !== record) this.#secrets[link.side] = this.#secret();
    this.#set(verdict.record);
    return this.#answer(verdict.record, link.side, answer);
  }

  grant(link: FakeCallAuthority, callId: string, lease: string): MediaGrant {
    if (this.record?.id !== callId || !isLive(this.record)) throw new TransportError('CALL_NOT_FOUND', { permanent: true });
    if (lease !== this.#secrets[link.side]) throw new TransportError('LEASE_LOST', { permanent: true });
    if (this.record.state.phase === 'ringing') throw new TransportError('FORBIDDEN', { permanent: true });
    return { backend: this.record.backend };
  }

  leaving(link: FakeCallAuthority, callId: string, lease: string): void {
    if (this.record?.id === callId && lease === this.#secrets[link.side]) this.apply({ type: 'leaving', side: link.side });
  }

  signal(link: FakeCallAuthority, { lease, ...signal }: CallSignal & { readonly lease: string }): void {
    const { record } = this;
    if (record?.id !== signal.callId || !isLive(record)) return;
    if (lease !== this.#secrets[link.side] || signal.generation !== generationOf(record)) return;
    this.#signals.push({ side: link.side, signal });
    const holder = participantOf(record, other(link.side))?.tab;
    for (const each of this.#links) if (each.side !== link.side && each.tab === holder) each.deliver({ type: 'signal', signal });
  }

  #set(record: CallRecord): void {
    if (record === this.record) return;
    this.record = record;
    this.history.push(record);
    this.#arm(record);
    for (const link of this.#links) link.deliver({ type: 'news', news: this.#newsOf(record) });
  }

  #secret(): string {
    return `secret-${this.#environment.id()}`;
  }

  /** The first answer, of the record as it is now; the lease goes with it while it is still the one that was given. */
  #answer(record: CallRecord, side: CallSide, { refusal, lease }: { readonly refusal: CallAck['refusal']; readonly lease: number | null }): CallAck {
    const ack: CallAck = { ...this.#newsOf(record), refusal };
    if (lease === null || lease !== leaseOf(record, side) || !isLive(record)) return ack;
    const generation = generationOf(record);
    return {
      ...ack,
      lease: this.#secrets[side],
      ...(this.grants === 'with-ack' ? { grant: { backend: record.backend } } : null),
      signals: this.#signals.filter((each) => each.side !== side && each.signal.generation === generation).map((each) => each.signal),
    };
  }

  #arm(record: CallRecord): void {
    this.#armed.abort();
    this.#armed = new AbortController();
    const deadline = deadlineOf(record);
    if (deadline === null) return;
    this.#environment.after(deadline - this.#environment.now(), () => this.apply({ type: 'tick' }), this.#armed.signal);
  }

  #newsOf(call: CallRecord): CallNews {
    return { call, serverNow: this.#environment.now(), deadline: deadlineOf(call) };
  }
}

const other = (side: CallSide): CallSide => (side === 'agent' ? 'customer' : 'agent');

const leaseOf = (record: CallRecord, side: CallSide): number => participantOf(record, side)?.lease ?? 0;

type Packet = () => void;

/** One page's connection to the fake server. What travels either way keeps its order and takes a turn of the microtask queue; `hold` lets a test stop it. */
export class FakeCallAuthority implements CallAuthority {
  readonly side: CallSide;
  readonly tab: string;
  /** The names of all that was sent, in order: `accept`, `ready`, `signal` and so on. */
  readonly sent: string[] = [];
  readonly #server: FakeCallServer;
  readonly #listeners = new Listeners<CallEvent>();
  #up: Packet[] = [];
  #down: Packet[] = [];
  readonly #losers = new Set<(error: unknown) => void>();
  #held = false;
  #online = true;

  constructor(server: FakeCallServer, side: CallSide, tab: string) {
    this.#server = server;
    this.side = side;
    this.tab = tab;
    server.join(this);
  }

  get online(): boolean {
    return this.#online;
  }

  /** Packets that wait while the connection is held. */
  get waiting(): number {
    return this.#up.length + this.#down.length;
  }

  command<Name extends CommandName>(name: Name, params: CommandParams<Name>): Promise<CallAck> {
    return this.#ask(name, () => {
      const given: unknown = params;
      if (name === 'start') return this.#server.start(given as CommandParams<'start'>);
      const { commandId, callId, lease } = given as CommandParams<'end'> & { readonly lease?: string };
      return this.#server.command(this, commandId, callId, this.#ruleOf(name, params), lease);
    });
  }

  grant({ callId, lease }: Parameters<CallAuthority['grant']>[0]): Promise<MediaGrant> {
    return this.#ask('grant', () => this.#server.grant(this, callId, lease));
  }
  leaving({ callId, lease }: Parameters<CallAuthority['leaving']>[0]): void {
    this.#send('leaving', () => this.#server.leaving(this, callId, lease));
  }
  signal(signal: Parameters<CallAuthority['signal']>[0]): void {
    const copy = JSON.parse(JSON.stringify(signal)) as typeof signal;
    this.#send('signal', () => this.#server.signal(this, copy));
  }

  listen(listener: (event: CallEvent) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#listeners.add(listener, signal);
    if (this.#online) this.deliver({ type: 'online', news: this.#server.news });
  }

  /** From the server. */
  deliver(event: CallEvent): void {
    this.#queue(this.#down, () => this.#listeners.tell(event));
  }

  /** Stops what travels, both ways, until `release`. */
  hold(): void {
    this.#held = true;
  }

  /** Lets the oldest packet of one direction through while the connection is held. */
  step(direction: 'up' | 'down'): boolean {
    const packet = (direction === 'up' ? this.#up : this.#down).shift();
    packet?.();
    return packet !== undefined;
  }

  release(): void {
    this.#held = false;
    this.#flush();
  }

  /** The connection is lost, with all that was on its way; the page and the server both learn of it. */
  drop(): void {
    if (!this.#online) return;
    this.#online = false;
    this.#up = [];
    this.#down = [];
    const losers = [...this.#losers];
    this.#losers.clear();
    for (const lose of losers) lose(offline());
    this.#server.leave(this);
    this.#listeners.tell({ type: 'offline' });
  }

  restore(): void {
    if (this.#online) return;
    this.#online = true;
    this.#server.join(this);
    this.deliver({ type: 'online', news: this.#server.news });
  }

  /** As the rules know the command: with the side whose connection this is. */
  #ruleOf(name: Exclude<CommandName, 'start'>, params: unknown): CallCommand {
    const { callId: _call, commandId: _command, lease: _lease, ...says } = params as Record<string, unknown>;
    const { side, tab } = this;
    if (name === 'decline') return { type: name, tab };
    return { ...says, type: name === 'mediaLost' ? 'media-lost' : name, ...(name !== 'accept' && name !== 'refuse' && { side }) } as CallCommand;
  }

  #ask<Result>(name: string, act: () => Result): Promise<Result> {
    if (!this.#online) return Promise.reject(offline());
    return new Promise((resolve, reject) => {
      this.#losers.add(reject);
      this.#send(name, () => {
        const answer = attempt(act);
        this.#queue(this.#down, () => {
          this.#losers.delete(reject);
          answer(resolve, reject);
        });
      });
    });
  }

  #send(name: string, act: Packet): void {
    this.sent.push(name);
    if (this.#online) this.#queue(this.#up, act);
  }

  #queue(queue: Packet[], packet: Packet): void {
    queue.push(packet);
    if (!this.#held) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    while (!this.#held && (this.step('up') || this.step('down')));
  }
}

const offline = (): TransportError => new TransportError('OFFLINE', { permanent: false });

function attempt<Result>(act: () => Result): (resolve: (result: Result) => void, reject: (error: unknown) => void) => void {
  try {
    const result = act();
    return (resolve) => resolve(result);
  } catch (error) {
    return (_, reject) => reject(error);
  }
}
