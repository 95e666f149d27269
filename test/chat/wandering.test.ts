import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openSqlite } from '../../server/src/store/sqlite.ts';
import { WebSocketCallAuthority } from '../../src/chat/websocket/call-authority.ts';
import { WebSocketChatTransport } from '../../src/chat/websocket/chat-transport.ts';
import { WebSocketDeskAuthority } from '../../src/chat/websocket/desk-authority.ts';
import type { AgentConversation } from '../../src/protocol/conversation.ts';
import { agentCall } from '../../src/session/call/agent-call.ts';
import type { CallSnapshot } from '../../src/session/call/call.ts';
import { callSession } from '../../src/session/call/call-session.ts';
import type { Chat } from '../../src/session/chat/chat.ts';
import { CustomerSession } from '../../src/session/customer-session.ts';
import { AgentDesk } from '../../src/session/desk/agent-desk.ts';
import { until } from '../contracts/until.ts';
import { FakeDevices } from '../fakes/fake-devices.ts';
import { FakeKeyValue } from '../fakes/fake-environment.ts';
import { FakeMediaBackend } from '../fakes/fake-media-backend.ts';
import type { RealServer } from '../fakes/real-server.ts';
import { fastClock, realServer } from '../fakes/real-server.ts';
import { seeded } from '../fakes/seeded.ts';

/** The same walk each time, as far as a network lets it; `WANDER_SEED=random` takes another, and `WANDER_STEPS` makes it longer. */
const { WANDER_SEED = '11' } = process.env;
const seed = WANDER_SEED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(WANDER_SEED);
const STEPS = Number(process.env['WANDER_STEPS'] ?? 50);
const LAPS = 3;
/** Who is gone for twenty seconds is gone after two. */
const clock = fastClock(10);
/** So long two pages may take to agree, in milliseconds of that clock. */
const PATIENCE = 200_000;

const random = seeded(seed);
const pick = <Item>(list: readonly Item[]): Item | undefined => list[Math.floor(random() * list.length)];

type Person = 'agent' | 'supervisor';
type Look = () => void;

const logOf = ({ snapshot }: Chat, newest = Infinity): string => snapshot.entries.slice(-newest).map(({ seq, kind, id }) => `${seq} ${kind} ${id}`).join();
const callOf = ({ record }: CallSnapshot): string => (record && record.state.phase !== 'ended' ? `${record.id} ${record.rev}` : 'none');
const isFree = ({ view }: CallSnapshot): boolean => view.phase === 'none' || view.phase === 'ended';

/** One page of a customer's, or of an agent's, with what a browser would have. */
class Page {
  readonly life = new AbortController();
  readonly backends: FakeMediaBackend[] = [];
  readonly devices: FakeDevices[] = [];
  cut: () => void = () => undefined;

  makeCall(): { readonly backends: Record<string, () => Promise<FakeMediaBackend>>; readonly devices: FakeDevices } {
    const backend = new FakeMediaBackend('webrtc');
    const devices = new FakeDevices();
    this.backends.push(backend);
    this.devices.push(devices);
    return { backends: { webrtc: () => Promise.resolve(backend) }, devices };
  }

  get isSilent(): boolean {
    return this.devices.every(({ live }) => live.length === 0);
  }

  close(): void {
    for (const room of this.backends.flatMap(({ rooms }) => rooms)) room.vanish();
    this.life.abort();
  }
}

class Tab extends Page {
  readonly session: CustomerSession;

  constructor(server: RealServer, readonly customer: Customer, readonly id: string, readonly storage = new FakeKeyValue()) {
    super();
    const { connection, environment, cut } = server.customer({ shared: customer.shared, tab: id, storage });
    const call = { tab: id, environment, signal: this.life.signal, side: 'customer', key: 'lease' } as const;
    this.cut = cut;
    this.session = new CustomerSession({
      transport: new WebSocketChatTransport(connection),
      environment,
      loadCall: () => Promise.resolve(callSession({ ...call, ...this.makeCall(), authority: new WebSocketCallAuthority(connection) })),
    });
    this.session.connect();
  }

  override close(): void {
    super.close();
    this.session.close();
  }

  watch(look: Look, signal: AbortSignal): void {
    this.session.chat.subscribe(look, { signal });
    this.session.call.subscribe(look, { signal });
  }

