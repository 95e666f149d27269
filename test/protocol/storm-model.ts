import type { CallCommand } from '../../src/protocol/call-rules.ts';
import type { CallParticipant, CallRecord, CallSide } from '../../src/protocol/call-record.ts';
import type { CallSignal } from '../../src/protocol/call-wire.ts';
import type { Wish } from '../../src/session/call/call-model.ts';
import type { Model } from './explore.ts';
import type { Answer, Channel, Deed, Page, PageReader } from './page.ts';
import { comesBack, deedsOf, does, endsAlone, generationIn, happened, hears, isAnswered, isHeard, keptOf, loadedPage, pageReader, secretOf, settled, silence, waits } from './page.ts';
import { momentKey } from './rules-model.ts';
import type { Rules } from './rules.ts';
import { invariantsOfStorms, invariantsOfGusts } from './storm-invariants.ts';

/** The server, the agent's page and the customer's tabs, each of which may lose its connection or be loaded anew, with all that is under way between them. */
export interface Storm {
  readonly now: number;
  readonly record: CallRecord;
  /** The last words before it, for what comes twice or late. */
  readonly said: readonly CallRecord[];
  readonly pages: readonly Page[];
  /** The page whose socket holds a side, for the server to know that it went. */
  readonly holders: Readonly<Record<CallSide, number | null>>;
  /** What the server answered to each reclaim, to be answered again. */
  readonly reclaims: Readonly<Record<string, { readonly refusal: string | null; readonly lease: number }>>;
  /** What each side's backend said in this generation, for who takes the other side. */
  readonly words: Readonly<Record<CallSide, readonly CallSignal[]>>;
  /** Whether it answers. Where it was away, its deadlines are later than the pages think. */
  readonly server: 'there' | 'away' | 'there again';
  /** Faults so far: bounded, so that the exploration ends. */
  readonly faults: number;
  /** What was said in the last step, each with what the server had before and after it. */
  readonly spoke: readonly Spoken[];
}

export interface Spoken {
  readonly page: number;
  readonly wish: Wish;
  readonly before: Storm;
  readonly after: Storm;
}

export type Gust =
  | { readonly type: 'deadline' }
  | { readonly type: 'the server goes' }
  | { readonly type: 'the server is there again' }
  | { readonly type: 'another server starts' }
  | { readonly type: 'does'; readonly page: number; readonly deed: Deed }
  | { readonly type: 'hears' | 'is answered' | 'loses the connection' | 'reloads' | 'is duplicated' | 'is back' | 'ends alone' | 'enters its room'; readonly page: number }
  | { readonly type: 'hears its words'; readonly page: number; readonly order: 'as said' | 'the last one first' };

/** How much may happen in one world; everything at once would be too many worlds. */
export interface Climate {
  /** Lost connections, reloads and lost media of any page, and a server that is away, in all. */
  readonly faults: number;
  readonly tabs: 1 | 2;
  /** What nobody does here, and what does not happen. */
  readonly without: readonly (Deed | 'reloads' | 'loses the connection' | 'deadline')[];
  /** Whether the first path may fail, and another be tried. */
  readonly relay?: true;
  /** Whether the server may be away too, and pages lose their patience. */
  readonly patience?: true;
  /** Whether another server on the same database may start meanwhile, which knows of nobody's socket. */
  readonly cluster?: true;
  /** Whether the customer's tab may be duplicated, in a browser that does not tell the two apart. */
  readonly copies?: true;
  /** Whether the rooms' words travel too. */
  readonly signals?: true;
}

export function stormModel(rules: Rules, climate: Climate): Model<Storm, Gust> {
  const reader = pageReader(rules);
  const key = stormKey(rules);
  return {
    starts: [firstStorm(rules, climate)],
    actions: (storm) => gusts(rules, reader, climate, storm),
    step: (storm, gust) => {
      const after = listened(rules, reader, blow(rules, reader, { ...storm, spoke: nothing }, gust));
      return climate.patience ? { ...after, pages: after.pages.map((page) => waits(page, after.now)) } : after;
    },
    // Once it has ended the pages no longer touch each other.
    parts: (storm) => (rules.isLive(storm.record) || storm.pages.length === 1 ? [storm] : storm.pages.map((page) => ({ ...storm, pages: [page] }))),
    key,
    over: () => false,
    describe: (gust, { record }) => `${JSON.stringify(gust)} -> rev ${record.rev} ${record.state.phase}`,
    ofStates: invariantsOfStorms(rules, reader),
    ofSteps: invariantsOfGusts(rules, reader),
  };
}

