import { expect } from 'chai';
import { textOf } from '../../src/protocol/entry.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import type { ChatEvent, ChatTransport, ResumePoint } from '../../src/session/contracts/chat-transport.ts';
import { transportError } from './transport-error.ts';
import { until } from './until.ts';

/** What every chat transport must do, as named cases for any test runner. A case gets a fresh customer, and an agent who answers them. */
export interface ChatTransportHarness {
  /** A tab of the same customer's, not connected. The first is there when the case begins. */
  tab(): ChatTransport;
  /** The tab's connection is lost. It comes back by itself. */
  cut(transport: ChatTransport): Promise<void>;
  /** Resolve once the server has it. The conversation is there by then. */
  agentSays(text: string): Promise<void>;
  agentTypes(on: boolean): Promise<void>;
  agentReads(seq: number): Promise<void>;
  agentEnds(): Promise<void>;
  /** A supervisor does, in the open conversation or in the one that is named. */
  erase(seq: number, conversation?: string): Promise<void>;
}

export interface ChatTransportCase {
  readonly name: string;
  run(harness: ChatTransportHarness): Promise<void>;
}

/** A tab that keeps what it hears. */
class Listening {
  readonly transport: ChatTransport;
  readonly events: ChatEvent[] = [];
  /** What the state was when each event came. */
  readonly states: string[] = [];
  resume: readonly ResumePoint[] = [];
  readonly #life = new AbortController();

  constructor(transport: ChatTransport) {
    this.transport = transport;
    transport.listen((event) => {
      this.events.push(event);
      this.states.push(transport.snapshot.is);
    }, { signal: this.#life.signal });
  }

  get types(): readonly string[] {
    return this.events.map((event) => event.type);
  }

  get texts(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'entry' ? textOf(event.entry.parts) || [] : []));
  }

  async online(): Promise<this> {
    this.transport.connect({ resume: () => this.resume });
    await this.until(() => this.transport.snapshot.is === 'online');
    return this;
  }

  until(holds: () => boolean): Promise<void> {
    const { transport } = this;
    return until(
      holds,
      (look, signal) => transport.subscribe(look, { signal }),
      (look, signal) => transport.listen(look, { signal }),
    );
  }

  send(text: string, clientId = `client-${text.replaceAll(' ', '-')}`) {
    return this.transport.send({ clientId, parts: [{ type: 'text', text }] });
  }

  stop(): void {
    this.#life.abort();
  }
}

async function refusal(promise: Promise<unknown>): Promise<readonly [string, boolean]> {
  const { code, permanent } = await transportError(promise);
  return [code, permanent];
}

