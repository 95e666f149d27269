import { assert, expect } from 'chai';
import { describe, it } from 'node:test';
import type { Call, CallSnapshot } from '../../../src/session/call/call.ts';
import { Store } from '../../../src/session/contracts/observable.ts';
import type { CallRecord } from '../../../src/protocol/call-record.ts';
import type { CallView } from '../../../src/protocol/call-view.ts';
import type { CallAuthority, CallEvent } from '../../../src/session/contracts/call-authority.ts';
import { AgentDesk } from '../../../src/session/desk/agent-desk.ts';
import type { Attention } from '../../../src/session/desk/desk-state.ts';
import { FakeDeskAuthority, noCalls, type FakeDeskAuthorityOptions } from '../../fakes/fake-desk-authority.ts';
import { FakeEnvironment, settled } from '../../fakes/fake-environment.ts';

const idle: CallSnapshot = { view: { phase: 'none' }, record: null, clockOffset: 0, room: null, wanted: { microphone: true, camera: false }, trouble: null };

/** A call whose view a test sets. */
function fakeCall() {
  const store = new Store(idle);
  const show = (view: CallView) => store.set({ ...store.snapshot, view });
  const call = { get snapshot() { return store.snapshot; }, subscribe: store.subscribe.bind(store) } as unknown as Call;
  return { call, show };
}

const devices = { blocked: () => null, open: () => Promise.reject(new Error('not asked')), watch: () => undefined };

async function openDesk(options: FakeDeskAuthorityOptions = {}) {
  const environment = new FakeEnvironment();
  const authority = new FakeDeskAuthority({ now: () => environment.now(), ...options });
  const calls = new Map<string, ReturnType<typeof fakeCall>>();
  const createCall = (conversation: string) => {
    const each = fakeCall();
    calls.set(conversation, each);
    return each.call;
  };
  const desk = new AgentDesk({ authority, createCall, environment, devices });
  const heard: Attention[] = [];
  desk.onAttention((event) => heard.push(event), { signal: new AbortController().signal });
  desk.connect();
  await settled();
  return { environment, authority, calls, desk, heard };
}

const ids = (desk: AgentDesk) => desk.snapshot.conversations.map((each) => each.id);
const textsOf = (session: { chat: { snapshot: { entries: readonly { parts: readonly unknown[] }[] } } } | null) =>
  (session?.chat.snapshot.entries ?? []).flatMap((entry) => entry.parts.flatMap((part) => ((part as { text?: string }).text ?? [])));

