import { CallTimer } from '../../src/protocol/call-clock.ts';
import type { CallRecord } from '../../src/protocol/call-record.ts';
import type { CallView } from '../../src/protocol/call-view.ts';
import type { Invariant } from './explore.ts';
import type { Page, PageReader } from './page.ts';
import { generationIn, hears, isHeard, loadedPage, secretOf } from './page.ts';
import type { Rules } from './rules.ts';
import type { Gust, Storm } from './storm-model.ts';
import { sideOf, verdictOf } from './storm-model.ts';

interface Turn {
  readonly before: Storm;
  readonly action: Gust;
  readonly after: Storm;
}

/** What the pages may show side by side once everybody has heard the last word: the agent, and any of the customer's tabs. */
const together: Readonly<Record<string, readonly string[]>> = {
  ringing: ['prompt', 'claiming', 'none'],
  'waiting-for-device': ['acquiring', 'elsewhere'],
  joining: ['joining', 'elsewhere', 'rejoin'],
  'in-call': ['in-call', 'elsewhere', 'rejoin'],
  rejoin: ['prompt', 'claiming', 'acquiring', 'joining', 'in-call', 'elsewhere', 'rejoin'],
  ended: ['ended', 'none'],
  none: ['ended', 'none'],
};

const ownCall: readonly CallView['phase'][] = ['acquiring', 'joining', 'in-call', 'rejoin'];
const withDevices: readonly CallView['phase'][] = ['ringing', 'waiting-for-device', ...ownCall];

const customers = (storm: Storm): readonly Page[] => storm.pages.filter(({ model }) => model.side === 'customer');
const isCurrent = ({ record }: Storm, { model }: Page): boolean => model.record?.rev === record.rev;
const holds = ({ record }: Storm, { model: { side, lease } }: Page): boolean => lease?.lease === secretOf(side, sideOf(record, side).lease) && sideOf(record, side).tab !== null;
/** Nothing is under way to it or from it, and nothing waits to be said. */
const isQuiet = (reader: PageReader, storm: Storm, page: Page): boolean =>
  page.online && isCurrent(storm, page) && page.asked.length === 0 && page.coming.length === 0 && !reader.wish(page);

/** Of the model, with the time left out: that a clock goes on is no change. */
const isSame = ({ model: one }: Page, { model: two }: Page): boolean =>
  (Object.keys(one) as (keyof typeof one)[]).every((key) => key === 'clockOffset' || one[key] === two[key]);

