import { expect } from 'chai';
import { describe, it } from 'node:test';
import { WebSocketConnection } from '../../../src/chat/websocket/connection.ts';
import { visitor } from '../../../src/chat/websocket/visitor.ts';
import type { Identity, Greeting } from '../../../src/chat/websocket/identity.ts';
import { TransportError } from '../../../src/session/contracts/chat-transport.ts';
import type { ConnectionState } from '../../../src/session/contracts/chat-transport.ts';
import { transportError } from '../../contracts/transport-error.ts';
import { FakeEnvironment, settled } from '../../fakes/fake-environment.ts';
import { fakeWebSocket } from '../../fakes/fake-web-socket.ts';

const about = () => ({
  capabilities: { calls: null, screenShare: true },
  language: 'ja',
  timeZone: 'Asia/Tokyo',
  page: { url: 'https://shop.example/kettles', title: 'Kettles' },
});

const hello = (more: object = {}) => ({
  protocol: 'warmline.v1',
  participant: 'customer-1',
  serverNow: 0,
  features: [],
  missed: [],
  call: null,
  token: 'fresh-token',
  site: { id: 'demo', name: 'Demo', calling: 'voice', staffed: true, answersIn: null },
  conversation: null,
  ...more,
});

const forever = new AbortController().signal;

function open(options: { readonly token?: string; readonly seed?: number; readonly identity?: Identity<Greeting> } = {}) {
  const environment = new FakeEnvironment({ seed: options.seed ?? 1 });
  if (options.token !== undefined) environment.shared.set('token', options.token);
  const fake = fakeWebSocket();
  let wake: () => void = () => undefined;
  const connection = new WebSocketConnection<Greeting>({
    url: 'wss://chat.example/v1/socket',
    WebSocket: fake.WebSocket,
    environment,
    identity: options.identity ?? visitor({ site: 'demo', tab: 'tab-1', environment, about }),
    onWake: (listener) => (wake = listener),
  });
  const states: ConnectionState['is'][] = [];
  connection.subscribe(() => states.push(connection.snapshot.is), { signal: forever });
  connection.connect({ resume: () => [{ conversation: 'conversation-1', seq: 7 }] });
  return { ...fake, environment, connection, states, wake: () => wake() };
}

async function online(options: Parameters<typeof open>[0] = {}) {
  const opened = open(options);
  await settled();
  await opened.socket().accept();
  await opened.socket().answer(hello());
  expect(opened.connection.snapshot.is).to.equal('online');
  return opened;
}

