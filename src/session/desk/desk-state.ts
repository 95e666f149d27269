import type { AgentConversation, AgentPresence } from '../../protocol/conversation.ts';
import type { Entry } from '../../protocol/entry.ts';
import type { DeskEvent } from '../contracts/desk-authority.ts';
import type { DeskSnapshot } from './desk.ts';

/** Something that the agent should hear, wherever they look. */
export interface Attention {
  readonly type: 'conversation' | 'message';
  readonly conversation: string;
}

const isWaiting = (conversation: AgentConversation): boolean => conversation.waitingSince !== null && conversation.state !== 'ended';
const lastMoment = (conversation: AgentConversation): string => conversation.lastEntry?.at ?? conversation.startedAt;

/** Nobody is on the page to read an answer: what was asked there can wait for those who are. */
export const hasLeft = ({ customer, state }: AgentConversation): boolean => !customer.online && state !== 'ended';

/** Those who left last; in both groups waiting ones first, the longest wait on top, then by the last entry, newest first. Moments in UTC sort as text. */
function inOrder(a: AgentConversation, b: AgentConversation): number {
  if (hasLeft(a) !== hasLeft(b)) return hasLeft(a) ? 1 : -1;
  if (isWaiting(a) !== isWaiting(b)) return isWaiting(a) ? -1 : 1;
  const [first, second] = isWaiting(a) ? [a.waitingSince ?? '', b.waitingSince ?? ''] : [lastMoment(b), lastMoment(a)];
  if (first !== second) return first < second ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

const sorted = (conversations: readonly AgentConversation[]): readonly AgentConversation[] => [...conversations].sort(inOrder);

export const isOwn = (conversation: AgentConversation, me: AgentPresence | null): boolean =>
  me !== null && conversation.agent?.id === me.id && conversation.state !== 'ended';

/** The server says one last time where a conversation went that was given to a colleague: from there on only a supervisor sees it. */
const isSeen = ({ agent }: AgentConversation, me: AgentPresence | null): boolean =>
  me === null || me.role === 'supervisor' || agent === null || agent.id === me.id;

/** Whoever talks in a conversation keeps it in sight until they hang up. */
const isTalkedIn = ({ call }: DeskSnapshot, conversation: string): boolean => call?.conversation === conversation && !['none', 'ended'].includes(call.snapshot.view.phase);

/** Most conversations that are over and stay in the list until the next hello. */
const ENDED_KEPT = 50;

/** Those that ended stay in the list for a while, those with the last entries. `isKept` names what is open, or has just been told. */
export function withoutOldEnded(state: DeskSnapshot, isKept: (conversation: string) => boolean): DeskSnapshot {
  const ended = state.conversations.filter((each) => each.state === 'ended' && !isKept(each.id));
  if (ended.length <= ENDED_KEPT) return state;
  const gone = new Set(ended.slice(ENDED_KEPT));
  return { ...state, conversations: state.conversations.filter((each) => !gone.has(each)) };
}

/** What the server said, taken over. */
export function told(state: DeskSnapshot, event: DeskEvent, now: number): DeskSnapshot {
  switch (event.type) {
    case 'hello':
      return {
        ...state,
        me: event.me,
        agents: event.agents,
        conversations: sorted(event.conversations),
        clockOffset: now - event.serverNow,
      };
    case 'conversation': {
      const others = state.conversations.filter((each) => each.id !== event.conversation.id);
      // One that ended is listed by those who saw it end: it may be touched long after.
      const isNew = others.length === state.conversations.length;
      const isListed = !isNew || event.conversation.state !== 'ended';
      const stays = isListed && (isSeen(event.conversation, state.me) || isTalkedIn(state, event.conversation.id));
      return { ...state, conversations: stays ? sorted([...others, event.conversation]) : others };
    }
    case 'erased':
      return erasedAll(state, event.conversation);
    case 'agents': {
      const me = event.agents.find((each) => each.id === state.me?.id) ?? state.me;
      return { ...state, agents: event.agents, me };
    }
  }
}

/**
 * Another call is shown, or the same one otherwise. Where nobody talks any more, or was never rung, nobody tells again where the conversation went
 * meanwhile.
 */
export function called(state: DeskSnapshot, call: DeskSnapshot['call']): DeskSnapshot {
  const next = { ...state, call };
  const before = state.call?.conversation ?? '';
  const isOver = isTalkedIn(state, before) && !isTalkedIn(next, before);
  return isOver ? { ...next, conversations: state.conversations.filter((each) => each.id !== before || isSeen(each, state.me)) } : next;
}

/**
 * What is new to this agent between two states of the same desk. The first hello brings nothing new: the agent has just come. A long list may
 * follow its hello in parts, which is no news either: what happened before `since` is told by nothing but the hello itself.
 */
export function attention(before: DeskSnapshot, after: DeskSnapshot, since = ''): readonly Attention[] {
  if (before.me === null) return [];
  return after.conversations.flatMap((conversation): Attention[] => {
    if (!isOwn(conversation, after.me)) return [];
    const known = before.conversations.find((each) => each.id === conversation.id);
    if (known === conversation) return [];
    if (!known && lastMoment(conversation) < since) return [];
    if (!known || !isOwn(known, before.me)) return [{ type: 'conversation', conversation: conversation.id }];
    const { lastEntry } = conversation;
    const isMessage = lastEntry?.kind === 'message' && lastEntry.author.role === 'customer';
    return isMessage && lastEntry.seq > (known.lastEntry?.seq ?? 0) ? [{ type: 'message', conversation: conversation.id }] : [];
  });
}

/** A message's words are gone: from where they stand for a conversation, too. */
export const erased = (state: DeskSnapshot, conversation: string, entry: Entry): DeskSnapshot =>
  standingFor(state, conversation, (last) => (last.seq === entry.seq ? entry : last));

/** The words of every message in a conversation are gone. */
const erasedAll = (state: DeskSnapshot, conversation: string): DeskSnapshot =>
  standingFor(state, conversation, ({ clientId: _clientId, ...last }) => (last.kind === 'message' ? { ...last, kind: 'erased', parts: [] } : last));

/** Changes what stands for a conversation, wherever it is listed. */
function standingFor(state: DeskSnapshot, conversation: string, change: (last: Entry) => Entry): DeskSnapshot {
  const changed = (each: AgentConversation): AgentConversation => (each.id === conversation && each.lastEntry ? { ...each, lastEntry: change(each.lastEntry) } : each);
  return { ...state, conversations: state.conversations.map(changed), past: state.past.map(changed) };
}

/** Earlier conversations, as they are now. */
export const remembered = (state: DeskSnapshot, past: readonly AgentConversation[]): DeskSnapshot => ({
  ...state,
  past: [...state.past.filter((each) => !past.some(({ id }) => id === each.id)), ...past],
});

/** Somebody read it on this page: the server's count follows later. */
export function readHere(state: DeskSnapshot, conversation: string, seq: number): DeskSnapshot {
  const known = state.conversations.find((each) => each.id === conversation);
  if (!known || known.unread === 0 || seq < known.lastSeq) return state;
  return { ...state, conversations: state.conversations.map((each) => (each === known ? { ...each, unread: 0 } : each)) };
}
