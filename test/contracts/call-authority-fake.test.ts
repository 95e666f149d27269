import { describe, it } from 'node:test';
import { FakeCallServer, type FakeCallAuthority } from '../fakes/fake-call-authority.ts';
import { FakeEnvironment } from '../fakes/fake-environment.ts';
import { callAuthorityCases } from './call-authority.ts';

describe('The fake call authority, by the contract', () => {
  for (const { name, run } of callAuthorityCases) {
    it(name, async () => {
      const server = new FakeCallServer({ environment: new FakeEnvironment() });
      await run({
        conversation: server.conversation,
        agent: (tab) => Promise.resolve(server.connect('agent', tab)),
        customer: (tab) => Promise.resolve(server.connect('customer', tab)),
        cut: (authority) => {
          const fake = authority as FakeCallAuthority;
          fake.drop();
          setImmediate(() => fake.restore());
          return Promise.resolve();
        },
      });
    });
  }
});
