import type { CallCommand } from '../../src/protocol/call-rules.ts';
import type { CallRecord, CallSide, MediaPath } from '../../src/protocol/call-record.ts';
import type { CallFacts, CallView } from '../../src/protocol/call-view.ts';
import type { Invariant, Model } from './explore.ts';
import { momentKey } from './rules-model.ts';
import type { Rules } from './rules.ts';
import { viewOf } from './rules.ts';

/** One page: what it holds of the call, what its devices do, and the one command that it waits to have answered. */
export interface Page {
  readonly side: CallSide;
  readonly tab: string;
  readonly online: boolean;
  readonly held: CallRecord | null;
  /** Which lease's secret this tab keeps, also across a reload; 0 is none. */
  readonly lease: number;
  readonly microphone: 'closed' | 'asking' | 'open';
  readonly room: 'none' | 'connected';
  readonly sent: Sent | null;
}

interface Sent {
  readonly command: CallCommand;
  /** The server has taken it and the answer is on its way, or lost with the connection and given again after it. */
  readonly answer: { readonly record: CallRecord; readonly refusal: string | null; readonly lease: number } | null;
}

/** The server, the agent's page and two of the customer's tabs, with what is under way between them. */
export interface World {
  readonly now: number;
  readonly record: CallRecord;
  /** The last two words, for what comes twice or late. */
  readonly said: readonly CallRecord[];
  readonly pages: readonly Page[];
  /** Lost connections, reloads and lost media so far: bounded, so that the exploration ends. */
  readonly troubles: number;
}

export type Event =
  | { readonly type: 'deadline' }
  | { readonly type: 'hears'; readonly page: number }
  | { readonly type: 'does'; readonly page: number; readonly command: CallCommand; readonly change?: Partial<Page> }
  | { readonly type: 'asks the browser'; readonly page: number }
  | { readonly type: 'is answered'; readonly page: number }
  | { readonly type: 'loses the connection' | 'reloads' | 'is back'; readonly page: number };

interface Turn {
  readonly before: World;
  readonly action: Event;
  readonly after: World;
}

const sending = (page: Page): CallFacts['sending'] => {
  const command = page.sent?.command;
  if (command?.type === 'accept') return { type: 'accept', choice: command.choice };
  return command?.type === 'decline' || command?.type === 'end' ? { type: command.type } : null;
};

export const shown = (rules: Rules, page: Page): CallView =>
  viewOf(rules, page.side, page.held, {
    own: page.held !== null && holder(page.held, page.side)?.tab === page.tab,
    sending: sending(page),
    devices: { is: page.microphone === 'open' ? 'open' : 'closed' },
    connected: page.room === 'connected',
    dismissed: false,
    rejoin: 'none',
  });

/** How much may happen in one world; everything at once would be too many worlds. */
export interface Weather {
  /** Lost connections, reloads and lost media, of the agent's page and the customer's first tab. */
  readonly troubles: number;
  /** Whether a refused permission may ring again. */
  readonly again: boolean;
  readonly tabs: 1 | 2;
}

export function worldModel(rules: Rules, weather: Weather): Model<World, Event> {
  return {
    starts: [firstWorld(rules, weather)],
    actions: (world) => events(rules, weather, world),
    step: (world, event) => settle(rules, happen(rules, world, event)),
    key: (world) => worldKey(rules, world),
    over: () => false,
    describe: (event, { record }) => `${JSON.stringify(event)} -> rev ${record.rev} ${record.state.phase}`,
    ofStates: invariantsOfWorlds(rules),
    ofSteps: invariantsOfTurns(rules),
  };
}

function firstWorld(rules: Rules, { tabs }: Weather): World {
  const record = rules.startCall(
    {
      id: 'call',
      conversation: 'conversation',
      media: 'video',
      choices: ['audio', 'video'],
      backend: 'webrtc',
      relay: true,
      agent: { id: 'agent', tab: 'desk', camera: 'granted' },
      customer: { id: 'customer' },
    },
    0,
  );
  const page = { online: true, lease: 0, held: null, microphone: 'closed', room: 'none', sent: null } as const;
  return {
    now: 0,
    record,
    said: [record],
    troubles: 0,
    pages: [
      { ...page, side: 'agent', tab: 'desk', lease: 1, held: record, microphone: 'open' } as const,
      { ...page, side: 'customer', tab: 'one', held: record } as const,
      { ...page, side: 'customer', tab: 'two', held: record } as const,
    ].slice(0, 1 + tabs),
  };
}