function firstStorm(rules: Rules, { tabs, signals, relay }: Climate): Storm {
  const record = rules.startCall(
    {
      id: 'call',
      conversation: 'conversation',
      media: 'audio',
      choices: ['audio'],
      backend: 'webrtc',
      relay: relay ?? false,
      agent: { id: 'agent', tab: 'desk', camera: 'unasked' },
      customer: { id: 'customer' },
    },
    0,
  );
  const channel = signals ? happened(rules, silence, { at: rules.generationOf(record) }) : null;
  const there = { online: true, channel };
  const agent = loadedPage('agent', 'desk', { record, lease: { callId: 'call', lease: secretOf('agent', 1), count: 1 }, stale: false, devices: { is: 'open' } });
  const customer = (tab: string): Page => ({ ...loadedPage('customer', tab, { record, stale: false }), ...there });
  return {
    now: 0,
    record,
    said: [],
    pages: [settled({ ...agent, ...there }), customer('one'), customer('two')].slice(0, 1 + tabs),
    holders: { agent: 0, customer: null },
    reclaims: {},
    words: { agent: [], customer: [] },
    server: 'there',
    faults: 0,
    spoke: [],
  };
}

const orders = ['as said', 'the last one first'] as const;
const nothing: readonly Spoken[] = [];

function* gusts(rules: Rules, reader: PageReader, { faults, without, signals, patience, cluster, copies }: Climate, storm: Storm): Iterable<Gust> {
  const { record, pages, now } = storm;
  const isLive = rules.isLive(record);
  const isAway = storm.server === 'away';
  const deadline = isLive && !isAway ? rules.deadlineOf(record) : null;
  /** The first page to lose its patience: time does not go on without it. */
  const first = Math.min(...pages.map((page) => patienceEnd(rules, page)));
  if (deadline !== null && deadline >= now && deadline <= first && !without.includes('deadline')) yield { type: 'deadline' };
  const may = storm.faults < faults;
  if (isAway) yield { type: 'the server is there again' };
  else if (patience && may && isLive) yield { type: 'the server goes' };
  if (cluster && may && isLive) yield { type: 'another server starts' };
  if (copies && pages.length === 2 && isLive) yield { type: 'is duplicated', page: 1 };
  for (const [index, page] of pages.entries()) {
    // What is under way over a connection that stands arrives before.
    const hasHeard = !page.online || (page.asked.length === 0 && page.model.record?.rev === record.rev);
    if (patienceEnd(rules, page) === first && first < Infinity && first <= (deadline ?? Infinity) && hasHeard) yield { type: 'ends alone', page: index };
    for (const deed of deedsOf(page, reader.view(page))) {
      if (without.includes(deed) || (deed === 'loses its media' && !may)) continue;
      // Where words travel, a room is entered before it can be connected.
      if (signals && deed === 'its room connects' && !isHeard(page)) continue;
      yield { type: 'does', page: index, deed };
    }
    if (!page.online) {
      if (!isAway) yield { type: 'is back', page: index };
      continue;
    }
    if (page.asked.length > 0) yield { type: 'is answered', page: index };
    // Any number of earlier words may have been lost or overtaken: what those would do late, an invariant says.
    if (record.rev > (page.model.record?.rev ?? 0)) yield { type: 'hears', page: index };
    if (signals && isLive) {
      if (page.room.is === 'joining' && !isHeard(page) && !page.model.stale) yield { type: 'enters its room', page: index };
      if (page.coming.length > 0) for (const order of orders) yield { type: 'hears its words', page: index, order };
    }
    if (may && !without.includes('loses the connection')) yield { type: 'loses the connection', page: index };
    if (may && !without.includes('reloads')) yield { type: 'reloads', page: index };
  }
}

const patienceEnd = (rules: Rules, { patience: { record, since } }: Page): number => (record ? since + rules.PATIENCE : Infinity);

