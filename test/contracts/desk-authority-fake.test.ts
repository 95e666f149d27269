import { describe, it } from 'node:test';
import { FakeDeskAuthority } from '../fakes/fake-desk-authority.ts';
import { deskAuthorityCases } from './desk-authority.ts';

describe('The fake desk authority, by the contract', () => {
  for (const { name, run } of deskAuthorityCases) {
    it(name, async () => {
      const desk = new FakeDeskAuthority();
      await run({
        desk: () => Promise.resolve(desk),
        customerSays: (customer, text) => Promise.resolve(desk.customerSays(customer, text, { waiting: desk.me.status === 'away' })).then(() => undefined),
        customerEnds: (customer) => Promise.resolve(desk.customer(customer).end(desk.customer(customer).open?.id ?? '')),
        cut: () => {
          desk.chat.goOffline();
          setImmediate(() => desk.chat.goOnline());
          return Promise.resolve();
        },
      });
    });
  }
});
