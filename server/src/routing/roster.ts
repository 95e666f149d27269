import type { Kysely } from 'kysely';
import type { AgentPresence, AgentStatus } from '../../../src/protocol/conversation.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import type { People, Person } from '../config/people.ts';
import { worksFor } from '../config/people.ts';
import type { Work } from '../conversations/work.ts';
import type { Row, Tables } from '../store/tables.ts';
import type { Presence } from './presence.ts';

type Db = Kysely<Tables>;

/** An agent's load is not counted up and down but read off what is there, so that no path can leave it wrong. */
export interface Load {
  readonly person: Person;
  readonly status: AgentStatus;
  readonly connected: boolean;
  readonly inCall: boolean;
  /** In units. A conversation whose customer has left uses none. */
  readonly used: number;
  /** When the last conversation was given to them. */
  readonly assignedAt: number;
}

/** Who answers, and how busy they are. */
export class Roster {
  readonly #people: People;
  readonly #presence: Presence;
  readonly #chatCost: number;
  readonly #staffed = new Map<string, boolean>();

  constructor(people: People, presence: Presence, chatCost: number) {
    this.#people = people;
    this.#presence = presence;
    this.#chatCost = chatCost;
  }

  async loads(db: Db): Promise<Load[]> {
    const states = new Map((await db.selectFrom('agent_states').selectAll().execute()).map((each) => [each.agent, each]));
    const chats = new Map(
      (
        await db
          .selectFrom('conversations')
          .select(['agent', (each) => each.fn.countAll<number>().as('count')])
          .where('state', '=', 'assigned')
          .where('customer_left', '=', 0)
          .groupBy('agent')
          .execute()
      ).map((each) => [each.agent, each.count]),
    );
    const calls = new Set((await db.selectFrom('calls').select('agent').where('live', '=', 1).execute()).map((each) => each.agent));
    return this.#people.all.map((person) => {
      const inCall = calls.has(person.id);
      const chatting = (chats.get(person.id) ?? 0) * this.#chatCost;
      return {
        person,
        status: (states.get(person.id)?.status ?? 'available') as AgentStatus,
        connected: this.#presence.isConnected(person.id),
        inCall,
        used: inCall ? Math.max(person.capacity, chatting) : chatting,
        assignedAt: states.get(person.id)?.assigned_at ?? 0,
      };
    });
  }

  /** Who gets a conversation that waits; null where nobody has room. */
  async takerOf(db: Db, { site, customer_left }: Pick<Row<'conversations'>, 'site' | 'customer_left'>): Promise<Person | null> {
    for (const { person } of await this.#free(db, site)) if (!customer_left || (await this.#owesFew(db, person))) return person;
    return null;
  }

  /** Whether a new conversation of a site would be taken now. */
  async hasRoom(db: Db, site: string): Promise<boolean> {
    return (await this.#free(db, site)).length > 0;
  }

  /** Who could take one more conversation of a site now, the best first: the least busy, then who has waited longest. */
  async #free(db: Db, site: string): Promise<Load[]> {
    const loads = await this.loads(db);
    return loads
      .filter(
        (each) =>
          each.connected &&
          each.status === 'available' &&
          !each.inCall &&
          worksFor(each.person, site) &&
          each.used + this.#chatCost <= each.person.capacity,
      )
      .sort((a, b) => a.used / a.person.capacity - b.used / b.person.capacity || a.assignedAt - b.assignedAt);
  }

  /** `arriving` is about to be here, and told so already. */
  async presences(db: Db, arriving?: string): Promise<AgentPresence[]> {
    return (await this.loads(db)).map((each) => {
      const presence = this.#presenceOf(each);
      return each.person.id === arriving ? { ...presence, online: true, status: each.status } : presence;
    });
  }

  async setStatus(db: Db, agent: string, status: AgentStatus): Promise<void> {
    await db
      .insertInto('agent_states')
      .values({ agent, status, assigned_at: 0 })
      .onConflict((conflict) => conflict.column('agent').doUpdateSet({ status }))
      .execute();
  }

  async noteAssignment(db: Db, agent: string, now: number): Promise<void> {
    await db
      .insertInto('agent_states')
      .values({ agent, status: 'available', assigned_at: now })
      .onConflict((conflict) => conflict.column('agent').doUpdateSet({ assigned_at: now }))
      .execute();
  }

  /** Whether anybody is there to answer. */
  async isStaffed(db: Db, site: string): Promise<boolean> {
    return isStaffedBy(await this.loads(db), site);
  }

  /** Tells the agents who is there, and each site's customers where that begins or ceases to be anybody. */
  async tell(work: Work, sites: Iterable<string>): Promise<void> {
    const loads = await this.loads(work.db);
    work.tell({ to: this.#presence.agents(), method: eventNames.deskAgents, params: { agents: loads.map((each) => this.#presenceOf(each)) } });
    for (const site of sites) {
      const staffed = isStaffedBy(loads, site);
      // Asked once the step is stored: a step that shares its commit with this one may have said something else just before.
      work.after(() => {
        if ((this.#staffed.get(site) ?? false) === staffed) return;
        this.#staffed.set(site, staffed);
        work.tell({ to: this.#presence.customersOf(site), method: eventNames.site, params: { staffed } });
      });
    }
  }

  /** A conversation whose customer has left costs nothing: but for this, whoever comes first in the morning would be given all that was written at night. */
  async #owesFew(db: Db, { id, capacity }: Person): Promise<boolean> {
    const most = Math.floor(capacity / this.#chatCost);
    const owed = await db
      .selectFrom('conversations')
      .select('id')
      .where('state', '=', 'assigned')
      .where('customer_left', '=', 1)
      .where('agent', '=', id)
      .where('waiting_since', 'is not', null)
      .limit(most)
      .execute();
    return owed.length < most;
  }

  #presenceOf({ person, status, connected, inCall, used }: Load): AgentPresence {
    const { id, name, role, capacity } = person;
    return { id, name, role, status: this.#presence.isHere(id) ? status : 'away', online: connected, capacity, used, inCall };
  }
}

const isStaffedBy = (loads: readonly Load[], site: string): boolean =>
  loads.some((each) => each.connected && each.status === 'available' && worksFor(each.person, site));
