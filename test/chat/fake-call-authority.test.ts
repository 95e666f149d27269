import { describe, it } from 'node:test';
import type { CallAuthority } from '../../src/session/contracts/call-authority.ts';
import type { FakeCallAuthority } from '../fakes/fake-call-authority.ts';
import { FakeCallServer } from '../fakes/fake-call-authority.ts';
import { FakeEnvironment } from '../fakes/fake-environment.ts';
import { callAuthorityCases } from '../contracts/call-authority.ts';

describe('The fake call authority, by the contract', () => {
  for (const each of callAuthorityCases) {
    it(each.name, async () => {
      const server = new FakeCallServer({ environment: new FakeEnvironment() });
      const pages = new Map<CallAuthority, FakeCallAuthority>();
      const open = (side: 'agent' | 'customer', tab: string) => {
        const page = server.connect(side, tab);
        pages.set(page, page);
        return Promise.resolve(page);
      };
      await each.run({
        conversation: server.conversation,
        agent: (tab) => open('agent', tab),
        customer: (tab) => open('customer', tab),
        cut: (authority) => {
          const page = pages.get(authority);
          page?.drop();
          setImmediate(() => page?.restore());
          return Promise.resolve();
        },
      });
    });
  }
});
