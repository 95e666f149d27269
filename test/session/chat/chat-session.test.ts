import { expect } from 'chai';
import { describe, it } from 'node:test';
import { TransportError } from '../../../src/session/contracts/chat-transport.ts';
import type { KeyValue } from '../../../src/session/contracts/environment.ts';
import { FakeChatServer } from '../../fakes/fake-chat-server.ts';
import { FakeKeyValue, settled } from '../../fakes/fake-environment.ts';
import { onlineTab, openTab, seqsOf, textsOf } from './open-chat.ts';

const refused = new TransportError('FORBIDDEN', { permanent: true });
const busy = new TransportError('RATE_LIMITED', { permanent: false });

describe('ChatSession: the outbox', () => {
  it('shows a message at once, and as an entry when the server has stored it', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('hello');
    expect(chat.snapshot.outbox.map((item) => [item.text, item.state.is])).to.deep.equal([['hello', 'sending']]);
    await settled();
    expect(chat.snapshot.outbox).to.deep.equal([]);
    expect(textsOf(chat)).to.deep.equal(['hello']);
    expect(transport.server.textsOf('conversation-1')).to.deep.equal(['hello']);
  });

  it('ignores blank text, and sends the rest without the space around it', async () => {
    const { chat } = await onlineTab();
    chat.send('  \n ');
    expect(chat.snapshot.outbox).to.deep.equal([]);
    chat.send('  hello\nthere \n');
    await settled();
    expect(textsOf(chat)).to.deep.equal(['hello\nthere']);
  });

  it('waits for the connection, and then sends in the order of writing, one at a time', async () => {
    const { chat, transport, connect } = openTab();
    for (const text of ['one', 'two', 'three']) chat.send(text);
    let flying = 0;
    const send = transport.send.bind(transport);
    transport.send = async (message) => {
      expect(++flying).to.equal(1);
      const result = await send(message);
      flying--;
      return result;
    };
    await connect();
    expect(textsOf(chat)).to.deep.equal(['one', 'two', 'three']);
  });

  it('keeps its messages over a page load, and sends each once', async () => {
    const [server, shared] = [new FakeChatServer(), new FakeKeyValue()];
    const before = openTab({ server, shared, name: 'before' });
    before.chat.send('written on the first page');
    before.close();
    const after = openTab({ server, shared, name: 'after' });
    expect(after.chat.snapshot.outbox.map((item) => item.text)).to.deep.equal(['written on the first page']);
    await after.connect();
    expect(server.textsOf('conversation-1')).to.deep.equal(['written on the first page']);
    expect(shared.keys('outbox')).to.deep.equal([]);
  });

  it('does not send again what was stored before the page went, though the answer never came', async () => {
    const [server, shared] = [new FakeChatServer(), new FakeKeyValue()];
    const before = await onlineTab({ server, shared, name: 'before' });
    before.transport.fate = () => 'drop-answer';
    const entry = before.transport.deliver.bind(before.transport);
    before.transport.deliver = (event) => (event.type === 'entry' ? undefined : entry(event));
    before.chat.send('once');
    before.close();
    const after = await onlineTab({ server, shared, name: 'after' });
    await settled();
    expect(after.chat.snapshot.outbox).to.deep.equal([]);
    expect(server.textsOf('conversation-1')).to.deep.equal(['once']);
  });

  it('leaves the other tabs\' messages in the shared storage alone', () => {
    const shared = new FakeKeyValue();
    const [one, two] = [openTab({ shared, name: 'one' }), openTab({ shared, name: 'two' })];
    one.chat.send('from the first tab');
    two.chat.send('from the second tab');
    one.chat.send('again from the first');
    const later = openTab({ shared, name: 'later' });
    expect(later.chat.snapshot.outbox.map((item) => item.text)).to.deep.equal(['from the first tab', 'from the second tab', 'again from the first']);
  });

  it('loses nothing where two tabs write at the same moment', () => {
    const shared = new FakeKeyValue();
    const two = openTab({ shared, name: 'two' });
    let meanwhile = () => {
      meanwhile = () => undefined;
      two.chat.send('from the second tab');
    };
    const between: KeyValue = {
      get: (key) => shared.get(key),
      keys: (prefix) => shared.keys(prefix),
      set: (key, value) => {
        meanwhile();
        shared.set(key, value);
      },
    };
    openTab({ shared: between, name: 'one' }).chat.send('from the first tab');
    const later = openTab({ shared, name: 'later' });
    expect(later.chat.snapshot.outbox.map((item) => item.text)).to.have.members(['from the first tab', 'from the second tab']);
  });

  it('takes over what a closed tab left behind, when the connection comes back', async () => {
    const [server, shared] = [new FakeChatServer(), new FakeKeyValue()];
    const staying = await onlineTab({ server, shared, name: 'staying' });
    const closing = openTab({ server, shared, name: 'closing' });
    closing.chat.send('left behind');
    closing.close();
    staying.transport.goOffline();
    staying.transport.goOnline();
    await settled();
    expect(server.textsOf('conversation-1')).to.deep.equal(['left behind']);
  });

  it('lets two tabs send the same message, which arrives once', async () => {
    const [server, shared] = [new FakeChatServer(), new FakeKeyValue()];
    const one = openTab({ server, shared, name: 'one' });
    one.chat.send('hello');
    const two = openTab({ server, shared, name: 'two' });
    await Promise.all([one.connect(), two.connect()]);
    expect(server.textsOf('conversation-1')).to.deep.equal(['hello']);
    expect([one, two].flatMap((tab) => tab.chat.snapshot.outbox)).to.deep.equal([]);
    expect(textsOf(two.chat)).to.deep.equal(['hello']);
  });

  it('reads nothing but messages out of a storage that others write to', () => {
    const shared = new FakeKeyValue();
    for (const junk of ['{', '7', 'null', '[]', '{"clientId": 3}', '{"text": "x"}', '{"clientId": "a", "text": "x", "at": 1, "state": null}']) {
      shared.set('outbox.a', junk);
      expect(openTab({ shared }).chat.snapshot.outbox).to.deep.equal([]);
    }
  });

  it('marks as not sent what is refused for good, and goes on with what follows', async () => {
    const { chat, transport } = await onlineTab();
    const send = transport.send.bind(transport);
    transport.send = (message) => (message.parts[0]?.text === 'bad' ? Promise.reject(refused) : send(message));
    for (const text of ['bad', 'good']) chat.send(text);
    await settled();
    expect(chat.snapshot.outbox.map((item) => [item.text, item.state])).to.deep.equal([['bad', { is: 'not-sent', code: 'FORBIDDEN' }]]);
    expect(textsOf(chat)).to.deep.equal(['good']);
  });

  it('keeps "not sent" over a page load, and does not try again by itself', async () => {
    const [server, shared] = [new FakeChatServer(), new FakeKeyValue()];
    const before = await onlineTab({ server, shared });
    before.transport.fate = () => refused;
    before.chat.send('bad');
    await settled();
    before.close();
    const after = await onlineTab({ server, shared, name: 'after' });
    expect(after.chat.snapshot.outbox.map((item) => item.state.is)).to.deep.equal(['not-sent']);
    expect(after.transport.requests).to.deep.equal([]);
  });

  it('sends a refused message again when asked, or forgets it', async () => {
    const { chat, transport, environment } = await onlineTab();
    transport.fate = () => refused;
    for (const text of ['first', 'second']) chat.send(text);
    await settled();
    const [first, second] = chat.snapshot.outbox;
    transport.fate = () => 'deliver';
    chat.retry(first?.clientId ?? '');
    chat.discard(second?.clientId ?? '');
    await settled();
    expect(textsOf(chat)).to.deep.equal(['first']);
    expect(chat.snapshot.outbox).to.deep.equal([]);
    expect(environment.shared.keys('outbox')).to.deep.equal([]);
  });

  it('neither repeats nor forgets a message that is on its way', async () => {
    const { chat } = openTab();
    chat.send('hello');
    const before = chat.snapshot.outbox;
    chat.discard(before[0]?.clientId ?? '');
    chat.retry(before[0]?.clientId ?? '');
    expect(chat.snapshot.outbox).to.equal(before);
  });

  it('refuses by itself what is longer than any server takes, and never asks', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('x'.repeat(4_001));
    expect(chat.snapshot.outbox.map((item) => item.state)).to.deep.equal([{ is: 'not-sent', code: 'MESSAGE_TOO_LONG' }]);
    chat.retry(chat.snapshot.outbox[0]?.clientId ?? '');
    await settled();
    expect(transport.requests).to.deep.equal([]);
    chat.send('y'.repeat(4_000));
    await settled();
    expect(textsOf(chat)).to.deep.equal(['y'.repeat(4_000)]);
  });

  it('tries again, later and later, what is refused for now, without overtaking', async () => {
    const { chat, transport, environment } = await onlineTab();
    transport.fate = () => busy;
    for (const text of ['one', 'two']) chat.send(text);
    await environment.advance(60_000);
    const tries = transport.requests.length;
    expect(tries).to.be.within(8, 14);
    transport.fate = () => 'deliver';
    await environment.advance(10_000);
    expect(textsOf(chat)).to.deep.equal(['one', 'two']);
  });
});

