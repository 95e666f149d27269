import type { CallRecord, CallSide } from '../../../src/protocol/call-record.ts';
import { participantOf } from '../../../src/protocol/call-record.ts';
import { deadlineOf, isLive } from '../../../src/protocol/call-rules.ts';
import type { CallAck, CallNews } from '../../../src/protocol/call-wire.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import type { MediaGrant } from '../../../src/protocol/media-grant.ts';
import type { Site } from '../config/schema.ts';
import type { Work } from '../conversations/work.ts';
import { Refusal } from '../refusal.ts';
import { findCall } from './call-rows.ts';
import type { Leases } from './leases.ts';
import type { LiveCalls } from './live-calls.ts';
import { otherSide } from './live-calls.ts';
import type { MediaBackends } from './media-backends.ts';

/** Whoever gives a command: one person, through one socket. */
export interface Actor {
  readonly id: string;
  readonly side: CallSide;
  readonly socket: string;
}

export type AckRefusal = CallAck['refusal'];

export interface CallAnswersOptions {
  readonly live: LiveCalls;
  readonly leases: Leases;
  readonly media: MediaBackends;
  readonly sites: ReadonlyMap<string, Site>;
}

/** What a command is answered: the record to everybody, the lease and its grant to the holder alone. */
export class CallAnswers {
  readonly #options: CallAnswersOptions;

  constructor(options: CallAnswersOptions) {
    this.#options = options;
  }

  /** With the lease where it is still the one that the command gave. */
  async answer(work: Work, record: CallRecord, actor: Actor, refusal: AckRefusal, lease: number | null): Promise<CallAck> {
    const current = lease !== null && lease > 0 && participantOf(record, actor.side)?.lease === lease && isLive(record);
    return current ? await this.granting(work, record, actor, refusal) : ackOf(record, work.now, refusal);
  }

  async granting(work: Work, record: CallRecord, actor: Actor, refusal: AckRefusal): Promise<CallAck> {
    const { live, leases } = this.#options;
    const row = await findCall(work.db, record.id);
    const grant = await this.grantFor(work, row?.site ?? '', record, actor.side);
    const ack: CallAck = { ...ackOf(record, work.now, refusal), lease: leases.secret(record, actor.side), grant };
    work.after(() => {
      // From this moment on signals go to the new holder's socket: what came before it stands in the answer.
      live.hold(record.id, actor.side, actor.socket);
      ack.signals = live.signalsOf(record.id, otherSide(actor.side));
    });
    return ack;
  }

  async grantFor({ db, now }: Work, siteId: string, call: CallRecord, side: CallSide): Promise<MediaGrant> {
    const participant = participantOf(call, side);
    const site = this.#options.sites.get(siteId);
    if (!site || !participant) throw new Refusal('CALLING_OFF');
    return await this.#options.media.grant({ db, call, participant, site, now });
  }
}

export const newsOf = (call: CallRecord, now: number): CallNews => ({ call, serverNow: now, deadline: deadlineOf(call) });
export const ackOf = (call: CallRecord, now: number, refusal: AckRefusal): CallAck => ({ ...newsOf(call, now), refusal });

/** Tells both sides how a call stands that this step stores, and arms its next deadline. */
export function tellCall(work: Work, record: CallRecord, live: LiveCalls): void {
  work.tell({ to: record.participants.map((each) => each.id), method: eventNames.call, params: newsOf(record, work.now) });
  work.after(() => live.update(record));
}
