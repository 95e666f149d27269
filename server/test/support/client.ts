import { EventEmitter, once } from 'node:events';
import WebSocket from 'ws';
import { common, methods } from '../../../scripts/protocol-methods.ts';
import type { ErrorCode } from '../../../src/protocol/errors.ts';
import { PROTOCOL } from '../../../src/protocol/limits.ts';
import type { Method } from '../../../src/protocol/requests.ts';
import type { AgentHello, CustomerHello } from '../../../src/protocol/results.ts';

export interface Event {
  readonly method: string;
  readonly params: never;
}

/** A refused request, as the wire says it. */
export class Refused extends Error {
  readonly code: string;
  readonly permanent: boolean;

  constructor(code: string, permanent: boolean) {
    super(code);
    this.code = code;
    this.permanent = permanent;
  }
}

interface Waiting {
  readonly method: Method;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Whether docs/protocol.md names a refusal of this method. */
const isTold = (method: Method, code: ErrorCode): boolean => common.includes(code) || methods[method][2].includes(code);

/** One bare socket that speaks the protocol: real frames, nothing of the widget's. */
export class Client {
  readonly events: Event[] = [];
  readonly socket: WebSocket;
  readonly #arrived = new EventEmitter();
  readonly #waiting = new Map<number, Waiting>();
  readonly #closed: Promise<{ code: number; reason: string }>;
  #seen = 0;
  #id = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.#arrived.setMaxListeners(0);
    socket.on('error', () => undefined);
    this.#closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        for (const each of this.#waiting.values()) each.reject(new Refused('CLOSED', false));
        this.#waiting.clear();
        resolve({ code, reason: String(reason) });
      });
    });
    socket.on('message', (data) => this.#receive(JSON.parse((data as Buffer).toString()) as Record<string, unknown>));
  }

  /** @param options `autoPong: false` is a network that lost the other end without a word */
  static async open(url: string, options: { origin?: string; autoPong?: boolean } = {}): Promise<Client> {
    const client = new Client(new WebSocket(`${url.replace('http', 'ws')}/v1/socket`, PROTOCOL, { origin: url, ...options }));
    await once(client.socket, 'open');
    return client;
  }

  get closed(): Promise<{ code: number; reason: string }> {
    return this.#closed;
  }

  request<T = Record<string, unknown>>(method: Method, params: unknown): Promise<T> {
    this.#id += 1;
    const id = this.#id;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.send({ jsonrpc: '2.0', id, method, params });
    });
  }

  notify(method: Method, params: unknown): void {
    this.send({ jsonrpc: '2.0', method, params });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next event of a kind that was not awaited yet and fits. */
  async next<T = Record<string, unknown>>(method: string, fits: (params: T) => boolean = () => true): Promise<T> {
    for (;;) {
      while (this.#seen < this.events.length) {
        const event = this.events[this.#seen];
        this.#seen += 1;
        if (event?.method === method && fits(event.params)) return event.params;
      }
      await once(this.#arrived, 'frame');
    }
  }

  /** Events from here on only. */
  skip(): void {
    this.#seen = this.events.length;
  }

  /** @param code 1001 is a browser's as its page goes */
  async close(code?: number): Promise<void> {
    this.socket.close(code);
    await this.#closed;
  }

  #receive(frame: Record<string, unknown>): void {
    if (typeof frame.method === 'string') this.events.push({ method: frame.method, params: frame.params as never });
    else if (typeof frame.id === 'number') this.#settle(frame.id, frame);
    else this.events.push({ method: 'error', params: (frame.error as { data: never }).data });
    this.#arrived.emit('frame');
  }

  #settle(id: number, frame: Record<string, unknown>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if ('error' in frame) {
      const { data } = frame.error as { data: { code: ErrorCode; permanent: boolean } };
      waiting?.reject(isTold(waiting.method, data.code) ? new Refused(data.code, data.permanent) : new Error(`docs/protocol.md does not say that ${waiting.method} can be refused with ${data.code}`));
    } else waiting?.resolve(frame.result as never);
  }
}

const page = { url: 'https://shop.example/', title: 'Shop' };

export const customerHello = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  protocol: PROTOCOL,
  role: 'customer',
  site: 'demo',
  tab: 'tab-1',
  capabilities: { calls: null, screenShare: true },
  language: 'en',
  timeZone: 'Europe/Berlin',
  page,
  features: [],
  resume: [],
  ...more,
});

/** A customer who said hello. */
export async function customer(url: string, more: Record<string, unknown> = {}, options: { origin?: string; autoPong?: boolean } = {}): Promise<{ client: Client; hello: CustomerHello }> {
  const client = await Client.open(url, options);
  return { client, hello: await client.request<CustomerHello>('hello', customerHello(more)) };
}

export async function signIn(url: string, credentials: { email: string; password: string }): Promise<string> {
  const response = await fetch(`${url}/v1/agent/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  if (response.status !== 200) throw new Refused(String(response.status), true);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

export async function socketToken(url: string, cookie: string): Promise<string> {
  const response = await fetch(`${url}/v1/agent/socket-token`, { method: 'POST', headers: { cookie } });
  return ((await response.json()) as { token: string }).token;
}

/** An agent who signed in and said hello. */
export async function agent(
  url: string,
  credentials: { email: string; password: string },
  more: Record<string, unknown> = {},
): Promise<{ client: Client; hello: AgentHello; cookie: string }> {
  const cookie = await signIn(url, credentials);
  return { cookie, ...(await agentWith(url, cookie, more)) };
}

export async function agentWith(url: string, cookie: string, more: Record<string, unknown> = {}): Promise<{ client: Client; hello: AgentHello }> {
  const client = await Client.open(url);
  const token = await socketToken(url, cookie);
  const hello = await client.request<AgentHello>('hello', { protocol: PROTOCOL, role: 'agent', token, tab: 'desk-1', language: 'en', features: [], resume: [], ...more });
  return { client, hello };
}