  /** What this page shows that one which has just come does not, or the other way round. */
  differences({ session: fresh }: Tab): string[] {
    const { chat, call } = this.session;
    const show = ({ snapshot: { connection, conversation, seenSeq, readSeq, outbox } }: Chat): string =>
      JSON.stringify([connection.is, conversation && [conversation.id, conversation.state, conversation.agent?.id], seenSeq, readSeq, outbox.length]);
    // The one may have read further back than the other.
    const both = Math.min(chat.snapshot.entries.length, fresh.chat.snapshot.entries.length);
    const pairs = [
      [show(chat), show(fresh.chat)],
      [logOf(chat, both), logOf(fresh.chat, both)],
      [callOf(call.snapshot), callOf(fresh.call.snapshot)],
      [isFree(call.snapshot) && this.isSilent, isFree(fresh.call.snapshot)],
    ] as const;
    return pairs.flatMap(([one, other], index) => (one === other || (index === 3 && !other) ? [] : [`${this.id}: ${one} / ${other}`]));
  }
}

class Customer {
  readonly shared = new FakeKeyValue();
  tabs: Tab[] = [];
  #count = 0;

  constructor(readonly name: string) {}

  open(server: RealServer): Tab {
    const tab = new Tab(server, this, `${this.name}-${++this.#count}`);
    this.tabs.push(tab);
    return tab;
  }

  close(tab: Tab): void {
    tab.close();
    this.tabs = this.tabs.filter((each) => each !== tab);
  }

  reload(server: RealServer, tab: Tab): void {
    this.close(tab);
    this.tabs.push(new Tab(server, this, tab.id, tab.storage));
  }
}

class DeskPage extends Page {
  readonly desk: AgentDesk;
  readonly calls = new Map<string, { readonly snapshot: CallSnapshot }>();

  private constructor(readonly who: Person, readonly id: string, { connection, environment, cut }: Awaited<ReturnType<RealServer['agent']>>) {
    super();
    this.cut = cut;
    const authority = new WebSocketDeskAuthority(connection);
    this.desk = new AgentDesk({
      authority,
      environment,
      devices: new FakeDevices(),
      createCall: (conversation, signal) => {
        const call = agentCall({ tab: id, environment, signal, conversation, authority: authority.calls, ...this.makeCall() });
        this.calls.set(conversation, call);
        return call;
      },
    });
    this.desk.connect();
  }

  static async open(server: RealServer, who: Person, id: string, shared = new FakeKeyValue()): Promise<DeskPage> {
    return new DeskPage(who, id, await server.agent(who, id, { shared }));
  }

  override close(): void {
    super.close();
    this.desk.close();
  }

  get own(): readonly AgentConversation[] {
    const { conversations, me } = this.desk.snapshot;
    return conversations.filter(({ agent, state }) => state !== 'ended' && agent?.id === me?.id);
  }

  isListed(conversation: string | null): conversation is string {
    return this.desk.snapshot.conversations.some(({ id, state }) => id === conversation && state !== 'ended');
  }

  watch(look: Look, signal: AbortSignal): void {
    const { desk } = this;
    const read = new Set<Chat>();
    const follow = (): void => {
      const { selected } = desk.snapshot;
      const chat = selected === null ? undefined : desk.session(selected)?.chat;
      if (chat && !read.has(chat)) chat.subscribe(look, { signal });
      if (chat) read.add(chat);
      look();
    };
    desk.subscribe(follow, { signal });
    follow();
  }

  differences({ desk: fresh }: DeskPage): string[] {
    const { desk } = this;
    const show = ({ snapshot: { connection, conversations, agents } }: AgentDesk): string => {
      const open = conversations.filter(({ state }) => state !== 'ended').sort((a, b) => (a.id < b.id ? -1 : 1));
      const rows = open.map(({ id, state, agent, lastSeq, unread, waitingSince, lastEntry, customer }) => [id, state, agent?.id, lastSeq, unread, waitingSince, lastEntry?.id, lastEntry?.kind, customer.online]);
      return JSON.stringify([connection.is, rows, agents]);
    };
    const { selected } = desk.snapshot;
    const [read, freshlyRead] = [desk, fresh].map((each) => (selected !== null && selected === fresh.snapshot.selected ? logOf(each.session(selected)?.chat ?? assert.fail('no session')) : ''));
    const live = [...this.calls.values()].map(({ snapshot }) => callOf(snapshot)).filter((each) => each !== 'none').join();
    const freshlyLive = fresh.snapshot.call ? callOf(fresh.snapshot.call.snapshot).replace('none', '') : '';
    const pairs = [[show(desk), show(fresh)], [read, freshlyRead], [live, freshlyLive]] as const;
    return pairs.flatMap(([one, other]) => (one === other ? [] : [`${this.id}: ${one} / ${other}`]));
  }
}