export const sideOf = (record: CallRecord, side: CallSide): CallParticipant => {
  const found = record.participants.find(({ role }) => role === side);
  if (!found) throw new Error(`no ${side} in the record`);
  return found;
};

function blow(rules: Rules, reader: PageReader, storm: Storm, gust: Gust): Storm {
  if (gust.type === 'deadline') {
    const now = rules.deadlineOf(storm.record) ?? storm.now;
    return commanded(rules, { ...storm, now }, { type: 'tick' });
  }
  if (gust.type === 'the server goes') {
    return { ...storm, server: 'away', faults: storm.faults + 1, pages: storm.pages.map(offline), holders: { agent: null, customer: null } };
  }
  if (gust.type === 'the server is there again') return restored(rules, { ...storm, server: 'there again' });
  if (gust.type === 'another server starts') return restored(rules, { ...storm, faults: storm.faults + 1 });
  const { page: index } = gust;
  const page = storm.pages[index];
  if (!page) return storm;
  const { record, now } = storm;
  switch (gust.type) {
    case 'does':
      return stepped(rules, reader, storm, index, does(page, gust.deed));
    case 'hears':
      return stepped(rules, reader, storm, index, hears(rules, page, record, now));
    case 'is answered':
      return stepped(rules, reader, storm, index, isAnswered(rules, page, now));
    case 'is back':
      return stepped(rules, reader, storm, index, comesBack(rules, page, rules.isLive(record) ? record : null, now));
    case 'is duplicated':
      return { ...storm, pages: [...storm.pages, loadedPage(page.model.side, page.model.tab, keptOf(page.model))] };
    case 'ends alone': {
      const { record: awaited } = page.patience;
      const later = { ...storm, now: Math.max(now, patienceEnd(rules, page)) };
      return awaited ? stepped(rules, reader, later, index, endsAlone(rules, page, awaited, later.now)) : storm;
    }
    case 'enters its room':
      return page.channel ? stepped(rules, reader, storm, index, { ...page, channel: happened(rules, page.channel, 'joins') }) : storm;
    case 'hears its words': {
      if (!page.channel) return storm;
      // Out of order they come twice, too: by themselves, and with an answer.
      const words = gust.order === 'as said' ? page.coming : [...page.coming.toReversed(), ...page.coming];
      const channel = words.reduce((before, word) => happened(rules, before, { hears: word }), page.channel);
      return stepped(rules, reader, storm, index, { ...page, coming: [], channel });
    }
    case 'loses the connection':
    case 'reloads': {
      const { side, tab } = page.model;
      const away =
        gust.type === 'reloads'
          ? { ...loadedPage(side, tab, keptOf(page.model)), channel: page.channel && silence, isAlone: page.isAlone }
          : offline(page);
      const gone = changePage({ ...storm, faults: storm.faults + 1 }, index, away);
      if (storm.holders[side] !== index) return gone;
      const left = commanded(rules, gone, { type: gust.type === 'reloads' ? 'leaving' : 'gone', side });
      return { ...left, holders: { ...left.holders, [side]: null } };
    }
  }
}

const offline = (page: Page): Page => ({ ...page, online: false, asked: [], told: null, coming: [] });

/** Nobody has a socket that this server knows, each has their grace, and what was due meanwhile is due at once (`restore` in calls.ts). */
function restored(rules: Rules, storm: Storm): Storm {
  if (!rules.isLive(storm.record)) return storm;
  let next = storm;
  for (const side of ['agent', 'customer'] as const) next = commanded(rules, next, { type: 'gone', side });
  return (rules.deadlineOf(next.record) ?? Infinity) < next.now ? commanded(rules, next, { type: 'tick' }) : next;
}

/**
 * After a step of a page's own: its room says two words wherever it begins anew, and the page says what it has to. That arrives at once: what takes its
 * time is what was said later by a page that had not heard the news.
 */
