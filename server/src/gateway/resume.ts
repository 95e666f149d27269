import type { EntryPage } from '../../../src/protocol/conversation.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import type { Params } from '../../../src/protocol/requests.ts';
import { readPage } from '../conversations/entries.ts';
import { erasedIn, erasedUpTo, MOST_TOLD } from '../conversations/erasure.ts';
import type { Party } from '../conversations/party.ts';
import { findReadable } from '../conversations/party.ts';
import type { Said } from '../conversations/reading-anew.ts';
import { logAnewForAgent, logAnewForCustomer } from '../conversations/reading-anew.ts';
import { shifted, threadOf } from '../conversations/thread.ts';
import type { Views } from '../conversations/views.ts';
import type { Work } from '../conversations/work.ts';
import type { Row } from '../store/tables.ts';

/** How far the client has read each conversation. */
type Positions = Params<'hello'>['resume'];

/** What came after the positions, in at most so many bytes. A conversation that the party may not read any more is left out. */
export async function missedSince(work: Work, party: Party, resume: Positions, bytes: number): Promise<EntryPage[]> {
  const pages: EntryPage[] = [];
  let left = bytes;
  for (const { conversation, seq } of resume) {
    const row = await findReadable(work, party, conversation);
    if (!row) continue;
    // Once it is full, nothing more is read: where there is more, the client asks for it.
    const page = left > 0 ? await readPage(work.db, conversation, { after: seq }, left) : { conversation, entries: [], more: row.last_seq > seq };
    if (page.entries.length === 0 && !page.more) continue;
    left -= Buffer.byteLength(JSON.stringify(page));
    pages.push(page);
  }
  return pages;
}

/**
 * What was erased, now or before, of the entries up to the positions: the client says how far it has read, and not when. Of a customer's earlier
 * conversations, which it may show above the one it found, all.
 */
export async function erasedBefore(work: Work, party: Party, resume: Positions, views: Views, found?: Row<'conversations'>): Promise<Said[]> {
  const said: Said[] = [];
  const sayAll = async (row: Row<'conversations'>, read: (most: number) => Promise<Said[]>): Promise<void> => {
    const left = Math.max(0, MOST_TOLD - said.length);
    const tombstones = await read(left + 1);
    if (tombstones.length <= left) said.push(...tombstones);
    else said.push(...(party.role === 'agent' ? logAnewForAgent(row) : await logAnewForCustomer(views, work.db, row)));
  };
  for (const position of resume) {
    const { conversation } = position;
    const row = await findReadable(work, party, conversation);
    if (row) await sayAll(row, async (most) => (await erasedUpTo(work.db, position, most)).map((entry) => ({ method: eventNames.entry, params: { conversation, entry } })));
  }
  if (found && resume.length > 0) await sayAll(found, (most) => erasedAbove(work, found, most));
  return said;
}

/** Tombstones of the conversations before one, counted from there. */
async function erasedAbove(work: Work, newest: Row<'conversations'>, most: number): Promise<Said[]> {
  const [, ...earlier] = await threadOf(work, newest);
  const parts = new Map(earlier.map((part) => [part.row.id, part]));
  const tombstones = await erasedIn(work.db, [...parts.keys()], most);
  return tombstones.flatMap(({ conversation, entry }) => {
    const part = parts.get(conversation);
    return part ? [{ method: eventNames.entry, params: { conversation: newest.id, entry: shifted(entry, part) } }] : [];
  });
}
