import type { AgentConversation, EntryPage } from '../../../src/protocol/conversation.ts';
import type { Entry, TextPart } from '../../../src/protocol/entry.ts';
import { textOf } from '../../../src/protocol/entry.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import type { Sent } from '../../../src/protocol/results.ts';
import { newId } from '../auth/secrets.ts';
import { liveCalls } from '../calls/call-rows.ts';
import type { Calls } from '../calls/calls.ts';
import type { People, Person } from '../config/people.ts';
import { worksFor } from '../config/people.ts';
import { Refusal } from '../refusal.ts';
import type { Presence } from '../routing/presence.ts';
import type { Routing } from '../routing/routing.ts';
import type { Row } from '../store/tables.ts';
import { visitorsOfSame } from './customers.ts';
import type { Range } from './entries.ts';
import { entryOf, readPage, sentBefore } from './entries.ts';
import type { Party } from './party.ts';
import { readable } from './party.ts';
import { mayRead, newestOf, openOf } from './readers.ts';
import { readThread } from './thread.ts';
import type { Views } from './views.ts';
import type { Work } from './work.ts';

type ConversationRow = Row<'conversations'>;

/** How long a conversation that ended is found by its customer on every site, in milliseconds. */
const FOUND_MS = 24 * 3_600_000;

export interface Message {
  readonly conversation?: string | undefined;
  readonly clientId: string;
  readonly parts: readonly TextPart[];
}

export interface ConversationsOptions {
  readonly people: People;
  readonly presence: Presence;
  readonly routing: Routing;
  readonly calls: Calls;
  readonly views: Views;
}

/** How many earlier conversations an agent is shown at most. */
const PAST = 20;

/** What people do with conversations, and who may. */
export class Conversations {
  readonly #options: ConversationsOptions;

  constructor(options: ConversationsOptions) {
    this.#options = options;
  }

  /** Stores a message once, however often its author's device sends it. */
  async send(work: Work, party: Party, message: Message): Promise<Sent> {
    const before = await sentBefore(work.db, party.id, message.clientId);
    // An agent names the conversation: the answer of another one would say that this message was sent.
    if (before && party.role === 'agent' && before.conversation !== message.conversation) throw new Refusal('INVALID_PARAMS');
    if (before) return await this.#sent(work, entryOf(before), await work.conversation(before.conversation));
    if (textOf(message.parts).trim() === '') throw new Refusal('MESSAGE_EMPTY');
    return party.role === 'customer' ? await this.#sendAsCustomer(work, party, message) : await this.#sendAsAgent(work, party.person, message);
  }

  /** @param past whether a customer reads on over their earlier conversations, where the site lets them */
  async history(work: Work, party: Party, conversation: string, range: Range, past = false): Promise<EntryPage> {
    const row = await readable(work, party, conversation);
    const goesOn = past && party.role === 'customer' && range.after === undefined && this.#options.views.showsEarlier(row.site);
    return goesOn ? await readThread(work, row, range) : await readPage(work.db, conversation, range);
  }

  async markRead(work: Work, party: Party, conversation: string, seq: number): Promise<void> {
    const row = await readable(work, party, conversation);
    const mark = { participant: party.id, role: party.role, seq: Math.min(seq, row.last_seq) };
    const { numInsertedOrUpdatedRows } = await work.db
      .insertInto('read_marks')
      .values({ conversation, site: row.site, ...mark })
      .onConflict((conflict) =>
        conflict
          .columns(['conversation', 'participant'])
          .doUpdateSet({ seq: mark.seq })
          .where('read_marks.seq', '<', mark.seq),
      )
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return;
    work.tell({ to: await work.followersOf(row), method: eventNames.read, params: { conversation, mark } });
    if (party.role === 'agent') await this.#tellAgent(work, row, party.id);
  }

  /** Nothing is stored of it. */
  async typing(work: Work, party: Party, conversation: string, on: boolean): Promise<void> {
    const row = await readable(work, party, conversation);
    const to = (await work.followersOf(row)).filter((each) => each !== party.id);
    work.tell({ to, method: eventNames.typing, params: { conversation, participant: party.id, on } });
  }

  /** Ends a conversation, and the call in it, in one. A second end changes nothing. */
  async end(work: Work, party: Party, conversation: string): Promise<void> {
    const row = await this.#own(work, party, conversation);
    if (row.state === 'ended') return;
    work.move(row);
    await this.#options.calls.endIn(work, row.id, party.role);
    const { last_seq } = await work.conversation(row.id);
    row.last_seq = last_seq;
    const author = party.role === 'customer' ? { id: party.id, role: party.role } : { id: party.id, role: party.role, name: party.person.name };
    await work.append(row, { kind: 'ended', author, parts: [{ type: 'ended', by: party.role }] });
    await work.db.updateTable('conversations').set({ state: 'ended', ended_at: work.now, waiting_since: null }).where('id', '=', row.id).execute();
    work.touchPeople();
    await this.#options.routing.handOut(work);
  }

  /** A supervisor assigns anything to anyone; an agent takes what waits. */
  async assign(work: Work, person: Person, conversation: string, agent: string): Promise<void> {
    const row = await readable(work, { role: 'agent', id: person.id, person }, conversation);
    const target = this.#options.people.get(agent);
    if (!target || !worksFor(target, row.site)) throw new Refusal('AGENT_NOT_FOUND');
    if (person.role !== 'supervisor' && !(row.state === 'waiting' && agent === person.id)) throw new Refusal('FORBIDDEN');
    await this.#options.routing.assign(work, row, target);
    // Whoever answered it until now may have room for what waits.
    await this.#options.routing.handOut(work);
  }

