import { expect } from 'chai';
import { describe, it } from 'node:test';
import type { CallView } from '../../src/protocol/call-view.ts';
import type { Call, CallSnapshot } from '../../src/session/call/call.ts';
import { Store } from '../../src/session/contracts/observable.ts';
import { CustomerSession } from '../../src/session/customer-session.ts';
import { FakeChatServer } from '../fakes/fake-chat-server.ts';
import { FakeChatTransport } from '../fakes/fake-chat-transport.ts';
import { FakeEnvironment, FakeKeyValue, settled } from '../fakes/fake-environment.ts';

const forever = new AbortController().signal;

/** A loaded call that keeps what it was asked. */
function loadedCall() {
  const idle: CallSnapshot = { view: { phase: 'none' }, record: null, clockOffset: 0, room: null, wanted: { microphone: true, camera: false }, trouble: null };
  const store = new Store(idle);
  const asked: unknown[][] = [];
  const call = new Proxy({} as Call, {
    get: (_, name) => {
      if (name === 'snapshot') return store.snapshot;
      if (name === 'subscribe') return store.subscribe.bind(store);
      if (name === 'then') return undefined;
      return (...given: unknown[]) => {
        asked.push([name, ...given]);
        return Promise.resolve();
      };
    },
  });
  return { call, asked, show: (view: CallView) => store.set({ ...store.snapshot, view }) };
}

function open(loadCall: () => Promise<Call>, server = new FakeChatServer()) {
  const environment = new FakeEnvironment();
  const transport = new FakeChatTransport({ server });
  const session = new CustomerSession({ transport, loadCall, environment });
  return { environment, transport, session };
}

const ringing: CallView = { phase: 'prompt', media: 'video', choices: ['audio', 'video'], deadline: 0, dismissed: false };

describe('CustomerSession', () => {
  it('keeps a known customer’s draft and unsent messages apart: the next at this browser sees and sends nothing of them', async () => {
    const { call } = loadedCall();
    const shared = new FakeKeyValue();
    const tab = new FakeKeyValue();
    const page = (prefix?: string) => {
      const environment = new FakeEnvironment({ shared, tab });
      const transport = new FakeChatTransport({ server: new FakeChatServer() });
      return new CustomerSession({ transport, loadCall: () => Promise.resolve(call), environment, ...(prefix === undefined ? {} : { prefix }) });
    };
    const signedIn = page('@mei ');
    signedIn.chat.send('Where is my order?');
    signedIn.chat.setDraft('It was the blue');
    signedIn.close();
    for (const next of [page(), page('@ken ')]) {
      expect([next.chat.snapshot.outbox, next.chat.snapshot.draft]).to.deep.equal([[], '']);
      next.connect();
      await settled();
      expect(next.chat.snapshot.entries).to.deep.equal([]);
      next.close();
    }
    const { outbox, draft } = page('@mei ').chat.snapshot;
    expect([outbox.map(({ text }) => text), draft]).to.deep.equal([['Where is my order?'], 'It was the blue']);
  });

  it('loads nothing of calls until one arrives, and then once', async () => {
    const { call, show } = loadedCall();
    let loads = 0;
    const { session, transport } = open(() => (loads++, Promise.resolve(call)));
    session.connect();
    await settled();
    expect([loads, session.call.snapshot.view.phase]).to.deep.equal([0, 'none']);
    transport.deliver({ type: 'call' });
    transport.deliver({ type: 'call' });
    await settled();
    expect(loads).to.equal(1);
    let told = 0;
    session.call.subscribe(() => told++, { signal: forever });
    show(ringing);
    expect([session.call.snapshot.view.phase, told]).to.deep.equal(['prompt', 1]);
  });

  it('shows a call that rang already when its part had loaded', async () => {
    const { call, show } = loadedCall();
    show(ringing);
    const { session, transport } = open(() => Promise.resolve(call));
    let told = 0;
    session.call.subscribe(() => told++, { signal: forever });
    transport.deliver({ type: 'call' });
    await settled();
    expect([session.call.snapshot.view.phase, told]).to.deep.equal(['prompt', 1]);
  });

  it('gives a promise for what is asked before the call is loaded, and its call is none itself', async () => {
    const { session } = open(() => new Promise<Call>(() => undefined));
    expect(await Promise.resolve(session.call)).to.equal(session.call);
    expect(await session.call.end().then(() => 'nothing was under way')).to.equal('nothing was under way');
    session.close();
  });

  it('passes everything on to the loaded call, in the same task as the press', async () => {
    const { call, asked } = loadedCall();
    const { session, transport } = open(() => Promise.resolve(call));
    transport.deliver({ type: 'call' });
    await settled();
    const { call: lazy } = session;
    void lazy.accept('audio');
    expect(asked, 'sound is unlocked inside the press').to.deep.equal([['accept', 'audio']]);
    void lazy.decline();
    lazy.setDismissed(true);
    void lazy.goOnWithAudio();
    void lazy.tryAgain();
    void lazy.giveUp();
    void lazy.end();
    void lazy.setMicrophone(false);
    void lazy.setCamera(true);
    void lazy.switchDevice('camera', 'front');
    lazy.setVolume(0.5);
    lazy.attach('track', 'surface', { signal: forever });
    void lazy.resumePlayback();
    void lazy.rejoin();
    lazy.acknowledge();
    await lazy.start('video');
    expect(asked.slice(1)).to.deep.equal([
      ['decline'],
      ['setDismissed', true],
      ['goOnWithAudio'],
      ['tryAgain'],
      ['giveUp'],
      ['end'],
      ['setMicrophone', false],
      ['setCamera', true],
      ['switchDevice', 'camera', 'front'],
      ['setVolume', 0.5],
      ['attach', 'track', 'surface', { signal: forever }],
      ['resumePlayback'],
      ['rejoin'],
      ['acknowledge'],
      ['start', 'video'],
    ]);
  });

  it('does nothing where there is no call to do it to', async () => {
    const { session } = open(() => Promise.reject(new Error('not asked')));
    await session.call.accept('audio');
    await session.call.end();
    session.call.setDismissed(true);
    expect(session.call.snapshot.view.phase).to.equal('none');
  });

  it('tries again to load a part that did not come, while the call still rings', async () => {
    const { call, show } = loadedCall();
    show(ringing);
    let loads = 0;
    const { session, transport, environment } = open(() => (++loads < 3 ? Promise.reject(new Error('no network')) : Promise.resolve(call)));
    transport.deliver({ type: 'call' });
    await environment.advance(5_000);
    expect([loads, session.call.snapshot.view.phase]).to.deep.equal([3, 'prompt']);
  });

  it('lets the connection go and takes it up again, with what was said meanwhile', async () => {
    const server = new FakeChatServer();
    const { session } = open(() => Promise.reject(new Error('not asked')), server);
    session.connect();
    session.chat.send('hello');
    await settled();
    session.disconnect();
    server.agentSays('still there?');
    expect(session.chat.snapshot.entries.length).to.equal(1);
    session.connect();
    await settled();
    expect(session.chat.snapshot.entries.length).to.equal(2);
  });

  it('is over when it is closed: no event, no timer, no late call', async () => {
    const { call, show } = loadedCall();
    let arrive: (call: Call) => void = () => undefined;
    const { session, transport, environment } = open(() => new Promise((resolve) => (arrive = resolve)));
    session.connect();
    await settled();
    transport.deliver({ type: 'call' });
    session.close();
    show(ringing);
    arrive(call);
    await settled();
    expect([session.call.snapshot.view.phase, session.chat.snapshot.connection.is, environment.pending]).to.deep.equal(['none', 'online', 0]);
  });
});
