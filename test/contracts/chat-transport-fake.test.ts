import { describe, it } from 'node:test';
import { FakeChatServer } from '../fakes/fake-chat-server.ts';
import { FakeChatTransport } from '../fakes/fake-chat-transport.ts';
import { chatTransportCases } from './chat-transport.ts';

describe('The fake chat transport, by the contract', () => {
  for (const { name, run } of chatTransportCases) {
    it(name, async () => {
      const server = new FakeChatServer();
      await run({
        tab: () => new FakeChatTransport({ server }),
        cut: (transport) => {
          const fake = transport as FakeChatTransport;
          fake.goOffline();
          setImmediate(() => fake.goOnline());
          return Promise.resolve();
        },
        agentSays: (text) => Promise.resolve(server.agentSays(text)).then(() => undefined),
        agentTypes: (on) => Promise.resolve(server.agentTypes(on)),
        agentReads: (seq) => Promise.resolve(server.agentReads(seq)),
        agentEnds: () => Promise.resolve(server.end(server.open?.id ?? '', 'agent')),
      });
    });
  }
});
