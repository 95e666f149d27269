import * as v from 'valibot';
import type { ErrorCode } from '../../protocol/errors.ts';
import { eventNames } from '../../protocol/events.ts';
import { CloseCode, HEARTBEAT_MS, HELLO_TIMEOUT_MS, MAX_FRAME_BYTES, PROTOCOL } from '../../protocol/limits.ts';
import type { Method, Params } from '../../protocol/requests.ts';
import type { ServerFrame } from '../../protocol/rpc.ts';
import { serverFrame } from '../../protocol/rpc.ts';
import type { ConnectionState, ResumePoint } from '../../session/contracts/chat-transport.ts';
import { TransportError } from '../../session/contracts/chat-transport.ts';
import type { Environment } from '../../session/contracts/environment.ts';
import type { Observable } from '../../session/contracts/observable.ts';
import { Listeners, Store } from '../../session/contracts/observable.ts';
import type { Greeting, HelloParams, Identity } from './identity.ts';

export interface ConnectionOptions<Hello extends Greeting> {
  readonly url: string;
  readonly WebSocket: typeof WebSocket;
  readonly environment: Environment;
  readonly identity: Identity<Hello>;
  /** Calls back when waiting may be over: the platform says that it is online, or the page is looked at again. */
  readonly onWake?: (listener: () => void, options: { readonly signal: AbortSignal }) => void;
}

/** What the server says unasked. */
export interface ServerEvent {
  readonly method: string;
  readonly params: unknown;
}

/** How long an answer may take, in milliseconds, before nobody knows. */
const REQUEST_TIMEOUT = 10_000;
/** How long a socket may be silent after it was asked for a sign of life, in milliseconds. */
const PING_TIMEOUT = 5_000;
const LONGEST_WAIT = 10_000;
/** From when on an attempt that has led nowhere gives way to another, in milliseconds. */
const STALE = 3_000;

/** Settles one request, for good or with an error. */
type Settle = (error: TransportError | null, result?: unknown) => void;

const offline = (): TransportError => new TransportError('OFFLINE', { permanent: false });
const isTooBig = (frame: string): boolean => new TextEncoder().encode(frame).length > MAX_FRAME_BYTES;

/**
 * One socket to the Warmline server, as long as it is wanted: says hello, carries requests and events, notices when it is dead, and comes
 * back, first within 1 s, then jittered up to 10 s. Its lifetime is that of one attempt: whatever belongs to it ends with `#life`.
 */
export class WebSocketConnection<Hello extends Greeting = Greeting> implements Observable<ConnectionState> {
  readonly #options: ConnectionOptions<Hello>;
  readonly #state = new Store<ConnectionState>({ is: 'idle' });
  readonly #greetings = new Listeners<Hello>();
  readonly #events = new Listeners<ServerEvent>();
  #pending = new Map<number, Settle>();
  #resume: (() => readonly ResumePoint[]) | null = null;
  /** Of the attempt or of the wait for the next. */
  #life = new AbortController();
  #wish = new AbortController();
  #socket: WebSocket | null = null;
  #ids = 0;
  #attempts = 0;
  /** When the attempt began, and once it is online, when that did. */
  #since = 0;
  /** Another object with each frame that comes. */
  #heard: object | undefined;
  #greeting: Hello | null = null;

  constructor(options: ConnectionOptions<Hello>) {
    this.#options = options;
  }

  get snapshot(): ConnectionState {
    return this.#state.snapshot;
  }

  subscribe(listener: () => void, options: { readonly signal: AbortSignal }): void {
    this.#state.subscribe(listener, options);
  }

  /** What the server answered to the last hello, while online; of a call it has the latest word. */
  get greeting(): Hello | null {
    return this.snapshot.is === 'online' ? this.#greeting : null;
  }

  /** The server said hello: before the state turns online, and before any event. */
  welcome(listener: (hello: Hello) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#greetings.add(listener, signal);
  }

  /** In the server's order. */
  listen(listener: (event: ServerEvent) => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#events.add(listener, signal);
  }

  /** Idempotent. */
  connect({ resume }: { readonly resume: () => readonly ResumePoint[] }): void {
    this.#resume = resume;
    const { is } = this.snapshot;
    if (is !== 'idle' && is !== 'refused') return;
    this.#wish.abort();
    this.#wish = new AbortController();
    this.#attempts = 0;
    this.#options.onWake?.(() => this.#wake(), { signal: this.#wish.signal });
    void this.#open();
  }

  disconnect(): void {
    this.#resume = null;
    this.#wish.abort();
    this.#settle({ is: 'idle' });
  }

  /** Rejects with a `TransportError`. What the answer says is parsed by who asked. */
  request<M extends Method>(method: M, params: Params<M>): Promise<unknown> {
    return this.snapshot.is === 'online' ? this.#ask(method, params) : Promise.reject(offline());
  }

  /** Sent if there is a connection. */
  notify<M extends Method>(method: M, params: Params<M>): void {
    const frame = JSON.stringify({ jsonrpc: '2.0', method, params });
    if (this.snapshot.is === 'online' && !isTooBig(frame)) this.#socket?.send(frame);
  }

