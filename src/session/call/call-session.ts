import type { CallRecord, CallSide, Media } from '../../protocol/call-record.ts';
import { generationOf, participantOf } from '../../protocol/call-record.ts';
import type { CallFacts, CallView } from '../../protocol/call-view.ts';
import { customerView } from '../../protocol/call-view.ts';
import type { CallAck, CallNews } from '../../protocol/call-wire.ts';
import type { CallEvent, CommandParams } from '../contracts/call-authority.ts';
import type { TransportError } from '../contracts/chat-transport.ts';
import { Listeners } from '../contracts/observable.ts';
import type { CallMedia, CallMediaOptions } from './call-media.ts';
import { callMedia } from './call-media.ts';
import type { CallModel, Intent, Wish } from './call-model.ts';
import { endedAlone, heard, initialModel, isUnderWay, PATIENCE, selfOf, withoutMedia } from './call-model.ts';
import type { CallPage } from './call-page.ts';
import type { CallSignals } from './call-signals.ts';
import { callSignals } from './call-signals.ts';
import type { Call, CallSnapshot } from './call.ts';
import { noCall } from './lazy-call.ts';

export interface CallSessionOptions extends CallMediaOptions {
  readonly side: CallSide;
  readonly tab: string;
  /** Under which name this tab keeps the call for its next page. */
  readonly key: string;
  /** The session's lifetime: afterwards nothing is open and nothing is told. */
  readonly signal: AbortSignal;
}

/** A call and its steps. A customer's are given; an agent's put some of their own in their place (agent-call.ts), and so does a refusal. */
export interface CallSession extends Omit<Call, 'snapshot'>, CallPage, Omit<CallMedia, keyof CallPage> {
  snapshot: CallSnapshot;
  /** The page goes away (`pagehide`): the server waits 20 s for the next one. */
  readonly pageHides: () => void;
  /** Inside the press: sound may be played later. */
  readonly begin: (intent: Intent, media: Media) => Promise<void>;
  view: (record: CallRecord | null, facts: CallFacts) => CallView;
  hear: (event: CallEvent) => void;
  answered: (wish: Wish, ack: CallAck) => void;
  /** The server will never do this. */
  refused: (wish: Wish, code: string) => void;
}

/** Between tries at something that failed while the connection stands, in milliseconds. */
const RETRY = 1_000;
/**
 * Until a call that is answered runs, and while a camera is turned on in it, what changes is told together, after at most this long in milliseconds:
 * drawing each step would hold up the answer, or the picture. Only the place of the other side's picture is made at once, or the first one would wait
 * for it.
 */
const TOGETHER = 300;
/** What is only reported, and moves no call on, waits so long, in milliseconds: it is often out of date by then, and meanwhile the answer has the processor to itself. */
const REPORTING = 150;

const done = Promise.resolve();
const nothing = (): Promise<void> => done;

/**
 * A customer's calls: the server's record and this page's devices and room, brought to agree. The decisions are in call-model.ts; here is what
 * they cause.
 */