describe('ChatSession: the log', () => {
  it('begins with the newest page, and goes back page by page to the first entry', async () => {
    const server = new FakeChatServer({ pageSize: 10 });
    const first = await onlineTab({ server, name: 'first' });
    for (let i = 1; i <= 25; i++) first.chat.send(`${i}`);
    await settled();
    const { chat } = await onlineTab({ server, name: 'second' });
    expect([seqsOf(chat)[0], seqsOf(chat).length, chat.snapshot.earlier]).to.deep.equal([16, 10, 'available']);
    const loading = chat.loadEarlier();
    expect(chat.snapshot.earlier).to.equal('loading');
    await Promise.all([loading, chat.loadEarlier()]);
    expect([seqsOf(chat)[0], chat.snapshot.earlier]).to.deep.equal([6, 'available']);
    await chat.loadEarlier();
    expect(seqsOf(chat)).to.deep.equal(Array.from({ length: 25 }, (_, i) => i + 1));
    expect(chat.snapshot.earlier).to.equal('none');
  });

  it('says that an earlier page could not be had, and gets it when asked again', async () => {
    const server = new FakeChatServer({ pageSize: 2 });
    const tab = await onlineTab({ server });
    for (const text of ['one', 'two', 'three']) tab.chat.send(text);
    await settled();
    const { chat, transport } = await onlineTab({ server, name: 'second' });
    transport.fate = () => 'drop-request';
    await chat.loadEarlier();
    expect(chat.snapshot.earlier).to.equal('failed');
    transport.fate = () => 'deliver';
    await chat.loadEarlier();
    expect(seqsOf(chat)).to.deep.equal([1, 2, 3]);
  });

  it('fills from the history what a hello did not bring', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    const { server } = transport;
    transport.goOffline();
    server.agentSays('two');
    server.agentSays('three');
    server.missed = () => [];
    transport.goOnline();
    expect(seqsOf(chat)).to.deep.equal([1]);
    await settled();
    expect(seqsOf(chat)).to.deep.equal([1, 2, 3]);
  });

  it('asks for what is between when an entry comes too early', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    const { server } = transport;
    const entries = ['two', 'three'].map((text, i) => ({ id: `e${i}`, seq: i + 2, kind: 'message', author: { id: 'agent-1', role: 'agent' as const }, at: '2026-01-01T00:00:00.000Z', parts: [{ type: 'text' as const, text }] }));
    const [two, three] = entries;
    if (!two || !three) throw new Error('two entries were made');
    const page = server.page.bind(server);
    server.page = (...asked) => ({ ...page(...asked), entries: [two, three], more: false });
    transport.deliver({ type: 'entry', conversation: 'conversation-1', entry: three });
    expect(seqsOf(chat)).to.deep.equal([1]);
    await settled();
    expect(seqsOf(chat)).to.deep.equal([1, 2, 3]);
    expect(transport.requests.at(-1)).to.deep.equal({ method: 'read', detail: { conversation: 'conversation-1', after: 1 } });
  });

  it('asks once for what the server turns out not to have', async () => {
    const { chat, transport, environment } = await onlineTab();
    chat.send('one');
    await settled();
    const [entry] = chat.snapshot.entries;
    if (!entry) throw new Error('one entry is there');
    transport.deliver({ type: 'entry', conversation: 'conversation-1', entry: { ...entry, seq: 9 } });
    await environment.advance(60_000);
    expect(transport.requests.filter((each) => each.method === 'read').length).to.equal(1);
    transport.server.agentSays('two');
    expect(seqsOf(chat)).to.deep.equal([1, 2]);
  });

  it('asks later and later where the history itself has a gap, and shows nothing beyond it', async () => {
    const { chat, transport, environment } = await onlineTab();
    chat.send('one');
    await settled();
    const { server } = transport;
    const [entry] = chat.snapshot.entries;
    if (!entry) throw new Error('one entry is there');
    server.page = (conversation) => ({ conversation, entries: [{ ...entry, seq: 4 }], more: false });
    transport.deliver({ type: 'entry', conversation: 'conversation-1', entry: { ...entry, seq: 4 } });
    await environment.advance(60_000);
    expect(seqsOf(chat)).to.deep.equal([1]);
    expect(transport.requests.filter((each) => each.method === 'read').length).to.be.within(6, 14);
  });

  it('ignores what it has, and what is of another conversation', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    const { entries } = chat.snapshot;
    const [entry] = entries;
    if (!entry) throw new Error('one entry is there');
    transport.deliver({ type: 'entry', conversation: 'conversation-1', entry });
    transport.deliver({ type: 'entry', conversation: 'somewhere', entry: { ...entry, seq: 2 } });
    expect(chat.snapshot.entries).to.equal(entries);
  });

  it('puts a tombstone in the place of what was erased', async () => {
    const { chat, transport } = await onlineTab();
    for (const text of ['one', 'my card is 4111', 'three']) chat.send(text);
    await settled();
    transport.server.erase('conversation-1', 2);
    expect(chat.snapshot.entries.map((entry) => entry.kind)).to.deep.equal(['message', 'erased', 'message']);
    expect(textsOf(chat)).to.deep.equal(['one', 'three']);
  });

  it('shows nothing of what was erased while it was away', async () => {
    const { chat, transport } = await onlineTab();
    for (const text of ['one', 'my card is 4111', 'three']) chat.send(text);
    await settled();
    transport.goOffline();
    transport.server.erase('conversation-1', 2);
    transport.server.agentSays('four');
    transport.goOnline();
    await settled();
    expect(chat.snapshot.entries.map((entry) => entry.kind)).to.deep.equal(['message', 'erased', 'message', 'message']);
    expect(textsOf(chat)).to.deep.equal(['one', 'three', 'four']);
  });

  it('reads its log anew where too much was erased to tell it line by line, with what is being written and sent kept', async () => {
    const server = new FakeChatServer({ pageSize: 50 });
    for (let n = 0; n < 300; n += 1) server.send({ participant: 'customer-1', role: 'customer' }, { clientId: `card-${n}`, parts: [{ type: 'text', text: 'my card is 4111' }] });
    const { chat, transport } = await onlineTab({ server });
    await chat.loadEarlier();
    chat.send('I write on');
    chat.setDraft('One moment');
    server.eraseAll('conversation-1');
    await settled();
    const { entries, earlier, draft, conversation, unread } = chat.snapshot;
    expect(textsOf(chat)).to.deep.equal(['I write on']);
    expect([entries.length, entries.at(-1)?.seq, earlier, draft, conversation?.id, unread]).to.deep.equal([50, 301, 'available', 'One moment', 'conversation-1', 0]);
    await chat.loadEarlier();
    transport.server.agentSays('and I read on');
    expect([chat.snapshot.entries.length, chat.snapshot.entries.at(-1)?.seq]).to.deep.equal([101, 302]);
  });

  it('shows nothing of what was erased while the way further back was loading', async () => {
    const server = new FakeChatServer({ pageSize: 2 });
    for (const text of ['my card is 4111', 'two', 'three', 'four']) server.send({ participant: 'customer-1', role: 'customer' }, { clientId: text.replaceAll(' ', '-'), parts: [{ type: 'text', text }] });
    const { chat, transport } = await onlineTab({ server });
    expect(textsOf(chat)).to.deep.equal(['three', 'four']);
    const loading = chat.loadEarlier();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    transport.server.erase('conversation-1', 1);
    await loading;
    expect(textsOf(chat)).to.deep.equal(['two', 'three', 'four']);
  });

  it('keeps entries of a kind that it does not know', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    transport.server.write('poll', [{ type: 'poll' }]);
    expect(chat.snapshot.entries.map((entry) => entry.kind)).to.deep.equal(['message', 'poll']);
  });

  it('appends to 10 000 entries without looking at each', async () => {
    const server = new FakeChatServer({ pageSize: 10_000 });
    const tab = await onlineTab({ server });
    tab.chat.send('first');
    await settled();
    for (let i = 0; i < 9_999; i++) server.agentSays(`${i}`);
    tab.chat.markRead();
    const reads = { count: 0 };
    const watched = tab.chat.snapshot.entries.map(
      (entry) => new Proxy(entry, { get: (target, key) => (reads.count++, Reflect.get(target, key) as unknown) }),
    );
    const { entries } = tab.chat.snapshot;
    (entries as unknown[]).splice(0, entries.length, ...watched);
    server.agentSays('last');
    expect(tab.chat.snapshot.entries.length).to.equal(10_001);
    expect(reads.count).to.be.below(20);
  });
});

