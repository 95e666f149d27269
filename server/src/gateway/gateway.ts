import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { ErrorCode } from '../../../src/protocol/errors.ts';
import { CloseCode, HELLO_TIMEOUT_MS, MAX_FRAME_BYTES, PROTOCOL } from '../../../src/protocol/limits.ts';
import type { Method, Params } from '../../../src/protocol/requests.ts';
import type { ClientFrame } from '../../../src/protocol/rpc.ts';
import type { Clock } from '../clock.ts';
import type { Limits } from '../config/schema.ts';
import type { Party } from '../conversations/party.ts';
import { Work } from '../conversations/work.ts';
import { Refusal } from '../refusal.ts';
import { isStorageTrouble } from '../store/until-stored.ts';
import { addressOf } from '../http/address.ts';
import type { ComingsAndGoingsOptions } from './comings-and-goings.ts';
import { ComingsAndGoings } from './comings-and-goings.ts';
import { Connection } from './connection.ts';
import { helloCloseCode, isMethod, parse, parseFrame } from './frames.ts';
import type { Greeting } from './hello.ts';
import type { Handlers } from './methods.ts';
import { TokenBucket } from '../rate-limit.ts';
import type { SocketsOptions } from './sockets.ts';
import { Sockets } from './sockets.ts';

/** With a second slash where a page gives our address with one at its end, as `npm start` prints it. */
const SOCKET_PATH = /^\/\/?v1\/socket(?:\?|$)/;

const SOCKETS = {
  noServer: true,
  maxPayload: MAX_FRAME_BYTES,
  perMessageDeflate: false,
  /** How long the other end may take to answer a close before its connection is cut, in milliseconds. The types of `ws` do not know it yet. */
  closeTimeout: 2_000,
  handleProtocols: (offered: ReadonlySet<string>) => (offered.has(PROTOCOL) ? PROTOCOL : false),
} as const;

/** How often a customer's page may say that it is another: so many a second, and at once. */
const PAGES = { perSecond: 1, burst: 20 };

