import type { CallParticipant, CallRecord, DeviceRefusal, EndReason, Media, Permission } from '../../protocol/call-record.ts';
import { participantOf } from '../../protocol/call-record.ts';
import type { CallView } from '../../protocol/call-view.ts';
import type { CallPart } from '../../protocol/entry.ts';
import { en } from '../../locales/agent/en.ts';
import type { AgentTextKey } from '../../locales/agent/en.ts';
import type { Words } from './words.ts';

/** What a line about a call needs: the server's record, what the agent is shown, the customer's name, and whether this page hears the server. */
export interface CallScene {
  readonly record: CallRecord | null;
  readonly view: CallView;
  readonly name: string;
  readonly online: boolean;
}

/** What the customer is doing in the call, as a sentence; where nothing of theirs is under way, what this side does. */
export function callSentence(scene: CallScene, words: Words): string {
  const { record, view, name, online } = scene;
  switch (view.phase) {
    case 'none':
      return '';
    case 'preparing':
      return words.say('doing.preparing');
    case 'ending':
      return words.say('doing.ending');
    case 'rejoin':
      return words.say('doing.rejoin');
    case 'elsewhere':
      return words.say('doing.elsewhere');
    case 'ended':
      return endSentence(scene, view, words);
    default:
      return record ? words.say(doingKey(record, view, online), { name, why: words.say(`why.${refusalOf(record)}`) }) : '';
  }
}

function doingKey(record: CallRecord, view: CallView, online: boolean): AgentTextKey {
  const customer = participantOf(record, 'customer');
  const { state } = record;
  if (!customer) return 'doing.connecting';
  if (!online && view.phase === 'in-call' && view.link === 'reconnecting') return 'doing.reconnectingSelf';
  if (customer.goneSince !== null) {
    if (customer.leaving) return state.phase === 'active' || state.phase === 'reconnecting' ? 'doing.leaving' : 'doing.away';
    return 'doing.reconnecting';
  }
  switch (state.phase) {
    case 'ringing':
      return record.rangAgain ? 'doing.ringingAgain' : 'doing.ringing';
    case 'claimed': {
      const asked = customer.microphone === 'asking' || customer.camera === 'asking';
      if (isRefusal(customer.microphone)) return 'doing.refused';
      if (isRefusal(customer.camera)) return 'doing.refusedCamera';
      if (customer.choice === null) return 'doing.choosing';
      return asked ? `doing.choosing.${customer.choice}` : `doing.accepted.${customer.choice}`;
    }
    case 'connecting':
      if (state.path === 'relay') return 'doing.relay';
      return cameraOutcome(customer.choice, customer.camera) ?? 'doing.connecting';
    case 'reconnecting':
      return reconnectingKey(customer, participantOf(record, 'agent'));
    case 'active': {
      if (view.phase === 'in-call' && view.link === 'reconnecting') return reconnectingKey(customer, participantOf(record, 'agent'));
      const camera = cameraOutcome(customer.choice, customer.camera);
      if (camera) return camera;
      if (customer.choice === 'audio' && customer.outcome === 'video') return 'doing.audioFirst';
      return customer.choice === 'video' ? 'doing.answered.video' : 'doing.answered.audio';
    }
    case 'ended':
      return 'doing.ending';
  }
}

/** Whose side a call that ran is waiting for, the customer's page being there. Where media got lost, each side says so of itself: of both, or of this one alone, nobody can tell why. */
function reconnectingKey(customer: CallParticipant, agent: CallParticipant | undefined): AgentTextKey {
  if (agent && agent.goneSince !== null) return 'doing.reconnectingSelf';
  // Only who came back on another page has nothing to send yet.
  if (customer.outcome === 'none') return 'doing.comingBack';
  if (agent?.outcome === 'none') return 'doing.reconnectingSelf';
  return customer.outcome === 'failed' && agent?.outcome !== 'failed' ? 'doing.reconnecting' : 'doing.interrupted';
}

/** Accepted with video, yet no camera came of it. */
function cameraOutcome(choice: Media | null, camera: Permission): AgentTextKey | null {
  if (choice !== 'video') return null;
  switch (camera) {
    case 'granted':
    case 'unasked':
    case 'asking':
      return null;
    case 'denied':
    case 'dismissed':
    case 'policy':
    case 'system':
    case 'timeout':
      return 'doing.cameraRefused';
    case 'no-device':
      return 'doing.cameraMissing';
    default:
      return 'doing.cameraFailed';
  }
}

/** Why no room carried the call, where that tells an agent more than that nothing got through. */
const isTold = (failure: string): failure is 'full' | 'refused' | 'unreachable' | 'encryption' => ['full', 'refused', 'unreachable', 'encryption'].includes(failure);

/** Somebody left the call for a reason other than the network. */
const isSentAway = (failure: string): failure is 'elsewhere' | 'removed' => failure === 'elsewhere' || failure === 'removed';

/** How a call of this agent's ended. */
function endSentence({ record, name }: CallScene, { reason, by, failure = '' }: Extract<CallView, { phase: 'ended' }>, words: Words): string {
  const values = { name, why: words.say(`why.${refusalOf(record)}`) };
  switch (reason) {
    case 'lost':
      if (failure === 'full') return words.say('ended.full');
      if (by !== 'system' && isSentAway(failure)) return words.say(`ended.${failure}.${by}`, values);
      return words.say(`ended.lost.${by}`, values);
    case 'hung-up':
    case 'left':
      return words.say(`ended.${reason}.${by}`, values);
    case 'no-answer':
      return words.say(record?.rangAgain ? 'ended.no-answer-again' : 'ended.no-answer', values);
    case 'media-failed':
      return words.say(isTold(failure) ? `ended.${failure}` : 'ended.media-failed');
    default:
      return words.say(`ended.${reason}`, values);
  }
}

/** Whether it has a text: the other page may be newer than this one. */
const isRefusal = (permission: Permission | undefined): permission is DeviceRefusal => permission !== undefined && `why.${permission}` in en;

function refusalOf(record: CallRecord | null): DeviceRefusal {
  const microphone = record ? participantOf(record, 'customer')?.microphone : undefined;
  return isRefusal(microphone) ? microphone : 'denied';
}

/** A call in the log or in the list of calls: "Video call · 3 min 12 s", "Voice call · declined". */
export function callLine(part: Pick<CallPart, 'media' | 'reason' | 'duration'>, words: Words): string {
  const media = words.say(part.media === 'video' ? 'entry.video' : 'entry.voice');
  const reason: EndReason = part.reason;
  const duration = words.duration(part.duration);
  if (reason === 'hung-up' && part.duration < 1_000) return words.say('entry.unconnected', { media });
  const outcome = words.say(`entry.${reason}`, { media, duration });
  return part.duration >= 1_000 && reason !== 'hung-up' ? words.say('entry.after', { outcome, duration }) : outcome;
}
