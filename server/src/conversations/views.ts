import type { Kysely } from 'kysely';
import type { AgentConversation, Conversation, ReadMark } from '../../../src/protocol/conversation.ts';
import type { People } from '../config/people.ts';
import type { Site } from '../config/schema.ts';
import type { Presence } from '../routing/presence.ts';
import type { Row, Tables } from '../store/tables.ts';
import { entryOf, instant } from './entries.ts';
import { customerOf, visitorById } from './visitors.ts';

type Db = Kysely<Tables>;
type ConversationRow = Row<'conversations'>;

/** Makes of the stored rows what each side is shown. */
export class Views {
  readonly #people: People;
  readonly #sites: ReadonlyMap<string, Site>;
  readonly #presence: Presence;

  constructor(people: People, sites: ReadonlyMap<string, Site>, presence: Presence) {
    this.#people = people;
    this.#sites = sites;
    this.#presence = presence;
  }

  /** Whether a site's customers read their earlier conversations above a new one. */
  showsEarlier(site: string): boolean {
    return this.#sites.get(site)?.earlierConversations ?? false;
  }

  async forCustomer(db: Db, row: ConversationRow): Promise<Conversation> {
    const previous = row.previous === null || !this.showsEarlier(row.site) ? undefined : await lastOf(db, row.previous);
    return { ...(await this.#forAnybody(db, row)), ...(previous && { previous }) };
  }

  async #forAnybody(db: Db, row: ConversationRow): Promise<Conversation> {
    const agent = row.agent === null ? undefined : this.#people.get(row.agent);
    return {
      id: row.id,
      state: row.state as Conversation['state'],
      agent: row.agent === null ? null : { id: row.agent, name: agent?.name ?? '' },
      lastSeq: row.last_seq,
      reads: await readMarks(db, row.id),
      startedAt: instant(row.started_at),
    };
  }

  /** The same conversation for several agents at once: only the unread count differs. */
  async forAgents(db: Db, row: ConversationRow, agents: readonly string[]): Promise<ReadonlyMap<string, AgentConversation>> {
    const conversation = await this.#forAnybody(db, row);
    const { visitor, known } = await visitorById(db, row.visitor);
    // What stands for a conversation in a list: what was said last, or how the last call went, not who was assigned since.
    const lines = db.selectFrom('entries').selectAll().where('conversation', '=', row.id).where('kind', 'in', ['message', 'call', 'erased']);
    const last = await lines.orderBy('seq', 'desc').limit(1).executeTakeFirst();
    const common = {
      ...conversation,
      site: row.site,
      calling: this.#sites.get(row.site)?.calling ?? 'none',
      customer: customerOf(visitor, known, this.#presence.isHere(row.visitor)),
      waitingSince: row.waiting_since === null ? null : instant(row.waiting_since),
      lastEntry: last ? entryOf(last) : null,
    };
    const views = new Map<string, AgentConversation>();
    for (const agent of agents) {
      const read = conversation.reads.find((each) => each.participant === agent)?.seq ?? 0;
      views.set(agent, { ...common, unread: read >= row.last_seq ? 0 : await unreadAfter(db, row.id, read) });
    }
    return views;
  }

  async forAgent(db: Db, row: ConversationRow, agent: string): Promise<AgentConversation> {
    const view = (await this.forAgents(db, row, [agent])).get(agent);
    if (!view) throw new Error('VIEW_MISSING');
    return view;
  }
}

async function lastOf(db: Db, conversation: string): Promise<Conversation['previous']> {
  const row = await db.selectFrom('conversations').select('last_seq').where('id', '=', conversation).executeTakeFirst();
  return row && { conversation, seq: row.last_seq };
}

async function readMarks(db: Db, conversation: string): Promise<ReadMark[]> {
  const rows = await db.selectFrom('read_marks').selectAll().where('conversation', '=', conversation).execute();
  return rows.map((each) => ({ participant: each.participant, role: each.role as ReadMark['role'], seq: each.seq }));
}

async function unreadAfter(db: Db, conversation: string, seq: number): Promise<number> {
  const { count } = await db
    .selectFrom('entries')
    .select((each) => each.fn.countAll<number>().as('count'))
    .where('conversation', '=', conversation)
    .where('seq', '>', seq)
    .where('role', '=', 'customer')
    .where('kind', '=', 'message')
    .executeTakeFirstOrThrow();
  return count;
}