export const chatTransportCases: readonly ChatTransportCase[] = [
  {
    name: 'is idle until told to connect, says hello first and is online after',
    async run(harness) {
      const tab = new Listening(harness.tab());
      expect(tab.transport.snapshot.is).to.equal('idle');
      await tab.online();
      expect(tab.types[0]).to.equal('hello');
      expect(tab.states[0]).not.to.equal('online');
      const [hello] = tab.events;
      if (hello?.type !== 'hello') throw new Error('hello comes first');
      expect(hello.participant).to.be.a('string').that.is.not.empty;
      expect(hello.conversation).to.equal(null);
      expect(hello.site?.id).to.equal('demo');
    },
  },
  {
    name: 'connects once, however often it is told to',
    async run(harness) {
      const tab = await new Listening(harness.tab()).online();
      await tab.online();
      await tab.send('hello');
      expect(tab.types.filter((type) => type === 'hello').length).to.equal(1);
    },
  },
  {
    name: 'resolves a message with its entry and its conversation, which it opens',
    async run(harness) {
      const tab = await new Listening(harness.tab()).online();
      const { entry, conversation } = await tab.send('hello');
      expect([entry.kind, textOf(entry.parts), entry.clientId]).to.deep.equal(['message', 'hello', 'client-hello']);
      expect(entry.author.role).to.equal('customer');
      expect(conversation.state).not.to.equal('ended');
      const page = await tab.transport.read(conversation.id, {});
      expect(page.entries.find((each) => each.seq === entry.seq)).to.deep.equal(entry);
    },
  },
  {
    name: 'gives the first result to the same clientId again, also from another tab',
    async run(harness) {
      const [one, two] = [await new Listening(harness.tab()).online(), await new Listening(harness.tab()).online()];
      const first = await one.send('once', 'same');
      const second = await one.send('once', 'same');
      const third = await two.send('once', 'same');
      expect([second.entry, third.entry]).to.deep.equal([first.entry, first.entry]);
      const { entries } = await one.transport.read(first.conversation.id, {});
      expect(entries.filter((each) => each.clientId === 'same').length).to.equal(1);
    },
  },
  {
    name: 'tells every tab of every entry, in order and without gaps, its own included',
    async run(harness) {
      const [one, two] = [await new Listening(harness.tab()).online(), await new Listening(harness.tab()).online()];
      const { conversation } = await one.send('one');
      await harness.agentSays('two');
      await two.send('three');
      for (const tab of [one, two]) {
        await tab.until(() => tab.texts.length === 3);
        expect(tab.texts).to.deep.equal(['one', 'two', 'three']);
        const seqs = tab.events.flatMap((event) => (event.type === 'entry' ? event.entry.seq : []));
        expect(seqs).to.deep.equal(seqs.map((_, i) => i + 1));
        expect(tab.events.every((event) => event.type !== 'entry' || event.conversation === conversation.id)).to.equal(true);
      }
    },
  },
  {
    name: 'tells another tab of the conversation before its entries',
    async run(harness) {
      const [one, two] = [await new Listening(harness.tab()).online(), await new Listening(harness.tab()).online()];
      const { conversation } = await one.send('hello');
      await two.until(() => two.texts.length === 1);
      const described = two.events.findIndex((event) => event.type === 'conversation' && event.conversation.id === conversation.id);
      expect(described).to.be.within(0, two.types.indexOf('entry') - 1);
    },
  },
  {
    name: 'reads the newest page, what comes after a position and what comes before one, always ascending',
    async run(harness) {
      const tab = await new Listening(harness.tab()).online();
      const { conversation } = await tab.send('one');
      for (const text of ['two', 'three', 'four']) await tab.send(text);
      const all = await tab.transport.read(conversation.id, {});
      const seqs = all.entries.map((entry) => entry.seq);
      const last = seqs.at(-1) ?? 0;
      expect(seqs).to.deep.equal(seqs.map((_, i) => (seqs[0] ?? 0) + i));
      const after = await tab.transport.read(conversation.id, { after: last - 2 });
      expect([after.entries.map((entry) => entry.seq), after.more]).to.deep.equal([[last - 1, last], false]);
      const before = await tab.transport.read(conversation.id, { before: 3 });
      expect([before.entries.map((entry) => entry.seq), before.more]).to.deep.equal([[1, 2], false]);
      const nothing = await tab.transport.read(conversation.id, { after: last });
      expect([nothing.entries, nothing.more]).to.deep.equal([[], false]);
    },
  },
  {
    name: 'gives what was missed since the position that hello names, in order, before anything live',
    async run(harness) {
      const one = await new Listening(harness.tab()).online();
      const { conversation, entry } = await one.send('one');
      await harness.agentSays('two');
      const two = new Listening(harness.tab());
      two.resume = [{ conversation: conversation.id, seq: entry.seq }];
      await two.online();
      const at = two.types.indexOf('missed');
      const missed = two.events[at];
      if (missed?.type !== 'missed') throw new Error('something was missed');
      expect(missed.page.conversation).to.equal(conversation.id);
      expect(missed.page.entries[0]?.seq).to.equal(entry.seq + 1);
      expect(missed.page.entries.map((each) => textOf(each.parts))).to.include('two');
      expect(two.states[at]).not.to.equal('online');
      const hello = two.events[0];
      expect(hello?.type === 'hello' && hello.conversation?.id).to.equal(conversation.id);
    },
  },
  {
    name: 'tells every tab of an erasure, and who was away once it is back, where it names a position from there on',
    async run(harness) {
      const [one, two] = [await new Listening(harness.tab()).online(), await new Listening(harness.tab()).online()];
      const { conversation, entry } = await one.send('my card is 4111');
      one.resume = [{ conversation: conversation.id, seq: entry.seq }];
      await harness.cut(one.transport);
      await one.until(() => one.transport.snapshot.is !== 'online');
      const { id, seq, author, at } = entry;
      const tombstone = { id, seq, kind: 'erased', author, at, parts: [] };
      await harness.erase(seq);
      const told = (tab: Listening) => tab.events.flatMap((event) => (event.type === 'entry' && event.entry.kind === 'erased' ? [event.entry] : []));
      for (const tab of [one, two]) {
        await tab.until(() => told(tab).length > 0);
        expect(told(tab)).to.deep.equal([tombstone]);
      }
      const page = await one.transport.read(conversation.id, {});
      expect(page.entries.find((each) => each.seq === seq)).to.deep.equal(tombstone);
      const again = await two.send('my card is 4111');
      expect(again.entry).to.deep.equal(tombstone);
    },
  },
  {
    name: 'comes back by itself after a lost connection, and says hello again',
    async run(harness) {
      const tab = await new Listening(harness.tab()).online();
      const { conversation, entry } = await tab.send('one');
      tab.resume = [{ conversation: conversation.id, seq: entry.seq }];
      await harness.cut(tab.transport);
      await tab.until(() => tab.transport.snapshot.is !== 'online');
      await harness.agentSays('two');
      await tab.until(() => tab.transport.snapshot.is === 'online');
      expect(tab.types.filter((type) => type === 'hello').length).to.equal(2);
      const known = tab.events.flatMap((event) => (event.type === 'missed' ? event.page.entries : event.type === 'entry' ? [event.entry] : []));
      expect(known.map((each) => textOf(each.parts))).to.include('two');
    },
  },
  {
    name: 'rejects while it is not connected, as something to ask again',
    async run(harness) {
      const tab = new Listening(harness.tab());
      expect(await refusal(tab.send('hello'))).to.deep.equal(['OFFLINE', false]);
      expect(await refusal(tab.transport.read('anything', {}))).to.deep.equal(['OFFLINE', false]);
    },
  },
  {
    name: 'says what is refused for good: a text too long, a conversation that is not one\'s own',
    async run(harness) {
      const tab = await new Listening(harness.tab()).online();
      expect(await refusal(tab.send('x'.repeat(4_001), 'long'))).to.deep.equal(['MESSAGE_TOO_LONG', true]);
      expect(await refusal(tab.transport.read('somebody-elses', {}))).to.deep.equal(['CONVERSATION_NOT_FOUND', true]);
      expect(await refusal(tab.transport.markRead('somebody-elses', 1))).to.deep.equal(['CONVERSATION_NOT_FOUND', true]);
      await tab.send('goes on');
    },
  },
  {
    name: 'tells of the other side\'s writing',
    async run(harness) {
      const tab = await new Listening(harness.tab()).online();
      const { conversation } = await tab.send('hello');
      for (const on of [true, false]) {
        await harness.agentTypes(on);
        await tab.until(() => tab.events.some((event) => event.type === 'typing' && event.on === on && event.conversation === conversation.id));
      }
    },
  },
  {
    name: 'carries read marks both ways',
    async run(harness) {
      const [one, two] = [await new Listening(harness.tab()).online(), await new Listening(harness.tab()).online()];
      const { conversation, entry } = await one.send('hello');
      await harness.agentReads(entry.seq);
      await one.until(() => one.events.some((event) => event.type === 'read' && event.mark.role === 'agent' && event.mark.seq === entry.seq));
      await one.transport.markRead(conversation.id, entry.seq);
      await two.until(() => two.events.some((event) => event.type === 'read' && event.mark.role === 'customer' && event.mark.seq === entry.seq));
    },
  },
  {
    name: 'ends the conversation for every tab, and opens a new one with the next message',
    async run(harness) {
      const [one, two] = [await new Listening(harness.tab()).online(), await new Listening(harness.tab()).online()];
      const { conversation } = await one.send('hello');
      await one.transport.end(conversation.id);
      for (const tab of [one, two]) {
        await tab.until(() => tab.events.some((event) => event.type === 'conversation' && event.conversation.id === conversation.id && event.conversation.state === 'ended'));
        expect(tab.events.some((event) => event.type === 'entry' && event.entry.kind === 'ended')).to.equal(true);
      }
      const next = await one.send('again');
      expect(next.conversation.id).not.to.equal(conversation.id);
      expect(next.conversation.state).not.to.equal('ended');
    },
  },
  {
    name: 'finds a conversation that ended, and names it and its last entry in the next one',
    async run(harness) {
      const one = await new Listening(harness.tab()).online();
      const { conversation } = await one.send('hello');
      expect(conversation.previous).to.equal(undefined);
      await one.transport.end(conversation.id);
      const two = await new Listening(harness.tab()).online();
      const [hello] = two.events;
      const found = hello?.type === 'hello' ? hello.conversation : null;
      expect([found?.id, found?.state]).to.deep.equal([conversation.id, 'ended']);
      const next = await one.send('again');
      expect(next.conversation.previous).to.deep.equal({ conversation: conversation.id, seq: found?.lastSeq });
    },
  },
  {
    name: 'reads on over the customer’s earlier conversations, counted down from 0, and never when it reads forwards',
    async run(harness) {
      const tab = await new Listening(harness.tab()).online();
      for (const text of ['one', 'two']) await tab.transport.end((await tab.send(text)).conversation.id);
      const { conversation, entry } = await tab.send('three');
      const all = await tab.transport.read(conversation.id, {});
      const before = await tab.transport.read(conversation.id, { before: 1 });
      const texts = (entries: readonly Entry[]) => entries.map(({ parts }) => textOf(parts)).filter((text) => text !== '');
      expect([texts(all.entries), texts(before.entries)]).to.deep.equal([['one', 'two', 'three'], ['one', 'two']]);
      for (const { entries, more, conversation: named } of [all, before]) {
        const seqs = entries.map(({ seq }) => seq);
        const [first = 0] = seqs;
        expect([seqs, more, named]).to.deep.equal([seqs.map((_, index) => first + index), false, conversation.id]);
      }
      expect([before.entries.at(-1)?.seq, all.entries.find((each) => each.id === entry.id)?.seq]).to.deep.equal([0, entry.seq]);
      const deep = before.entries[1]?.seq ?? 0;
      expect((await tab.transport.read(conversation.id, { before: deep })).entries).to.deep.equal(before.entries.slice(0, 1));
      expect((await tab.transport.read(conversation.id, { after: 0 })).entries[0]?.seq).to.equal(1);
    },
  },
  {
    name: 'tells an erasure in an earlier conversation where that stands above the newest, and who was away once it is back',
    async run(harness) {
      const [one, two] = [await new Listening(harness.tab()).online(), await new Listening(harness.tab()).online()];
      const secret = await one.send('my card is 4111');
      await one.transport.end(secret.conversation.id);
      const { conversation, entry } = await one.send('again');
      const before = await one.transport.read(conversation.id, { before: 1 });
      const place = before.entries.find((each) => each.id === secret.entry.id)?.seq;
      one.resume = [{ conversation: conversation.id, seq: entry.seq }];
      await harness.cut(one.transport);
      await one.until(() => one.transport.snapshot.is !== 'online');
      await harness.erase(secret.entry.seq, secret.conversation.id);
      const told = (tab: Listening) => tab.events.flatMap((event) => (event.type === 'entry' && event.entry.kind === 'erased' ? [[event.conversation, event.entry.seq]] : []));
      for (const tab of [one, two]) {
        await tab.until(() => told(tab).length > 0);
        expect(told(tab)).to.deep.equal([[conversation.id, place]]);
      }
      const read = await one.transport.read(conversation.id, { before: 1 });
      expect(read.entries.filter((each) => each.kind === 'erased').map(({ seq }) => seq)).to.deep.equal([place]);
    },
  },
  {
    name: 'tells when the agent ends the conversation',
    async run(harness) {
      const tab = await new Listening(harness.tab()).online();
      const { conversation } = await tab.send('hello');
      await harness.agentEnds();
      await tab.until(() => tab.events.some((event) => event.type === 'conversation' && event.conversation.state === 'ended'));
      const entries = tab.events.flatMap((event) => (event.type === 'entry' && event.conversation === conversation.id ? [event.entry] : []));
      expect(entries.at(-1)?.parts).to.deep.equal([{ type: 'ended', by: 'agent' }]);
    },
  },
  {
    name: 'delivers nothing after it was disconnected, and begins again when told to',
    async run(harness) {
      const [one, two] = [await new Listening(harness.tab()).online(), await new Listening(harness.tab()).online()];
      await one.send('one');
      one.transport.disconnect();
      expect(one.transport.snapshot.is).to.equal('idle');
      const count = one.events.length;
      await two.send('two');
      await two.until(() => two.texts.length === 2);
      expect(one.events.length).to.equal(count);
      await one.online();
      expect(one.types.filter((type) => type === 'hello').length).to.equal(2);
    },
  },
  {
    name: 'tells a listener nothing after its signal',
    async run(harness) {
      const tab = await new Listening(harness.tab()).online();
      const other = new Listening(tab.transport);
      other.stop();
      await tab.send('hello');
      await tab.until(() => tab.texts.length === 1);
      expect(other.events).to.deep.equal([]);
    },
  },
];
