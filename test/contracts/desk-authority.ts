import { expect } from 'chai';
import { textOf } from '../../src/protocol/entry.ts';
import type { ChatEvent, ResumePoint } from '../../src/session/contracts/chat-transport.ts';
import type { DeskAuthority, DeskEvent } from '../../src/session/contracts/desk-authority.ts';
import { transportError } from './transport-error.ts';
import { until } from './until.ts';

/** What every desk authority must do, as named cases for any test runner. A case gets a fresh site where one person works. */
export interface DeskAuthorityHarness {
  /** That person's page: an agent's, where nothing else is said. */
  desk(who?: 'agent' | 'supervisor'): Promise<DeskAuthority>;
  /** Resolves once the server has it. A customer's first message opens a conversation. */
  customerSays(customer: string, text: string): Promise<void>;
  customerEnds(customer: string): Promise<void>;
  cut(desk: DeskAuthority): Promise<void>;
}

export interface DeskAuthorityCase {
  readonly name: string;
  run(harness: DeskAuthorityHarness): Promise<void>;
}

class Watching {
  readonly desk: DeskAuthority;
  readonly events: DeskEvent[] = [];
  readonly chat: ChatEvent[] = [];
  resume: readonly ResumePoint[] = [];

  constructor(desk: DeskAuthority) {
    const { signal } = new AbortController();
    this.desk = desk;
    desk.listen((event) => this.events.push(event), { signal });
    desk.chat.listen((event) => this.chat.push(event), { signal });
  }

  static async online(desk: DeskAuthority): Promise<Watching> {
    const watching = new Watching(desk);
    desk.chat.connect({ resume: () => watching.resume });
    await watching.until(() => desk.chat.snapshot.is === 'online');
    return watching;
  }

  until(holds: () => boolean): Promise<void> {
    const { desk } = this;
    return until(
      holds,
      (look, signal) => desk.listen(look, { signal }),
      (look, signal) => desk.chat.listen(look, { signal }),
      (look, signal) => desk.chat.subscribe(look, { signal }),
    );
  }

  get hello() {
    const hello = this.events.findLast((event) => event.type === 'hello');
    if (hello?.type !== 'hello') throw new Error('the desk said no hello');
    return hello;
  }

  /** The newest word on each conversation. */
  get conversations() {
    const known = new Map(this.hello.conversations.map((each) => [each.id, each]));
    for (const event of this.events.slice(this.events.lastIndexOf(this.hello))) {
      if (event.type === 'conversation') known.set(event.conversation.id, event.conversation);
    }
    return [...known.values()];
  }

  async conversation(lastText: string) {
    const find = () => this.conversations.find((each) => each.lastEntry !== null && textOf(each.lastEntry.parts) === lastText);
    await this.until(() => find() !== undefined);
    return find() ?? Promise.reject(new Error('it was there'));
  }
}

