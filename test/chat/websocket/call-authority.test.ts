import { describe, it } from 'node:test';
import { WebSocketCallAuthority } from '../../../src/chat/websocket/call-authority.ts';
import { WebSocketChatTransport } from '../../../src/chat/websocket/chat-transport.ts';
import { WebSocketDeskAuthority } from '../../../src/chat/websocket/desk-authority.ts';
import type { CallAuthority } from '../../../src/session/contracts/call-authority.ts';
import type { ChatTransport } from '../../../src/session/contracts/chat-transport.ts';
import { callAuthorityCases } from '../../contracts/call-authority.ts';
import { until } from '../../contracts/until.ts';
import { FakeKeyValue } from '../../fakes/fake-environment.ts';
import { realServer } from '../../fakes/real-server.ts';

async function online(chat: ChatTransport): Promise<void> {
  chat.connect({ resume: () => [] });
  await until(() => chat.snapshot.is === 'online', (look, signal) => chat.subscribe(look, { signal }));
}

describe('The WebSocket call authority on the real server, by the contract', () => {
  for (const each of callAuthorityCases) {
    it(each.name, async (test) => {
      const server = await realServer();
      test.after(() => server.close());
      const shared = new FakeKeyValue();
      const cuts = new Map<CallAuthority, () => void>();
      const agentLine = await server.agent('agent', 'desk');
      const desk = new WebSocketDeskAuthority(agentLine.connection);
      await online(desk.chat);
      // The customer whose conversation it is has a page that stays, so that the calls' pages may come and go.
      const staying = new WebSocketChatTransport(server.customer({ shared }).connection);
      await online(staying);
      let assigned = false;
      desk.listen((event) => {
        if (event.type === 'conversation' && event.conversation.state === 'assigned') assigned = true;
      }, { signal: test.signal });
      const { conversation } = await staying.send({ clientId: 'first', parts: [{ type: 'text', text: 'hello' }] });
      await until(() => assigned, (look, signal) => desk.listen(look, { signal }));
      await each.run({
        conversation: conversation.id,
        agent: () => {
          cuts.set(desk.calls, agentLine.cut);
          return Promise.resolve(desk.calls);
        },
        customer: async (tab) => {
          const line = server.customer({ shared, tab });
          await online(new WebSocketChatTransport(line.connection));
          const calls = new WebSocketCallAuthority(line.connection);
          cuts.set(calls, line.cut);
          return calls;
        },
        cut: (authority) => Promise.resolve(cuts.get(authority)?.()),
      });
    });
  }
});
