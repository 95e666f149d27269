import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { describe, test } from 'node:test';
import { WebSocketCallAuthority } from '../../../src/chat/websocket/call-authority.ts';
import { WebSocketChatTransport } from '../../../src/chat/websocket/chat-transport.ts';
import { WebSocketDeskAuthority } from '../../../src/chat/websocket/desk-authority.ts';
import type { CallView } from '../../../src/protocol/call-view.ts';
import { agentCall } from '../../../src/session/call/agent-call.ts';
import type { CallSession } from '../../../src/session/call/call-session.ts';
import { callSession } from '../../../src/session/call/call-session.ts';
import type { CallAuthority } from '../../../src/session/contracts/call-authority.ts';
import type { ChatTransport } from '../../../src/session/contracts/chat-transport.ts';
import type { DeskEvent } from '../../../src/session/contracts/desk-authority.ts';
import type { Environment, KeyValue } from '../../../src/session/contracts/environment.ts';
import { until } from '../../contracts/until.ts';
import { FakeDevices } from '../../fakes/fake-devices.ts';
import { FakeKeyValue } from '../../fakes/fake-environment.ts';
import { FakeMediaBackend } from '../../fakes/fake-media-backend.ts';
import { realServer } from '../../fakes/real-server.ts';

interface Page {
  readonly call: CallSession;
  readonly devices: FakeDevices;
  readonly backend: FakeMediaBackend;
  readonly cut: () => void;
  readonly close: () => void;
}

async function online(chat: ChatTransport): Promise<void> {
  chat.connect({ resume: () => [] });
  await until(() => chat.snapshot.is === 'online', (look, signal) => chat.subscribe(look, { signal }));
}

const shows = ({ call }: Page, phase: CallView['phase'], holds: (page: CallSession) => boolean = () => true): Promise<void> =>
  until(() => call.snapshot.view.phase === phase && holds(call), (look, signal) => call.subscribe(look, { signal }));

/** The real server with one conversation that the agent has. */
async function place(t: TestContext) {
  const server = await realServer();
  t.after(() => server.close());
  const shared = new FakeKeyValue();
  const deskLine = await server.agent('agent', 'desk');
  const desk = new WebSocketDeskAuthority(deskLine.connection);
  await online(desk.chat);
  const staying = new WebSocketChatTransport(server.customer({ shared }).connection);
  await online(staying);
  let assigned = false;
  const look = (event: DeskEvent): void => {
    if (event.type === 'conversation' && event.conversation.state === 'assigned') assigned = true;
  };
  desk.listen(look, { signal: t.signal });
  const { conversation } = await staying.send({ clientId: 'first', parts: [{ type: 'text', text: 'hello' }] });
  await until(() => assigned, (look, signal) => desk.listen(look, { signal }));

  const page = (side: 'agent' | 'customer', tab: string, authority: CallAuthority, environment: Environment, end: () => void, cut: () => void): Page => {
    const life = new AbortController();
    const devices = new FakeDevices();
    const backend = new FakeMediaBackend('webrtc');
    const backends = { webrtc: () => Promise.resolve(backend) };
    const ends = { tab, authority, backends, devices, environment, signal: life.signal };
    const call = side === 'agent' ? agentCall({ ...ends, conversation: conversation.id }) : callSession({ ...ends, side, key: 'lease' });
    const close = (): void => {
      for (const room of backend.rooms) room.vanish();
      life.abort();
      end();
    };
    t.after(close);
    return { call, devices, backend, cut, close };
  };

  return {
    agent: page('agent', 'desk', desk.calls, deskLine.environment, () => undefined, () => deskLine.cut()),
    customer: async (tab: string, storage: KeyValue = new FakeKeyValue()): Promise<Page> => {
      const line = server.customer({ shared, tab });
      const chat = new WebSocketChatTransport(line.connection);
      await online(chat);
      const environment: Environment = {
        now: () => line.environment.now(),
        after: (delay, callback, signal) => line.environment.after(delay, callback, signal),
        random: () => line.environment.random(),
        id: () => line.environment.id(),
        shared,
        tab: storage,
      };
      return page('customer', tab, new WebSocketCallAuthority(line.connection), environment, () => chat.disconnect(), () => line.cut());
    },
  };
}