export const deskAuthorityCases: readonly DeskAuthorityCase[] = [
  {
    name: 'says who works here and who else, before it is online',
    async run(harness) {
      const desk = await harness.desk();
      const states: string[] = [];
      desk.listen(() => states.push(desk.chat.snapshot.is), { signal: new AbortController().signal });
      const { hello } = await Watching.online(desk);
      expect(states[0]).not.to.equal('online');
      expect(hello.me.role).to.equal('agent');
      expect(hello.agents.map((each) => each.id)).to.include(hello.me.id);
      expect(hello.conversations).to.deep.equal([]);
      expect(hello.serverNow).to.be.above(0);
    },
  },
  {
    name: 'tells of a customer\'s first message and of who they are, assigned without a click',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      await harness.customerSays('mika', 'hello');
      await watching.until(() => watching.conversations.some((each) => each.state === 'assigned'));
      const conversation = watching.conversations[0];
      expect(conversation?.agent?.id).to.equal(watching.hello.me.id);
      expect([conversation?.customer.name, conversation?.customer.online, conversation?.calling]).to.deep.equal([null, true, 'voice-and-video']);
      expect(conversation?.customer.code).to.match(/^\w{2,8}$/);
      expect(conversation?.unread).to.equal(1);
      expect(conversation?.waitingSince).to.be.a('string');
    },
  },
  {
    name: 'carries each conversation\'s messages under its own id',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      await harness.customerSays('mika', 'I am Mika');
      await watching.until(() => watching.conversations.length === 1);
      const [mika] = watching.conversations;
      await harness.customerSays('jun', 'I am Jun');
      await watching.until(() => watching.conversations.length === 2);
      const jun = watching.conversations.find((each) => each.id !== mika?.id);
      if (!mika || !jun) throw new Error('two conversations are there');
      const { chat } = watching.desk;
      const sent = await chat.send({ conversation: jun.id, clientId: 'answer', parts: [{ type: 'text', text: 'hello Jun' }] });
      expect(sent.conversation.id).to.equal(jun.id);
      const read = async (id: string) => (await chat.read(id, {})).entries.map((entry) => textOf(entry.parts)).filter((text) => text !== '');
      expect(await read(mika.id)).to.deep.equal(['I am Mika']);
      expect(await read(jun.id)).to.deep.equal(['I am Jun', 'hello Jun']);
      await watching.until(() => watching.chat.some((event) => event.type === 'entry' && event.conversation === jun.id && textOf(event.entry.parts) === 'hello Jun'));
    },
  },
  {
    name: 'ends the wait with an answer, and the unread count with a read mark',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      await harness.customerSays('mika', 'hello');
      await watching.until(() => watching.conversations.some((each) => each.state === 'assigned' && each.unread === 1));
      const [conversation] = watching.conversations;
      if (!conversation) throw new Error('a conversation is there');
      await watching.desk.chat.markRead(conversation.id, conversation.lastSeq);
      await watching.until(() => watching.conversations[0]?.unread === 0);
      await watching.desk.chat.send({ conversation: conversation.id, clientId: 'answer', parts: [{ type: 'text', text: 'welcome' }] });
      await watching.until(() => watching.conversations[0]?.waitingSince === null);
    },
  },
  {
    name: 'keeps the own status, and tells of it',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      await watching.desk.setStatus('away');
      await watching.until(() =>
        watching.events.some((event) => event.type === 'agents' && event.agents.some((each) => each.id === watching.hello.me.id && each.status === 'away')),
      );
    },
  },
  {
    name: 'lets an agent who was away take what waits, and tells its entries',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      const { desk, hello } = watching;
      await desk.setStatus('away');
      await harness.customerSays('mika', 'anybody?');
      const waiting = await watching.conversation('anybody?');
      expect([waiting.state, waiting.agent]).to.deep.equal(['waiting', null]);
      await desk.assign(waiting.id, hello.me.id);
      await watching.until(() => watching.conversations[0]?.state === 'assigned');
      const { entries } = await desk.chat.read(waiting.id, {});
      expect(entries.at(-1)?.parts).to.deep.equal([{ type: 'assigned', agent: { id: hello.me.id, name: hello.me.name } }]);
    },
  },
  {
    name: 'refuses to assign to somebody who is not there, and to know of a conversation that is not',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      await watching.desk.setStatus('away');
      await harness.customerSays('mika', 'hello');
      const { id } = await watching.conversation('hello');
      expect((await transportError(watching.desk.assign(id, 'nobody'))).code).to.equal('AGENT_NOT_FOUND');
      expect((await transportError(watching.desk.past('nowhere'))).code).to.equal('CONVERSATION_NOT_FOUND');
    },
  },
  {
    name: 'tells live entries of a conversation that is nobody\'s while it is watched, and not before',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      const { desk } = watching;
      await desk.setStatus('away');
      await harness.customerSays('mika', 'one');
      const { id } = await watching.conversation('one');
      await desk.watch(id, true);
      await harness.customerSays('mika', 'two');
      await watching.until(() => watching.chat.some((event) => event.type === 'entry' && event.conversation === id));
      await desk.watch(id, false);
      await harness.customerSays('mika', 'three');
      await watching.conversation('three');
      const texts = watching.chat.flatMap((event) => (event.type === 'entry' ? [textOf(event.entry.parts)] : []));
      expect(texts).to.deep.equal(['two']);
    },
  },
  {
    name: 'knows the same customer\'s earlier conversations, newest first',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      const ids: string[] = [];
      for (const text of ['first', 'second', 'third']) {
        await harness.customerSays('mika', text);
        await watching.until(() => watching.conversations.some((each) => each.state === 'assigned' && !ids.includes(each.id)));
        ids.push(watching.conversations.find((each) => !ids.includes(each.id))?.id ?? '');
        if (text !== 'third') {
          await harness.customerEnds('mika');
          await watching.until(() => watching.conversations.some((each) => each.id === ids.at(-1) && each.state === 'ended'));
        }
      }
      const past = await watching.desk.past(ids[2] ?? '');
      expect(past.map((each) => each.id)).to.deep.equal([ids[1], ids[0]]);
      const { entries } = await watching.desk.chat.read(ids[0] ?? '', {});
      expect(entries.map((entry) => textOf(entry.parts))).to.include('first');
    },
  },
  {
    name: 'lets a supervisor erase a message: log and list have a tombstone in its place, told live, and again changes nothing',
    async run(harness) {
      const watching = await Watching.online(await harness.desk('supervisor'));
      const { desk } = watching;
      await desk.setStatus('away');
      await harness.customerSays('mika', 'my card is 4111');
      const { id, lastEntry } = await watching.conversation('my card is 4111');
      const seq = lastEntry?.seq ?? 0;
      await desk.erase(id, seq);
      await watching.until(() => watching.conversations[0]?.lastEntry?.kind === 'erased');
      await desk.erase(id, seq);
      const told = watching.chat.flatMap((event) => (event.type === 'entry' && event.conversation === id ? [event.entry] : []));
      expect(told.map((entry) => [entry.seq, entry.kind, entry.parts])).to.deep.equal([[seq, 'erased', []]]);
      expect((await desk.chat.read(id, {})).entries).to.deep.equal(told);
      expect(watching.conversations[0]?.lastEntry).to.deep.equal(told[0]);
    },
  },
  {
    name: 'refuses to erase what is no message, or is not there',
    async run(harness) {
      const watching = await Watching.online(await harness.desk('supervisor'));
      const { desk } = watching;
      await harness.customerSays('mika', 'hello');
      await harness.customerEnds('mika');
      await watching.until(() => watching.conversations[0]?.state === 'ended');
      const { id = '', lastSeq = 0 } = watching.conversations[0] ?? {};
      for (const [refused, code] of [
        [desk.erase(id, lastSeq), 'NOT_A_MESSAGE'],
        [desk.erase(id, 99), 'ENTRY_NOT_FOUND'],
        [desk.erase('nowhere', 1), 'CONVERSATION_NOT_FOUND'],
      ] as const) {
        const error = await transportError(refused);
        expect([error.code, error.permanent]).to.deep.equal([code, true]);
      }
    },
  },
  {
    name: 'lets a supervisor erase every message of a conversation at once, told live, and again changes nothing',
    async run(harness) {
      const watching = await Watching.online(await harness.desk('supervisor'));
      const { desk } = watching;
      await desk.setStatus('away');
      await harness.customerSays('mika', 'my card is 4111');
      const { id } = await watching.conversation('my card is 4111');
      await harness.customerSays('mika', 'and my code 007');
      await watching.conversation('and my code 007');
      await desk.eraseAll(id);
      await watching.until(() => watching.conversations[0]?.lastEntry?.kind === 'erased');
      await desk.eraseAll(id);
      const told = watching.chat.flatMap((event) => (event.type === 'entry' && event.conversation === id && event.entry.kind === 'erased' ? [event.entry] : []));
      expect(told.map((entry) => [entry.seq, entry.parts])).to.deep.equal([[1, []], [2, []]]);
      expect((await desk.chat.read(id, {})).entries).to.deep.equal(told);
      expect(watching.conversations[0]?.unread).to.equal(0);
      expect((await transportError(desk.eraseAll('nowhere'))).code).to.equal('CONVERSATION_NOT_FOUND');
    },
  },
  {
    name: 'refuses an erasure to an agent who is no supervisor',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      await harness.customerSays('mika', 'hello');
      const { id } = await watching.conversation('hello');
      for (const refused of [watching.desk.erase(id, 1), watching.desk.eraseAll(id)]) {
        const error = await transportError(refused);
        expect([error.code, error.permanent]).to.deep.equal(['FORBIDDEN', true]);
      }
    },
  },
  {
    name: 'comes back after a lost connection with the whole list, and with what was missed in what it names',
    async run(harness) {
      const watching = await Watching.online(await harness.desk());
      await harness.customerSays('mika', 'one');
      await watching.until(() => watching.conversations.some((each) => each.state === 'assigned'));
      const [conversation] = watching.conversations;
      if (!conversation) throw new Error('a conversation is there');
      watching.resume = [{ conversation: conversation.id, seq: conversation.lastSeq }];
      await harness.cut(watching.desk);
      await watching.until(() => watching.desk.chat.snapshot.is !== 'online');
      await harness.customerSays('mika', 'two');
      await watching.until(() => watching.desk.chat.snapshot.is === 'online');
      const known = watching.chat.flatMap((event) => (event.type === 'missed' ? event.page.entries : event.type === 'entry' ? [event.entry] : []));
      await watching.until(() => known.length > 0);
      expect(known.map((entry) => textOf(entry.parts))).to.include('two');
      expect(watching.hello.conversations.map((each) => each.id)).to.deep.equal([conversation.id]);
    },
  },
];