interface World {
  readonly server: RealServer;
  readonly customers: readonly Customer[];
  readonly desks: DeskPage[];
  /** What was written under which name. */
  readonly written: Map<string, string>;
}

function write({ written }: World, chat: Chat, by: string): void {
  const text = `${by} ${written.size}`;
  chat.send(text);
  written.set(chat.snapshot.outbox.find((item) => item.text === text)?.clientId ?? assert.fail('what is written is kept'), text);
}

const done = (asked: Promise<unknown> | undefined): void => void asked?.catch(() => undefined);
const tabOf = ({ customers }: World): Tab => pick(customers.flatMap(({ tabs }) => tabs)) ?? assert.fail('a customer always has a page');
const deskOf = ({ desks }: World): DeskPage => pick(desks) ?? assert.fail('a desk is always open');

/** A move, and how often it is made beside the others. */
const moves: readonly (readonly [times: number, name: string, move: (world: World) => unknown])[] = [
  [8, 'a customer writes', (world) => { const tab = tabOf(world); write(world, tab.session.chat, tab.id); }],
  [3, 'a customer writes twice', (world) => { const tab = tabOf(world); write(world, tab.session.chat, tab.id); write(world, tab.session.chat, tab.id); }],
  [3, 'a customer reads', (world) => tabOf(world).session.chat.markRead()],
  [2, 'a customer ends it', (world) => done(tabOf(world).session.chat.end())],
  [3, 'a customer opens a tab', ({ server, customers }) => { const one = pick(customers); if (one && one.tabs.length < 3 && one.shared.get('token') !== null) one.open(server); }],
  [3, 'a customer reloads', (world) => { const { customer } = tabOf(world); const tab = pick(customer.tabs); if (tab && customer.shared.get('token') !== null) customer.reload(world.server, tab); }],
  [2, 'a customer closes a tab', (world) => { const tab = tabOf(world); if (tab.customer.tabs.length > 1 && tab.session.chat.snapshot.outbox.length === 0) tab.customer.close(tab); }],
  [6, 'a customer accepts', (world) => { void tabOf(world).session.call.accept(pick(['audio', 'video'] as const) ?? 'audio'); }],
  [1, 'a customer declines', (world) => { void tabOf(world).session.call.decline(); }],
  [1, 'a customer hangs up', (world) => { void tabOf(world).session.call.end(); }],
  [5, 'an agent rings', (world) => { const { desk, own } = deskOf(world); const one = pick(own); if (one) void desk.session(one.id)?.call.start('video'); }],
  [1, 'an agent hangs up', (world) => { const { desk } = deskOf(world); const { call } = desk.snapshot; if (call) void desk.session(call.conversation)?.call.end(); }],
  [6, 'an agent writes', (world) => { const { desk, own, id } = deskOf(world); const session = desk.session(pick(own)?.id ?? ''); if (session) write(world, session.chat, id); }],
  [4, 'an agent looks', (world) => { const { desk } = deskOf(world); desk.select(pick(desk.snapshot.conversations)?.id ?? null); }],
  [3, 'an agent reads', (world) => { const { desk } = deskOf(world); const { selected } = desk.snapshot; if (selected !== null) desk.session(selected)?.chat.markRead(); }],
  [1, 'an agent ends it', (world) => { const { desk, own } = deskOf(world); const one = pick(own); if (one) done(desk.session(one.id)?.chat.end()); }],
  [1, 'an agent is away', (world) => done(deskOf(world).desk.setStatus('away'))],
  [2, 'an agent is available', (world) => done(deskOf(world).desk.setStatus('available'))],
  [2, 'a supervisor assigns', ({ desks }) => { const desk = desks.find(({ who }) => who === 'supervisor')?.desk; const one = pick(desk?.snapshot.conversations ?? []); const to = pick(desk?.snapshot.agents ?? []); if (one && to) done(desk?.assign(one.id, to.id)); }],
  [1, 'a supervisor erases', ({ desks }) => { const desk = desks.find(({ who }) => who === 'supervisor')?.desk; const one = pick(desk?.snapshot.conversations ?? []); if (one) done(desk?.erase(one.id, 1 + Math.floor(random() * one.lastSeq))); }],
  [4, 'a customer is cut off', (world) => tabOf(world).cut()],
  [3, 'an agent is cut off', (world) => deskOf(world).cut()],
  [2, 'everybody is cut off', ({ customers, desks }) => [...customers.flatMap(({ tabs }) => tabs), ...desks].forEach((page) => page.cut())],
  [1, 'the server starts again', ({ server }) => server.restart()],
];
const all = moves.flatMap(([times, name, move]) => Array.from({ length: times }, () => ({ name, move })));

