import type { AgentConversation } from '../../protocol/conversation.ts';
import type { Desk, DeskSnapshot } from '../../session/desk/desk.ts';
import { hasLeft } from '../../session/desk/desk-state.ts';
import type { SupportSession } from '../../session/support-session.ts';
import { isRunning } from '../shared/call-reasons.ts';

/** A conversation of the desk, with the session that reads and writes in it. */
export interface DeskConversation {
  readonly session: SupportSession;
  readonly conversation: AgentConversation;
}

/** The conversation that is open: of the desk's list, or an earlier one of a customer's, which that list does not hold. */
export function openConversation(desk: Desk): DeskConversation | null {
  const { selected, conversations, past } = desk.snapshot;
  if (!selected) return null;
  const conversation = [...conversations, ...past].find((each) => each.id === selected);
  const session = desk.session(selected);
  return session && conversation ? { session, conversation } : null;
}

/** Where a customer goes on whose conversation has ended, as far as this desk knows: here, or signed in on another device. */
export function continuationOf({ conversations }: DeskSnapshot, { id, state, site, customer }: AgentConversation): string | null {
  if (state !== 'ended') return null;
  const isSame = (each: AgentConversation): boolean =>
    each.customer.id === customer.id || (customer.known !== null && each.site === site && each.customer.known?.subject === customer.known.subject);
  return conversations.find((each) => each.id !== id && each.state !== 'ended' && isSame(each))?.id ?? null;
}

/** The one whose call runs, whether or not it is open. */
export function runningCall(desk: Desk): DeskConversation | null {
  const { call, conversations } = desk.snapshot;
  if (!call || !isRunning(desk.snapshot)) return null;
  const session = desk.session(call.conversation);
  const conversation = conversations.find((each) => each.id === call.conversation);
  return session && conversation ? { session, conversation } : null;
}

/**
 * The next conversation that waits for this agent or for anybody, longest wait first, after the open one; wraps around. One whose customer has
 * left only where nobody else waits on the page.
 */
export function nextWaiting({ conversations, selected, me }: DeskSnapshot): AgentConversation | undefined {
  const waiting = conversations
    .filter((each) => each.waitingSince !== null && each.state !== 'ended')
    .filter((each) => each.state === 'waiting' || each.agent?.id === me?.id);
  const at = waiting.findIndex((each) => each.id === selected);
  const next = [...waiting.slice(at + 1), ...waiting.slice(0, at + 1)];
  return next.find((each) => !hasLeft(each) && each.id !== selected) ?? next[0];
}
