import { ChatSession } from '../../../src/session/chat/chat-session.ts';
import { FakeChatServer, type FakeChatServerOptions } from '../../fakes/fake-chat-server.ts';
import { FakeChatTransport } from '../../fakes/fake-chat-transport.ts';
import type { KeyValue } from '../../../src/session/contracts/environment.ts';
import { FakeEnvironment, settled } from '../../fakes/fake-environment.ts';

/** A customer's tab on a server: several tabs share `server` and `shared`; a page load keeps `tab`. */
export interface Tab {
  readonly environment: FakeEnvironment;
  readonly transport: FakeChatTransport;
  readonly chat: ChatSession;
  readonly connect: () => Promise<void>;
  /** The page goes: nothing is heard and nothing is done afterwards. */
  readonly close: () => void;
}

export interface TabOptions {
  readonly server?: FakeChatServer;
  readonly shared?: KeyValue;
  readonly tab?: KeyValue;
  readonly name?: string;
  readonly seed?: number;
}

export function openTab(options: TabOptions = {}): Tab {
  const environment = new FakeEnvironment(options);
  const transport = new FakeChatTransport(options.server ? { server: options.server } : {});
  const life = new AbortController();
  const chat = new ChatSession({ side: 'customer', transport, environment, signal: life.signal, keys: { outbox: 'outbox', draft: 'draft' } });
  return {
    environment,
    transport,
    chat,
    connect: async () => {
      transport.connect({ resume: () => chat.resume() });
      await settled();
    },
    close: () => {
      life.abort();
      transport.disconnect();
    },
  };
}

export async function onlineTab(options: TabOptions & { readonly serverOptions?: FakeChatServerOptions } = {}): Promise<Tab> {
  const tab = openTab({ ...options, server: options.server ?? new FakeChatServer(options.serverOptions) });
  await tab.connect();
  return tab;
}

export const textsOf = (chat: ChatSession): readonly string[] =>
  chat.snapshot.entries.flatMap((entry) => entry.parts.flatMap((part) => ('text' in part && typeof part.text === 'string' ? [part.text] : [])));

export const seqsOf = (chat: ChatSession): readonly number[] => chat.snapshot.entries.map((entry) => entry.seq);
