import { MAX_PAGE_BYTES, PROTOCOL } from '../../../src/protocol/limits.ts';
import type { Params } from '../../../src/protocol/requests.ts';
import type { AgentHello, CustomerHello } from '../../../src/protocol/results.ts';
import { eventNames } from '../../../src/protocol/events.ts';
import { readSocketToken, sessionByHash } from '../auth/agent-sessions.ts';
import type { Vouched } from '../auth/customer-tokens.ts';
import { readCustomerToken, whyRefused } from '../auth/customer-tokens.ts';
import type { Calls } from '../calls/calls.ts';
import type { People, Person } from '../config/people.ts';
import type { Config, Site } from '../config/schema.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { Party } from '../conversations/party.ts';
import type { Said } from '../conversations/reading-anew.ts';
import type { Views } from '../conversations/views.ts';
import { updateVisitor } from '../conversations/visitors.ts';
import type { Work } from '../conversations/work.ts';
import type { RefusedPages } from '../http/origins.ts';
import { isOwnOrigin } from '../http/origins.ts';
import type { Logger } from '../logging/logger.ts';
import { Refusal } from '../refusal.ts';
import type { Roster } from '../routing/roster.ts';
import type { Routing } from '../routing/routing.ts';
import type { Connection } from './connection.ts';
import type { KeyedLimit } from '../rate-limit.ts';
import { recognise } from './recognition.ts';
import { erasedBefore, missedSince } from './resume.ts';

type CustomerParams = Extract<Params<'hello'>, { role: 'customer' }>;
type AgentParams = Extract<Params<'hello'>, { role: 'agent' }>;

export interface HelloOptions {
  readonly config: Config;
  readonly sites: ReadonlyMap<string, Site>;
  readonly people: People;
  readonly roster: Roster;
  readonly routing: Routing;
  readonly conversations: Conversations;
  readonly calls: Calls;
  readonly views: Views;
  readonly socketKey: Buffer;
  readonly visitorLimit: KeyedLimit;
  readonly refused: RefusedPages;
  readonly logger: Logger;
}

/** Optional features of the protocol that this server has. */
const FEATURES: readonly string[] = [];

/** How much of the greeting's frame the missed entries and an agent's list may take, in bytes. */
const LIST_BYTES = 24_576;

export interface Greeting {
  readonly party: Party;
  /** What this socket ends with; null for a customer. */
  readonly session: string | null;
  readonly result: CustomerHello | AgentHello;
  /** What has no place in the answer's frame, to be said right after it. */
  readonly rest: readonly Said[];
}

interface GreetOptions {
  /** What the site's own server says of who it is; null where it says nothing. */
  readonly vouched: Vouched | null;
  /** Nothing can be stored, and whoever is known already is greeted all the same. */
  readonly isReadOnly: boolean;
}

/** Answers the first frame of a socket: who it is, what they may see, and what they missed. */
export class Greeter {
  readonly #options: HelloOptions;
  /** Sites, and why the tokens of their customers were refused. */
  readonly #warned = new Set<string>();

  constructor(options: HelloOptions) {
    this.#options = options;
  }

  /**
   * What the site's own server says of who says hello. Asked before a step is begun: the others do not wait for a signature.
   *
   * @throws Refusal `CUSTOMER_TOKEN_INVALID`
   */
  async vouchedFor(params: Params<'hello'>, now: number): Promise<Vouched | null> {
    const site = params.role === 'customer' ? this.#options.sites.get(params.site) : undefined;
    if (params.role === 'agent' || !params.customerToken || !site) return null;
    try {
      return await readCustomerToken(site, params.customerToken, now);
    } catch (error) {
      this.#warn(site.id, error instanceof Refusal ? whyRefused(error) : 'unknown');
      throw error;
    }
  }

