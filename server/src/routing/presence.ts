import type { Clock } from '../clock.ts';

/** How long somebody counts as here after their last socket went, in milliseconds. */
const GRACE = { agent: 20_000, customer: 3_000 } as const;

/** A customer without a socket for this long has left, in milliseconds: what they wrote waits for them, and keeps nobody from answering others. */
export const LEFT_AFTER = 300_000;

export interface Someone {
  readonly id: string;
  readonly role: 'customer' | 'agent';
  /** A customer's. */
  readonly site: string | null;
}

interface Trace {
  readonly someone: Someone;
  readonly sockets: Set<string>;
  /** Ends the wait for another socket. */
  grace: AbortController | null;
}

/** Who is here, by their sockets. A page that is changed drops its socket for a moment: that is not an absence. */
export class Presence {
  readonly #clock: Clock;
  readonly #traces = new Map<string, Trace>();
  /** Those of the agents who have a socket: asked for at every message. */
  readonly #agents = new Set<string>();
  /** Customers who went a short while ago, and what ends the wait for them. */
  readonly #leaving = new Map<string, AbortController>();
  /** By conversation, which sockets follow it, and whose they are. */
  readonly #watchers = new Map<string, Map<string, string>>();
  #absent: (someone: Someone) => void = () => undefined;
  #left: (someone: Someone) => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called when somebody's grace is over. */
  onAbsent(listener: (someone: Someone) => void): void {
    this.#absent = listener;
  }

  /** Called when a customer has left. */
  onLeft(listener: (someone: Someone) => void): void {
    this.#left = listener;
  }

  connect(someone: Someone, socket: string): void {
    const known = this.#traces.get(someone.id);
    known?.grace?.abort();
    const trace = known ?? { someone, sockets: new Set<string>(), grace: null };
    trace.grace = null;
    trace.sockets.add(socket);
    this.#traces.set(someone.id, trace);
    if (someone.role === 'agent') this.#agents.add(someone.id);
    this.#leaving.get(someone.id)?.abort();
    this.#leaving.delete(someone.id);
  }

  disconnect(id: string, socket: string): void {
    for (const conversation of this.#watchers.keys()) this.#unwatch(conversation, socket);
    const trace = this.#traces.get(id);
    if (!trace?.sockets.delete(socket) || trace.sockets.size > 0) return;
    this.#agents.delete(id);
    this.#wait(trace);
    if (trace.someone.role === 'customer') this.#leave(trace.someone);
  }

  /** Somebody who was here before the server started has their grace too. */
  expect(someone: Someone): void {
    if (this.#traces.has(someone.id)) return;
    const trace: Trace = { someone, sockets: new Set(), grace: null };
    this.#traces.set(someone.id, trace);
    this.#wait(trace);
  }

  /** With a socket at this moment. */
  isConnected(id: string): boolean {
    return (this.#traces.get(id)?.sockets.size ?? 0) > 0;
  }

  /** With a socket, or without for so short a time that they may be back. */
  isHere(id: string): boolean {
    return this.#traces.has(id);
  }

  /** Whether a customer has been without a socket for that long, or never had one since the start: so it means nothing before the server has run for as long itself. */
  hasLeft(id: string): boolean {
    return !this.isConnected(id) && !this.#leaving.has(id);
  }

  agents(): string[] {
    return [...this.#agents];
  }

  customersOf(site: string): string[] {
    return [...this.#traces.values()].filter((each) => each.someone.site === site && each.sockets.size > 0).map((each) => each.someone.id);
  }

  /** One of an agent's windows wants to follow a conversation that is not their own, until it stops or is gone: whether they may is not decided here. */
  watch(conversation: string, agent: string, socket: string, on: boolean): void {
    if (!on) {
      this.#unwatch(conversation, socket);
      return;
    }
    // It may have gone before this was stored.
    if (!this.#traces.get(agent)?.sockets.has(socket)) return;
    this.#watchers.set(conversation, (this.#watchers.get(conversation) ?? new Map<string, string>()).set(socket, agent));
  }

  watchersOf(conversation: string): readonly string[] {
    return [...new Set(this.#watchers.get(conversation)?.values())];
  }

  close(): void {
    for (const trace of this.#traces.values()) trace.grace?.abort();
    for (const leaving of this.#leaving.values()) leaving.abort();
    this.#traces.clear();
    this.#leaving.clear();
  }

  #unwatch(conversation: string, socket: string): void {
    const watchers = this.#watchers.get(conversation);
    watchers?.delete(socket);
    if (watchers?.size === 0) this.#watchers.delete(conversation);
  }

  #leave(someone: Someone): void {
    const leaving = new AbortController();
    this.#leaving.set(someone.id, leaving);
    const left = (): void => {
      this.#leaving.delete(someone.id);
      this.#left(someone);
    };
    this.#clock.after(LEFT_AFTER, left, leaving.signal);
  }

  #wait(trace: Trace): void {
    const grace = new AbortController();
    trace.grace = grace;
    this.#clock.after(GRACE[trace.someone.role], () => this.#forget(trace), grace.signal);
  }

  #forget(trace: Trace): void {
    this.#traces.delete(trace.someone.id);
    this.#absent(trace.someone);
  }
}