  async #open(): Promise<void> {
    const { WebSocket, url, environment, identity } = this.#options;
    this.#settle({ is: 'connecting' });
    this.#since = environment.now();
    const life = this.#life.signal;
    /** What comes of an attempt that is over is not heard. */
    const alive =
      <Given>(act: (given: Given) => void) =>
      (given: Given): void => {
        if (!life.aborted) act(given);
      };
    const opened = new AbortController();
    environment.after(HELLO_TIMEOUT_MS, () => this.#lost(), AbortSignal.any([life, opened.signal]));
    const dial = (hello: HelloParams): void => {
      let socket: WebSocket;
      try {
        socket = this.#socket = new WebSocket(url, PROTOCOL);
      } catch {
        // The address is none, or the page's policy forbids it: another try would end alike.
        return this.#settle({ is: 'refused', code: 'UNKNOWN' });
      }
      life.addEventListener('abort', () => socket.close());
      socket.onopen = alive(() => {
        opened.abort();
        void this.#greet(hello, life);
      });
      socket.onmessage = alive(({ data }) => this.#receive(data));
      socket.onclose = alive(({ code }) => this.#closed(code));
      // An error is always followed by the close; unheard, Node's socket would throw it.
      socket.onerror = () => undefined;
    };
    await new Promise<HelloParams>((resolve) => resolve(identity.hello())).then(alive(dial), alive((error) => this.#failed(error, false)));
  }

  async #greet(hello: HelloParams, life: AbortSignal): Promise<void> {
    try {
      const answer = await this.#ask('hello', { ...hello, resume: this.#resume?.() ?? [] });
      if (life.aborted) return;
      const greeting = this.#options.identity.greeted(answer);
      this.#greeting = greeting;
      this.#since = this.#options.environment.now();
      this.#greetings.tell(greeting);
      // Whoever was told may have had enough.
      if (this.#life.signal !== life) return;
      this.#state.set({ is: 'online' });
      this.#beat(life);
    } catch (error) {
      if (!life.aborted) this.#failed(error, true);
    }
  }

  #ask(method: Method, params: unknown): Promise<unknown> {
    const id = ++this.#ids;
    const frame = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    if (isTooBig(frame)) return Promise.reject(new TransportError('FRAME_TOO_BIG', { permanent: true }));
    return new Promise((resolve, reject) => {
      this.#pending.set(id, (error, result) => (error ? reject(error) : resolve(result)));
      const late = () => {
        if (this.#answer(id, offline())) this.#check();
      };
      this.#options.environment.after(REQUEST_TIMEOUT, late, this.#life.signal);
      this.#socket?.send(frame);
    });
  }

  /** Whether somebody waited for it. */
  #answer(id: number | null, error: TransportError | null, result?: unknown): boolean {
    this.#pending.get(id ?? 0)?.(error, result);
    return this.#pending.delete(id ?? 0);
  }

  #receive(data: unknown): void {
    this.#heard = {};
    let frame: ServerFrame;
    try {
      frame = v.parse(serverFrame, JSON.parse(String(data)));
    } catch {
      return this.#lost();
    }
    if ('method' in frame) {
      if (frame.method === eventNames.call && this.#greeting) this.#greeting = { ...this.#greeting, call: frame.params };
      if (this.snapshot.is === 'online') this.#events.tell(frame);
    } else if ('error' in frame) {
      const { code = 'UNKNOWN', permanent = false } = frame.error.data ?? {};
      // The list is open at its end: a newer server's code stands as it is, and what it says of it counts.
      this.#answer(frame.id, new TransportError(code as ErrorCode, { permanent }));
    } else {
      this.#answer(frame.id, null, frame.result);
    }
  }

  #closed(code: number): void {
    const refusal = code === CloseCode.unauthorised ? 'TOKEN_INVALID' : code === CloseCode.forbidden ? 'FORBIDDEN' : null;
    this.#failed(refusal && new TransportError(refusal, { permanent: true }), true);
  }

  /** A token that is not taken is worth another try with another one, if the identity has it. */
  #failed(error: unknown, tokenUsed: boolean): void {
    if (!(error instanceof TransportError) || !error.permanent || error.code === 'OFFLINE') return this.#lost();
    const { code } = error;
    const token = tokenUsed && (code === 'TOKEN_INVALID' || code === 'TOKEN_EXPIRED');
    if (token && this.#options.identity.forget()) this.#lost();
    else this.#settle({ is: 'refused', code });
  }

  /** The attempt or the connection is over, and another follows. */
  #lost(): void {
    const { environment } = this.#options;
    const now = environment.now();
    if (this.snapshot.is === 'online' && now - this.#since >= LONGEST_WAIT) this.#attempts = 0;
    const wait = Math.min(LONGEST_WAIT, 1_000 * 2 ** this.#attempts++) * environment.random();
    this.#settle({ is: 'offline', retryAt: now + wait });
    environment.after(wait, () => void this.#open(), this.#life.signal);
  }

  /** Ends what belongs to the present attempt, or to the wait, and enters another state. */
  #settle(state: ConnectionState): void {
    this.#life.abort();
    this.#life = new AbortController();
    this.#socket = null;
    const pending = this.#pending;
    this.#pending = new Map();
    this.#state.set(state);
    for (const settle of pending.values()) settle(offline());
  }

  /** Asks every so often, whatever was heard meanwhile: the longest that nobody notices is one round and its answer's time. */
  #beat(life: AbortSignal): void {
    const beat = () => {
      this.#check();
      this.#beat(life);
    };
    this.#options.environment.after(HEARTBEAT_MS, beat, life);
  }

  /** Asks for a sign of life, and gives the socket up where none comes. Any frame is one. */
  #check(): void {
    if (this.snapshot.is !== 'online') return;
    const before = this.#heard;
    this.#ask('ping', {}).catch(() => undefined);
    const silent = () => {
      if (this.#heard === before) this.#lost();
    };
    this.#options.environment.after(PING_TIMEOUT, silent, this.#life.signal);
  }

  /** An attempt from before the network was back may wait for nobody: it gives way, unless it has only just begun. */
  #wake(): void {
    const isStale = (): boolean => this.snapshot.is === 'connecting' && this.#options.environment.now() - this.#since >= STALE;
    if (this.snapshot.is === 'offline' || isStale()) void this.#open();
    else this.#check();
  }
}
