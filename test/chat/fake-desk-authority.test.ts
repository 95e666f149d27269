import { describe, it } from 'node:test';
import { FakeDeskAuthority } from '../fakes/fake-desk-authority.ts';
import { deskAuthorityCases } from '../contracts/desk-authority.ts';

describe('The fake desk authority, by the contract', () => {
  for (const each of deskAuthorityCases) {
    it(each.name, async () => {
      let desk = new FakeDeskAuthority();
      await each.run({
        desk: (role = 'agent') => Promise.resolve((desk = new FakeDeskAuthority({ role }))),
        customerSays: (customer, text) => {
          desk.customerSays(customer, text, { waiting: desk.me.status === 'away' });
          return Promise.resolve();
        },
        customerEnds: (customer) => {
          const server = desk.customer(customer);
          server.end(server.open?.id ?? '');
          return Promise.resolve();
        },
        cut: () => {
          desk.chat.goOffline();
          setImmediate(() => desk.chat.goOnline());
          return Promise.resolve();
        },
      });
    });
  }
});