function stepped(rules: Rules, reader: PageReader, storm: Storm, index: number, page: Page): Storm {
  const before = storm.pages[index];
  const hasLost = page.room.is === 'reconnecting' && before?.room.is === 'connected';
  let next = changePage(hasLost ? { ...storm, faults: storm.faults + 1 } : storm, index, page);
  let { channel } = page;
  if (channel && before?.channel) {
    if (page.room.is === 'none' && isHeard(page)) channel = happened(rules, channel, 'leaves');
    if (beginnings(channel) > beginnings(before.channel)) {
      const { side, lease } = page.model;
      const known = channel.carried.length;
      for (const word of ['one', 'two']) channel = happened(rules, channel, { says: `${side} ${generationIn(channel)} ${word}` });
      for (const word of channel.carried.slice(known)) if (lease && page.online) next = passedOn(next, page, word);
    }
    if (channel !== page.channel) next = changePage(next, index, { ...page, channel });
  }
  for (let now = next.pages[index]; now?.online; now = next.pages[index]) {
    const says = reader.wish(now);
    if (!says) break;
    const after = taken(rules, next, index, says.wish, says.says);
    next = { ...after, spoke: [...next.spoke, { page: index, wish: says.wish, before: next, after }] };
  }
  return next;
}

/** A tab that has the call elsewhere hears what does not ring at once: late or soon, it can do nothing with it. */
function listened(rules: Rules, reader: PageReader, storm: Storm): Storm {
  const { record, now } = storm;
  if (record.state.phase === 'ringing' || record.state.phase === 'ended') return storm;
  let next = storm;
  for (const [index, page] of storm.pages.entries()) {
    const { record: held, lease, intent, side } = page.model;
    const isIdle = side === 'customer' && page.online && !lease && !intent && page.asked.length === 0;
    if (isIdle && held && held.rev < record.rev && reader.view(page).phase === 'elsewhere') next = changePage(next, index, hears(rules, page, record, now));
  }
  return next;
}

const beginnings = ({ happened: all, told }: Channel): number => all.filter((each) => each === 'joins').length + told.filter((each) => 'restarted' in each).length;

/** What the server does with a word: it keeps it, and passes it on to who holds the other side. */
function passedOn(storm: Storm, { model: { side, lease } }: Page, word: CallSignal): Storm {
  if (lease?.lease !== secretOf(side, sideOf(storm.record, side).lease)) return storm;
  const kept = { ...storm, words: { ...storm.words, [side]: [...storm.words[side], word] } };
  const other = storm.holders[side === 'agent' ? 'customer' : 'agent'];
  const hearer = other === null ? undefined : storm.pages[other];
  return other === null || !hearer ? kept : changePage(kept, other, { ...hearer, coming: [...hearer.coming, word] });
}

/**
 * What the server does with a command (`calls.ts`): who may is decided by the lease, what it does by the rules, and a reclaim that comes again takes
 * anew what it took at first, if nobody else has since. It arrives as it is said: one that takes its time is one that was said later by a page that had not heard the news.
 */
function taken(rules: Rules, storm: Storm, index: number, wish: Wish, says: string): Storm {
  const page = storm.pages[index];
  if (!page) return storm;
  const { record, refusal, lease } = verdictOf(rules, storm, page, wish);
  const { side } = page.model;
  let next = withRecord(rules, storm, record);
  if (wish.type === 'reclaim' && refusal !== 'lease-lost') next = { ...next, reclaims: { ...next.reclaims, [wish.commandId]: { refusal, lease } } };
  const isCurrent = lease > 0 && lease === sideOf(record, side).lease && rules.isLive(record);
  if (isCurrent) next = { ...next, holders: { ...next.holders, [side]: index } };
  const signals = isCurrent ? next.words[side === 'agent' ? 'customer' : 'agent'] : [];
  const answer: Answer = { record, refusal, lease: isCurrent ? lease : 0, signals };
  // The answer to a report tells no more than the news does.
  const waits = 'callId' in wish || wish.type === 'reclaim';
  const asked = changePage(next, index, { ...page, told: says, asked: waits ? [...page.asked, { wish, answer }] : page.asked });
  const asking = asked.pages[index];
  // Whoever declined too late is told so at once: that answer comes late or never as the question does.
  return wish.type === 'decline' && refusal !== null && asking?.asked.length === 1 ? changePage(asked, index, isAnswered(rules, asking, storm.now)) : asked;
}