function* events(rules: Rules, weather: Weather, world: World): Iterable<Event> {
  if (rules.isLive(world.record) && (rules.deadlineOf(world.record) ?? -1) >= world.now) yield { type: 'deadline' };
  // Once it has ended the pages no longer touch each other: one after the other is as good as any order.
  const open = world.pages.findIndex((page) => page.held !== world.record || page.sent !== null || !page.online);
  for (const [index, page] of world.pages.entries()) {
    if (!rules.isLive(world.record) && index !== open) continue;
    if (page.online) {
      if (page.sent) yield { type: 'is answered', page: index };
      // Any number of earlier words may have been lost or overtaken: those come late, with an answer.
      if (world.record.rev > (page.held?.rev ?? 0)) yield { type: 'hears', page: index };
      if (world.troubles < weather.troubles && index < 2 && rules.isLive(world.record)) {
        yield { type: 'loses the connection', page: index };
        yield { type: 'reloads', page: index };
      }
    } else {
      yield { type: 'is back', page: index };
    }
    if (!page.sent && page.held) yield* presses(rules, weather, world, page, page.held, index);
  }
}

/** What a person or a browser may do next, given what the page shows. */
function* presses(rules: Rules, weather: Weather, world: World, page: Page, held: CallRecord, index: number): Iterable<Event> {
  const view = shown(rules, page);
  // Without a connection a page can still hang up.
  const does = (command: CallCommand, change?: Partial<Page>): Event => ({ type: 'does', page: index, command, change });
  const { side, tab } = page;
  const path: MediaPath = view.phase === 'joining' ? view.path : 'direct';
  switch (view.phase) {
    case 'prompt':
      if (!page.online) return;
      yield does({ type: 'accept', tab, choice: tab === 'one' ? 'video' : 'audio' });
      yield does({ type: 'decline', tab });
      return;
    case 'acquiring':
      if (!page.online) break;
      if (page.microphone === 'closed') yield { type: 'asks the browser', page: index };
      if (page.microphone === 'asking' && page.lease > 0) {
        yield does({ type: 'ready', side, microphone: 'granted', camera: 'unasked' }, { microphone: 'open' });
        yield does({ type: 'refuse', refusal: 'denied', again: weather.again }, { microphone: 'closed' });
      }
      break;
    case 'joining':
    case 'in-call':
      if (!page.online) break;
      if (page.room === 'none') yield does({ type: 'connected', side, path, outcome: 'audio' }, { room: 'connected' });
      if (world.troubles < weather.troubles) yield does({ type: 'media-lost', side, path }, { room: 'none' });
      break;
    case 'ringing':
    case 'waiting-for-device':
      break;
    default:
      return;
  }
  if (held.state.phase !== 'ended') yield does({ type: 'end', side });
}