/** Of every moment that can come about. */
export const invariantsOfStorms = (rules: Rules, reader: PageReader): readonly Invariant<Storm>[] => {
  const late = new WeakMap<Page, CallRecord>();
  const ofEarlier = new WeakSet<Page>();
  return [
  {
    name: 'no microphone is asked for or open before the claim is confirmed, nor where no call of one\'s own is shown',
    holds: ({ pages }) =>
      pages.every((page) => page.model.devices.is === 'closed' || (page.model.lease !== null && withDevices.includes(reader.view(page).phase))),
  },
  {
    name: 'no room is entered without a lease',
    holds: ({ pages }) => pages.every(({ model, room }) => room.is === 'none' || model.lease !== null),
  },
  {
    name: 'of all who have heard the last word at most one tab has the call, and of its copies at most one that asks for nothing',
    holds: (storm) => {
      const inCall = customers(storm).filter((page) => isCurrent(storm, page) && ownCall.includes(reader.view(page).phase));
      return new Set(inCall.map(({ model }) => model.tab)).size <= 1 && inCall.filter(({ model, online, asked }) => online && !model.stale && asked.length === 0).length <= 1;
    },
  },
  {
    name: 'at most one page holds a side\'s secret that still counts, and a copy of its tab that has not asked yet',
    holds: (storm) =>
      (['agent', 'customer'] as const).every((side) => {
        const holders = storm.pages.filter((page) => page.model.side === side && holds(storm, page));
        return new Set(holders.map(({ model }) => model.tab)).size <= 1 && holders.filter(({ model }) => !model.stale).length <= 1;
      }),
  },
  {
    name: 'everybody who has heard the last word sees the same call',
    holds: (storm) => {
      const views = storm.pages.filter((page) => isCurrent(storm, page) && page.model.intent === null && page.asked.length === 0).map((page) => ({ side: page.model.side, phase: reader.view(page).phase }));
      const agent = views.find(({ side }) => side === 'agent');
      const others = views.filter(({ side }) => side === 'customer').map(({ phase }) => phase);
      return !agent || others.every((phase) => together[agent.phase]?.includes(phase)) || `${agent.phase} beside ${others.join(' and ')}`;
    },
  },
  {
    name: 'no page knows more than the server: of the record, or of who holds its side',
    holds: (storm) =>
      storm.pages.every(({ model: { side, record, lease } }) => (record?.rev ?? 0) <= storm.record.rev && (lease?.count ?? 0) <= sideOf(storm.record, side).lease),
  },
  {
    name: 'what is shown as up is up: the room is connected, the microphone open, the record active',
    holds: ({ pages }) =>
      pages.every((page) => {
        const view = reader.view(page);
        if (view.phase !== 'in-call' || view.link !== 'up') return true;
        return page.room.is === 'connected' && page.model.devices.is === 'open' && page.model.record?.state.phase === 'active';
      }),
  },
  {
    name: 'a word that comes again, or late, changes nothing',
    holds: ({ said, pages, record, now }) =>
      pages.every((page) => {
        if (late.get(page) === record) return true;
        late.set(page, record);
        return [record, ...said].every((word) => word.rev > (page.model.record?.rev ?? 0) || isSame(hears(rules, page, word, now), page));
      }),
  },
  {
    name: 'late word of an earlier call changes nothing where there is a later one, and shows nothing that was not shown',
    holds: ({ pages, record, now }) =>
      pages.every((page) => {
        if (ofEarlier.has(page)) return true;
        ofEarlier.add(page);
        const word: CallRecord = { ...record, id: 'earlier', startedAt: record.startedAt - 1, rev: record.rev + 5 };
        const over: CallRecord = { ...word, state: { phase: 'ended', reason: 'lost', by: 'system', at: now, duration: 0 } };
        return (page.model.record === null || isSame(hears(rules, page, word, now), page)) && isSame(hears(rules, page, over, now), page);
      }),
  },
  {
    name: 'a page whose tab has no part in a call that is over shows nothing of it',
    holds: (storm) =>
      rules.isLive(storm.record) || hears(rules, { ...loadedPage('customer', 'another', {}), online: true }, storm.record, storm.now).model.record === null,
  },
  {
    name: 'what a person asked for is being asked, as soon as there is a connection',
    holds: ({ pages }) => pages.every(({ model: { intent }, online, asked }) => intent === null || !online || asked.length > 0),
  },
  {
    name: 'in a running call the server takes nobody for heard who is not, once that page has said all',
    holds: (storm) =>
      !('since' in storm.record.state) ||
      storm.pages.every((page) => {
        if (!isQuiet(reader, storm, page) || !holds(storm, page) || sideOf(storm.record, page.model.side).outcome !== 'audio') return true;
        return page.room.is === 'connected' && page.model.devices.is === 'open';
      }),
  },
  {
    name: 'a holder that is there, with nothing more to say, is not taken for gone',
    holds: (storm) =>
      !rules.isLive(storm.record) || storm.pages.every((page) => !isQuiet(reader, storm, page) || !holds(storm, page) || sideOf(storm.record, page.model.side).goneSince === null),
  },
  {
    name: 'a side that is held and there has a page that holds it',
    holds: (storm) =>
      !rules.isLive(storm.record) ||
      storm.server === 'away' ||
      storm.record.participants.every(
        ({ role, tab, goneSince }) =>
          tab === null || goneSince !== null || storm.pages.some((page) => page.model.side === role && (holds(storm, page) || page.asked.length > 0)),
      ),
  },
  {
    name: 'once both are there, connected, and have said all, the call is active',
    holds: (storm) => {
      const both = storm.pages.filter((page) => holds(storm, page));
      const isUp = both.length === 2 && both.every((page) => isQuiet(reader, storm, page) && page.room.is === 'connected' && page.model.devices.is === 'open');
      return !isUp || ['active', 'claimed', 'ringing', 'ended'].includes(storm.record.state.phase) || storm.record.state.phase;
    },
  },
  {
    name: 'of two tabs with the same id at most one is in the call, and the other one has no microphone, once all words have arrived',
    holds: (storm) => {
      const tabs = customers(storm);
      if (!rules.isLive(storm.record) || !tabs.every((page) => isQuiet(reader, storm, page))) return true;
      const inCall = tabs.filter((page) => ownCall.includes(reader.view(page).phase));
      return inCall.length <= 1 && tabs.every((page) => inCall.includes(page) || (page.model.devices.is === 'closed' && page.model.lease === null));
    },
  },
  {
    name: 'a page that ended its call alone never has a microphone, a room or its lease again, and shows that the call is over',
    holds: ({ pages }) =>
      pages.every((page) => {
        if (!page.isAlone) return true;
        const { devices, lease } = page.model;
        return devices.is === 'closed' && lease === null && page.room.is === 'none' && ['ended', 'ending', 'none'].includes(reader.view(page).phase);
      }),
  },
  {
    name: 'a call that a page ended alone ends at the server too: with that page\'s return, or before it within the server\'s own time',
    holds: (storm) => {
      if (!rules.isLive(storm.record) || storm.server === 'away' || !storm.pages.some(({ isAlone }) => isAlone)) return true;
      return storm.pages.every(({ isAlone, online }) => !isAlone || !online) && (rules.deadlineOf(storm.record) ?? Infinity) <= storm.now + CallTimer.lost;
    },
  },
  {
    name: 'everybody who has heard the last word counts the same generation',
    holds: (storm) =>
      !rules.isLive(storm.record) ||
      storm.pages.every((page) => !page.channel || !isCurrent(storm, page) || page.model.stale || generationIn(page.channel) === rules.generationOf(storm.record)),
  },
  {
    name: 'a room hears the other side alone, and that in order: what was said in the present generation, nothing twice',
    holds: ({ pages }) =>
      pages.every(({ channel, model: { side } }) => {
        const heard = (channel?.told ?? []).flatMap((each) => ('data' in each ? [each] : []));
        return heard.every(({ generation, data }, index) => {
          // Two words are said wherever a room begins anew: whose they are, in which generation, and which.
          const which = heard.slice(0, index).filter((each) => each.generation === generation).length % 2 === 0 ? 'one' : 'two';
          return data === `${side === 'agent' ? 'customer' : 'agent'} ${generation} ${which}`;
        });
      }),
  },
  {
    name: 'once all is heard, each room has begun anew, and has heard all that the other one has said',
    holds: (storm) => {
      const [one, two, ...more] = storm.pages.filter((page) => holds(storm, page) && isHeard(page));
      if (!one || !two || more.length > 0 || ![one, two].every((page) => isQuiet(reader, storm, page))) return true;
      const generation = rules.generationOf(storm.record);
      const said = (page: Page): string => (page.channel?.carried ?? []).filter((each) => each.generation === generation).map(({ data }) => String(data)).join();
      const heard = (page: Page): string => (page.channel?.told ?? []).flatMap((each) => ('data' in each && each.generation === generation ? [String(each.data)] : [])).join();
      return (said(one) !== '' && said(two) !== '' && heard(one) === said(two) && heard(two) === said(one)) || `heard ${heard(one)}; ${heard(two)}, said ${said(one)}; ${said(two)}`;
    },
  },
  ];
};

