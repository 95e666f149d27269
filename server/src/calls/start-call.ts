import type { Media, Permission } from '../../../src/protocol/call-record.ts';
import { startCall } from '../../../src/protocol/call-rules.ts';
import type { CallAck } from '../../../src/protocol/call-wire.ts';
import type { Person } from '../config/people.ts';
import type { Site } from '../config/schema.ts';
import { readable } from '../conversations/party.ts';
import { visitorById } from '../conversations/visitors.ts';
import type { Work } from '../conversations/work.ts';
import { Refusal } from '../refusal.ts';
import type { Presence } from '../routing/presence.ts';
import type { Actor, CallAnswers } from './call-answers.ts';
import { ackOf, tellCall } from './call-answers.ts';
import type { CallRow } from './call-rows.ts';
import { addCall, busyWith, findCall, firstAnswer, recordOf, rememberAnswer } from './call-rows.ts';
import type { LiveCalls } from './live-calls.ts';
import type { MediaBackends } from './media-backends.ts';

export interface StartRequest {
  readonly conversation: string;
  readonly callId: string;
  readonly commandId: string;
  readonly tab: string;
  readonly media: Media;
  readonly camera: Permission;
}

export interface StartOptions {
  readonly live: LiveCalls;
  readonly media: MediaBackends;
  readonly sites: ReadonlyMap<string, Site>;
  readonly presence: Presence;
  readonly answers: CallAnswers;
}

/** An agent rings the customer of a conversation of theirs. */
export async function ringCustomer(work: Work, agent: Person, actor: Actor, request: StartRequest, { live, media, sites, presence, answers }: StartOptions): Promise<CallAck> {
  const repeated = await findCall(work.db, request.callId);
  if (repeated?.agent === agent.id) return await repeat(work, repeated, actor, request, answers);

  const conversation = await readable(work, { role: 'agent', id: agent.id, person: agent }, request.conversation);
  if (repeated) throw new Refusal('CALL_NOT_FOUND');
  if (conversation.agent !== agent.id) throw new Refusal('FORBIDDEN');
  if (conversation.state === 'ended') throw new Refusal('CONVERSATION_ENDED');
  const site = sites.get(conversation.site);
  if (!site || site.calling === 'none') throw new Refusal('CALLING_OFF');
  if (site.calling === 'voice' && request.media === 'video') throw new Refusal('VIDEO_OFF');
  const { visitor, known } = await visitorById(work.db, conversation.visitor);
  if (visitor.calls_block !== null) throw new Refusal('CUSTOMER_CANNOT_CALL');
  if (!presence.isHere(visitor.id)) throw new Refusal('CUSTOMER_AWAY');
  const busy = await busyWith(work.db, conversation.id, agent.id);
  if (busy) return ackOf(recordOf(busy), work.now, 'busy');

  const choice = media.choose(site);
  const record = startCall(
    {
      id: request.callId,
      conversation: conversation.id,
      media: request.media,
      choices: site.calling === 'voice' ? ['audio'] : ['audio', 'video'],
      backend: choice.backend,
      fallback: choice.fallback,
      relay: choice.relay,
      agent: { id: agent.id, name: agent.name, tab: request.tab, camera: request.camera },
      customer: { id: visitor.id, ...(known?.name ? { name: known.name } : {}) },
    },
    work.now,
  );
  await addCall(work.db, record, { site: site.id, agent: agent.id, visitor: visitor.id });
  await rememberAnswer(work.db, request, { site: site.id, actor: actor.id }, { refusal: null, lease: 1 }, work.now);
  tellCall(work, record, live);
  await media.begin(work, record, site, choice);
  work.touchPeople();
  return await answers.granting(work, record, actor, null);
}

/** A call of this id is there already: the same command again gets its first answer. */
async function repeat(work: Work, row: CallRow, actor: Actor, given: StartRequest, answers: CallAnswers): Promise<CallAck> {
  if (row.conversation !== given.conversation) throw new Refusal('FORBIDDEN');
  const first = await firstAnswer(work.db, given, actor.id);
  if (!first) return ackOf(recordOf(row), work.now, 'busy');
  return await answers.answer(work, recordOf(row), actor, first.refusal, first.lease);
}