describe('AgentDesk', () => {
  it('knows who works at it and who else is there once the server said hello', async () => {
    const { desk } = await openDesk({ colleagues: [{ id: 'agent-2', name: 'Ren' }] });
    expect(desk.snapshot.connection.is).to.equal('online');
    expect(desk.snapshot.me?.name).to.equal('Aoi');
    expect(desk.snapshot.agents.map((each) => each.name)).to.deep.equal(['Aoi', 'Ren']);
  });

  it('lists who waits longest first, then the rest by their last entry, newest first', async () => {
    const { authority, environment, desk } = await openDesk();
    for (const name of ['first', 'second', 'third', 'fourth']) {
      authority.customerSays(name, 'hello');
      await environment.advance(1_000);
    }
    authority.customer('first').agentSays('yes?');
    await environment.advance(1_000);
    authority.customer('third').agentSays('yes?');
    expect(ids(desk)).to.deep.equal(['second-1', 'fourth-1', 'third-1', 'first-1']);
  });

  it('lists those who left the page after everybody who is on it, in the same order', async () => {
    const { authority, environment, desk } = await openDesk();
    for (const name of ['first', 'second', 'third', 'fourth']) {
      authority.customerSays(name, 'hello');
      await environment.advance(1_000);
    }
    authority.customer('second').agentSays('yes?');
    for (const name of ['first', 'second']) authority.describe(name, { online: false });
    expect(ids(desk)).to.deep.equal(['third-1', 'fourth-1', 'first-1', 'second-1']);
    authority.describe('first', { online: true });
    expect(ids(desk)).to.deep.equal(['first-1', 'third-1', 'fourth-1', 'second-1']);
    authority.customer('third').end('third-1');
    authority.describe('third', { online: false });
    expect(ids(desk), 'it is over, whoever left').to.deep.equal(['first-1', 'fourth-1', 'third-1', 'second-1']);
  });

  it('gives the same session for the same conversation', async () => {
    const { authority, desk } = await openDesk();
    const id = authority.customerSays('mika', 'hello');
    const session = desk.select(id);
    expect(session).to.equal(desk.session(id));
    expect(desk.snapshot.selected).to.equal(id);
    desk.select(null);
    expect(desk.snapshot.selected).to.equal(null);
    expect(desk.session(id)).to.equal(session);
  });

  it('selects nothing where the conversation is not known', async () => {
    const { desk } = await openDesk();
    expect(desk.select('nowhere')).to.equal(null);
    expect(desk.snapshot.selected).to.equal(null);
  });

  it('takes up what is under way in a conversation that a long list brings after the hello', async () => {
    let tell: (event: CallEvent) => void = () => undefined;
    const calls: CallAuthority = { ...noCalls, listen: (listener) => (tell = listener) };
    const { authority, desk, environment, calls: opened } = await openDesk({ reachable: false, listSize: 1, calls });
    const [listed = '', written = '', talked = ''] = ['mika', 'jun', 'rin'].map((name) => authority.customerSays(name, 'hello'));
    const kept = { clientId: 'kept', text: 'I am with you', at: 1, state: { is: 'sending' }, conversation: written };
    environment.shared.set('outbox.agent-1.kept', JSON.stringify(kept));
    authority.chat.goOnline();
    tell({ type: 'online', news: { call: { conversation: talked } as CallRecord, serverNow: 0, deadline: null } });
    expect(ids(desk)).to.deep.equal([listed]);
    await settled();
    expect(ids(desk)).to.have.members([listed, written, talked]);
    expect([...opened.keys()]).to.deep.equal([written, talked]);
    expect(textsOf(desk.session(written))).to.deep.equal(['hello', 'I am with you']);
  });

  it('reads a conversation when it is opened, and goes on live', async () => {
    const { authority, desk } = await openDesk();
    const id = authority.customerSays('mika', 'one');
    authority.customerSays('mika', 'two');
    const session = desk.select(id);
    await settled();
    authority.customerSays('mika', 'three');
    expect(textsOf(session)).to.deep.equal(['one', 'two', 'three']);
  });

  it('keeps conversations apart', async () => {
    const { authority, desk } = await openDesk();
    const mika = authority.customerSays('mika', 'I am Mika');
    const jun = authority.customerSays('jun', 'I am Jun');
    const [first, second] = [desk.select(mika), desk.select(jun)];
    first?.chat.send('hello Mika');
    second?.chat.send('hello Jun');
    await settled();
    expect(textsOf(first)).to.deep.equal(['I am Mika', 'hello Mika']);
    expect(textsOf(second)).to.deep.equal(['I am Jun', 'hello Jun']);
  });

  it('refuses a message to an ended conversation for good, and says why', async () => {
    const { authority, desk } = await openDesk();
    const id = authority.customerSays('mika', 'hello');
    const session = desk.select(id);
    await settled();
    authority.customer('mika').end(id);
    session?.chat.send('too late');
    await settled();
    expect(session?.chat.snapshot.outbox.map((item) => item.state)).to.deep.equal([{ is: 'not-sent', code: 'CONVERSATION_ENDED' }]);
  });

  it('keeps sessions, selection and logs over a lost connection, and gets what was missed', async () => {
    const { authority, desk } = await openDesk();
    const id = authority.customerSays('mika', 'one');
    const session = desk.select(id);
    await settled();
    authority.chat.goOffline();
    expect(desk.snapshot.connection.is).to.equal('offline');
    authority.customerSays('mika', 'two');
    session?.chat.send('answer');
    const jun = authority.customerSays('jun', 'anybody?');
    authority.chat.goOnline();
    await settled();
    expect(desk.snapshot.selected).to.equal(id);
    expect(desk.session(id)).to.equal(session);
    expect(textsOf(session)).to.deep.equal(['one', 'two', 'answer']);
    expect(ids(desk)).to.include(jun);
  });

  it('shows as ended what ended while the connection was lost', async () => {
    const { authority, desk } = await openDesk();
    const id = authority.customerSays('mika', 'hello');
    const session = desk.select(id);
    await settled();
    authority.chat.goOffline();
    authority.customer('mika').end(id);
    authority.chat.goOnline();
    await settled();
    expect(session?.chat.snapshot.conversation?.state).to.equal('ended');
    expect(session?.chat.snapshot.entries.at(-1)?.kind).to.equal('ended');
    expect(desk.snapshot.selected).to.equal(id);
  });

  it('tells of a conversation that is new to this agent, but not of those that were there at the start', async () => {
    const { authority, desk, heard } = await openDesk({ reachable: false });
    const old = authority.customerSays('mika', 'hello');
    authority.chat.goOnline();
    const waiting = authority.customerSays('jun', 'hello', { waiting: true });
    expect(heard).to.deep.equal([]);
    await desk.assign(waiting, 'agent-1');
    expect(heard).to.deep.equal([{ type: 'conversation', conversation: waiting }]);
    expect(ids(desk)).to.include(old);
  });

  it('tells of a customer\'s message, at once where another conversation is open', async () => {
    const { authority, desk, heard } = await openDesk();
    const mika = authority.customerSays('mika', 'hello');
    const jun = authority.customerSays('jun', 'hello');
    desk.select(mika);
    heard.length = 0;
    authority.customerSays('jun', 'still there?');
    expect(heard).to.deep.equal([{ type: 'message', conversation: jun }]);
  });

  it('does not tell of a message that is read where it stands, and does where nobody looks', async () => {
    const { authority, desk, heard, environment } = await openDesk();
    const mika = authority.customerSays('mika', 'hello');
    const session = desk.select(mika);
    await settled();
    heard.length = 0;
    authority.customerSays('mika', 'seen');
    session?.chat.markRead();
    await environment.advance(1_000);
    expect(heard).to.deep.equal([]);
    authority.customerSays('mika', 'unseen');
    await environment.advance(1_000);
    expect(heard).to.deep.equal([{ type: 'message', conversation: mika }]);
  });

  it('says nothing of the agent\'s own messages', async () => {
    const { authority, desk, heard, environment } = await openDesk();
    const mika = authority.customerSays('mika', 'hello');
    desk.select(mika)?.chat.send('welcome');
    heard.length = 0;
    await environment.advance(1_000);
    expect(heard).to.deep.equal([]);
  });

  it('counts nothing as unread that was read here', async () => {
    const { authority, desk } = await openDesk();
    const mika = authority.customerSays('mika', 'hello');
    expect(desk.snapshot.conversations[0]?.unread).to.equal(1);
    const session = desk.select(mika);
    await settled();
    session?.chat.markRead();
    expect(desk.snapshot.conversations[0]?.unread).to.equal(0);
    await settled();
    expect(authority.conversation(mika).unread).to.equal(0);
  });

  it('watches an open conversation of nobody or of somebody else, again after each reconnect, and lets it go', async () => {
    const { authority, desk } = await openDesk();
    const watches = () => authority.requests.filter((each) => each.method === 'watch').map((each) => each.detail);
    const id = authority.customerSays('mika', 'hello', { waiting: true });
    const session = desk.select(id);
    await settled();
    authority.customerSays('mika', 'anybody?');
    await settled();
    expect(textsOf(session)).to.deep.equal(['hello', 'anybody?']);
    authority.chat.goOffline();
    authority.customerSays('mika', 'hello?');
    authority.chat.goOnline();
    await settled();
    expect(textsOf(session)).to.deep.equal(['hello', 'anybody?', 'hello?']);
    desk.select(null);
    await settled();
    expect(watches()).to.deep.equal([
      { conversation: id, on: true },
      { conversation: id, on: true },
      { conversation: id, on: false },
    ]);
  });

  it('shows the running call whichever conversation is selected, before one that is over', async () => {
    const { authority, desk, calls } = await openDesk();
    const mika = authority.customerSays('mika', 'hello');
    const jun = authority.customerSays('jun', 'hello');
    desk.select(jun);
    desk.select(mika);
    calls.get(jun)?.show({ phase: 'ended', reason: 'no-answer', by: 'system', duration: 0 });
    expect(desk.snapshot.call?.conversation).to.equal(jun);
    calls.get(mika)?.show({ phase: 'ringing', media: 'video', deadline: 0 });
    desk.select(jun);
    expect(desk.snapshot.call?.conversation).to.equal(mika);
    calls.get(mika)?.show({ phase: 'none' });
    calls.get(jun)?.show({ phase: 'none' });
    expect(desk.snapshot.call).to.equal(null);
  });

  it('keeps a conversation in sight that was given away while its customer was being called, until that is over, and lets it go then', async () => {
    const { authority, desk, calls } = await openDesk({ colleagues: [{ id: 'agent-2', name: 'Ren' }] });
    const id = authority.customerSays('mika', 'hello');
    desk.select(id);
    calls.get(id)?.show({ phase: 'preparing' });
    await desk.assign(id, 'agent-2');
    expect([ids(desk), desk.snapshot.selected]).to.deep.equal([[id], id]);
    // Nobody was rung.
    calls.get(id)?.show({ phase: 'none' });
    expect([ids(desk), desk.snapshot.call, desk.session(id)]).to.deep.equal([[], null, null]);
  });

  it('sends after a page load what was written before, without the conversation being opened', async () => {
    const first = await openDesk();
    const id = first.authority.customerSays('mika', 'hello');
    const session = first.desk.select(id);
    await settled();
    first.authority.chat.goOffline();
    session?.chat.send('written in time');
    first.desk.close();
    const { environment, authority } = first;
    const desk = new AgentDesk({ authority, createCall: () => fakeCall().call, environment, devices });
    desk.connect();
    await settled();
    expect(authority.customer('mika').textsOf(id)).to.deep.equal(['hello', 'written in time']);
  });

  it('closes the session of an ended conversation when it is left', async () => {
    const { authority, desk } = await openDesk();
    const id = authority.customerSays('mika', 'hello');
    const session = desk.select(id);
    await settled();
    authority.customer('mika').end(id);
    desk.select(null);
    expect(desk.session(id)).not.to.equal(session);
  });

  it('closes the session of a conversation that ends while another one is open, once nothing in it would be lost', async () => {
    const { authority, calls, desk } = await openDesk();
    const [mika, jun, rin] = ['mika', 'jun', 'rin'].map((name) => authority.customerSays(name, 'hello'));
    assert(mika && jun && rin);
    const [quiet, called] = [mika, jun].map((id) => desk.select(id));
    desk.select(rin);
    calls.get(jun)?.show({ phase: 'ended', reason: 'no-answer' } as CallView);
    for (const name of ['mika', 'jun']) authority.customer(name).end(`${name}-1`);
    expect(desk.session(mika)).not.to.equal(quiet);
    expect(desk.session(jun), 'how its call went was not read yet').to.equal(called);
    calls.get(jun)?.show({ phase: 'none' });
    expect(desk.session(jun)).not.to.equal(called);
  });

  it('keeps of a long day, in which hundreds of conversations end, the last ones and what is open', async () => {
    const { authority, desk, environment } = await openDesk({ role: 'supervisor' });
    const open = authority.customerSays('open', 'hello');
    desk.select(open);
    authority.customer('open').end(open);
    for (let number = 1; number <= 200; number += 1) {
      await environment.advance(1_000);
      const id = authority.customerSays(`customer ${number}`, 'hello');
      authority.customer(`customer ${number}`).end(id);
    }
    const listed = ids(desk);
    expect(listed).to.include.members([open, 'customer 200-1', 'customer 190-1']);
    expect(listed).to.have.length.below(60);
    desk.select('customer 200-1');
    authority.customerSays('another', 'hello');
    expect(ids(desk)).not.to.include(open);
  });

  it('keeps of the earlier conversations that were looked at those of the customer who was asked for last, and what is open', async () => {
    const { authority, desk } = await openDesk();
    const [first, , third] = ['mika', 'jun', 'rin'].map((name) => {
      const earlier = authority.customerSays(name, 'the first time');
      authority.customer(name).end(earlier);
      return { earlier, now: authority.customerSays(name, 'the second time') };
    });
    assert(first && third);
    await desk.past(first.now);
    desk.select(first.earlier);
    for (const name of ['jun', 'rin']) await desk.past(`${name}-2`);
    expect(desk.snapshot.past.map((each) => each.id)).to.deep.equal([first.earlier, third.earlier]);
  });

  it('keeps its own status as the server confirmed it', async () => {
    const { desk } = await openDesk();
    const done = desk.setStatus('away');
    expect(desk.snapshot.me?.status).to.equal('available');
    await done;
    expect(desk.snapshot.me?.status).to.equal('away');
  });

  it('has nothing of what was erased: in no log, list or earlier conversation, whichever is looked at', async () => {
    const { authority, desk } = await openDesk({ role: 'supervisor' });
    const first = authority.customerSays('mika', 'my first card');
    const session = desk.select(first);
    await settled();
    authority.customer('mika').end(first);
    const second = authority.customerSays('mika', 'my second card');
    const other = desk.session(second);
    await desk.past(second);
    await settled();
    expect([...textsOf(session), ...textsOf(other)]).to.deep.equal(['my first card', 'my second card']);
    for (const id of [first, second]) await desk.erase(id, 1);
    await settled();
    expect([...textsOf(session), ...textsOf(other)]).to.deep.equal([]);
    const { conversations, past } = desk.snapshot;
    expect(past.map(({ id, lastEntry }) => [id, lastEntry?.kind])).to.deep.equal([[first, 'erased']]);
    expect(conversations.find((each) => each.id === second)?.lastEntry?.kind).to.equal('erased');
    expect(JSON.stringify(desk.snapshot)).not.to.contain('card');
  });

  it('has nothing of a conversation in which everything was erased, and reads the log anew of a long one, with what is being written kept', async () => {
    const { authority, desk } = await openDesk({ role: 'supervisor' });
    const first = authority.customerSays('mika', 'my first card');
    const session = desk.select(first);
    for (let n = 0; n < 300; n += 1) authority.customerSays('mika', `my card again ${n}`);
    await settled();
    authority.customer('mika').end(first);
    const second = authority.customerSays('mika', 'my second card');
    const other = desk.session(second);
    other?.chat.setDraft('One moment');
    await desk.past(second);
    await settled();
    for (let n = 0; n < 300; n += 1) authority.customerSays('mika', `my second card again ${n}`);
    await settled();
    for (const id of [first, second]) await desk.eraseAll(id);
    await settled();
    expect(desk.session(first)).to.equal(session);
    expect(JSON.stringify([desk.snapshot, session?.chat.snapshot, other?.chat.snapshot])).not.to.contain('card');
    expect(desk.snapshot.past.map(({ id }) => id)).to.deep.equal([first]);
    for (const each of [session, other]) expect(each?.chat.snapshot.entries.length).to.be.above(0);
    expect([other?.chat.snapshot.draft, other?.chat.snapshot.conversation?.id, other?.chat.snapshot.unread]).to.deep.equal(['One moment', second, 0]);
    authority.customerSays('mika', 'I write on');
    await settled();
    expect(textsOf(other)).to.deep.equal(['I write on']);
  });

  it('lists no conversation that ended long ago because something in it was erased', async () => {
    const { authority, desk, heard } = await openDesk({ role: 'supervisor' });
    const id = authority.customerSays('mika', 'my card');
    authority.customer('mika').end(id);
    authority.chat.goOffline();
    authority.chat.goOnline();
    heard.length = 0;
    await desk.erase(id, 1);
    await settled();
    expect([ids(desk), heard]).to.deep.equal([[], []]);
  });

  it('reads the log anew of a conversation that was given away and comes back: nobody told it what was erased meanwhile', async () => {
    const { authority, desk } = await openDesk({ colleagues: [{ id: 'agent-2', name: 'Ren' }] });
    const id = authority.customerSays('mika', 'my card');
    const session = desk.select(id);
    await settled();
    desk.select(null);
    await desk.assign(id, 'agent-2');
    expect(ids(desk)).to.deep.equal([]);
    authority.chat.goOffline();
    authority.customer('mika').erase(id, 1);
    authority.customer('mika').assign({ id: 'agent-1', name: 'Aoi' });
    authority.chat.goOnline();
    await settled();
    expect(desk.select(id)).not.to.equal(session);
    await settled();
    expect(textsOf(desk.session(id))).to.deep.equal([]);
  });

  it('opens earlier conversations of the same customer', async () => {
    const { authority, desk } = await openDesk();
    const first = authority.customerSays('mika', 'the first time');
    authority.customer('mika').end(first);
    const second = authority.customerSays('mika', 'the second time');
    const past = await desk.past(second);
    expect(past.map((each) => each.id)).to.deep.equal([first]);
    const session = desk.select(first);
    await settled();
    expect(textsOf(session)).to.deep.equal(['the first time']);
  });
});