export function callSession(options: CallSessionOptions): CallSession {
  const { authority, environment, signal, side, tab, key } = options;
  const listeners = new Listeners();
  let isToldSoon = false;
  /** There is a picture of the other side to make a place for. */
  let hasPlace = false;
  let signals: CallSignals | null = null;
  let isWorking = false;
  /** The wish that is under way, and the last one with the record that it was said of. */
  let saying: Wish | null = null;
  let said = '';
  /** What is reported may be said now; null while there is nothing that waits to be. */
  let isReportDue: boolean | null = null;
  let kept: string | null | undefined;
  /** What is not carried here, and the wait for it. */
  let idle: CallRecord | null = null;
  let patience = new AbortController();

  const set = (change: Partial<CallModel>): Promise<void> => {
    call.now = { ...call.now, ...change };
    work();
    return done;
  };

  const work = (): void => {
    if (isWorking || signal.aborted) return;
    isWorking = true;
    let worked;
    do {
      worked = call.now;
      call.workMedia(signals);
      say();
    } while (worked !== call.now);
    isWorking = false;
    show(worked);
  };

  const adopt = (news: CallNews, change: Partial<CallModel>): void => {
    const next = heard({ ...call.now, ...change }, news, environment.now());
    const { record, stale } = next;
    if (isUnderWay(record) && signals?.callId !== record.id) {
      call.load(record.backend).then((backend) => backend.warm(), nothing);
      signals = callSignals(record.id, (each) => {
        const { lease } = call.now;
        if (lease) authority.signal({ ...lease, ...each });
      });
    }
    void set(next);
    // A word of the new generation needs the new secret: of one's own reclaim, that comes with its answer.
    if (isUnderWay(record) && !stale) signals?.at(generationOf(record));
  };

  /** What is seen of it here, and what this tab's next page finds: also what the person asked for and the server has not answered. */
  const show = (now: CallModel): void => {
    const { record, clockOffset, wanted, trouble, intent, lease } = now;
    // A write costs, also of what is there.
    const keeps = (intent ?? lease) && JSON.stringify({ intent, lease, wanted, rejoin: 'rejoining' });
    if (keeps !== kept) environment.tab.set(key, (kept = keeps));
    const room = call.room?.snapshot ?? null;
    const sending = intent?.callId === record?.id || intent?.type === 'start' ? intent : null;
    const own = !!lease || (!!sending && selfOf(now)?.tab === tab);
    const view = call.view(record, { ...now, own, sending, connected: room?.state === 'connected' });
    call.snapshot = { view, record, clockOffset, room, wanted, trouble };
    const before = idle;
    idle = lease && room?.state !== 'connected' ? record : null;
    if (idle !== before) waitFor(idle);
    const isBusy = intent ? intent.type === 'accept' : lease && (isToldSoon || view.phase !== 'in-call' || now.camera === 'asking') && !('refusal' in now.devices);
    const hadPlace = hasPlace;
    hasPlace = now.devices.is === 'open' && !!room?.participants[1]?.camera;
    if (!isBusy || (hasPlace && !hadPlace)) tell();
    else if (!isToldSoon) {
      isToldSoon = true;
      environment.after(TOGETHER, tell, signal);
    }
  };

  const waitFor = (record: CallRecord | null): void => {
    patience.abort();
    if (!record) return;
    patience = new AbortController();
    const endAlone = (): void => void set(endedAlone(record, environment.now() - call.now.clockOffset));
    environment.after(PATIENCE, endAlone, AbortSignal.any([signal, patience.signal]));
  };

  const tell = (): void => {
    isToldSoon = false;
    listeners.tell();
  };

  /** Says one wish at a time, again until there is an answer. Hanging up waits for nothing. */
  const say = (): void => {
    const wish = call.wish();
    const { record, lease } = call.now;
    const says = JSON.stringify([wish, record?.rev]);
    if (!wish || says === said || wish === saying) return;
    const { type, ...rest } = wish;
    if (saying && type !== 'end' && type !== 'decline') return;
    if (!isReportDue && (type === 'asking' || type === 'connected' || (type === 'ready' && record?.state.phase !== 'claimed'))) {
      if (isReportDue === null) environment.after(REPORTING, report, signal);
      isReportDue = false;
      return;
    }
    said = says;
    saying = wish;
    const answered = (answer: CallAck | TransportError): void => {
      if (saying === wish) saying = null;
      if (signal.aborted) return;
      if ('call' in answer) call.answered(wish, answer);
      else if (answer.permanent) call.refused(wish, answer.code);
      else {
        said = '';
        environment.after(RETRY * (1 + environment.random()), work, signal);
      }
    };
    authority.command(type, { ...lease, commandId: environment.id(), tab, ...rest } as unknown as CommandParams<typeof type>).then(answered, answered);
  };

  const report = (): void => {
    isReportDue = true;
    work();
    isReportDue = null;
  };

  const leave = (type: 'decline' | 'end'): Promise<void> => {
    const { intent, record } = call.now;
    const callId = isUnderWay(record) ? record.id : intent?.callId;
    return callId === undefined || intent?.type === type ? done : set({ intent: { type, callId } });
  };

  const isShown = (...phases: readonly CallView['phase'][]): boolean => phases.includes(call.snapshot.view.phase);

  const call = {} as CallSession;
  const steps: Omit<CallSession, keyof CallMedia> = {
    now: { ...initialModel, side, tab, ...keptIn(environment.tab.get(key)) },
    snapshot: noCall,
    set,
    work,
    view: customerView,
    begin(intent, media) {
      call.backend?.unlock();
      return set({ ...withoutMedia, intent, wanted: { microphone: true, camera: media === 'video' }, trouble: null });
    },
    hear(event) {
      const { lease, intent, record } = call.now;
      if (event.type === 'signal') signals?.receive(event.signal);
      if (event.type === 'online') call.now = { ...call.now, stale: true };
      if (!('news' in event)) return;
      if (event.news) adopt(event.news, {});
      // Without anything to ask by, nobody tells how it ended.
      else void set({ record: lease || intent || !isUnderWay(record) ? record : null });
    },
    answered(wish, ack) {
      const { call: record, lease: secret, grant, signals: heardBefore = [] } = ack;
      const { intent, lease, stale } = call.now;
      if (secret) call.grant = grant;
      adopt(ack, {
        // Meanwhile the person may have asked for something else.
        intent: wish === intent ? null : intent,
        lease: secret ? { callId: record.id, lease: secret, count: participantOf(record, side)?.lease ?? 0 } : lease,
        stale: stale && !secret && wish.type !== 'reclaim',
      });
      for (const each of heardBefore) signals?.receive(each);
    },
    refused(wish) {
      const { intent, lease, record } = call.now;
      if (wish !== intent && wish.type !== 'reclaim') return;
      const { callId } = intent ?? lease ?? {};
      void set({ intent: null, lease: null, record: record?.id === callId ? null : record });
    },
    subscribe: (listener, until) => listeners.add(listener, until.signal),
    // Customers ring nobody.
    start: nothing,
    // Until a device is refused (call-refusals.ts).
    goOnWithAudio: nothing,
    tryAgain: nothing,
    rejoin: nothing,
    giveUp: nothing,
    accept(choice) {
      const { record } = call.now;
      return isShown('prompt') && record?.choices.includes(choice) ? call.begin({ type: 'accept', callId: record.id, choice }, choice) : done;
    },
    decline: () => (isShown('prompt', 'acquiring') ? leave('decline') : done),
    end: () => leave('end'),
    setDismissed(dismissed) {
      if (isShown('prompt')) void set({ dismissed });
    },
    acknowledge() {
      const { record } = call.now;
      void set({ trouble: null, record: isUnderWay(record) ? record : null });
    },
    pageHides() {
      const { lease } = call.now;
      if (lease) authority.leaving(lease);
    },
  };
  Object.assign(call, steps, callMedia(call, options));
  authority.listen((event) => call.hear(event), options);
  return call;
}

/** What this tab's last page left. */
function keptIn(stored: string | null): Partial<CallModel> {
  try {
    return JSON.parse(stored ?? '{}') as Partial<CallModel>;
  } catch {
    return {};
  }
}