export function verdictOf(rules: Rules, { record, now, reclaims }: Storm, { model }: Page, wish: Wish): Omit<Answer, 'signals'> {
  const { side, tab } = model;
  const first = wish.type === 'reclaim' ? reclaims[wish.commandId] : undefined;
  const isAnew = first?.lease === sideOf(record, side).lease;
  if (first && !isAnew) return { record, ...first };
  const lease = wish.type === 'refuse' ? wish.lease : model.lease?.lease;
  const isHeld = !isAnew && !['accept', 'decline', 'end'].includes(wish.type);
  if (isHeld && rules.isLive(record) && lease !== secretOf(side, sideOf(record, side).lease)) return { record, refusal: 'lease-lost', lease: 0 };
  const verdict = rules.applyCommand(record, commandOf(wish, side, tab), now);
  const gives = verdict.refusal === null && (wish.type === 'accept' || wish.type === 'reclaim');
  return { ...verdict, lease: gives ? sideOf(verdict.record, side).lease : 0 };
}

/** As the rules know it. */
function commandOf(wish: Wish, side: CallSide, tab: string): CallCommand {
  switch (wish.type) {
    case 'start':
      throw new Error('Nobody rings in a storm.');
    case 'accept':
      return { type: 'accept', tab, choice: wish.choice };
    case 'decline':
      return { type: 'decline', tab };
    case 'refuse':
      return { type: 'refuse', refusal: wish.refusal, again: wish.again };
    case 'reclaim':
      return { type: 'reclaim', side, tab, outcome: wish.outcome };
    case 'mediaLost':
      return { type: 'media-lost', side, path: wish.path };
    case 'end':
      return { type: 'end', side };
    default:
      return { ...wish, side };
  }
}

const commanded = (rules: Rules, storm: Storm, command: CallCommand): Storm => withRecord(rules, storm, rules.applyCommand(storm.record, command, storm.now).record);

const silent: Storm['words'] = { agent: [], customer: [] };

function withRecord(rules: Rules, storm: Storm, record: CallRecord): Storm {
  if (record === storm.record) return storm;
  // A newer generation begins with an empty channel.
  const words = rules.generationOf(record) === rules.generationOf(storm.record) ? storm.words : silent;
  return { ...storm, record, words, said: [...storm.said.slice(-1), storm.record] };
}

const changePage = (storm: Storm, index: number, page: Page): Storm => ({ ...storm, pages: storm.pages.with(index, page) });

/** Two storms with the same key have the same future. The customer's tabs are alike: which of them it is makes no difference. */
function stormKey(rules: Rules): (storm: Storm) => string {
  const moments = new WeakMap<CallRecord, { readonly now: number; readonly key: string }>();
  const momentOf = (record: CallRecord, now: number): string => {
    const known = moments.get(record);
    if (known?.now === now) return known.key;
    const anyTab = record.participants.map((each) => ({ ...each, tab: each.tab && 'tab' }));
    const key = `${momentKey({ ...record, participants: anyTab }, now)}${record.participants.map(({ microphone }) => microphone).join()}`;
    moments.set(record, { now, key });
    return key;
  };
  const pages = new WeakMap<Page, { readonly record: CallRecord; readonly key: string }>();
  const pageKeyOf = (page: Page, record: CallRecord): string => {
    const known = pages.get(page);
    if (known?.record === record) return known.key;
    const key = pageKey(page, record);
    pages.set(page, { record, key });
    return key;
  };
  return ({ now, record, pages: all, holders, reclaims, words, server, faults }) => {
    const keys: string[] = [];
    const isLive = rules.isLive(record);
    for (const [index, page] of all.entries()) {
      const { side, lease } = page.model;
      const again = lease && reclaims[`${side}-${lease.count}`];
      keys.push(`${holders[side] === index ? 'H' : ''}${again ? `R${again.lease === sideOf(record, side).lease}` : ''}${pageKeyOf(page, record)}${patienceKey(page, isLive ? now : null)}`);
    }
    const heard = isLive && (words.agent.length > 0 || words.customer.length > 0) ? JSON.stringify(words) : '';
    return `${isLive ? momentOf(record, now) : 'ended'} ${server} ${faults} ${heard} ${keys[0]} | ${keys.length > 2 && (keys[1] ?? '') > (keys[2] ?? '') ? `${keys[2]} | ${keys[1]}` : `${keys[1]} | ${keys[2]}`}`;
  };
}