function happen(rules: Rules, world: World, event: Event): World {
  if (event.type === 'deadline') {
    const now = rules.deadlineOf(world.record) ?? world.now;
    return commanded(rules, { ...world, now }, { type: 'tick' });
  }
  const page = world.pages[event.page];
  if (!page) return world;
  const { side, tab } = page;
  switch (event.type) {
    case 'hears':
      return changePage(world, event.page, { held: rules.latestOf(page.held, world.record) });
    case 'asks the browser':
      return changePage(world, event.page, { microphone: 'asking' });
    case 'does': {
      const trouble = event.command.type === 'media-lost' ? 1 : 0;
      const sent = { command: event.command, answer: null };
      return taken(rules, changePage({ ...world, troubles: world.troubles + trouble }, event.page, { ...event.change, sent }), event.page);
    }
    case 'is answered': {
      const answer = page.sent?.answer;
      if (!answer) return world;
      const held = rules.latestOf(page.held, answer.record);
      return changePage(world, event.page, { held, lease: answer.lease || page.lease, sent: null });
    }
    case 'loses the connection':
    case 'reloads': {
      const reloads = event.type === 'reloads';
      const lost = reloads ? ({ held: null, sent: null, microphone: 'closed', room: 'none' } as const) : {};
      const away = changePage({ ...world, troubles: world.troubles + 1 }, event.page, { ...lost, online: false });
      const holds = page.lease > 0 && holder(world.record, side)?.tab === tab;
      return holds ? commanded(rules, away, { type: reloads ? 'leaving' : 'gone', side }) : away;
    }
    case 'is back': {
      const held = rules.latestOf(page.held, world.record);
      const outcome = page.room === 'connected' ? 'audio' : 'none';
      const reclaims = page.lease > 0 && !page.sent && rules.isLive(held);
      const sent = reclaims ? { command: { type: 'reclaim', side, tab, outcome } as const, answer: null } : page.sent;
      return taken(rules, changePage(world, event.page, { online: true, held, sent }), event.page);
    }
  }
}

const holder = (record: CallRecord, side: CallSide): CallRecord['participants'][number] | undefined =>
  record.participants.find((each) => each.role === side);

/**
 * What the server does with a command: who may is decided by the lease, what it does by the rules. It arrives as it is sent, or once the page is
 * online again: one that takes its time is one that was sent later by a page that had not heard the news. One that comes again gets its first answer.
 */
function taken(rules: Rules, world: World, index: number): World {
  const page = world.pages[index];
  if (!page?.online || !page.sent || page.sent.answer) return world;
  const { command } = page.sent;
  const held = !['accept', 'decline', 'end'].includes(command.type);
  if (held && holder(world.record, page.side)?.lease !== page.lease) {
    const answer = { record: world.record, refusal: rules.isLive(world.record) ? 'lease-lost' : 'ended', lease: 0 };
    return changePage(world, index, { sent: { command, answer } });
  }
  const { record, refusal } = rules.applyCommand(world.record, command, world.now);
  const gives = refusal === null && (command.type === 'accept' || command.type === 'reclaim');
  const answer = { record, refusal, lease: gives ? (holder(record, page.side)?.lease ?? 0) : 0 };
  // The answer to a report tells no more than the news does.
  const waits = ['accept', 'decline', 'end', 'reclaim'].includes(command.type);
  return changePage(withRecord(world, record), index, { sent: waits ? { command, answer } : null });
}

const commanded = (rules: Rules, world: World, command: CallCommand): World =>
  withRecord(world, rules.applyCommand(world.record, command, world.now).record);

const withRecord = (world: World, record: CallRecord): World =>
  record === world.record ? world : { ...world, record, said: [...world.said.slice(-1), record] };

const changePage = (world: World, index: number, change: Partial<Page>): World => ({
  ...world,
  pages: world.pages.map((page, at) => (at === index ? { ...page, ...change } : page)),
});

/** What each page does by itself: devices and room are let go where it shows no call of its own. */
function settle(rules: Rules, world: World): World {
  return {
    ...world,
    pages: world.pages.map((page) => {
      const own = mayUseDevices(shown(rules, page));
      if (own || (page.microphone === 'closed' && page.room === 'none')) return page;
      return { ...page, microphone: 'closed', room: 'none' };
    }),
  };
}

const mayUseDevices = ({ phase }: CallView): boolean =>
  ['preparing', 'ringing', 'waiting-for-device', 'acquiring', 'joining', 'in-call'].includes(phase);

function worldKey(rules: Rules, world: World): string {
  const { now, record } = world;
  const heldKey = (held: CallRecord | null): unknown => {
    if (!held || held.rev === record.rev) return held && 0;
    const { state } = held;
    return [state.phase, 'path' in state && state.path, held.participants.map(({ tab }) => tab)];
  };
  return JSON.stringify([
    rules.isLive(record) ? [momentKey(record, now), record.participants.map(({ lease }) => lease)] : 'ended',
    world.troubles,
    world.pages.map((page) => [
      page.online,
      heldKey(page.held),
      page.lease === holder(record, page.side)?.lease || page.lease > 0,
      page.microphone,
      page.room,
      page.sent && [page.sent.command.type, page.sent.answer && [heldKey(page.sent.answer.record), page.sent.answer.lease > 0]],
    ]),
  ]);
}

