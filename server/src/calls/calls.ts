import type { CallRecord, CallSide } from '../../../src/protocol/call-record.ts';
import { participantOf } from '../../../src/protocol/call-record.ts';
import type { CallCommand, CallVerdict } from '../../../src/protocol/call-rules.ts';
import { applyCommand, isLive } from '../../../src/protocol/call-rules.ts';
import type { CallAck, CallNews, CallSignal } from '../../../src/protocol/call-wire.ts';
import type { Media } from '../../../src/protocol/call-record.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import type { MediaGrant } from '../../../src/protocol/media-grant.ts';
import type { Bus } from '../bus/bus.ts';
import type { Person } from '../config/people.ts';
import type { Site } from '../config/schema.ts';
import { system } from '../conversations/entries.ts';
import type { Work } from '../conversations/work.ts';
import { Refusal } from '../refusal.ts';
import type { Presence } from '../routing/presence.ts';
import type { Routing } from '../routing/routing.ts';
import type { CallRow, CommandName } from './call-rows.ts';
import { findCall, firstAnswer, liveCallIn, liveCalls, recordOf, rememberAnswer, replaceCall } from './call-rows.ts';
import type { Leases } from './leases.ts';
import type { LiveCalls } from './live-calls.ts';
import { otherSide } from './live-calls.ts';
import type { MediaBackends } from './media-backends.ts';
import type { Actor } from './call-answers.ts';
import { ackOf, CallAnswers, newsOf, tellCall } from './call-answers.ts';
import type { StartRequest } from './start-call.ts';
import { ringCustomer } from './start-call.ts';

/** `lease` is needed by every command but those that any of a person's tabs may give. */
export type Given = CommandName & { readonly lease?: string };

export interface CallsOptions {
  readonly live: LiveCalls;
  readonly media: MediaBackends;
  readonly sites: ReadonlyMap<string, Site>;
  readonly presence: Presence;
  readonly routing: Routing;
  readonly bus: Bus;
  readonly leases: Leases;
  readonly onEnded: (record: CallRecord) => void;
}

/** The authority on calls: decides who may, runs the rules, stores the record and tells both sides. */
export class Calls {
  readonly #options: CallsOptions;
  readonly #answers: CallAnswers;

  constructor(options: CallsOptions) {
    this.#options = options;
    this.#answers = new CallAnswers(options);
  }