/** Once the server has ended the call, it makes no difference when a page does. */
const patienceKey = ({ patience: { record, since }, isAlone }: Page, now: number | null): string =>
  `${isAlone ? ' alone' : ''}${record ? ` waits ${now === null ? '' : since - now}` : ''}`;

/** Of a lease only whether it still counts can make a difference; of what was said, that it is not said again of the same record. */
function pageKey({ model, online, room, asked, told, channel, coming }: Page, record: CallRecord): string {
  const { record: held, intent, lease, stale, devices, rejoin, dismissed, tab, side } = model;
  const own = sideOf(record, side);
  const count = own.lease;
  let key = `${own.tab === tab}${heldKey(held, record, side, lease?.count ?? null)} ${lease ? lease.count === count : ''} ${stale}${online}${devices.is} ${room.is}${room.path}`;
  // A customer's page is asked for its devices alike, however often it was loaded.
  if (side === 'agent' || held?.state.phase !== 'claimed' || record.state.phase !== 'claimed') key += rejoin;
  if (intent) key += ` ${intent.type}${'again' in intent ? intent.again : ''}${'lease' in intent ? intent.lease === secretOf(side, count) : ''}`;
  if (dismissed && (ringsYet(record) || held?.state.phase === 'ringing')) key += ' dismissed';
  for (const { wish, answer } of asked) {
    const isNews = answer.record.rev > (held?.rev ?? 0);
    key += ` ?${wish.type}${wish === intent}${answer.lease === 0 ? '' : answer.lease === count}${isNews ? heldKey(answer.record, record, side, answer.lease || null) : '<'}${answer.signals.length}`;
  }
  if (told !== null && held !== null && !told.includes('callId') && told.endsWith(`,${held.rev}]`)) key += told.slice(10, 32);
  // What a call that is over still has to say to its rooms makes no difference.
  if (channel && record.state.phase !== 'ended') key += ` ${channelKey(channel)} ${coming.map(({ generation, n }) => `${generation}.${n}`).join()}`;
  return key;
}

/** Once it rings no more, it makes no difference that a prompt was put aside. */
const ringsYet = ({ state, rangAgain }: CallRecord): boolean => state.phase === 'ringing' || (state.phase === 'claimed' && !rangAgain);

/** An older record, as far as anything that the page can still do follows from it: of the other side nothing does. */
function heldKey(held: CallRecord | null, record: CallRecord, side: CallSide, lease: number | null): string {
  if (!held) return '-';
  if (held.rev === record.rev) return '=';
  const { state, rangAgain } = held;
  if (state.phase === 'ended') return 'ended';
  const isEarly = state.phase === 'ringing' || state.phase === 'claimed';
  // Elsewhere, there is nothing to do but to hear more.
  if (lease === null && side === 'customer') return state.phase === 'ringing' ? 'ringing' : 'elsewhere';
  const self = sideOf(held, side);
  const phase = isEarly && side === 'agent' ? 'early' : `${'since' in state ? 'joined' : state.phase}${'path' in state ? state.path : ''}${isEarly && rangAgain}`;
  return `${phase} ${self.tab !== null}${self.lease === lease}${self.microphone}${self.outcome}${self.goneSince !== null}`;
}

/** What was told, and what waits to be: of a channel's past nothing else counts. */
function channelKey(channel: Channel): string {
  const { happened: all, told, carried } = channel;
  const last = generationIn(channel);
  const waiting = all.flatMap((each) => (typeof each === 'object' && 'hears' in each && each.hears.generation >= last ? [`${each.hears.generation}.${each.hears.n}`] : []));
  const present = told.flatMap((each) => (each.generation !== last ? [] : 'data' in each ? [String(each.data)] : ['restarted']));
  const sent = carried.filter(({ generation }) => generation === last).length;
  return `${last} ${all.findLast((each) => each === 'joins' || each === 'leaves') ?? ''} ${[...new Set(waiting)].sort().join()} ${present.join()} ${sent}`;
}
