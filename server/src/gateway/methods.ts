import type { CallAck } from '../../../src/protocol/call-wire.ts';
import type { Method, Params } from '../../../src/protocol/requests.ts';
import type { Actor } from '../calls/call-answers.ts';
import type { Calls } from '../calls/calls.ts';
import type { Person } from '../config/people.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { erase, eraseAll } from '../conversations/erasure.ts';
import type { Party } from '../conversations/party.ts';
import { updatePage } from '../conversations/visitors.ts';
import type { Work } from '../conversations/work.ts';
import type { Logger } from '../logging/logger.ts';
import { Refusal } from '../refusal.ts';
import type { Roster } from '../routing/roster.ts';
import type { Routing } from '../routing/routing.ts';

/** One request of somebody who said hello. */
export interface Request {
  readonly work: Work;
  readonly party: Party;
  readonly socket: string;
  /** The page that the socket belongs to. */
  readonly tab: string;
}

export interface MethodsOptions {
  readonly conversations: Conversations;
  readonly calls: Calls;
  readonly roster: Roster;
  readonly routing: Routing;
  readonly logger: Logger;
}

type Handler<M extends Method> = (request: Request, params: Params<M>) => Promise<unknown>;
/** Without `hello`, which opens the socket, and `call.signal` and `ping`, which need nothing stored. */
export type Handlers = { readonly [M in Exclude<Method, 'hello' | 'call.signal' | 'ping'>]: Handler<M> };

const nothing = {};

/** What each method does, and who may call it; everything else about it is decided further in. */
export function methodsOf({ conversations, calls, roster, routing, logger }: MethodsOptions): Handlers {
  const held = (method: 'held' | 'open', request: Request, params: Parameters<Calls['held']>[2], command: Parameters<Calls['held']>[3]): Promise<CallAck> =>
    calls[method](request.work, actorOf(request), params, command);

  return {
    'customer.page': async (request, { page }) => {
      const { party, work } = request;
      if (party.role !== 'customer') throw new Refusal('FORBIDDEN');
      const isAnother = await updatePage(work.db, party, page, work.now);
      const open = isAnother && (await conversations.openOf(work, party.id));
      if (open) work.touch(open.id);
      return nothing;
    },

    'chat.send': ({ work, party }, params) => conversations.send(work, party, params),
    'chat.history': ({ work, party }, { conversation, past, ...range }) => conversations.history(work, party, conversation, range, past),
    'chat.read': async ({ work, party }, { conversation, seq }) => {
      await conversations.markRead(work, party, conversation, seq);
      return nothing;
    },
    'chat.typing': ({ work, party }, { conversation, on }) => conversations.typing(work, party, conversation, on),
    'conversation.end': async ({ work, party }, { conversation }) => {
      await conversations.end(work, party, conversation);
      return nothing;
    },

    'desk.status': async (request, { status }) => {
      const person = personOf(request);
      await roster.setStatus(request.work.db, person.id, status);
      request.work.touchPeople();
      await routing.handOut(request.work);
      return { status };
    },
    'desk.assign': async (request, { conversation, agent }) => {
      await conversations.assign(request.work, personOf(request), conversation, agent);
      return nothing;
    },
    'desk.watch': async (request, { conversation, on }) => {
      await conversations.watch(request.work, personOf(request), request.socket, conversation, on);
      return nothing;
    },
    'desk.past': async (request, { conversation }) => ({ conversations: await conversations.past(request.work, personOf(request), conversation) }),
    'desk.erase': async (request, params) => ({ entry: await erase(request.work, personOf(request), params, logger) }),
    'desk.eraseAll': async (request, { conversation }) => {
      await eraseAll(request.work, personOf(request), conversation, logger);
      return nothing;
    },

    'call.start': (request, params) => calls.start(request.work, personOf(request), actorOf(request), ofOwnTab(request, params)),
    'call.accept': (request, params) => calls.accept(request.work, customerOf(request), ofOwnTab(request, params)),
    'call.asking': (request, params) => held('held', request, params, { type: 'asking', side: request.party.role, camera: params.camera, refusal: params.refusal }),
    'call.ready': (request, params) =>
      held('held', request, params, { type: 'ready', side: request.party.role, microphone: params.microphone, camera: params.camera }),
    'call.refuse': (request, params) => {
      customerOf(request);
      return held('held', request, params, { type: 'refuse', refusal: params.refusal, again: params.again });
    },
    'call.decline': (request, params) => {
      customerOf(request);
      return held('open', request, params, { type: 'decline', tab: request.tab });
    },
    'call.connected': (request, params) =>
      held('held', request, params, { type: 'connected', side: request.party.role, path: params.path, outcome: params.outcome }),
    'call.mediaLost': (request, params) => 
      held('held', request, params, { type: 'media-lost', side: request.party.role, path: params.path, failure: params.failure }),
    'call.end': (request, params) => held('open', request, params, { type: 'end', side: request.party.role }),
    'call.reclaim': (request, params) => calls.reclaim(request.work, actorOf(request), ofOwnTab(request, params)),
    'call.grant': async (request, params) => ({ grant: await calls.grant(request.work, actorOf(request), params) }),
    'call.leaving': (request, params) => calls.leaving(request.work, actorOf(request), params),
  };
}

/** A page says its tab with each of these too, but speaks for the one that it said hello from: or any tab could take what another has. */
const ofOwnTab = <Given extends { readonly tab: string }>({ tab }: Request, params: Given): Given => ({ ...params, tab });

const actorOf = ({ party, socket }: Request): Actor => ({ id: party.id, side: party.role, socket });

function personOf({ party }: Request): Person {
  if (party.role !== 'agent') throw new Refusal('FORBIDDEN');
  return party.person;
}

function customerOf(request: Request): Actor {
  if (request.party.role !== 'customer') throw new Refusal('FORBIDDEN');
  return actorOf(request);
}
