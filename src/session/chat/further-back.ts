import type { EntryPage } from '../../protocol/conversation.ts';
import type { ChatTransport } from '../contracts/chat-transport.ts';
import type { ChatState } from './chat-state.ts';
import { following } from './chat-state.ts';

/**
 * Reads one page further back: loaded with the first one. Gives what puts it before the log of then, at once: a page that waits is not told what of it
 * is erased meanwhile.
 *
 * @throws TransportError
 */
export async function furtherBack({ conversation, entries }: ChatState, transport: ChatTransport): Promise<(state: ChatState) => ChatState> {
  const page = conversation && (await transport.read(conversation.id, { before: startOf(entries) }));
  return (state) => (page ? wentBack(state, page) : state);
}

const startOf = (entries: ChatState['entries']): number => entries[0]?.seq ?? 0;

/** A page that does not reach up to the log's start, or that counts from another conversation's, is not taken. */
function wentBack(state: ChatState, page: EntryPage): ChatState {
  if (page.conversation !== state.conversation?.id) return { ...state, earlier: 'failed' };
  const start = startOf(state.entries);
  const before = page.entries.filter((each) => each.seq < start);
  const first = before[0];
  if (!first) return { ...state, earlier: 'none' };
  if (following(before, first.seq - 1).length !== before.length || before.at(-1)?.seq !== start - 1) return { ...state, earlier: 'failed' };
  return { ...state, entries: before.concat(state.entries), earlier: page.more ? 'available' : 'none' };
}
