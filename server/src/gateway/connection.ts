import type { WebSocket } from 'ws';
import { isPermanent, rpcErrorNumber } from '../../../src/protocol/errors.ts';
import type { ErrorCode, errorCodes } from '../../../src/protocol/errors.ts';
import { newId } from '../auth/secrets.ts';
import type { Party } from '../conversations/party.ts';
import type { TokenBucket } from '../rate-limit.ts';

/** A reader that falls this far behind, in bytes, is cut off: it resumes with what it missed. */
const MOST_BUFFERED = 4 * 1_048_576;

/** Somebody said hello, and was answered. */
export interface Greeted {
  readonly phase: 'greeted';
  readonly party: Party;
  /** The page that the socket belongs to. */
  readonly tab: string;
  /** Names the session that an agent said hello from; null for a customer. */
  readonly session: string | null;
}

/** `greeting`: a hello was said, whose answer is still on its way. There is no second one beside it. */
export type ConnectionState = { readonly phase: 'silent' } | { readonly phase: 'greeting' } | Greeted;

/** One open socket: what it may do is decided elsewhere, here it is written to and closed. */
export class Connection {
  readonly id = newId();
  /** Null for a client that is no browser. */
  readonly origin: string | null;
  /** The host that the client asked for. */
  readonly host: string;
  readonly address: string;
  readonly frames: TokenBucket;
  readonly messages: TokenBucket;
  readonly pages: TokenBucket;
  state: ConnectionState = { phase: 'silent' };
  /** Whether it answered the last ping. */
  alive = true;
  /** It was sent away: what still comes in until the other end has closed too is nobody's word. */
  isClosing = false;
  /** Resolves once it is gone, whichever way. */
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket, from: Pick<Connection, 'origin' | 'host' | 'address' | 'frames' | 'messages' | 'pages'>) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    this.origin = from.origin;
    this.host = from.host;
    this.address = from.address;
    this.frames = from.frames;
    this.messages = from.messages;
    this.pages = from.pages;
  }

  /** Null until its hello was answered. */
  get party(): Party | null {
    return this.state.phase === 'greeted' ? this.state.party : null;
  }

  result(id: number, result: unknown): void {
    this.#write(JSON.stringify({ jsonrpc: '2.0', id, result }));
  }

  error(id: number | null, code: ErrorCode): void {
    const data = { code, permanent: isPermanent(code) };
    this.#write(JSON.stringify({ jsonrpc: '2.0', id, error: { code: rpcErrorNumber(code), message: code, data } }));
  }

  event(method: string, params: unknown): void {
    this.#write(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  close(code: number, reason: keyof typeof errorCodes): void {
    this.isClosing = true;
    this.#socket.close(code, reason);
  }

  /** For a socket whose other end is gone: no farewell is waited for. */
  terminate(): void {
    this.#socket.terminate();
  }

  ping(): void {
    this.alive = false;
    this.#socket.ping();
  }

  #write(frame: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MOST_BUFFERED) this.terminate();
    else this.#socket.send(frame);
  }
}
