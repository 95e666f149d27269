import type { Call } from './call/call.ts';
import { lazyCall } from './call/lazy-call.ts';
import { ChatSession } from './chat/chat-session.ts';
import type { ChatTransport } from './contracts/chat-transport.ts';
import type { Environment } from './contracts/environment.ts';
import type { SupportSession } from './support-session.ts';

export interface CustomerSessionOptions {
  readonly transport: ChatTransport;
  /** Brings the call's own part into the page; asked for when a call arrives. */
  readonly loadCall: () => Promise<Call>;
  readonly environment: Environment;
  /** What the keys begin with under which outbox and draft are kept; empty for a visitor whom the site does not know. */
  readonly prefix?: string;
}

/** A customer's side: one connection, the open conversation, and its calls. */
export class CustomerSession implements SupportSession {
  readonly side = 'customer';
  readonly chat: ChatSession;
  readonly call: Call;
  readonly #transport: ChatTransport;
  readonly #life = new AbortController();

  constructor({ transport, loadCall, environment, prefix = '' }: CustomerSessionOptions) {
    const { signal } = this.#life;
    this.#transport = transport;
    const { call, wake } = lazyCall({ load: loadCall, environment, signal });
    this.call = call;
    this.chat = new ChatSession({ side: 'customer', transport, environment, signal, keys: { outbox: `${prefix}outbox`, draft: `${prefix}draft` } });
    transport.listen((event) => {
      if (event.type === 'call') wake();
    }, { signal });
  }

  /** Idempotent; after a `refused` it asks once more. */
  connect(): void {
    this.#transport.connect({ resume: () => this.chat.resume() });
  }

  /** Lets the connection go; what is shown stays, and `connect` goes on from there. */
  disconnect(): void {
    this.#transport.disconnect();
  }

  /** For good: nothing changes afterwards. */
  close(): void {
    this.#life.abort();
    this.#transport.disconnect();
  }
}