/** Opens beside each page another one of the same person, and waits until the two show the same: whoever was here all the time missed nothing. */
async function agree({ server, customers, desks }: World, walk: readonly string[]): Promise<void> {
  const beside = new Map<Tab | DeskPage, Tab | DeskPage>();
  for (const customer of customers) for (const tab of customer.tabs) beside.set(tab, new Tab(server, customer, `${tab.id}-beside`));
  for (const page of desks) beside.set(page, await DeskPage.open(server, page.who, `${page.id}-beside`));
  const differences = (): string[] =>
    [...beside].flatMap(([page, fresh]) => {
      if (page instanceof Tab) return fresh instanceof Tab ? page.differences(fresh) : [];
      if (!(fresh instanceof DeskPage)) return [];
      const { selected } = page.desk.snapshot;
      if (selected !== fresh.desk.snapshot.selected && fresh.isListed(selected)) fresh.desk.select(selected);
      return page.differences(fresh);
    });
  const waiting = new AbortController();
  const inVain = new Promise<never>((_, reject) => {
    clock.after(PATIENCE, () => reject(new Error(`Seed ${seed}, after ${walk.join(', ')}: ${differences().join('; ')}`)), waiting.signal);
  });
  const changes = [...beside].flat().map((page) => (look: Look, signal: AbortSignal): void => page.watch(look, signal));
  await Promise.race([until(() => differences().length === 0, ...changes), inVain]);
  waiting.abort();
  for (const fresh of beside.values()) fresh.close();
}

describe('customers and agents on the real server who do what they like, and whose connections break', () => {
  test(`whoever was there all the time shows what a new page shows, and every message is stored once (seed ${seed})`, { timeout: 180_000 }, async (t) => {
    const server = await realServer({ clock }, { pages: clock });
    t.after(() => server.close());
    const customers = ['kei', 'lou', 'max', 'noa', 'ola'].map((name) => new Customer(name));
    const desks = [await DeskPage.open(server, 'agent', 'agent-1'), await DeskPage.open(server, 'supervisor', 'supervisor-1'), await DeskPage.open(server, 'supervisor', 'supervisor-2')];
    const world: World = { server, customers, desks, written: new Map() };
    t.after(() => [...desks, ...customers.flatMap(({ tabs }) => tabs)].forEach((page) => page.close()));
    for (const customer of customers) customer.open(server);
    const walk: string[] = [];
    for (let lap = 0; lap < LAPS; lap += 1) {
      for (let step = 0; step < STEPS; step += 1) {
        const { name, move } = pick(all) ?? assert.fail('there are moves');
        walk.push(name);
        await move(world);
        for (let turn = random() * 12; turn > 0; turn -= 1) await new Promise(setImmediate);
      }
      await agree(world, walk);
    }

    const database = await openSqlite(join(server.dataDir, 'warmline.db'));
    t.after(() => database.close());
    const stored = database.prepare('select client_id as name, count(*) as times from entries where client_id is not null group by client_id').all([]) as { name: string; times: number }[];
    const times = new Map(stored.map((each) => [each.name, each.times]));
    const isCustomers = (text: string): boolean => customers.some(({ name }) => text.startsWith(name));
    // What an agent writes into a conversation that is over, or somebody else's by then, is refused.
    for (const [name, text] of world.written) assert.ok(times.get(name) === 1 || (!isCustomers(text) && !times.has(name)), `${text} is stored ${times.get(name) ?? 0} times`);
    const gaps = database.prepare('select id from conversations where last_seq <> (select count(*) from entries where conversation = conversations.id)').all([]);
    assert.deepEqual(gaps, []);
  });
});