describe('WebSocketConnection: hello', () => {
  it('says first who it is and where to go on, and the token nowhere else', async () => {
    const { socket, states } = open({ token: 'kept-token' });
    const frame = await (await settled(), socket()).accept();
    expect([socket().url, socket().protocol]).to.deep.equal(['wss://chat.example/v1/socket', 'warmline.v1']);
    expect(frame.method).to.equal('hello');
    expect(frame.params).to.deep.equal({
      protocol: 'warmline.v1',
      role: 'customer',
      site: 'demo',
      tab: 'tab-1',
      token: 'kept-token',
      ...about(),
      features: [],
      resume: [{ conversation: 'conversation-1', seq: 7 }],
    });
    expect(states).to.deep.equal(['connecting']);
  });

  it('keeps the token that it is given', async () => {
    const { environment } = await online();
    expect(environment.shared.get('token')).to.equal('fresh-token');
  });

  it('tells what the hello brought before it is online, and events only after', async () => {
    const { connection, socket } = open();
    const told: string[] = [];
    connection.welcome(() => told.push(`hello while ${connection.snapshot.is}`), { signal: forever });
    connection.listen(({ method }) => told.push(method), { signal: forever });
    await settled();
    await socket().accept();
    await socket().say({ method: 'chat.entry', params: {} });
    await socket().answer(hello());
    await socket().say({ method: 'chat.read', params: {} });
    expect(told).to.deep.equal(['hello while connecting', 'chat.read']);
  });

  for (const code of ['TOKEN_EXPIRED', 'TOKEN_INVALID']) {
    it(`starts as a new visitor when the server says ${code}`, async () => {
      const { environment, socket, sockets } = open({ token: 'old' });
      await settled();
      await socket().accept();
      await socket().refuse(code, true);
      await socket().drop(4401);
      await environment.advance(1_000);
      expect(sockets.length).to.equal(2);
      const frame = await socket().accept();
      expect(frame.params.token).to.equal(null);
    });
  }

  it('does not throw away the good token that another tab got meanwhile', async () => {
    const { environment, socket } = open({ token: 'old' });
    await settled();
    await socket().accept();
    environment.shared.set('token', 'from-another-tab');
    await socket().drop(4401);
    await environment.advance(1_000);
    const frame = await socket().accept();
    expect(frame.params.token).to.equal('from-another-tab');
  });

  for (const code of ['UNKNOWN_SITE', 'FOREIGN_ORIGIN', 'UNSUPPORTED_PROTOCOL'] as const) {
    it(`stops where the server says ${code}, and asks once more when told to connect`, async () => {
      const { connection, environment, socket, sockets } = open();
      await settled();
      await socket().accept();
      await socket().refuse(code, true);
      await socket().drop(4403);
      expect(connection.snapshot).to.deep.equal({ is: 'refused', code });
      await environment.advance(60_000);
      expect(sockets.length).to.equal(1);
      connection.connect({ resume: () => [] });
      await settled();
      expect(sockets.length).to.equal(2);
    });
  }

  it('tries again where the hello is refused for now, or cannot be read', async () => {
    const { connection, environment, socket, sockets } = open();
    await settled();
    await socket().accept();
    await socket().refuse('RATE_LIMITED', false);
    expect(connection.snapshot.is).to.equal('offline');
    await environment.advance(1_000);
    await socket().accept();
    await socket().answer({ protocol: 'warmline.v9' });
    expect(connection.snapshot.is).to.equal('offline');
    await environment.advance(2_000);
    expect(sockets.length).to.equal(3);
  });

  it('gives up an attempt that is never answered', async () => {
    const { connection, environment, socket, sockets } = open();
    await environment.advance(10_000);
    expect([connection.snapshot.is, socket().closed]).to.deep.equal(['offline', true]);
    await environment.advance(1_000);
    await socket().accept();
    await environment.advance(10_000);
    expect([connection.snapshot.is, socket().closed, sockets.length]).to.deep.equal(['offline', true, 2]);
  });

  it('is refused for good where an agent has to sign in again', async () => {
    const signedOut = () => Promise.reject(new TransportError('TOKEN_EXPIRED', { permanent: true }));
    const identity: Identity<Greeting> = { hello: signedOut, greeted: () => ({ participant: '', missed: [] }), forget: () => true };
    const { connection, sockets, environment } = open({ identity });
    await environment.advance(30_000);
    expect(connection.snapshot).to.deep.equal({ is: 'refused', code: 'TOKEN_EXPIRED' });
    expect(sockets.length).to.equal(0);
  });

  it('is refused where the page may open no socket at all', async () => {
    const environment = new FakeEnvironment();
    const WebSocket = function forbidden() {
      throw new Error('SecurityError');
    } as unknown as typeof globalThis.WebSocket;
    const connection = new WebSocketConnection({ url: 'ws://plain.example', WebSocket, environment, identity: visitor({ site: 'demo', tab: 'tab-1', environment, about }) });
    connection.connect({ resume: () => [] });
    await settled();
    expect(connection.snapshot).to.deep.equal({ is: 'refused', code: 'UNKNOWN' });
  });
});

