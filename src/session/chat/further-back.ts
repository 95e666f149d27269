import type { EntryPage } from '../../protocol/conversation.ts';
import type { ChatState } from './chat-state.ts';
import { following } from './chat-state.ts';

/** One page further back: loaded with the first one. One that does not reach up to the log's start is not taken. */
export function wentBack(state: ChatState, page: EntryPage): ChatState {
  const start = state.entries[0]?.seq ?? 0;
  const before = page.entries.filter((each) => each.seq < start);
  const first = before[0];
  if (!first) return { ...state, earlier: 'none' };
  if (following(before, first.seq - 1).length !== before.length || before.at(-1)?.seq !== start - 1) return { ...state, earlier: 'failed' };
  return { ...state, entries: before.concat(state.entries), earlier: page.more ? 'available' : 'none' };
}