async function talk(agent: Page, customer: Page): Promise<void> {
  await agent.call.start('video');
  await shows(customer, 'prompt');
  await customer.call.accept('video');
  await Promise.all([shows(agent, 'in-call'), shows(customer, 'in-call')]);
}

const agentHearsCustomer = ({ backend }: Page): boolean => backend.room?.snapshot.participants[1]?.microphone?.on === true;

describe('a call on the real server', () => {
  test('rings, is answered, carries both and ends for both', async (t) => {
    const { agent, customer } = await place(t);
    const tab = await customer('tab-1');
    const other = await customer('tab-2');
    await talk(agent, tab);
    await shows(other, 'elsewhere');
    assert.ok(agentHearsCustomer(agent));
    await tab.call.end();
    assert.equal(tab.devices.live.length, 0);
    await Promise.all([shows(agent, 'ended'), shows(tab, 'ended'), shows(other, 'ended')]);
    assert.equal(agent.devices.live.length, 0);
  });

  test('outlives a cut of either connection', async (t) => {
    const { agent, customer } = await place(t);
    const tab = await customer('tab-1');
    await talk(agent, tab);
    tab.cut();
    await shows(tab, 'in-call', ({ snapshot }) => snapshot.record?.participants.find(({ role }) => role === 'customer')?.lease === 2);
    agent.cut();
    await shows(tab, 'in-call', ({ snapshot }) => snapshot.record?.participants.find(({ role }) => role === 'agent')?.lease === 2);
    await tab.call.setMicrophone(false);
    const room = agent.backend.room ?? assert.fail();
    await until(() => room.snapshot.participants[1]?.microphone?.on === false, (look, signal) => room.subscribe(look, { signal }));
    assert.equal(tab.backend.rooms.length, 1);
  });

  test('is taken up by the next page of the same tab', async (t) => {
    const { agent, customer } = await place(t);
    const storage = new FakeKeyValue();
    const first = await customer('tab-1', storage);
    await talk(agent, first);
    first.call.pageHides();
    first.close();
    const second = await customer('tab-1', storage);
    await shows(second, 'in-call', ({ snapshot }) => snapshot.view.phase === 'in-call' && snapshot.view.link === 'up');
    assert.deepEqual(second.devices.asked, [{ microphone: true, camera: true }]);
    await until(() => agentHearsCustomer(agent), (look, signal) => agent.call.subscribe(look, { signal }));
  });

  test('that was hung up without a connection ends once there is one', async (t) => {
    const { agent, customer } = await place(t);
    const tab = await customer('tab-1');
    await talk(agent, tab);
    tab.cut();
    void tab.call.end();
    assert.equal(tab.devices.live.length, 0);
    await Promise.all([shows(agent, 'ended'), shows(tab, 'ended')]);
  });

  test('whose microphone was refused rings once more, and then is answered', async (t) => {
    const { agent, customer } = await place(t);
    const tab = await customer('tab-1');
    tab.devices.microphone = 'denied';
    await agent.call.start('audio');
    await shows(tab, 'prompt');
    await tab.call.accept('audio');
    await shows(tab, 'acquiring', ({ snapshot }) => snapshot.view.phase === 'acquiring' && snapshot.view.devices.is === 'refused');
    await shows(agent, 'waiting-for-device');
    await tab.call.tryAgain();
    await Promise.all([shows(agent, 'ringing'), shows(tab, 'prompt')]);
    tab.devices.microphone = 'granted';
    await tab.call.accept('audio');
    await Promise.all([shows(agent, 'in-call'), shows(tab, 'in-call')]);
    await until(() => agentHearsCustomer(agent), (look, signal) => agent.call.subscribe(look, { signal }));
  });
});