describe('ChatSession: conversations', () => {
  it('ends the conversation, and opens a new one below it with the next message', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    await chat.end();
    expect(chat.snapshot.conversation?.state).to.equal('ended');
    expect(textsOf(chat)).to.deep.equal(['one']);
    chat.send('two');
    await settled();
    expect(chat.snapshot.conversation?.id).to.equal('conversation-2');
    expect(textsOf(chat)).to.deep.equal(['one', 'two']);
    expect(seqsOf(chat)).to.deep.equal([-1, 0, 1]);
    expect(transport.server.textsOf('conversation-1')).to.deep.equal(['one']);
    transport.server.agentSays('three');
    expect([chat.snapshot.unread, seqsOf(chat).at(-1)]).to.deep.equal([1, 2]);
  });

  it('begins a new log where it does not hold all of the conversation before', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    transport.goOffline();
    transport.server.agentSays('unheard');
    transport.server.end('conversation-1', 'agent');
    transport.server.send({ participant: transport.server.customer, role: 'customer' }, { clientId: 'elsewhere', parts: [{ type: 'text', text: 'two' }] });
    transport.goOnline();
    await settled();
    expect(textsOf(chat)).to.deep.equal(['one', 'unheard', 'two']);
    expect(seqsOf(chat)).to.deep.equal([-2, -1, 0, 1]);
  });

  it('goes back over the conversations before, page by page', async () => {
    const server = new FakeChatServer({ pageSize: 4 });
    for (const round of ['a', 'b', 'c']) {
      for (const text of [`${round}1`, `${round}2`]) server.send({ participant: server.customer, role: 'customer' }, { clientId: text, parts: [{ type: 'text', text }] });
      server.end(server.open?.id ?? '');
    }
    const { chat } = await onlineTab({ server });
    await settled();
    expect([textsOf(chat), chat.snapshot.earlier]).to.deep.equal([['c1', 'c2'], 'available']);
    await chat.loadEarlier();
    expect([textsOf(chat), chat.snapshot.earlier]).to.deep.equal([['a2', 'b1', 'b2', 'c1', 'c2'], 'available']);
    await chat.loadEarlier();
    expect([textsOf(chat), chat.snapshot.earlier]).to.deep.equal([['a1', 'a2', 'b1', 'b2', 'c1', 'c2'], 'none']);
    server.erase('conversation-1', 2);
    expect(textsOf(chat)).to.deep.equal(['a1', 'b1', 'b2', 'c1', 'c2']);
  });

  it('does not take a page that was on its way as the next conversation began', async () => {
    const server = new FakeChatServer({ pageSize: 2 });
    for (const text of ['1', '2', '3']) server.send({ participant: server.customer, role: 'customer' }, { clientId: text, parts: [{ type: 'text', text }] });
    const { chat, transport } = await onlineTab({ server });
    await settled();
    expect(textsOf(chat)).to.deep.equal(['2', '3']);
    const read = transport.read.bind(transport);
    let give = (): void => undefined;
    const arrived = new Promise<void>((arrive) => {
      transport.read = async (...asked) => {
        const page = await read(...asked);
        arrive();
        await new Promise<void>((resolve) => (give = resolve));
        return page;
      };
    });
    const loading = chat.loadEarlier();
    await arrived;
    transport.read = read;
    server.end('conversation-1', 'agent');
    server.send({ participant: server.customer, role: 'customer' }, { clientId: '4', parts: [{ type: 'text', text: '4' }] });
    give();
    await loading;
    expect([textsOf(chat), chat.snapshot.earlier]).to.deep.equal([['2', '3', '4'], 'failed']);
    await chat.loadEarlier();
    expect(textsOf(chat)).to.deep.equal(['1', '2', '3', '4']);
  });

  it('follows the customer\'s other tab into the new conversation', async () => {
    const server = new FakeChatServer();
    const [one, two] = [await onlineTab({ server, name: 'one' }), await onlineTab({ server, name: 'two' })];
    one.chat.send('first');
    await settled();
    server.end('conversation-1', 'agent');
    one.chat.send('second');
    await settled();
    expect(two.chat.snapshot.conversation?.id).to.equal('conversation-2');
    expect(textsOf(two.chat)).to.deep.equal(['first', 'second']);
  });

  it('knows after a lost connection that the conversation ended', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    transport.goOffline();
    transport.server.end('conversation-1', 'agent');
    transport.goOnline();
    expect(chat.snapshot.conversation?.state).to.equal('ended');
    expect(chat.snapshot.entries.at(-1)?.kind).to.equal('ended');
  });

  it('does not go back to an ended conversation for a late answer', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    const [old] = transport.server.conversations;
    const [entry] = chat.snapshot.entries;
    await chat.end();
    chat.send('two');
    await settled();
    if (!old || !entry) throw new Error('there was a first conversation');
    const send = transport.send.bind(transport);
    transport.send = () => Promise.resolve({ entry, conversation: { ...old, state: 'ended' } });
    chat.send('three');
    await settled();
    transport.send = send;
    expect(chat.snapshot.conversation?.id).to.equal('conversation-2');
  });

  it('keeps the open conversation\'s id for the site\'s next page, until it ends', async () => {
    const { chat, environment } = await onlineTab();
    chat.send('one');
    await settled();
    expect(environment.shared.get('conversation')).to.equal('conversation-1');
    await chat.end();
    expect(environment.shared.get('conversation')).to.equal(null);
  });

  it('forgets a conversation that the server knows nothing of any more', async () => {
    const shared = new FakeKeyValue();
    shared.set('conversation', 'long-gone');
    await onlineTab({ shared });
    expect(shared.get('conversation')).to.equal(null);
  });

  it('shows a new visitor nothing of the former one', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    transport.deliver({ type: 'hello', participant: 'somebody-else', site: transport.server.site, conversation: null });
    expect([chat.snapshot.self, chat.snapshot.conversation, chat.snapshot.entries.length]).to.deep.equal(['somebody-else', null, 0]);
  });

  it('follows who is there to answer', async () => {
    const { chat, transport } = await onlineTab();
    transport.server.staff(false);
    expect(chat.snapshot.site?.staffed).to.equal(false);
  });
});