describe('WebSocketConnection: coming back', () => {
  it('tries within 1 s, then jittered up to 10 s, and says when', async () => {
    const waits: number[] = [];
    for (let seed = 1; seed <= 30; seed++) {
      const { connection, environment, socket } = await online({ seed });
      for (let attempt = 0; attempt < 8; attempt++) {
        await socket().drop();
        const state = connection.snapshot;
        if (state.is !== 'offline') throw new Error(`offline was expected, not ${state.is}`);
        const wait = state.retryAt - environment.now();
        expect(wait, `attempt ${attempt}, seed ${seed}`).to.be.within(0, attempt === 0 ? 1_000 : 10_000);
        if (attempt === 7) waits.push(wait);
        await environment.advance(wait);
        expect(connection.snapshot.is).to.equal('connecting');
      }
    }
    expect(Math.max(...waits) - Math.min(...waits), 'a herd comes back evenly').to.be.above(6_000);
  });

  it('begins with short waits again once a connection has held', async () => {
    const { connection, environment, socket } = await online();
    for (let i = 0; i < 6; i++) {
      await socket().drop();
      await environment.advance(10_000);
    }
    await socket().accept();
    await socket().answer(hello());
    await environment.advance(12_000);
    await socket().drop(1012);
    const state = connection.snapshot;
    expect(state.is === 'offline' && state.retryAt - environment.now()).to.be.within(0, 1_000);
  });

  it('comes back at once when the platform says that it is online', async () => {
    const { connection, socket, sockets, wake } = await online();
    await socket().drop();
    wake();
    await settled();
    expect([connection.snapshot.is, sockets.length]).to.deep.equal(['connecting', 2]);
  });

  it('does not wait for an attempt from before the network was back, nor give up one that has just begun', async () => {
    const { connection, environment, socket, sockets, wake } = await online();
    await socket().drop();
    wake();
    await settled();
    await environment.advance(1_000);
    wake();
    await settled();
    expect(sockets.length).to.equal(2);
    await environment.advance(2_000);
    const hanging = socket();
    wake();
    await settled();
    expect([connection.snapshot.is, sockets.length, hanging.closed]).to.deep.equal(['connecting', 3, true]);
    await socket().accept();
    await socket().answer(hello());
    expect(connection.snapshot.is).to.equal('online');
  });

  it('asks a socket for a sign of life when the page is looked at again, and gives it up where none comes', async () => {
    const { connection, environment, socket, wake } = await online();
    wake();
    expect(socket().last.method).to.equal('ping');
    await environment.advance(1_000);
    await socket().answer({});
    await environment.advance(5_000);
    expect(connection.snapshot.is).to.equal('online');
    wake();
    await environment.advance(5_000);
    expect([connection.snapshot.is, socket().closed]).to.deep.equal(['offline', true]);
  });

  for (const spoke of [1_000, 14_000]) {
    it(`notices within 20 s that the other end is gone, which spoke ${spoke / 1_000} s after the hello for the last time`, async () => {
      const { connection, environment, socket } = await online();
      await environment.advance(spoke);
      await socket().say({ method: 'chat.typing', params: {} });
      const first = socket();
      await environment.advance(5_000);
      expect(connection.snapshot.is).to.equal('online');
      await environment.advance(15_000);
      expect([connection.snapshot.is === 'online', first.closed]).to.deep.equal([false, true]);
    });
  }

  it('notices it as soon where the clock was set back meanwhile', async () => {
    const { connection, environment, socket } = await online();
    const first = socket();
    environment.setClock(-3_600_000);
    await environment.advance(21_000);
    expect([connection.snapshot.is === 'online', first.closed]).to.deep.equal([false, true]);
  });

  it('does not give a socket up that answered after the clock was set back', async () => {
    const { connection, environment, socket, wake } = await online();
    wake();
    environment.setClock(-60_000);
    await socket().answer({});
    await environment.advance(5_000);
    expect(connection.snapshot.is).to.equal('online');
  });

  it('leaves nothing behind when it is disconnected: no socket, no timer, no event', async () => {
    const { connection, environment, socket } = await online();
    const told: string[] = [];
    connection.listen(({ method }) => told.push(method), { signal: forever });
    const waiting = transportError(connection.request('chat.read', { conversation: 'c', seq: 1 }));
    connection.disconnect();
    await socket().say({ method: 'chat.entry', params: {} });
    await socket().drop();
    expect((await waiting).code).to.equal('OFFLINE');
    expect([connection.snapshot.is, socket().closed, environment.pending, told]).to.deep.equal(['idle', true, 0, []]);
  });

  it('drops a socket that speaks no sense', async () => {
    for (const nonsense of ['{', '[]', '{"jsonrpc":"1.0"}', '{"jsonrpc":"2.0","id":"x","result":1}']) {
      const { connection, socket } = await online();
      await socket().say(nonsense);
      expect(connection.snapshot.is, nonsense).to.equal('offline');
    }
  });
});

