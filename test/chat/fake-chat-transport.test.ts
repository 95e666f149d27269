import { describe, it } from 'node:test';
import type { ChatTransport } from '../../src/session/contracts/chat-transport.ts';
import { FakeChatServer } from '../fakes/fake-chat-server.ts';
import { FakeChatTransport } from '../fakes/fake-chat-transport.ts';
import { chatTransportCases } from '../contracts/chat-transport.ts';

const done = (act: () => unknown): Promise<void> => {
  act();
  return Promise.resolve();
};

describe('The fake chat transport, by the contract', () => {
  for (const each of chatTransportCases) {
    it(each.name, async () => {
      const server = new FakeChatServer();
      const tabs = new Map<ChatTransport, FakeChatTransport>();
      await each.run({
        tab: () => {
          const tab = new FakeChatTransport({ server });
          tabs.set(tab, tab);
          return tab;
        },
        cut: (transport) => {
          const fake = tabs.get(transport);
          setImmediate(() => fake?.goOnline());
          return done(() => fake?.goOffline());
        },
        agentSays: (text) => done(() => server.agentSays(text)),
        agentTypes: (on) => done(() => server.agentTypes(on)),
        agentReads: (seq) => done(() => server.agentReads(seq)),
        erase: (seq, conversation = server.open?.id ?? '') => done(() => server.erase(conversation, seq)),
        agentEnds: () => done(() => server.end(server.open?.id ?? '', 'agent')),
      });
    });
  }
});
