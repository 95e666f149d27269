import { expect } from 'chai';
import { describe, it } from 'node:test';
import { WebSocketChatTransport } from '../../src/chat/websocket/chat-transport.ts';
import { WebSocketDeskAuthority } from '../../src/chat/websocket/desk-authority.ts';
import { textOf } from '../../src/protocol/entry.ts';
import { CustomerSession } from '../../src/session/customer-session.ts';
import { AgentDesk } from '../../src/session/desk/agent-desk.ts';
import { until } from '../contracts/until.ts';
import { FakeKeyValue } from '../fakes/fake-environment.ts';
import { realServer } from '../fakes/real-server.ts';
import { seeded } from '../fakes/seeded.ts';

const FIRST = Number(process.env.WARMLINE_SEED ?? 1);
const MESSAGES = 25;
const noCall = () => Promise.reject(new Error('nobody calls here'));

/** Devices and calls of people who only write. */
const silent = { blocked: () => null, open: noCall, watch: () => undefined } as const;
const callless = () => ({ snapshot: { view: { phase: 'none' } }, subscribe: () => undefined }) as never;

describe('A customer and an agent on the real server, whose sockets are cut at random', () => {
  for (let seed = FIRST; seed < FIRST + 3; seed++) {
    it(`both have every message once, in the same order (WARMLINE_SEED=${seed})`, async (test) => {
      const random = seeded(seed);
      const server = await realServer();
      test.after(() => server.close());
      const shared = new FakeKeyValue();

      const agentLine = await server.agent();
      const desk = new AgentDesk({ authority: new WebSocketDeskAuthority(agentLine.connection), createCall: callless, environment: agentLine.environment, devices: silent });
      desk.connect();

      const load = () => {
        const line = server.customer({ shared });
        const session = new CustomerSession({ transport: new WebSocketChatTransport(line.connection), loadCall: noCall, environment: line.environment });
        session.connect();
        return { line, session };
      };
      let page = load();
      page.session.chat.send('customer 0');
      await until(() => desk.snapshot.conversations.length === 1, (look, signal) => desk.subscribe(look, { signal }));
      const id = desk.snapshot.conversations[0]?.id ?? '';
      const agent = desk.select(id);
      if (!agent) throw new Error('the conversation was selected');

      for (let i = 1; i < MESSAGES; i++) {
        page.session.chat.send(`customer ${i}`);
        if (i % 2 === 0) agent.chat.send(`agent ${i}`);
        const dice = random();
        if (dice < 0.2) page.line.cut();
        else if (dice < 0.35) agentLine.cut();
        else if (dice < 0.45) {
          page.session.close();
          page = load();
        }
        // Lets some frames through, so that the next cut falls somewhere else.
        for (let turn = random() * 20; turn > 0; turn--) await new Promise(setImmediate);
      }

      const customer = page.session.chat;
      const sent = MESSAGES + Math.floor((MESSAGES - 1) / 2);
      const messages = (chat: typeof customer | typeof agent.chat) => chat.snapshot.entries.filter((entry) => entry.kind === 'message').map((entry) => textOf(entry.parts));
      await until(
        () => customer.snapshot.outbox.length + agent.chat.snapshot.outbox.length === 0 && messages(customer).length === sent && messages(agent.chat).length === sent,
        (look, signal) => customer.subscribe(look, { signal }),
        (look, signal) => agent.chat.subscribe(look, { signal }),
      );
      expect(messages(customer)).to.deep.equal(messages(agent.chat));
      const of = (side: string) => messages(customer).filter((text) => text.startsWith(side));
      expect(of('customer')).to.deep.equal(Array.from({ length: MESSAGES }, (_, i) => `customer ${i}`));
      expect(of('agent')).to.deep.equal(Array.from({ length: Math.floor((MESSAGES - 1) / 2) }, (_, i) => `agent ${2 * (i + 1)}`));
      const seqs = customer.snapshot.entries.map((entry) => entry.seq);
      expect(seqs).to.deep.equal(seqs.map((_, i) => (seqs[0] ?? 0) + i));
    });
  }
});
