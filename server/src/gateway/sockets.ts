import { CloseCode } from '../../../src/protocol/limits.ts';
import type { Bus } from '../bus/bus.ts';
import type { LiveCalls } from '../calls/live-calls.ts';
import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Presence } from '../routing/presence.ts';
import type { Connection, Greeted } from './connection.ts';
import { keepAlive } from './heartbeat.ts';

/** Most sockets of one customer: more tabs than anybody has, twice over for what a lost network leaves behind. Each is told whatever any of them says. */
const MOST_OF_CUSTOMER = 100;

export interface SocketsOptions {
  readonly bus: Bus;
  /** What the heartbeat goes by: a network knows no clock but the real one, whatever the calls are told. */
  readonly networkClock: Clock;
  readonly presence: Presence;
  readonly live: LiveCalls;
  readonly metrics: Metrics;
}

/** Every open socket, and whose it is: pinged, told what concerns its person, and closed. */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #connections = new Set<Connection>();
  readonly #byParticipant = new Map<string, Set<Connection>>();
  readonly #closing = new AbortController();

  constructor(options: SocketsOptions) {
    this.#options = options;
    options.bus.subscribe(({ to, socket, method, params }) => {
      for (const participant of to) {
        for (const connection of this.#byParticipant.get(participant) ?? []) {
          if (socket === undefined || connection.id === socket) connection.event(method, params);
        }
      }
    }, this.#closing);
    keepAlive(this.#connections, options.networkClock, this.#closing.signal);
  }

  get size(): number {
    return this.#connections.size;
  }

  has(connection: Connection): boolean {
    return this.#connections.has(connection);
  }

  /** Whether a customer has so many that no other is let in. */
  hasAllOf(customer: string): boolean {
    return this.#of(customer).size >= MOST_OF_CUSTOMER;
  }

  /** Those that an agent's session said hello from. */
  ofSession(session: string): Connection[] {
    return [...this.#connections].filter(({ state }) => state.phase === 'greeted' && state.session === session);
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
    this.#options.metrics.sockets.set(this.#connections.size);
  }

  /** From here on it is told what concerns its person. */
  greeted(connection: Connection, state: Greeted): void {
    const { party } = state;
    connection.state = state;
    this.#byParticipant.set(party.id, this.#of(party.id).add(connection));
    this.#options.presence.connect({ id: party.id, role: party.role, site: party.role === 'customer' ? party.site : null }, connection.id);
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
    this.#options.metrics.sockets.set(this.#connections.size);
    if (!connection.party) return;
    const others = this.#of(connection.party.id);
    others.delete(connection);
    if (others.size === 0) this.#byParticipant.delete(connection.party.id);
  }

  /**
   * Whoever wrote before they signed in is a customer now: their pages of before, which show nobody signed in, may not follow what the customer says
   * from here on. One that holds a call keeps it.
   */
  closeUnknown(participant: string): void {
    for (const each of this.#of(participant)) {
      if (each.party?.role !== 'customer' || each.party.isKnown || this.#options.live.isHeldBy(each.id)) continue;
      each.close(CloseCode.unauthorised, 'TOKEN_INVALID');
    }
  }

  /** Says goodbye to every socket, and resolves once all are gone: clients come back by themselves. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const connection of this.#connections) connection.close(CloseCode.restarting, 'SERVER_DRAINING');
    await Promise.all([...this.#connections].map((each) => each.closed));
  }

  /** For those that did not answer the goodbye. */
  terminate(): void {
    for (const connection of this.#connections) connection.terminate();
  }

  #of(participant: string): Set<Connection> {
    return this.#byParticipant.get(participant) ?? new Set();
  }
}
