import { describe, it } from 'node:test';
import { WebSocketChatTransport } from '../../../src/chat/websocket/chat-transport.ts';
import { WebSocketDeskAuthority } from '../../../src/chat/websocket/desk-authority.ts';
import type { ChatTransport } from '../../../src/session/contracts/chat-transport.ts';
import { chatTransportCases } from '../../contracts/chat-transport.ts';
import { until } from '../../contracts/until.ts';
import { FakeKeyValue } from '../../fakes/fake-environment.ts';
import { realServer } from '../../fakes/real-server.ts';

describe('The WebSocket chat transport on the real server, by the contract', () => {
  for (const each of chatTransportCases) {
    it(each.name, async (test) => {
      const server = await realServer();
      test.after(() => server.close());
      const { connection } = await server.agent();
      const desk = new WebSocketDeskAuthority(connection);
      let conversation = '';
      desk.listen((event) => {
        if (event.type === 'conversation') conversation = event.conversation.id;
      }, { signal: test.signal });
      desk.chat.connect({ resume: () => [] });
      await until(() => desk.chat.snapshot.is === 'online', (look, signal) => desk.chat.subscribe(look, { signal }));
      const answering = async () => {
        await until(() => conversation !== '', (look, signal) => desk.listen(look, { signal }));
        return conversation;
      };
      const shared = new FakeKeyValue();
      const cuts = new Map<ChatTransport, () => void>();
      let messages = 0;
      await each.run({
        tab: () => {
          const line = server.customer({ shared });
          const transport = new WebSocketChatTransport(line.connection);
          cuts.set(transport, line.cut);
          return transport;
        },
        cut: (transport) => Promise.resolve(cuts.get(transport)?.()),
        agentSays: async (text) => {
          await desk.chat.send({ conversation: await answering(), clientId: `agent-${++messages}`, parts: [{ type: 'text', text }] });
        },
        agentTypes: async (on) => desk.chat.typing(await answering(), on),
        agentReads: async (seq) => desk.chat.markRead(await answering(), seq),
        erase: async (seq, conversation) => {
          const supervisor = new WebSocketDeskAuthority((await server.agent('supervisor')).connection);
          supervisor.chat.connect({ resume: () => [] });
          await until(() => supervisor.chat.snapshot.is === 'online', (look, signal) => supervisor.chat.subscribe(look, { signal }));
          await supervisor.erase(conversation ?? (await answering()), seq);
        },
        agentEnds: async () => desk.chat.end(await answering()),
      });
    });
  }
});
