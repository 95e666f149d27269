import type { CallSide, Media } from '../../protocol/call-record.ts';
import { generationOf, participantOf } from '../../protocol/call-record.ts';
import type { CallFacts, CallView } from '../../protocol/call-view.ts';
import { customerView } from '../../protocol/call-view.ts';
import type { CallAck, CallNews } from '../../protocol/call-wire.ts';
import type { CallEvent, CommandParams } from '../contracts/call-authority.ts';
import { TransportError } from '../contracts/chat-transport.ts';
import { Listeners } from '../contracts/observable.ts';
import type { CallMediaOptions } from './call-media.ts';
import { CallMedia, done } from './call-media.ts';
import type { CallModel, Intent, Wish } from './call-model.ts';
import { heard, initialModel, isUnderWay, selfOf, wishOf, withoutMedia } from './call-model.ts';
import { CallSignals } from './call-signals.ts';
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

/** Between tries at something that failed while the connection stands, in milliseconds. */
const RETRY = 1_000;
/** While a call is being answered, what changes is told together, after at most this long in milliseconds: drawing it would hold up the answer. */
const ANSWERING = 100;

/**
 * A customer's calls: the server's record and this page's devices and room, brought to agree. The decisions are in call-model.ts; here is what
 * they cause. An agent's calls are the same, with a beginning of their own (agent-call.ts).
 */
export class CallSession extends CallMedia<CallSessionOptions> implements Call {
  readonly #listeners = new Listeners();
  #snapshot = noCall;
  #isToldSoon = false;
  #signals: CallSignals | null = null;
  #isWorking = false;
  /** What this tab's next page would find. */
  #kept: string | null = null;
  /** The wish that is under way, and the last one with the record that it was said of. */
  #saying: Wish | null = null;
  #said = '';

  constructor(options: CallSessionOptions) {
    const { authority, environment, devices, signal, side, tab, key } = options;
    super(options, { ...initialModel, side, tab, ...keptIn(environment.tab.get(key)) });
    authority.listen((event) => this.hear(event), { signal });
    devices.onChange(() => void this.list(), { signal });
    signal.addEventListener('abort', () => this.stop());
  }

