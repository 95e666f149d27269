import type { AgentConversation } from '../../protocol/conversation.ts';
import type { DeskSnapshot } from '../../session/desk/desk.ts';
import type { Words } from './words.ts';

/** Why this agent cannot call in this conversation now, in words; null where it may. What the site does not allow is not shown at all. */
export function whyNoCall(desk: DeskSnapshot, conversation: AgentConversation, words: Words): string | null {
  const { customer } = conversation;
  if (desk.connection.is !== 'online') return words.say('reason.offline');
  if (conversation.state === 'ended') return words.say('reason.ended');
  if (conversation.state === 'waiting') return words.say('reason.waiting');
  if (conversation.agent?.id !== desk.me?.id) return words.say('reason.notYours');
  if (isRunning(desk) || desk.me?.inCall) return words.say('reason.busy');
  if (desk.own.calls) return words.say(`reason.own.${desk.own.calls}`);
  if (customer.capabilities.calls) return words.say(`reason.customer.${customer.capabilities.calls}`);
  if (!customer.online) return words.say('reason.away', { name: words.nameOf(customer) });
  return null;
}

/** This agent's call is not answered yet: a customer who accepted may still be asked for the microphone. */
export const isRinging = ({ call }: DeskSnapshot): boolean => ['preparing', 'ringing', 'waiting-for-device'].includes(call?.snapshot.view.phase ?? 'none');

/** This agent has a call that has not ended, in any conversation. */
export const isRunning = (desk: DeskSnapshot): boolean => {
  const phase = desk.call?.snapshot.view.phase ?? 'none';
  return phase !== 'none' && phase !== 'ended';
};
