import type { EntryPage } from '../../../src/protocol/conversation.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import type { Params } from '../../../src/protocol/requests.ts';
import { readPage } from '../conversations/entries.ts';
import { erasedUpTo, MOST_TOLD } from '../conversations/erasure.ts';
import type { Party } from '../conversations/party.ts';
import { findReadable } from '../conversations/party.ts';
import type { Said } from '../conversations/reading-anew.ts';
import { logAnewForAgent, logAnewForCustomer } from '../conversations/reading-anew.ts';
import type { Views } from '../conversations/views.ts';
import type { Work } from '../conversations/work.ts';

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

/** What was erased, now or before, of the entries up to the positions: the client says how far it has read, and not when. */
export async function erasedBefore(work: Work, party: Party, resume: Positions, views: Views): Promise<Said[]> {
  const said: Said[] = [];
  for (const position of resume) {
    const { conversation } = position;
    const row = await findReadable(work, party, conversation);
    if (!row) continue;
    const left = Math.max(0, MOST_TOLD - said.length);
    const tombstones = await erasedUpTo(work.db, position, left + 1);
    if (tombstones.length <= left) {
      for (const entry of tombstones) said.push({ method: eventNames.entry, params: { conversation, entry } });
      continue;
    }
    said.push(...(party.role === 'agent' ? logAnewForAgent(row) : await logAnewForCustomer(views, work.db, row)));
  }
  return said;
}
