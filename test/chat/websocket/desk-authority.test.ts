import { describe, it } from 'node:test';
import { WebSocketChatTransport } from '../../../src/chat/websocket/chat-transport.ts';
import { WebSocketDeskAuthority } from '../../../src/chat/websocket/desk-authority.ts';
import type { DeskAuthority } from '../../../src/session/contracts/desk-authority.ts';
import { deskAuthorityCases } from '../../contracts/desk-authority.ts';
import { until } from '../../contracts/until.ts';
import { realServer } from '../../fakes/real-server.ts';

describe('The WebSocket desk authority on the real server, by the contract', () => {
  for (const each of deskAuthorityCases) {
    it(each.name, async (test) => {
      const server = await realServer();
      test.after(() => server.close());
      const cuts = new Map<DeskAuthority, () => void>();
      const customers = new Map<string, { readonly chat: WebSocketChatTransport; conversation: string }>();
      let messages = 0;
      const customer = async (name: string) => {
        const known = customers.get(name);
        if (known) return known;
        const chat = new WebSocketChatTransport(server.customer().connection);
        chat.connect({ resume: () => [] });
        await until(() => chat.snapshot.is === 'online', (look, signal) => chat.subscribe(look, { signal }));
        const added = { chat, conversation: '' };
        customers.set(name, added);
        return added;
      };
      await each.run({
        desk: async (who) => {
          const line = await server.agent(who);
          const desk = new WebSocketDeskAuthority(line.connection);
          cuts.set(desk, line.cut);
          return desk;
        },
        customerSays: async (name, text) => {
          const each = await customer(name);
          const { conversation } = await each.chat.send({ clientId: `message-${++messages}`, parts: [{ type: 'text', text }] });
          each.conversation = conversation.id;
        },
        customerEnds: async (name) => {
          const { chat, conversation } = await customer(name);
          await chat.end(conversation);
        },
        cut: (desk) => Promise.resolve(cuts.get(desk)?.()),
      });
    });
  }
});