describe('ChatSession: reading and writing', () => {
  it('counts the others\' messages as unread, and nothing else', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    await settled();
    transport.server.agentSays('two');
    transport.server.agentSays('three');
    transport.server.write('assigned', [{ type: 'assigned', agent: { id: 'agent-1', name: 'Aoi' } }]);
    expect(chat.snapshot.unread).to.equal(2);
    chat.markRead();
    expect([chat.snapshot.unread, chat.snapshot.readSeq]).to.deep.equal([0, 4]);
  });

  it('tells the server of reading once, and other tabs know', async () => {
    const server = new FakeChatServer();
    const [one, two] = [await onlineTab({ server, name: 'one' }), await onlineTab({ server, name: 'two' })];
    one.chat.send('hello');
    await settled();
    server.agentSays('two');
    one.chat.markRead();
    one.chat.markRead();
    await settled();
    expect(two.chat.snapshot.unread).to.equal(0);
    expect(one.transport.requests.filter((each) => each.method === 'markRead').length).to.equal(1);
  });

  it('tells of reading that happened offline when the connection is back, and knows it on the next page', async () => {
    const server = new FakeChatServer();
    const tab = await onlineTab({ server });
    tab.chat.send('hello');
    await settled();
    server.agentSays('two');
    tab.transport.goOffline();
    tab.chat.markRead();
    expect(tab.chat.snapshot.unread).to.equal(0);
    tab.transport.goOnline();
    await settled();
    tab.close();
    const { chat } = await onlineTab({ server, name: 'next' });
    expect([chat.snapshot.unread, chat.snapshot.readSeq]).to.deep.equal([0, 2]);
  });

  it('knows how far the other side has read', async () => {
    const { chat, transport } = await onlineTab();
    chat.send('one');
    chat.send('two');
    await settled();
    expect(chat.snapshot.seenSeq).to.equal(-Infinity);
    transport.server.agentReads(2);
    transport.server.agentReads(1);
    expect(chat.snapshot.seenSeq).to.equal(2);
  });

  it('shows who writes until they send, stop, or say no more', async () => {
    const { chat, transport, environment } = await onlineTab();
    chat.send('hello');
    await settled();
    const { server } = transport;
    server.agentTypes(true);
    expect(chat.snapshot.typing).to.deep.equal(['agent-1']);
    server.agentTypes(false);
    expect(chat.snapshot.typing).to.deep.equal([]);
    server.agentTypes(true);
    server.agentSays('hi');
    expect(chat.snapshot.typing).to.deep.equal([]);
    server.agentTypes(true);
    await environment.advance(4_000);
    server.agentTypes(true);
    await environment.advance(4_000);
    expect(chat.snapshot.typing).to.deep.equal(['agent-1']);
    await environment.advance(3_000);
    expect(chat.snapshot.typing).to.deep.equal([]);
  });

  it('tells of the own writing now and then, and of its end', async () => {
    const { chat, transport, environment } = await onlineTab();
    chat.send('hello');
    await settled();
    const told = () => transport.requests.filter((each) => each.method === 'typing').map((each) => (each.detail as { on: boolean }).on);
    for (let i = 0; i < 40; i++) {
      chat.setTyping(true);
      await environment.advance(100);
    }
    expect(told()).to.deep.equal([true, true]);
    await environment.advance(10_000);
    expect(told()).to.deep.equal([true, true, false]);
    chat.setTyping(true);
    chat.setTyping(false);
    chat.setTyping(false);
    expect(told()).to.deep.equal([true, true, false, true, false]);
    chat.setTyping(true);
    chat.send('there');
    await environment.advance(10_000);
    expect(told()).to.deep.equal([true, true, false, true, false, true]);
    expect(environment.pending).to.equal(0);
  });

  it('keeps the draft over a page load of this tab, and empties it by sending', async () => {
    const tab = new FakeKeyValue();
    const before = openTab({ tab });
    before.chat.setDraft('half a sen');
    before.close();
    const { chat } = openTab({ tab });
    expect(chat.snapshot.draft).to.equal('half a sen');
    chat.send('half a sentence');
    expect(chat.snapshot.draft).to.equal('');
    expect(openTab({ tab }).chat.snapshot.draft).to.equal('');
  });

  it('tells its listeners of each change until their signal ends, and changes nothing after its own', async () => {
    const tab = await onlineTab();
    const watching = new AbortController();
    let told = 0;
    tab.chat.subscribe(() => told++, { signal: watching.signal });
    tab.chat.setDraft('a');
    tab.chat.setDraft('a');
    expect(told).to.equal(1);
    watching.abort();
    tab.chat.setDraft('b');
    expect(told).to.equal(1);
    tab.close();
    tab.chat.setDraft('c');
    expect(tab.chat.snapshot.draft).to.equal('b');
  });
});
