import type { Entry } from '../../../src/protocol/entry.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import type { Bus, Delivery } from '../bus/bus.ts';
import type { People } from '../config/people.ts';
import { agentInCall } from '../calls/call-rows.ts';
import { Refusal } from '../refusal.ts';
import type { Presence } from '../routing/presence.ts';
import type { Step, Store } from '../store/store.ts';
import type { Row, Tables } from '../store/tables.ts';
import type { Kysely } from 'kysely';
import type { NewEntry } from './entries.ts';
import { append } from './entries.ts';
import { mayFollow, mayRead } from './readers.ts';
import { logAnewForAgent, logAnewForCustomer } from './reading-anew.ts';
import type { Views } from './views.ts';

type ConversationRow = Row<'conversations'>;

interface Touched {
  /** The row before it changed its agent or state; null for a new conversation, absent where neither changed. */
  readonly before?: ConversationRow | null;
  /** The agent of a call in it that is over: told too, whatever they may read. */
  readonly talker?: string;
}

/** What every change needs: the store, the people, and the way to tell them. */
export interface WorkContext {
  readonly store: Store;
  readonly bus: Bus;
  readonly presence: Presence;
  readonly people: People;
  readonly views: Views;
  /** Tells everybody who is there to answer; called once a step, where something of it changed. */
  readonly tellPeople: (work: Work) => Promise<void>;
}

/**
 * One change of the stored state together with what it says to whom. Nothing is said before all of it is stored, and then in this order: what
 * happened as it happened, then how each conversation that was touched stands.
 */
export class Work implements Step {
  readonly db: Kysely<Tables>;
  readonly now: number;
  readonly #step: Step;
  readonly #context: WorkContext;
  readonly #deliveries: Delivery[] = [];
  readonly #touched = new Map<string, Touched>();
  #peopleChanged = false;

  private constructor(step: Step, context: WorkContext) {
    this.db = step.db;
    this.now = step.now;
    this.#step = step;
    this.#context = context;
  }

  /**
   * @param answer called right after this step's deliveries are published, so that the caller's answer keeps its place between those of other steps
   * @param options `changesWhoHears`: once it is stored others hear of what happens, of the very next step too, which has to find them
   */
  static do<T>(context: WorkContext, change: (work: Work) => Promise<T>, answer?: (result: T) => void, { changesWhoHears = false } = {}): Promise<T> {
    const whole = async (step: Step): Promise<T> => {
      const work = new Work(step, context);
      const result = await change(work);
      await work.#finish();
      step.after(() => {
        for (const delivery of work.#deliveries) context.bus.publish(delivery);
        answer?.(result);
      });
      return result;
    };
    return context.store.run(whole, { isLast: changesWhoHears });
  }

  after(callback: () => void): void {
    this.#step.after(callback);
  }

  tell(delivery: Delivery): void {
    if (delivery.to.length > 0) this.#deliveries.push(delivery);
  }

  /** Who answers, and how busy they are, has changed. */
  touchPeople(): void {
    this.#peopleChanged = true;
  }

  /** A conversation looks different now, to those who read it, and to the agent of a call in it that is over. */
  touch(conversation: string, talker?: string): void {
    this.#touched.set(conversation, { ...this.#touched.get(conversation), ...(talker !== undefined && { talker }) });
  }

  /** A conversation is about to change its agent or state: those who lose sight of it must be told. Call it before changing the row. */
  move(row: ConversationRow): void {
    const known = this.#touched.get(row.id);
    if (known?.before === undefined) this.#touched.set(row.id, { ...known, before: { ...row } });
  }

  /** A conversation that nobody has seen before this step. */
  begin(row: ConversationRow): void {
    this.#touched.set(row.id, { before: null });
  }

  async findConversation(id: string): Promise<ConversationRow | undefined> {
    return await this.db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** @throws Refusal `CONVERSATION_NOT_FOUND` */
  async conversation(id: string): Promise<ConversationRow> {
    const row = await this.findConversation(id);
    if (!row) throw new Refusal('CONVERSATION_NOT_FOUND');
    return row;
  }

  /** Writes the log's next line and tells everybody who follows it. */
  async append(row: ConversationRow, entry: NewEntry): Promise<Entry> {
    const written = await append(this.db, row, entry, this.now);
    this.tell({ to: await this.followersOf(row), method: eventNames.entry, params: { conversation: row.id, entry: written } });
    this.touch(row.id);
    return written;
  }

  /** Who hears what happens in a conversation. A watch was allowed once: whether it still is, is asked each time. */
  async followersOf(row: ConversationRow): Promise<string[]> {
    const agent = row.agent === null ? [] : [row.agent];
    return [...new Set([row.visitor, ...agent, ...(await this.#mayFollow(row, this.#context.presence.watchersOf(row.id)))])];
  }

  /** Everybody who may still show a conversation's messages, though they do not follow it any more: the customer, and every connected agent who may read it. */
  async readersOf(row: ConversationRow): Promise<string[]> {
    return [row.visitor, ...(await this.#mayFollow(row, this.#context.presence.agents()))];
  }

  /** Tells the customer how a conversation stands at this very moment. */
  async tellCustomer(row: ConversationRow): Promise<void> {
    const conversation = await this.#context.views.forCustomer(this.db, row);
    this.tell({ to: [row.visitor], method: eventNames.conversation, params: { conversation } });
  }

  /** Makes every page that may show a conversation's log read it again: too much of it changed to be told entry by entry. */
  async tellAnew(row: ConversationRow): Promise<void> {
    const [customer = row.visitor, ...agents] = await this.readersOf(row);
    for (const said of await logAnewForCustomer(this.#context.views, this.db, row)) this.tell({ to: [customer], ...said });
    for (const said of logAnewForAgent(row)) this.tell({ to: agents, ...said });
  }

  async #mayFollow(row: ConversationRow, agents: readonly string[]): Promise<string[]> {
    const allowed: string[] = [];
    for (const id of agents) {
      const person = this.#context.people.get(id);
      if (person && (await mayFollow(this.db, person, row))) allowed.push(id);
    }
    return allowed;
  }

  async #finish(): Promise<void> {
    for (const [id, { before, talker }] of this.#touched) {
      const row = await this.conversation(id);
      if (before !== undefined) await this.tellCustomer(row);
      await this.#tellAgents(row, before ?? row, talker ?? (await agentInCall(this.db, id)));
    }
    if (this.#peopleChanged) await this.#context.tellPeople(this);
  }

  async #tellAgents(row: ConversationRow, before: ConversationRow, talker: string | null): Promise<void> {
    const { people, presence, views } = this.#context;
    const audience = presence.agents().filter((id) => {
      const person = people.get(id);
      return person && (id === talker || mayRead(person, row) || mayRead(person, before));
    });
    if (audience.length === 0) return;
    for (const [agent, conversation] of await views.forAgents(this.db, row, audience)) {
      this.tell({ to: [agent], method: eventNames.deskConversation, params: { conversation } });
    }
  }
}