  /** The browser's console shows that it was refused; the log says why, once for each site and reason. */
  #warn(site: string, why: string): void {
    const key = `${site} ${why}`;
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.#options.logger.warn({ code: 'CUSTOMER_TOKEN_INVALID', site, why }, 'a customer’s token was refused');
  }

  async greet(work: Work, connection: Connection, params: Params<'hello'>, options: GreetOptions): Promise<Greeting> {
    return params.role === 'customer' ? await this.#greetCustomer(work, connection, params, options) : await this.#greetAgent(work, connection, params);
  }

  /** An agent is there now: what waits may be theirs. */
  async agentArrives(work: Work): Promise<void> {
    await this.#options.routing.handOut(work);
    work.touchPeople();
  }

  /** A customer is there now, on this page: whoever answers them learns it. */
  async customerArrives(work: Work, party: Extract<Party, { role: 'customer' }>, params: CustomerParams): Promise<void> {
    // Somebody new was written down as they were greeted.
    if (params.token || params.customerToken) await updateVisitor(work.db, party, params, work.now);
    const open = await this.#options.conversations.openOf(work, party.id);
    if (!open) return;
    await this.#options.routing.comeBack(work, open);
    work.touch(open.id);
  }

  async #greetCustomer(work: Work, connection: Connection, params: CustomerParams, { vouched, isReadOnly }: GreetOptions): Promise<Greeting> {
    const { sites, conversations, calls, views, roster, visitorLimit, refused } = this.#options;
    const site = sites.get(params.site);
    if (!site) {
      refused.note(connection, 'unknownSite', params.site);
      throw new Refusal('UNKNOWN_SITE');
    }
    const origin = connection.origin ?? '';
    if (!site.origins.includes(origin) && !(site.ownOrigin && isOwnOrigin(connection))) {
      refused.note(connection, 'customers', site.id);
      throw new Refusal('FOREIGN_ORIGIN');
    }

    const mayIssueToken = (): boolean => visitorLimit.take(connection.address, work.now);
    const { visitor, token, isKnown } = await recognise(work.db, params, { vouched, site, origin, now: work.now, isReadOnly, mayIssueToken });
    const party: Party = { role: 'customer', id: visitor, site: site.id, origin, isKnown };
    const found = await conversations.foundBy(work, visitor, params.resume.map((each) => each.conversation));
    const result: CustomerHello = {
      protocol: PROTOCOL,
      participant: visitor,
      serverNow: work.now,
      features: common(params.features),
      missed: await missedSince(work, party, params.resume, MAX_PAGE_BYTES),
      call: await calls.newsFor(work, { id: visitor, side: 'customer' }),
      token,
      site: {
        id: site.id,
        name: site.name,
        calling: site.calling,
        staffed: await roster.isStaffed(work.db, site.id),
        // What was usual says nothing to whoever has to wait for somebody to have room.
        answersIn: (await roster.hasRoom(work.db, site.id)) ? await answersIn(work, site.id) : null,
      },
      conversation: found ? await views.forCustomer(work.db, found) : null,
    };
    return { party, session: null, result, rest: await erasedBefore(work, party, params.resume, views, found) };
  }

  async #greetAgent(work: Work, connection: Connection, params: AgentParams): Promise<Greeting> {
    const { config, socketKey, people, roster, calls, views, refused } = this.#options;
    if (connection.origin !== null && !isOwnOrigin(connection) && !config.agentOrigins.includes(connection.origin)) {
      refused.note(connection, 'agents');
      throw new Refusal('FOREIGN_ORIGIN');
    }
    const claim = readSocketToken(socketKey, params.token, work.now);
    if (claim === 'expired') throw new Refusal('TOKEN_EXPIRED');
    const session = claim === 'invalid' ? null : await sessionByHash(work.db, people, claim.hash, work.now);
    const person = session?.person;
    const agents = await roster.presences(work.db, person?.id);
    const me = agents.find((each) => each.id === person?.id);
    if (!session || !person || !me) throw new Refusal('TOKEN_INVALID');

    const party: Party = { role: 'agent', id: person.id, person };
    const { listed, rest } = await this.#list(work, person);
    const result: AgentHello = {
      protocol: PROTOCOL,
      participant: person.id,
      serverNow: work.now,
      features: common(params.features),
      missed: await missedSince(work, party, params.resume, LIST_BYTES),
      call: await calls.newsFor(work, { id: person.id, side: 'agent' }),
      me,
      agents,
      conversations: listed,
    };
    const later = rest.map((conversation) => ({ method: eventNames.deskConversation, params: { conversation } }));
    return { party, session: session.hash, result, rest: [...(await erasedBefore(work, party, params.resume, views)), ...later] };
  }

  /** An agent's conversations, as many as the greeting's frame takes; the rest follow it. */
  async #list(work: Work, person: Person): Promise<{ listed: AgentHello['conversations']; rest: AgentHello['conversations'] }> {
    const listed: AgentHello['conversations'] = [];
    const rest: AgentHello['conversations'] = [];
    let left = LIST_BYTES;
    for (const row of await this.#options.conversations.forAgent(work, person)) {
      const view = await this.#options.views.forAgent(work.db, row, person.id);
      left -= Buffer.byteLength(JSON.stringify(view));
      (left >= 0 ? listed : rest).push(view);
    }
    return { listed, rest };
  }
}

const common = (wanted: readonly string[]): string[] => FEATURES.filter((each) => wanted.includes(each));

/** How long the last first answers took, the middle one of them, in milliseconds; null where too few are known. */
async function answersIn(work: Work, site: string): Promise<number | null> {
  const rows = await work.db
    .selectFrom('conversations')
    .select('answered_in')
    .where('site', '=', site)
    .where('answered_in', 'is not', null)
    .orderBy('started_at', 'desc')
    .limit(15)
    .execute();
  const times = rows.flatMap((each) => each.answered_in ?? []).sort((a, b) => a - b);
  return times.length < 3 ? null : (times[Math.floor(times.length / 2)] ?? null);
}