/** What the pages may show side by side once everybody has heard the last word: the agent, and any of the customer's tabs. */
const together: Readonly<Record<string, readonly string[]>> = {
  ringing: ['prompt', 'claiming'],
  'waiting-for-device': ['acquiring', 'elsewhere'],
  joining: ['joining', 'elsewhere'],
  'in-call': ['in-call', 'elsewhere'],
  ended: ['ended'],
};

const customers = (world: World): readonly Page[] => world.pages.filter(({ side }) => side === 'customer');

const invariantsOfWorlds = (rules: Rules): readonly Invariant<World>[] => [
  {
    name: 'no microphone is asked for or open before the claim is confirmed',
    holds: (world) =>
      customers(world).every(
        (page) =>
          page.microphone === 'closed' ||
          (page.held !== null && holder(page.held, 'customer')?.tab === page.tab && page.held.state.phase !== 'ringing'),
      ),
  },
  {
    name: 'at most one tab ever holds the call',
    holds: (world) => {
      const holding = customers(world).filter((page) => ['acquiring', 'joining', 'in-call'].includes(shown(rules, page).phase));
      return new Set(holding.map(({ held }) => held?.rev)).size === holding.length || holding.map(({ tab }) => tab).join();
    },
  },
  {
    name: 'everybody who has heard the last word sees the same call',
    holds: (world) => {
      const current = world.pages.filter((page) => page.held === world.record && !page.sent);
      const views = current.map((page) => ({ side: page.side, phase: shown(rules, page).phase }));
      const [agent] = views.filter(({ side }) => side === 'agent');
      const others = views.filter(({ side }) => side === 'customer').map(({ phase }) => phase);
      if (!agent) return true;
      const allowed = together[agent.phase] ?? [];
      return others.every((phase) => allowed.includes(phase)) || `${agent.phase} beside ${others.join(' and ')}`;
    },
  },
  {
    name: 'no microphone stays open once the end is heard',
    holds: (world) => world.pages.every((page) => page.held?.state.phase !== 'ended' || page.microphone === 'closed'),
  },
  {
    name: 'no page knows more than the server',
    holds: (world) => world.pages.every((page) => (page.held?.rev ?? 0) <= world.record.rev),
  },
];

const invariantsOfTurns = (rules: Rules): readonly Invariant<Turn>[] => [
  {
    name: 'what a page holds never grows older, but with a reload',
    holds: ({ before, action, after }) =>
      action.type === 'reloads' || before.pages.every((page, index) => (after.pages[index]?.held?.rev ?? 0) >= (page.held?.rev ?? 0)),
  },
  {
    name: 'an older rev never changes what is shown',
    holds: ({ after }) =>
      after.pages.every((page) =>
        after.said.every((said) => {
          if (!page.held || said.rev >= page.held.rev) return true;
          const late = { ...page, held: rules.latestOf(page.held, said) };
          return JSON.stringify(shown(rules, late)) === JSON.stringify(shown(rules, page));
        }),
      ),
  },
  {
    name: 'once ended, nothing that anyone does changes the record',
    holds: ({ before, after }) => before.record.state.phase !== 'ended' || after.record === before.record,
  },
  {
    name: 'a hang-up ends the call whenever it arrives',
    holds: ({ action, after }) =>
      after.record.state.phase === 'ended' || after.pages.every(({ sent }) => sent?.command.type !== 'end' || !sent.answer) || action.type,
  },
  {
    name: 'a second tab that accepts sees elsewhere or ended, or the ring that came back since',
    holds: ({ before, action, after }) => {
      if (action.type !== 'is answered') return true;
      const { sent } = before.pages[action.page] ?? {};
      const page = after.pages[action.page];
      if (sent?.command.type !== 'accept' || !page || sent.answer?.refusal === null) return true;
      return ['elsewhere', 'ended', 'prompt'].includes(shown(rules, page).phase) || shown(rules, page).phase;
    },
  },
];