/** Answers an upgrade that leads to no socket, and keeps no half of it. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

export interface GatewayOptions extends ComingsAndGoingsOptions, Omit<SocketsOptions, 'presence'> {
  readonly clock: Clock;
  readonly handlers: Handlers;
  readonly limits: Limits;
  readonly trustProxy: boolean;
}

/** What comes in through the sockets: parsed once, limited, authorised at every message, and answered. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #server = new WebSocketServer(SOCKETS);
  readonly #passage: ComingsAndGoings;
  readonly #sockets: Sockets;
  #draining = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#passage = new ComingsAndGoings(options);
    this.#sockets = new Sockets({ ...options, presence: options.context.presence });
  }

  get size(): number {
    return this.#sockets.size;
  }

  /** Takes an upgrade that is for us. Returns whether it was. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (!SOCKET_PATH.test(request.url ?? '')) return false;
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
    if (this.#draining || !offered.includes(PROTOCOL)) {
      refuseUpgrade(socket, this.#draining ? '503 Service Unavailable' : '400 Bad Request');
      return true;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#accept(opened, request));
    return true;
  }

  /** Takes no new work; what is under way is finished by the store. */
  drain(): void {
    this.#draining = true;
  }

  /** Says goodbye to every socket, and resolves once all are gone: clients come back by themselves. */
  async close(): Promise<void> {
    this.#server.close();
    await this.#sockets.close();
  }

  /** For those that did not answer the goodbye. */
  terminate(): void {
    this.#sockets.terminate();
  }

  /** Whoever signs out hangs up, and none of that session's pages stays: not even another window. */
  async signOut(session: string): Promise<void> {
    for (const connection of this.#sockets.ofSession(session)) {
      await this.#passage.release(connection.id, 'end');
      connection.close(CloseCode.unauthorised, 'TOKEN_INVALID');
    }
  }

  #accept(socket: WebSocket, request: IncomingMessage): void {
    const { clock, limits, trustProxy } = this.#options;
    const now = clock.now();
    const connection = new Connection(socket, {
      origin: request.headers.origin ?? null,
      host: request.headers.host ?? '',
      address: addressOf(request, trustProxy),
      frames: new TokenBucket(limits.framesPerSecond, limits.framesBurst, now),
      messages: new TokenBucket(limits.messagesPerSecond, limits.messagesBurst, now),
      pages: new TokenBucket(PAGES.perSecond, PAGES.burst, now),
    });
    this.#sockets.add(connection);
    const waiting = new AbortController();
    clock.after(
      HELLO_TIMEOUT_MS,
      () => {
        if (connection.party) return;
        connection.error(null, 'HELLO_TIMEOUT');
        connection.close(CloseCode.helloTimeout, 'HELLO_TIMEOUT');
      },
      waiting.signal,
    );
    socket.on('message', (data, isBinary) => this.#receive(connection, data, isBinary));
    socket.on('pong', () => (connection.alive = true));
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      waiting.abort();
      this.#closed(connection, code);
    });
  }

  #receive(connection: Connection, data: RawData, isBinary: boolean): void {
    if (connection.isClosing) return;
    connection.alive = true;
    const frame = isBinary ? null : parseFrame(data);
    if (!frame) {
      this.#refuse(connection, null, 'MALFORMED_FRAME');
      connection.close(CloseCode.malformed, 'MALFORMED_FRAME');
      return;
    }
    if (!connection.frames.take(this.#options.clock.now())) {
      this.#refuse(connection, frame.id ?? null, 'RATE_LIMITED');
      return;
    }
    void this.#handle(connection, frame);
  }

  async #handle(connection: Connection, frame: ClientFrame): Promise<void> {
    const { logger, metrics } = this.#options;
    const started = performance.now();
    const id = frame.id ?? null;
    try {
      if (!isMethod(frame.method)) throw new Refusal('UNKNOWN_METHOD');
      if (this.#draining) throw new Refusal('SERVER_DRAINING');
      await this.#call(connection, frame.method, frame.params, id);
      metrics.requests.observe({ method: frame.method }, (performance.now() - started) / 1_000);
    } catch (error) {
      const code = error instanceof Refusal ? error.code : 'INTERNAL';
      if (code === 'INTERNAL') logger.error({ err: error, method: frame.method }, 'request failed');
      this.#refuse(connection, id, code);
      const closeCode = frame.method === 'hello' && !connection.party ? helloCloseCode(code) : null;
      if (closeCode !== null) connection.close(closeCode, code);
    }
  }

  /** Does what is asked for, and answers it. */
  async #call(connection: Connection, method: Method, given: unknown, id: number | null): Promise<void> {
    const { context, calls, handlers, clock } = this.#options;
    if (method === 'hello') {
      await this.#hello(connection, parse(method, given), id);
      return;
    }
    const { state } = connection;
    if (state.phase !== 'greeted') throw new Refusal('HELLO_FIRST');
    const { party, tab } = state;
    const answer = (result: unknown): void => {
      if (result !== undefined && id !== null) connection.result(id, result);
    };
    if (method === 'ping') {
      answer({});
      return;
    }
    if (method === 'call.signal') {
      calls.signal({ id: party.id, side: party.role, socket: connection.id }, parse(method, given));
      return;
    }
    const params = parse(method, given);
    const limit = method === 'chat.send' ? connection.messages : method === 'customer.page' ? connection.pages : null;
    if (limit?.take(clock.now()) === false) throw new Refusal('RATE_LIMITED');
    const handler = handlers[method] as (request: object, params: unknown) => Promise<unknown>;
    await Work.do(context, (work) => handler({ work, party, socket: connection.id, tab }, params), answer, { changesWhoHears: method === 'desk.watch' });
  }

  async #hello(connection: Connection, params: Params<'hello'>, id: number | null): Promise<void> {
    if (connection.state.phase !== 'silent' || id === null) throw new Refusal('INVALID_PARAMS');
    connection.state = { phase: 'greeting' };
    const party = await this.#greet(connection, params, id).catch((error: unknown) => {
      connection.state = { phase: 'silent' };
      throw error;
    });
    if (this.#sockets.has(connection)) await this.#passage.arrive(party, params);
  }

  async #greet(connection: Connection, params: Params<'hello'>, id: number): Promise<Party> {
    const { context, greeter, clock } = this.#options;
    const vouched = await greeter.vouchedFor(params, clock.now());
    const changesWhoHears = params.role === 'agent';
    const greet = ({ isReadOnly }: { readonly isReadOnly: boolean }): Promise<Party> => {
      const change = async (work: Work): Promise<Party> => {
        const greeting = await greeter.greet(work, connection, params, { vouched, isReadOnly });
        const { party } = greeting;
        if (party.role === 'customer' && this.#sockets.hasAllOf(party.id)) throw new Refusal('RATE_LIMITED');
        // In one turn: nothing live comes before the answer, and nothing between is lost.
        work.after(() => this.#open(connection, params.tab, id, greeting));
        return party;
      };
      return Work.do(context, change, undefined, { changesWhoHears });
    };
    return await greet({ isReadOnly: false }).catch((error: unknown) => {
      if (params.role === 'agent' || !params.token || !isStorageTrouble(error)) throw error;
      return greet({ isReadOnly: true });
    });
  }

  #open(connection: Connection, tab: string, id: number, { party, session, result, rest }: Greeting): void {
    if (!this.#sockets.has(connection)) return;
    this.#sockets.greeted(connection, { phase: 'greeted', party, tab, session });
    connection.result(id, result);
    if (party.role === 'customer' && party.isKnown) this.#sockets.closeUnknown(party.id);
    for (const { method, params } of rest) connection.event(method, params);
  }

  #closed(connection: Connection, code: number): void {
    this.#sockets.remove(connection);
    const { party } = connection;
    // Whoever we ourselves send away has left nothing.
    if (!party || this.#draining) return;
    this.#options.context.presence.disconnect(party.id, connection.id);
    // A browser closes with 1001 as a page goes (RFC 6455, section 7.4.1), in Firefox even before what the page itself says of it gets out; a network
    // that is cut gives no code at all. A page may not give this code by itself.
    void this.#passage.leave(connection.id, party, code === CloseCode.goingAway ? 'leaving' : 'gone');
  }

  #refuse(connection: Connection, id: number | null, code: ErrorCode): void {
    this.#options.metrics.refusals.inc({ code });
    this.#options.logger.debug({ socket: connection.id, code }, 'refused');
    connection.error(id, code);
  }
}
