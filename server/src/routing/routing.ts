import { Refusal } from '../refusal.ts';
import { answererOf, system } from '../conversations/entries.ts';
import type { Work } from '../conversations/work.ts';
import type { Person } from '../config/people.ts';
import type { Row } from '../store/tables.ts';
import type { Roster } from './roster.ts';

type ConversationRow = Row<'conversations'>;

/** The queue: gives what waits to whoever is free, and takes back what nobody answers. */
export class Routing {
  readonly #roster: Roster;

  constructor(roster: Roster) {
    this.#roster = roster;
  }

  /** Somebody may have become free: hands out what waits, the longest first, as far as the agents' capacity goes. */
  async handOut(work: Work): Promise<void> {
    const sites = await work.db.selectFrom('conversations').select('site').distinct().where('state', '=', 'waiting').execute();
    for (const { site } of sites) await this.#handOutOf(work, site);
  }

  /** Something waits that did not before: whoever is free gets it, or what has waited longer. The row is then as it is stored. */
  async place(work: Work, row: ConversationRow): Promise<void> {
    await this.#handOutOf(work, row.site);
    Object.assign(row, await work.conversation(row.id));
  }

  /** Whoever is there to read an answer comes before those who have left. */
  async #handOutOf(work: Work, site: string): Promise<void> {
    for (const customer_left of [0, 1]) {
      for (;;) {
        const person = await this.#roster.takerOf(work.db, { site, customer_left });
        const row =
          person &&
          (await work.db
            .selectFrom('conversations')
            .selectAll()
            .where('state', '=', 'waiting')
            .where('site', '=', site)
            .where('customer_left', '=', customer_left)
            .orderBy('queued_at')
            .orderBy('id')
            .limit(1)
            .executeTakeFirst());
        if (!row) break;
        await this.assign(work, row, person);
      }
    }
  }

  /** Gives a conversation to somebody, whatever their load. */
  async assign(work: Work, row: ConversationRow, person: Person): Promise<void> {
    if (row.state === 'ended') throw new Refusal('CONVERSATION_ENDED');
    if (row.agent === person.id) return;
    work.move(row);
    row.agent = person.id;
    row.state = 'assigned';
    await work.db.updateTable('conversations').set({ agent: row.agent, state: row.state }).where('id', '=', row.id).execute();
    await this.#roster.noteAssignment(work.db, person.id, work.now);
    // Whose connection was away for a while, and who is back at it, is no news to anybody who reads.
    if ((await answererOf(work.db, row.id)) !== person.id) {
      await work.append(row, { kind: 'assigned', author: system, parts: [{ type: 'assigned', agent: { id: person.id, name: person.name } }] });
    }
    work.touchPeople();
  }

  /** Nobody answers it any more: it waits again, in its old place, or goes to whoever is free. */
  async giveBack(work: Work, row: ConversationRow): Promise<void> {
    work.move(row);
    row.agent = null;
    row.state = 'waiting';
    await work.db.updateTable('conversations').set({ agent: null, state: 'waiting' }).where('id', '=', row.id).execute();
    work.touchPeople();
    await this.place(work, row);
  }

  /** An agent is away: what waits for an answer of theirs goes to somebody else. */
  async giveBackUnanswered(work: Work, agent: string): Promise<void> {
    const unanswered = await work.db
      .selectFrom('conversations')
      .selectAll()
      .where('agent', '=', agent)
      .where('state', '=', 'assigned')
      .where('waiting_since', 'is not', null)
      .execute();
    for (const row of unanswered) await this.giveBack(work, row);
    work.touchPeople();
  }

  /** Customers have left: their agents keep what they have, and have room for others. */
  async leave(work: Work, visitors: readonly string[]): Promise<void> {
    let changed = 0n;
    for (const visitor of visitors) {
      const { numUpdatedRows } = await work.db
        .updateTable('conversations')
        .set({ customer_left: 1 })
        .where('visitor', '=', visitor)
        .where('state', '<>', 'ended')
        .where('customer_left', '=', 0)
        .executeTakeFirst();
      changed += numUpdatedRows;
    }
    if (changed === 0n) return;
    work.touchPeople();
    await this.handOut(work);
  }

  /**
   * A customer who had left is back: their conversation costs its agent again, however busy that agent is by now. It is none of those any more of which
   * an agent is given so many and not more: where it waits itself, it need not, and else another may be given in its place.
   */
  async comeBack(work: Work, row: ConversationRow): Promise<void> {
    if (!row.customer_left) return;
    row.customer_left = 0;
    await work.db.updateTable('conversations').set({ customer_left: 0 }).where('id', '=', row.id).execute();
    work.touchPeople();
    if (row.state === 'waiting') await this.place(work, row);
    else await this.handOut(work);
  }
}