  async watch(work: Work, person: Person, socket: string, conversation: string, on: boolean): Promise<void> {
    await readable(work, { role: 'agent', id: person.id, person }, conversation);
    work.after(() => this.#options.presence.watch(conversation, person.id, socket, on));
  }

  /** Ended conversations of the same customer, newest first: of one whom the site knows, as every visitor that they were. */
  async past(work: Work, person: Person, conversation: string): Promise<AgentConversation[]> {
    const { visitor } = await readable(work, { role: 'agent', id: person.id, person }, conversation);
    const rows = await work.db
      .selectFrom('conversations')
      .selectAll()
      .where('visitor', 'in', visitorsOfSame(work.db, visitor))
      .where('state', '=', 'ended')
      .where('id', '<>', conversation)
      .orderBy('started_at', 'desc')
      .limit(PAST)
      .execute();
    return await Promise.all(rows.map((row) => this.#options.views.forAgent(work.db, row, person.id)));
  }

  async openOf(work: Work, visitor: string): Promise<ConversationRow | undefined> {
    return await openOf(work.db, visitor);
  }

  /**
   * What a customer who comes back finds: the open conversation, or the one that ended last. Where the site shows no earlier ones, that is found by the
   * page that has it still, and for a day by any: they may not have read its answers.
   */
  async foundBy(work: Work, visitor: string, held: readonly string[]): Promise<ConversationRow | undefined> {
    const row = (await this.openOf(work, visitor)) ?? (await newestOf(work.db, visitor));
    const isRecent = row && (row.ended_at === null || row.ended_at > work.now - FOUND_MS);
    return row && (isRecent || held.includes(row.id) || this.#options.views.showsEarlier(row.site)) ? row : undefined;
  }

  /** Every open conversation that an agent may read, those that wait first. */
  async forAgent(work: Work, person: Person): Promise<ConversationRow[]> {
    const rows = await work.db
      .selectFrom('conversations')
      .selectAll()
      .where('state', 'in', ['waiting', 'assigned'])
      .orderBy('state', 'desc')
      .orderBy('queued_at')
      .execute();
    const talks = new Set((await liveCalls(work.db).where('agent', '=', person.id).execute()).map((call) => call.conversation));
    return rows.filter((row) => mayRead(person, row) || talks.has(row.id));
  }

  async #sendAsCustomer(work: Work, party: Extract<Party, { role: 'customer' }>, message: Message): Promise<Sent> {
    const { presence, routing } = this.#options;
    const open = await this.openOf(work, party.id);
    const row = open ?? (await this.#begin(work, party));
    await routing.comeBack(work, row);
    const entry = await this.#write(work, row, { id: party.id, role: 'customer' }, message);
    if (row.waiting_since === null) {
      row.waiting_since = work.now;
      await work.db.updateTable('conversations').set({ waiting_since: work.now }).where('id', '=', row.id).execute();
    }
    if (!open) await routing.place(work, row);
    else if (row.agent !== null && !presence.isHere(row.agent)) await routing.giveBack(work, row);
    return await this.#sent(work, entry, row);
  }

  async #sendAsAgent(work: Work, person: Person, message: Message): Promise<Sent> {
    if (message.conversation === undefined) throw new Refusal('INVALID_PARAMS');
    const row = await this.#own(work, { role: 'agent', id: person.id, person }, message.conversation);
    if (row.state === 'ended') throw new Refusal('CONVERSATION_ENDED');
    const entry = await this.#write(work, row, { id: person.id, role: 'agent', name: person.name }, message);
    await work.db
      .updateTable('conversations')
      .set({ waiting_since: null, answered_in: row.answered_in ?? work.now - row.started_at })
      .where('id', '=', row.id)
      .execute();
    // Of those that cost nothing an agent is given more as they are answered.
    if (row.customer_left && row.waiting_since !== null) await this.#options.routing.handOut(work);
    return await this.#sent(work, entry, row);
  }

  async #write(work: Work, row: ConversationRow, author: Entry['author'], message: Message): Promise<Entry> {
    const parts = message.parts.map(({ text }) => ({ type: 'text' as const, text }));
    return await work.append(row, { kind: 'message', author, parts, clientId: message.clientId });
  }

  async #begin(work: Work, party: Extract<Party, { role: 'customer' }>): Promise<ConversationRow> {
    const row: ConversationRow = {
      id: newId(),
      site: party.site,
      visitor: party.id,
      agent: null,
      state: 'waiting',
      last_seq: 0,
      started_at: work.now,
      ended_at: null,
      queued_at: work.now,
      waiting_since: work.now,
      answered_in: null,
      customer_left: 0,
      previous: (await newestOf(work.db, party.id))?.id ?? null,
    };
    await work.db.insertInto('conversations').values(row).execute();
    await work.tellCustomer(row);
    work.begin(row);
    return row;
  }

  async #sent(work: Work, entry: Entry, row: ConversationRow): Promise<Sent> {
    return { entry, conversation: await this.#options.views.forCustomer(work.db, row) };
  }

  async #tellAgent(work: Work, row: ConversationRow, agent: string): Promise<void> {
    const conversation = await this.#options.views.forAgent(work.db, row, agent);
    work.tell({ to: [agent], method: eventNames.deskConversation, params: { conversation } });
  }

  /** One that the party may write into or end: a customer's own, an agent's own, and any for a supervisor. */
  async #own(work: Work, party: Party, conversation: string): Promise<ConversationRow> {
    const row = await readable(work, party, conversation);
    if (party.role === 'agent' && party.person.role !== 'supervisor' && row.agent !== party.id) throw new Refusal('FORBIDDEN');
    return row;
  }
}
