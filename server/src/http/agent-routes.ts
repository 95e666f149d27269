import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import type { ErrorCode } from '../../../src/protocol/errors.ts';
import type { AgentSession } from '../auth/agent-sessions.ts';
import { closeSession, isDue, openSession, prolong, SESSION_LIFE, sessionOf, socketToken } from '../auth/agent-sessions.ts';
import { hashPassword, verifyPassword } from '../auth/passwords.ts';
import type { Clock } from '../clock.ts';
import type { People } from '../config/people.ts';
import type { Limits } from '../config/schema.ts';
import type { WorkContext } from '../conversations/work.ts';
import { Work } from '../conversations/work.ts';
import type { Logger } from '../logging/logger.ts';
import type { Roster } from '../routing/roster.ts';
import type { Store } from '../store/store.ts';
import { addressOf } from './address.ts';
import type { RefusedPages } from './origins.ts';
import { isOwnOrigin } from './origins.ts';
import { SignInLimit } from './sign-in-limit.ts';

export interface AgentRoutesOptions {
  readonly context: WorkContext;
  readonly store: Store;
  readonly people: People;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly socketKey: Buffer;
  readonly limits: Limits;
  readonly trustProxy: boolean;
  readonly refused: RefusedPages;
  readonly logger: Logger;
  /** Called once a session is closed, with what names it. */
  readonly signedOut: (session: string) => Promise<void>;
}

const COOKIE = 'warmline_session';
const credentials = v.object({ email: v.pipe(v.string(), v.maxLength(320)), password: v.pipe(v.string(), v.maxLength(256)) });

/** What signing in and out is refused with. */
type SignInRefusal = Extract<ErrorCode, 'FOREIGN_ORIGIN' | 'INVALID_PARAMS' | 'RATE_LIMITED'> | 'SIGN_IN_REFUSED' | 'SIGNED_OUT';

const refuse = (reply: FastifyReply, status: number, code: SignInRefusal): FastifyReply => reply.code(status).send({ error: { code } });

/** Signing in and out: a cookie that no script reads, traded for short-lived tokens that a socket says hello with. */
export async function registerAgentRoutes(app: FastifyInstance, options: AgentRoutesOptions): Promise<void> {
  const { store, people, clock, socketKey, limits, trustProxy, refused, logger } = options;
  // Compared with when no agent has that address, so that both refusals take the same time.
  const nobody = await hashPassword('');
  const tries = new SignInLimit();

  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    // Not Fastify's own `request.ip`: it believes the first address of the list, which the client can forge.
    keyGenerator: ({ raw }) => addressOf(raw, trustProxy),
    errorResponseBuilder: () => Object.assign(new Error('RATE_LIMITED'), { statusCode: 429, code: 'RATE_LIMITED' }),
  });
  // A page of another origin may not sign anybody in or out, whatever its cookies.
  app.addHook('onRequest', async (request, reply) => {
    const { origin, host = '' } = request.headers;
    if (request.method !== 'POST' || origin === undefined || isOwnOrigin({ origin, host })) return;
    refused.note({ origin, host }, 'agents');
    return refuse(reply, 403, 'FOREIGN_ORIGIN');
  });

  const giveCookie = (request: FastifyRequest, reply: FastifyReply, secret: string): FastifyReply =>
    reply.setCookie(COOKIE, secret, { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https', maxAge: SESSION_LIFE / 1_000 });

  const session = async (request: FastifyRequest, reply: FastifyReply): Promise<AgentSession | null> => {
    const secret = request.cookies[COOKIE];
    if (!secret) return null;
    const found = await store.run((step) => sessionOf(step.db, people, secret, step.now));
    if (found && isDue(found, clock.now())) {
      await store.run((step) => prolong(step.db, found.hash, step.now)).catch((error: unknown) => logger.warn({ err: error }, 'a session was not prolonged'));
      giveCookie(request, reply, secret);
    }
    return found;
  };

  app.post('/v1/agent/sign-in', { config: { rateLimit: { max: limits.signInsPerMinute, timeWindow: 60_000 } } }, async (request, reply) => {
    const given = v.safeParse(credentials, request.body);
    if (!given.success) return refuse(reply, 400, 'INVALID_PARAMS');
    const { email, password } = given.output;
    const network = addressOf(request.raw, trustProxy);
    if (!tries.take(email, network, clock.now())) return refuse(reply, 429, 'RATE_LIMITED');
    const person = people.byEmail(email);
    const right = await verifyPassword(password, person?.passwordHash ?? nobody);
    if (!person || !right) return refuse(reply, 401, 'SIGN_IN_REFUSED');
    tries.succeeded(email, network);
    const secret = await Work.do(options.context, async (work) => {
      await options.roster.setStatus(work.db, person.id, 'available');
      work.touchPeople();
      return await openSession(work.db, person, work.now);
    });
    giveCookie(request, reply, secret);
    return { name: person.name, role: person.role };
  });

  app.post('/v1/agent/sign-out', async (request, reply) => {
    const found = await session(request, reply);
    if (found) {
      const { hash } = found;
      await store.run((step) => closeSession(step.db, hash));
      await options.signedOut(hash);
    }
    return reply.clearCookie(COOKIE, { path: '/' }).send({});
  });

  app.get('/v1/agent/me', async (request, reply) => {
    const found = await session(request, reply);
    if (!found) return refuse(reply, 401, 'SIGNED_OUT');
    const { name, email, role } = found.person;
    return { name, email, role };
  });

  app.post('/v1/agent/socket-token', async (request, reply) => {
    const found = await session(request, reply);
    return found ? socketToken(socketKey, found, clock.now()) : refuse(reply, 401, 'SIGNED_OUT');
  });
}
