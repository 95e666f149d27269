import type { Conversation, EntryPage, ReadMark } from '../../protocol/conversation.ts';
import type { Entry } from '../../protocol/entry.ts';
import type { ConnectionState } from '../contracts/chat-transport.ts';
import type { ChatSnapshot, OutboxItem, OutboxState } from './chat.ts';

/** What a chat session knows. Its transitions are pure; what does not fit returns the same object. */
export interface ChatState extends ChatSnapshot {
  readonly side: 'customer' | 'agent';
  /** The highest seq heard of: while it is above the last entry's, something is missing. */
  readonly heard: number;
}

const noLog = { entries: [], earlier: 'none', heard: 0, typing: [], seenSeq: -Infinity, readSeq: 0, unread: 0 } as const;

export const initialState = (side: ChatState['side'], connection: ConnectionState, outbox: readonly OutboxItem[], draft: string): ChatState => ({
  ...noLog,
  side,
  connection,
  self: null,
  site: null,
  conversation: null,
  outbox,
  draft,
});

export const lastSeqOf = (state: ChatState): number => state.entries.at(-1)?.seq ?? 0;
export const isBehind = (state: ChatState): boolean => state.heard > lastSeqOf(state);

/** Brings what follows from the rest up to date. From the end backwards, so that the cost is that of what is unread. */
export function derived(state: ChatState): ChatState {
  const { entries, self, side } = state;
  const marked = (least: number, isMeant: (mark: ReadMark) => boolean): number =>
    Math.max(least, ...(state.conversation?.reads ?? []).filter(isMeant).map(({ seq }) => seq));
  const readSeq = marked(state.readSeq, ({ participant }) => participant === self);
  const seenSeq = marked(state.seenSeq, ({ role }) => role !== side);
  let unread = 0;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (!entry || entry.seq <= readSeq) break;
    if (entry.kind === 'message' && entry.author.id !== self) unread++;
  }
  return { ...state, readSeq, seenSeq, unread, heard: Math.max(state.heard, lastSeqOf(state)) };
}

/** The server said hello. Another id than before is another person: nothing of the former one's log stays. */
export function greeted(
  state: ChatState,
  hello: { readonly participant: string; readonly site: ChatSnapshot['site']; readonly conversation: Conversation | null },
): ChatState {
  const { participant, site, conversation } = hello;
  const isOther = state.self !== participant || (state.side === 'customer' && !conversation);
  const next: ChatState = { ...state, ...(isOther ? { ...noLog, conversation: null } : {}), self: participant, site };
  return conversation ? opened(next, conversation, true) : next;
}

/**
 * The server described the conversation. One with another id begins a new log, or goes on with the one before, if all of that is here: what was said in
 * it is then counted down from 0. `heard` says that its `lastSeq` may be ahead of what comes live.
 */
export function opened(state: ChatState, conversation: Conversation, heard = false): ChatState {
  const { id, lastSeq, previous } = conversation;
  const known = state.conversation?.id;
  const end = lastSeqOf(state);
  let next: ChatState = { ...state, conversation };
  if (known !== id) {
    const goesOn = previous?.conversation === known && previous?.seq === end;
    next = { ...next, ...noLog, ...(goesOn && { entries: state.entries.map((each) => ({ ...each, seq: each.seq - end })), earlier: state.earlier }) };
    heard = true;
  }
  return heard ? { ...next, heard: Math.max(next.heard, lastSeq) } : next;
}

/** Somebody has read up to there. Kept in the conversation too, which is what the server knows. */
export function read(state: ChatState, mark: ReadMark): ChatState {
  const { conversation } = state;
  if (!conversation) return state;
  const reads = [...conversation.reads.filter((each) => each.participant !== mark.participant), mark];
  return { ...state, conversation: { ...conversation, reads } };
}

/** This person has seen everything. */
export const readAll = (state: ChatState): ChatState => (lastSeqOf(state) > state.readSeq ? { ...state, readSeq: lastSeqOf(state) } : state);

function appended(state: ChatState, added: readonly Entry[]): ChatState {
  const isOneOf = ({ clientId }: OutboxItem): boolean => added.some((entry) => entry.author.id === state.self && entry.clientId === clientId);
  const hasWritten = (participant: string): boolean => added.some(({ author }) => author.id === participant);
  return {
    ...state,
    entries: state.entries.concat(added),
    outbox: state.outbox.filter((item) => !isOneOf(item)),
    typing: state.typing.filter((participant) => !hasWritten(participant)),
  };
}

/** The entries that follow `seq` without a gap. */
export function following(entries: readonly Entry[], seq: number): readonly Entry[] {
  let next = seq + 1;
  return entries.filter((each) => each.seq === next && ++next > each.seq);
}

/** One entry, live: appended, or ignored as known, or, past a gap, only noted. A tombstone takes the place of what it erases. */
export function received(state: ChatState, entry: Entry): ChatState {
  const last = lastSeqOf(state);
  if (entry.seq === last + 1) return appended(state, [entry]);
  if (entry.seq > last) return { ...state, heard: Math.max(state.heard, entry.seq) };
  const index = entry.seq - (state.entries[0]?.seq ?? 0);
  if (entry.kind !== 'erased' || !state.entries[index]) return state;
  const entries = state.entries.slice();
  entries[index] = entry;
  return { ...state, entries };
}

/** A page of what comes after the log's end, or, of an empty log, the newest one. */
export function caughtUp(state: ChatState, page: EntryPage): ChatState {
  const first = page.entries[0];
  const empty = state.entries.length === 0;
  const next = appended(state, following(page.entries, empty && first ? first.seq - 1 : lastSeqOf(state)));
  if (empty) return { ...next, earlier: page.more ? 'available' : 'none' };
  if (page.more) return { ...next, heard: Math.max(next.heard, lastSeqOf(next) + 1) };
  // A page that begins past the log's end tells that something is missing, one without entries that nothing is.
  return { ...next, heard: first ? Math.max(next.heard, page.entries.at(-1)?.seq ?? 0) : lastSeqOf(next) };
}

/** What was missed while away: the log's continuation, if it is this conversation's. */
export const missed = (state: ChatState, page: EntryPage): ChatState =>
  page.conversation === state.conversation?.id && state.entries.length > 0 ? caughtUp(state, page) : state;

export function typed(state: ChatState, participant: string, on: boolean): ChatState {
  if (participant === state.self || state.typing.includes(participant) === on) return state;
  return { ...state, typing: on ? [...state.typing, participant] : state.typing.filter((each) => each !== participant) };
}

/** The server stored a message. An answer from an ended conversation is a late repeat, and no reason to go back to it. */
export function stored(state: ChatState, clientId: string, entry: Entry, conversation: Conversation): ChatState {
  const without = removed(state, clientId);
  const known = state.conversation;
  const goesOn = known?.id === conversation.id || known === null || conversation.state !== 'ended';
  return goesOn ? received(opened(without, conversation), entry) : without;
}

export const removed = (state: ChatState, clientId: string): ChatState => ({ ...state, outbox: state.outbox.filter((item) => item.clientId !== clientId) });

export const delivery = (state: ChatState, clientId: string, to: OutboxState): ChatState => ({
  ...state,
  outbox: state.outbox.map((item) => (item.clientId === clientId ? { ...item, state: to } : item)),
});