  async start(work: Work, agent: Person, actor: Actor, request: StartRequest): Promise<CallAck> {
    return await ringCustomer(work, agent, actor, request, { ...this.#options, answers: this.#answers });
  }

  /** The customer's tab that comes first gets the call. */
  async accept(work: Work, actor: Actor, given: Given & { readonly tab: string; readonly choice: Media }): Promise<CallAck> {
    return await this.#command(work, actor, given, { type: 'accept', tab: given.tab, choice: given.choice }, { gives: true });
  }

  /** A tab takes its own lease back: the secret changes, so that whoever else had it has it no more. */
  async reclaim(work: Work, actor: Actor, given: Given & { readonly tab: string; readonly outcome: Media | 'none' }): Promise<CallAck> {
    return await this.#command(work, actor, given, { type: 'reclaim', side: actor.side, tab: given.tab, outcome: given.outcome }, { gives: true, held: true });
  }

  /** Only the holder of the side's lease may give it. */
  async held(work: Work, actor: Actor, given: Given, command: CallCommand): Promise<CallAck> {
    return await this.#command(work, actor, given, command, { held: true });
  }

  /** Any of the person's tabs may give it. */
  async open(work: Work, actor: Actor, given: CommandName, command: CallCommand): Promise<CallAck> {
    return await this.#command(work, actor, given, command, {});
  }

  async grant(work: Work, actor: Actor, given: { readonly callId: string; readonly lease: string }): Promise<MediaGrant> {
    const row = await this.#participating(work, actor, given.callId);
    const record = recordOf(row);
    if (!isLive(record) || !this.#options.leases.holds(record, actor.side, given.lease)) throw new Refusal('LEASE_LOST');
    return await this.#answers.grantFor(work, row.site, record, actor.side);
  }

  /** The page that holds the lease is closing. Changes nothing where it does not hold it. */
  async leaving(work: Work, actor: Actor, given: { readonly callId: string; readonly lease: string }): Promise<void> {
    const row = await this.#participating(work, actor, given.callId);
    const record = recordOf(row);
    if (!this.#options.leases.holds(record, actor.side, given.lease)) return;
    await this.#apply(work, row, { type: 'leaving', side: actor.side });
  }

  /** Passes on what one holder's backend says to the other's: in order, and from the holder alone. */
  signal(actor: Actor, { lease, ...signal }: CallSignal & { readonly lease: string }): void {
    const { live, bus } = this.#options;
    const record = live.get(signal.callId);
    const self = record && participantOf(record, actor.side);
    if (!record || self?.id !== actor.id || !this.#options.leases.holds(record, actor.side, lease)) return;
    live.keepSignal(record.id, actor.side, signal);
    const other = otherSide(actor.side);
    const socket = live.holderOf(record.id, other);
    const participant = participantOf(record, other);
    if (socket !== undefined && participant) bus.publish({ to: [participant.id], socket, method: eventNames.signal, params: signal });
  }

  /** What the server knows by itself: a clock that ran out, a socket that is gone, a conversation that ended. */
  async applyBySystem(work: Work, call: string, command: CallCommand): Promise<void> {
    const row = await findCall(work.db, call);
    if (row) await this.#apply(work, row, command);
  }

  /** A side's socket let go of one of its leases. A page that took the side back since is not concerned. */
  async released(work: Work, call: string, command: Extract<CallCommand, { type: 'leaving' | 'gone' | 'end' }>, lease: number): Promise<void> {
    const row = await findCall(work.db, call);
    if (row && participantOf(recordOf(row), command.side)?.lease === lease) await this.#apply(work, row, command);
  }

  async endIn(work: Work, conversation: string, by: CallSide | 'system'): Promise<void> {
    const row = await liveCallIn(work.db, conversation);
    if (row) await this.#apply(work, row, { type: 'conversation-ended', by });
  }

  /** What a person's hello is told: the call that they are in, or are rung for. */
  async newsFor(work: Work, actor: { readonly id: string; readonly side: CallSide }): Promise<CallNews | null> {
    const row = await liveCalls(work.db)
      .where(actor.side === 'agent' ? 'agent' : 'visitor', '=', actor.id)
      .executeTakeFirst();
    return row ? newsOf(recordOf(row), work.now) : null;
  }

  /** After a start of the server: nobody has a socket yet, each has their grace to come back, and every deadline runs again. */
  async restore(work: Work): Promise<void> {
    for (const row of await liveCalls(work.db).execute()) {
      const record = recordOf(row);
      work.after(() => this.#options.live.update(this.#options.live.get(record.id) ?? record));
      await this.#apply(work, row, { type: 'gone', side: 'agent' });
      const again = await findCall(work.db, record.id);
      if (again) await this.#apply(work, again, { type: 'gone', side: 'customer' });
    }
  }

  async #command(work: Work, actor: Actor, given: Given, command: CallCommand, rights: { held?: boolean; gives?: boolean }): Promise<CallAck> {
    const row = await this.#participating(work, actor, given.callId);
    const first = await firstAnswer(work.db, given, actor.id);
    const before = recordOf(row);
    const { leases, live } = this.#options;
    // A repeated reclaim: the page missed the answer, or is a duplicate tab; the secret must be one that held the side before.
    const isAnew = command.type === 'reclaim' && isLive(before) && first?.lease === participantOf(before, actor.side)?.lease;
    if (first && !isAnew) return await this.#answers.answer(work, before, actor, first.refusal, first.lease);

    const holds = isAnew ? leases.heldOnce(before, actor.side, given.lease ?? '') : leases.holds(before, actor.side, given.lease ?? '');
    if (rights.held && isLive(before) && !holds) return ackOf(before, work.now, 'lease-lost');
    const believed = this.#believed(before, command);
    if (!believed) return ackOf(before, work.now, 'not-now');
    if (rights.gives && isLive(before) && !live.mayTake(before.id, actor.side)) throw new Refusal('RATE_LIMITED');
    const { record, refusal } = await this.#apply(work, row, believed);
    const lease = rights.gives && refusal === null ? (participantOf(record, actor.side)?.lease ?? null) : null;
    await rememberAnswer(work.db, given, { site: row.site, actor: actor.id }, { refusal, lease }, work.now);
    return await this.#answers.answer(work, record, actor, refusal, lease);
  }

  /** A page's report about its media, corrected by what the backend knows; null where it is to be ignored. */
  #believed(call: CallRecord, command: CallCommand): CallCommand | null {
    const { media } = this.#options;
    switch (command.type) {
      case 'connected':
        return media.doubts(call, command.side) ? null : command;
      case 'reclaim':
        return media.doubts(call, command.side) ? { ...command, outcome: 'none' } : command;
      case 'media-lost':
        // To a page, a full room looks the same as a proxy or firewall that blocks its socket.
        if (command.failure !== 'full') return command;
        return media.examines(call, command.side) ? null : { ...command, failure: 'unreachable' };
      default:
        return command;
    }
  }

  /** Runs the rules and, where they change the record, stores it and all that follows from it. */
  async #apply(work: Work, row: CallRow, command: CallCommand): Promise<CallVerdict> {
    const before = recordOf(row);
    const verdict = applyCommand(before, command, work.now);
    const { record } = verdict;
    if (record === before) {
      if (command.type === 'tick') work.after(() => this.#options.live.update(record));
      return verdict;
    }
    await replaceCall(work.db, before, record);
    tellCall(work, record, this.#options.live);
    await this.#options.media.changed(work, before, record, command.type);
    if (record.state.phase === 'ended') await this.#ended(work, record, record.state);
    return verdict;
  }

  async #ended(work: Work, record: CallRecord, { reason, by, duration }: Extract<CallRecord['state'], { phase: 'ended' }>): Promise<void> {
    // A voice call that somebody turned into video was one.
    const media = record.participants.some((each) => each.outcome === 'video') ? 'video' : record.media;
    const conversation = await work.conversation(record.conversation);
    // Who was talked with waits for no answer any more.
    if (duration > 0) await work.db.updateTable('conversations').set({ waiting_since: null }).where('id', '=', conversation.id).execute();
    const talker = participantOf(record, 'agent');
    if (talker) work.touch(conversation.id, talker.id);
    await work.append(conversation, {
      kind: 'call',
      author: system,
      parts: [{ type: 'call', callId: record.id, media, reason, by, duration }],
    });
    work.touchPeople();
    await this.#options.routing.handOut(work);
    work.after(() => this.#options.onEnded(record));
  }

  /** Whoever is no part of a call does not learn that it is there. */
  async #participating(work: Work, actor: Actor, call: string): Promise<CallRow> {
    const row = await findCall(work.db, call);
    if (!row || (actor.side === 'agent' ? row.agent : row.visitor) !== actor.id) throw new Refusal('CALL_NOT_FOUND');
    return row;
  }
}
