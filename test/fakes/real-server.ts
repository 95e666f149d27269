import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket as NodeWebSocket } from 'ws';
import type { Clock } from '../../server/src/clock.ts';
import { systemClock } from '../../server/src/clock.ts';
import type { ServerOptions } from '../../server/src/server.ts';
import { createServer } from '../../server/src/server.ts';
import { agent } from '../../src/chat/websocket/agent.ts';
import { WebSocketConnection } from '../../src/chat/websocket/connection.ts';
import { visitor } from '../../src/chat/websocket/visitor.ts';
import type { AgentHello, CustomerHello } from '../../src/protocol/results.ts';
import type { Environment, KeyValue } from '../../src/session/contracts/environment.ts';
import { FakeKeyValue } from './fake-environment.ts';

/** Time that passes so many times as fast as it does: for who waits for what takes minutes. */
export const fastClock = (times: number, since = Date.now()): Clock => ({
  now: () => since + Math.floor((Date.now() - since) * times),
  after: (delay, callback, signal) => systemClock.after(delay / times, callback, signal),
});

/** Node's own clock, unless another is given, and its chance. */
export class NodeEnvironment implements Environment {
  readonly shared: KeyValue;
  readonly tab: KeyValue;
  readonly #clock: Clock;

  constructor(shared: KeyValue = new FakeKeyValue(), { tab, clock = systemClock }: { readonly tab?: KeyValue | undefined; readonly clock?: Clock } = {}) {
    this.shared = shared;
    this.tab = tab ?? new FakeKeyValue();
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  after(delay: number, callback: () => void, signal: AbortSignal): void {
    this.#clock.after(delay, callback, signal);
  }

  random(): number {
    return Math.random();
  }

  id(): string {
    return crypto.randomUUID();
  }
}

/** One page's way to the server, whose socket a test can cut. */
export interface Line<Hello extends CustomerHello | AgentHello> {
  readonly connection: WebSocketConnection<Hello>;
  readonly environment: Environment;
  /** As a network that goes away. */
  readonly cut: () => void;
}

export interface RealServer {
  readonly url: string;
  /** Where its database lies. */
  readonly dataDir: string;
  /** A page of a customer's; pages with the same `shared` are tabs of one. */
  customer(options?: PageOptions & { readonly site?: string; readonly origin?: string }): Line<CustomerHello>;
  /** A page of the demo's agent, or of its supervisor. */
  agent(who?: 'agent' | 'supervisor', tab?: string, options?: PageOptions): Promise<Line<AgentHello>>;
  /** Stops, and starts again with what was stored, at the same address. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface PageOptions {
  readonly shared?: KeyValue;
  readonly tab?: string;
  /** The tab's own storage. */
  readonly storage?: KeyValue;
}

/** Pages and scripts, of which nobody asks for any here: there are none to be kept. */
const publicDir = fileURLToPath(new URL('.', import.meta.url));

/**
 * The Warmline server in this process, on a free port, with a data directory of its own.
 *
 * @param pages the clock that pages go by
 */
export async function realServer(options: Partial<ServerOptions> = {}, { pages = systemClock } = {}): Promise<RealServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'warmline-'));
  let server = await createServer({ dataDir, publicDir, port: 0, ...options });
  const { url, demo, port } = server;
  const open: { disconnect(): void }[] = [];
  let tabs = 0;

  const line = <Hello extends CustomerHello | AgentHello>(environment: Environment, identity: ConstructorParameters<typeof WebSocketConnection<Hello>>[0]['identity'], origin: string): Line<Hello> => {
    const sockets: NodeWebSocket[] = [];
    class Socket extends NodeWebSocket {
      constructor(address: string, protocol: string) {
        // One frame a turn, as a browser gives them.
        super(address, protocol, { origin, allowSynchronousEvents: false });
        sockets.push(this);
      }
    }
    const connection = new WebSocketConnection<Hello>({
      url: `${url.replace('http', 'ws')}/v1/socket`,
      WebSocket: Socket as unknown as typeof WebSocket,
      environment,
      identity,
    });
    open.push(connection);
    return { connection, environment, cut: () => sockets.at(-1)?.terminate() };
  };

  return {
    url,
    dataDir,
    customer: ({ shared, storage, tab = `tab-${++tabs}`, site = 'demo', origin = url } = {}) => {
      const environment = new NodeEnvironment(shared, { clock: pages, tab: storage });
      const about = () => ({
        capabilities: { calls: null, screenShare: true },
        language: 'en',
        timeZone: 'Asia/Tokyo',
        page: { url: 'https://shop.example/', title: 'Shop' },
      });
      return line(environment, visitor({ site, tab, environment, about }), origin);
    },
    agent: async (who = 'agent', tab = `desk-${++tabs}`, { shared, storage } = {}) => {
      const credentials = demo?.[who];
      const headers = { 'content-type': 'application/json' };
      const signedIn = await fetch(`${url}/v1/agent/sign-in`, { method: 'POST', headers, body: JSON.stringify(credentials) });
      const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const token = async () => {
        const response = await fetch(`${url}/v1/agent/socket-token`, { method: 'POST', headers: { cookie } });
        if (!response.ok) throw new Error(`no token: ${response.status}`);
        return ((await response.json()) as { token: string }).token;
      };
      return line(new NodeEnvironment(shared, { clock: pages, tab: storage }), agent({ tab, language: 'en', token }), url);
    },
    restart: async () => {
      await server.close();
      server = await createServer({ dataDir, publicDir, port, ...options });
    },
    close: async () => {
      for (const connection of open) connection.disconnect();
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