  get snapshot(): CallSnapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#listeners.add(listener, signal);
  }

  /** Customers ring nobody. */
  start(_media: Media): Promise<void> {
    return done;
  }

  accept(choice: Media): Promise<void> {
    const { record } = this.now;
    return this.#phase === 'prompt' && record?.choices.includes(choice) ? this.begin({ type: 'accept', callId: record.id, choice }, choice) : done;
  }

  decline(): Promise<void> {
    return this.#phase === 'prompt' || this.#phase === 'acquiring' ? this.#leave('decline') : done;
  }

  end(): Promise<void> {
    return this.#leave('end');
  }

  setDismissed(dismissed: boolean): void {
    if (this.#phase === 'prompt') void this.set({ dismissed });
  }

  tryAgain(): Promise<void> {
    const { devices, record, rejoin } = this.now;
    // Once, the ring is given back, so that another choice, tab or device can answer.
    if (devices.is === 'refused' && !record?.rangAgain) return this.#refuse(true);
    if (rejoin !== 'offered' && !('refusal' in devices)) return done;
    this.backend?.unlock();
    return this.set({ ...withoutMedia, rejoin: 'rejoining', trouble: null });
  }

  rejoin(): Promise<void> {
    return this.tryAgain();
  }

  giveUp(): Promise<void> {
    return this.#refuse(false);
  }

  acknowledge(): void {
    const { record } = this.now;
    void this.set({ trouble: null, record: isUnderWay(record) ? record : null });
  }

  /** The page goes away (`pagehide`): the server waits 20 s for the next one. */
  pageHides(): void {
    const { lease } = this.now;
    if (lease) this.options.authority.leaving({ callId: lease.callId, lease: lease.secret });
  }

  protected view(facts: CallFacts): CallView {
    return customerView(this.now.record, facts);
  }

  protected wish(): Wish | null {
    return wishOf(this.now, this.roomFact);
  }

  /** Inside the press: sound may be played later. */
  protected begin(intent: Intent, media: Media): Promise<void> {
    this.backend?.unlock();
    return this.set({ ...withoutMedia, intent, wanted: { microphone: true, camera: media === 'video' }, trouble: null });
  }

  protected hear(event: CallEvent): void {
    const { lease, intent, record } = this.now;
    if (event.type === 'signal') return this.#signals?.receive(event.signal);
    if (event.type === 'offline') return;
    const stale = this.now.stale || event.type === 'online';
    if (event.news) this.#adopt(event.news, { stale });
    // Without anything to ask by, nobody tells how it ended.
    else void this.set({ stale, record: lease || intent || !isUnderWay(record) ? record : null });
  }

  protected answered(wish: Wish, ack: CallAck): void {
    const { call, lease: secret, grant, signals = [] } = ack;
    const { side, intent, lease, stale } = this.now;
    if (secret) this.grant = grant;
    this.#adopt(ack, {
      // Meanwhile the person may have asked for something else.
      intent: wish === intent ? null : intent,
      lease: secret ? { callId: call.id, secret, count: participantOf(call, side)?.lease ?? 0 } : lease,
      stale: stale && !secret && wish.type !== 'reclaim',
    });
    for (const signal of signals) this.#signals?.receive(signal);
  }

  /** The server will never do this. */
  protected refused(wish: Wish, _code: string): void {
    const { intent, lease, record } = this.now;
    if (wish !== intent && wish.type !== 'reclaim') return;
    const { callId } = intent ?? lease ?? {};
    void this.set({ intent: null, lease: null, record: record?.id === callId ? null : record });
  }

  protected override work(): void {
    if (this.#isWorking || this.options.signal.aborted) return;
    this.#isWorking = true;
    let worked;
    do {
      worked = this.now;
      this.workMedia(this.#signals);
      this.#say();
    } while (worked !== this.now);
    this.#isWorking = false;
    this.#keep(worked);
    this.#show(worked);
  }

  get #phase(): CallView['phase'] {
    return this.snapshot.view.phase;
  }

  #leave(type: 'decline' | 'end'): Promise<void> {
    const { intent, record } = this.now;
    const callId = isUnderWay(record) ? record.id : intent?.callId;
    return callId === undefined || intent?.type === type ? done : this.set({ intent: { type, callId } });
  }

  #refuse(again: boolean): Promise<void> {
    const { devices, lease } = this.now;
    if (!lease || !('refusal' in devices)) return done;
    return this.set({ intent: { type: 'refuse', callId: lease.callId, lease: lease.secret, refusal: devices.refusal, again } });
  }

  #adopt(news: CallNews, change: Partial<CallModel>): void {
    const { authority, environment } = this.options;
    const next = heard({ ...this.now, ...change }, news, environment.now());
    const { record, stale } = next;
    if (isUnderWay(record) && this.#signals?.callId !== record.id) {
      this.load(record.backend).catch(() => undefined);
      this.#signals = new CallSignals(record.id, (signal) => {
        const { lease } = this.now;
        if (lease) authority.signal({ ...signal, lease: lease.secret });
      });
    }
    void this.set(next);
    // A word of the new generation needs the new secret: of one's own reclaim, that comes with its answer.
    if (isUnderWay(record) && !stale) this.#signals?.at(generationOf(record));
  }

  /** For this tab's next page: also what the person asked for and the server has not answered. */
  #keep({ intent, lease, wanted }: CallModel): void {
    const { environment, key } = this.options;
    const kept = intent || lease ? JSON.stringify({ intent, lease, wanted, rejoin: 'rejoining' }) : null;
    if (kept !== this.#kept) environment.tab.set(key, (this.#kept = kept));
  }

  #show(now: CallModel): void {
    const { tab, record, clockOffset, wanted, trouble, intent, lease, devices } = now;
    const room = this.room?.snapshot ?? null;
    const sending = intent?.callId === record?.id || intent?.type === 'start' ? intent : null;
    const own = !!lease || (!!sending && selfOf(now)?.tab === tab);
    const view = this.view({ ...now, own, sending, connected: room?.state === 'connected' });
    this.#snapshot = { view, record, clockOffset, room, wanted, trouble, devices: this.infos };
    const isAnswering = intent ? intent.type === 'accept' : lease && !('refusal' in devices) && (this.#isToldSoon || (room?.state ?? 'joining') === 'joining');
    if (!isAnswering) return this.#tell();
    if (this.#isToldSoon) return;
    this.#isToldSoon = true;
    this.options.environment.after(ANSWERING, this.#tell, this.options.signal);
  }

  readonly #tell = (): void => {
    this.#isToldSoon = false;
    this.#listeners.tell();
  };

  /** Says one wish at a time, again until there is an answer. Hanging up waits for nothing, and nothing waits for word that the browser asks. */
  #say(): void {
    const wish = this.wish();
    const { record, lease, tab } = this.now;
    const said = JSON.stringify([wish, record?.rev]);
    const saying = this.#saying;
    if (!wish || said === this.#said || wish === saying) return;
    if (saying && saying.type !== 'asking' && wish.type !== 'end' && wish.type !== 'decline') return;
    const { authority, environment, signal } = this.options;
    const { type, ...says } = wish;
    const held = 'callId' in says ? null : { callId: lease?.callId, lease: lease?.secret };
    this.#said = said;
    this.#saying = wish;
    const isOver = (): boolean => {
      if (this.#saying === wish) this.#saying = null;
      return signal.aborted;
    };
    authority.command(type, { ...held, commandId: environment.id(), tab, ...says } as unknown as CommandParams<typeof type>).then(
      (ack) => isOver() || this.answered(wish, ack),
      (error: unknown) => {
        if (isOver()) return;
        if (error instanceof TransportError && error.permanent) return this.refused(wish, error.code);
        this.#said = '';
        environment.after(RETRY * (1 + environment.random()), () => this.work(), signal);
      },
    );
  }
}

/** What this tab's last page left. */
function keptIn(stored: string | null): Partial<CallModel> {
  try {
    return JSON.parse(stored ?? '{}') as Partial<CallModel>;
  } catch {
    return {};
  }
}