/** A room is of one path: for another one the page begins from nothing. */
const triesAnew = (was: Page, is: Page): boolean => {
  const state = is.model.record?.state;
  return state?.phase === 'connecting' && was.room.is !== 'none' && state.path !== was.room.path;
};

const pageOf = (storm: Storm, gust: Gust): Page | undefined => ('page' in gust ? storm.pages[gust.page] : undefined);

/** Of every step. */
export const invariantsOfGusts = (rules: Rules, reader: PageReader): readonly Invariant<Turn>[] => [
  {
    name: 'what a page holds never grows older, but where it is loaded anew',
    holds: ({ before, action, after }) =>
      action.type === 'reloads' ||
      before.pages.every(({ model: { record } }, index) => {
        const now = after.pages[index]?.model.record;
        // One that was over, and was nobody's here, is forgotten.
        return (now === null && record !== null && action.type === 'is back') || (now?.rev ?? 0) >= (record?.rev ?? 0);
      }),
  },
  {
    name: 'once ended, nothing that anyone does changes the record',
    holds: ({ before, after }) => before.record.state.phase !== 'ended' || after.record === before.record,
  },
  {
    name: 'a hang-up closes the page\'s own microphone and room at once, and ends the call when it arrives, from wherever it comes',
    holds: ({ action, after }) => {
      if (action.type === 'does' && action.deed === 'ends') {
        const { model, room } = pageOf(after, action) ?? {};
        if (model?.devices.is !== 'closed' || room?.is !== 'none') return false;
      }
      return after.spoke.every(({ wish, after: then }) => wish.type !== 'end' || then.record.state.phase === 'ended');
    },
  },
  {
    name: 'only the clock, what somebody says and a lost holder change the record',
    holds: ({ before, action, after }) => {
      if (after.record === before.record || action.type === 'deadline' || action.type === 'the server is there again' || action.type === 'another server starts' || after.spoke.length > 0) return true;
      if (action.type !== 'loses the connection' && action.type !== 'reloads') return action.type;
      const page = pageOf(before, action);
      return page !== undefined && before.holders[page.model.side] === action.page;
    },
  },
  {
    name: 'who does not hold a side does not speak for it',
    holds: ({ after: { spoke } }) =>
      spoke.every(({ page: index, wish, before, after }) => {
        const page = before.pages[index];
        // A side is taken anew by the question that it was taken with: its secret was another then.
        const isAnew = wish.type === 'reclaim' && before.reclaims[wish.commandId] !== undefined;
        return after.record === before.record || !page || ['accept', 'decline', 'end'].includes(wish.type) || holds(before, page) || isAnew;
      }),
  },
  {
    name: 'a command that arrives twice does nothing the second time, but that what gave a lease gives a new one, for which the first is worth nothing',
    holds: ({ after: { spoke } }) =>
      spoke.every(({ page: index, wish, before, after }) => {
        const page = before.pages[index];
        if (!page) return true;
        const first = verdictOf(rules, before, page, wish);
        const again = verdictOf(rules, after, page, wish);
        if (first.lease === 0 || again.lease === 0) return again.record === after.record && again.lease === 0;
        return again.lease === first.lease + 1 && JSON.stringify(again.record.state) === JSON.stringify(after.record.state);
      }),
  },
  {
    name: 'a claim is made good by an open microphone alone',
    holds: ({ after: { spoke } }) => spoke.every(({ page, wish, before }) => wish.type !== 'ready' || before.pages[page]?.model.devices.is === 'open'),
  },
  {
    name: 'a page that takes its lease back while its room carries the call does not interrupt it',
    holds: ({ after: { spoke } }) =>
      spoke.every(({ page: index, wish, before, after }) => {
        const { room, model } = before.pages[index] ?? {};
        const carries = room?.is === 'connected' && model?.devices.is === 'open' && before.record.state.phase === 'active';
        return wish.type !== 'reclaim' || !carries || after.record.state.phase === 'active';
      }),
  },
  {
    name: 'a lost connection by itself takes neither microphone nor room from a call, nor does coming back',
    holds: ({ before, action, after }) => {
      const [was, is] = [pageOf(before, action), pageOf(after, action)];
      if (!was || !is) return true;
      if (action.type !== 'loses the connection' && action.type !== 'is back') return true;
      if (action.type === 'is back' && is.model.lease === null) return true;
      // What came about meanwhile is another matter.
      if (action.type === 'is back' && (is.model.record?.state.phase !== was.model.record?.state.phase || triesAnew(was, is))) return true;
      return is.model.devices === was.model.devices && is.room.is === was.room.is;
    },
  },
  {
    name: 'what one page does or suffers changes no other page',
    holds: ({ before, action, after }) =>
      before.pages.every((page, index) => ('page' in action && action.page === index) || (page.model.devices === after.pages[index]?.model.devices && page.model.lease === after.pages[index].model.lease && page.room === after.pages[index].room)),
  },
  {
    name: 'whoever comes too late sees elsewhere or the end, or the ring that came back since',
    holds: ({ before, action, after }) => {
      const [was, is] = [pageOf(before, action), pageOf(after, action)];
      const first = was?.asked[0];
      if (action.type !== 'is answered' || !is?.model.record || first?.wish.type !== 'accept' || first.answer.refusal === null || is.model.intent) return true;
      return ['elsewhere', 'ended', 'prompt'].includes(reader.view(is).phase) || reader.view(is).phase;
    },
  },
  {
    name: 'whoever comes back in time has the call back: a page that was loaded anew too, and one that closed while it asked',
    holds: ({ before, action, after }) => {
      const [was, is] = [pageOf(before, action), pageOf(after, action)];
      const first = was?.asked[0];
      if (action.type !== 'is answered' || !is || first?.wish.type !== 'reclaim') return true;
      // But for one that had given the ring back, which somebody else answered, and one of two copies.
      const { record } = first.answer;
      const isElsewhere = sideOf(record, is.model.side).tab !== is.model.tab || before.pages.some((page) => page !== was && page.model.tab === is.model.tab);
      return first.answer.lease > 0 || !rules.isLive(record) || !rules.isLive(before.record) || isElsewhere || `refused: ${first.answer.refusal}`;
    },
  },
  {
    name: 'a page that was loaded anew is not back in a running call before it has its microphone',
    holds: ({ before, action, after }) => {
      const [was, is] = [pageOf(before, action), pageOf(after, action)];
      if (!was || !is || reader.view(was).phase !== 'rejoin' || reader.view(is).phase === 'rejoin') return true;
      return is.model.devices.is === 'open' || !['joining', 'in-call', 'ringing', 'waiting-for-device'].includes(reader.view(is).phase) || action.type;
    },
  },
  {
    name: 'a question that the person still has, or refused, is put again by a press alone, or where the page is loaded anew',
    holds: ({ before, action, after }) =>
      before.pages.every(({ model: was }, index) => {
        const is = after.pages[index]?.model;
        const hasAnswer = was.devices.is === 'open' || (was.devices.is === 'closed' && was.rejoin !== 'offered');
        if (hasAnswer || is?.devices.is !== 'opening' || is.devices === was.devices) return true;
        return action.type === 'does' && action.page === index && (action.deed === 'rejoins' || action.deed === 'tries again');
      }),
  },
  {
    name: 'a page ends its call alone only where its room does not carry it and the server has ended it, or has been away; and says at once that it was lost',
    holds: ({ before, action, after }) => {
      const [was, is] = [pageOf(before, action), pageOf(after, action)];
      if (action.type !== 'ends alone' || !was || !is) return true;
      if (was.room.is === 'connected' || (before.server === 'there' && rules.isLive(before.record))) return `${was.room.is}, while the server's call is ${before.record.state.phase}`;
      const view = reader.view(is);
      const state = was.model.record?.state;
      const since = state && 'since' in state ? state.since : after.now;
      // An online page has heard by then how the server sees it.
      return view.phase === 'ended' && (is.online || (view.reason === 'lost' && view.duration === after.now - since));
    },
  },
  {
    name: 'a prompt put aside stays so, whatever is heard, until it is brought back, answered, or its call is over',
    holds: ({ before, action, after }) =>
      before.pages.every(({ model: was }, index) => {
        const is = after.pages[index]?.model;
        if (!was.dismissed || !is || is.dismissed) return true;
        return is.record === null || is.record.id !== was.record?.id || ('page' in action && action.page === index && (action.type === 'reloads' || (action.type === 'does' && action.deed === 'brings it back')));
      }),
  },
  {
    name: 'a connection that comes back brings the last word',
    holds: ({ before, action, after }) => {
      const is = pageOf(after, action);
      if (action.type !== 'is back' || !is || !rules.isLive(before.record)) return true;
      return (is.model.record?.rev ?? 0) >= before.record.rev;
    },
  },
];