describe('WebSocketConnection: requests', () => {
  it('gives each answer to who asked, in whatever order they come', async () => {
    const { connection, socket } = await online();
    const [first, second] = [connection.request('chat.read', { conversation: 'c', seq: 1 }), connection.request('chat.read', { conversation: 'c', seq: 2 })];
    const id = socket().last.id ?? 0;
    await socket().answer('second', id);
    await socket().answer('first', id - 1);
    expect(await Promise.all([first, second])).to.deep.equal(['first', 'second']);
  });

  it('rejects with the server\'s code, and whether it is for good', async () => {
    const { connection, socket } = await online();
    for (const [code, permanent] of [['MESSAGE_EMPTY', true], ['STORAGE_FULL', false]] as const) {
      const asked = transportError(connection.request('chat.read', { conversation: 'c', seq: 1 }));
      await socket().refuse(code, permanent);
      const error = await asked;
      expect([error.code, error.permanent]).to.deep.equal([code, permanent]);
    }
  });

  it('passes on a newer server\'s code, and believes what it says of it', async () => {
    const { connection, socket } = await online();
    const asked = transportError(connection.request('chat.read', { conversation: 'c', seq: 1 }));
    await socket().refuse('BRAND_NEW', true);
    const error = await asked;
    expect([error.code, error.permanent]).to.deep.equal(['BRAND_NEW', true]);
  });

  it('rejects while there is no connection, and when it goes', async () => {
    const { connection, socket } = await online();
    const asked = transportError(connection.request('chat.read', { conversation: 'c', seq: 1 }));
    await socket().drop();
    expect((await asked).code).to.equal('OFFLINE');
    expect((await transportError(connection.request('chat.read', { conversation: 'c', seq: 1 }))).code).to.equal('OFFLINE');
  });

  it('waits 10 s for an answer, and then doubts the socket', async () => {
    const { connection, environment, socket } = await online();
    const asked = transportError(connection.request('chat.read', { conversation: 'c', seq: 1 }));
    await environment.advance(10_000);
    expect((await asked).code).to.equal('OFFLINE');
    expect(socket().last.method).to.equal('ping');
    await environment.advance(5_000);
    expect(connection.snapshot.is).to.equal('offline');
  });

  it('never sends a frame that the server would not take, counted in bytes', async () => {
    const { connection, socket } = await online();
    const frames = socket().frames.length;
    const send = (text: string) => connection.request('chat.send', { clientId: 'c', parts: [{ type: 'text', text }] });
    const error = await transportError(send('あ'.repeat(22_000)));
    expect([error.code, error.permanent, socket().frames.length - frames]).to.deep.equal(['FRAME_TOO_BIG', true, 0]);
    send('a'.repeat(60_000)).catch(() => undefined);
    expect(socket().frames.length - frames).to.equal(1);
  });

  it('lets what may be lost be lost while there is no connection', async () => {
    const { connection, socket } = await online();
    connection.notify('chat.typing', { conversation: 'c', on: true });
    expect(socket().last).to.deep.equal({ jsonrpc: '2.0', method: 'chat.typing', params: { conversation: 'c', on: true } });
    const frames = socket().frames.length;
    await socket().drop();
    connection.notify('chat.typing', { conversation: 'c', on: false });
    expect(socket().frames.length).to.equal(frames);
  });
});

describe('WebSocketConnection: calls before anybody reads them', () => {
  it('keeps the latest word on a call, beginning with what the last hello said', async () => {
    const { connection, socket, environment } = await online();
    await socket().say({ method: 'call.changed', params: { old: true } });
    await socket().drop();
    expect(connection.greeting).to.equal(null);
    await environment.advance(1_000);
    await socket().accept();
    await socket().answer(hello({ call: { some: 'news' } }));
    expect(connection.greeting?.call).to.deep.equal({ some: 'news' });
    await socket().say({ method: 'call.changed', params: { n: 1 } });
    await socket().say({ method: 'call.signal', params: { n: 2 } });
    expect(connection.greeting?.call).to.deep.equal({ n: 1 });
    await socket().say({ method: 'call.changed', params: { n: 3 } });
    expect(connection.greeting?.call).to.deep.equal({ n: 3 });
  });
});
