import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { hashOf, newToken, sameText, signatureOf } from './secrets.ts';

const DAY = 86_400_000;
/** A session unused this long is over, in milliseconds. */
export const SESSION_LIFE = 30 * DAY;
/** How long a socket token may wait to be used, in milliseconds. */
const SOCKET_TOKEN_LIFE = 60_000;

export interface AgentSession {
  readonly agent: string;
  /** Names the session without opening it. */
  readonly hash: string;
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
}

type Db = Kysely<Tables>;

/** Opens a session and returns its secret, of which only the hash is kept. */
export async function openSession(db: Db, agent: string, now: number): Promise<string> {
  const secret = newToken();
  await db
    .insertInto('agent_sessions')
    .values({ hash: hashOf(secret), agent, issued_at: now, expires_at: now + SESSION_LIFE })
    .execute();
  return secret;
}

/** The session that a cookie opens; null where there is none any more. */
export async function sessionOf(db: Db, secret: string, now: number): Promise<AgentSession | null> {
  return await sessionByHash(db, hashOf(secret), now);
}

export async function sessionByHash(db: Db, hash: string, now: number): Promise<AgentSession | null> {
  const row = await db.selectFrom('agent_sessions').selectAll().where('hash', '=', hash).executeTakeFirst();
  return row && row.expires_at > now ? { agent: row.agent, hash, expiresAt: row.expires_at } : null;
}

/** A session lives on with its use, which is noted once a day. A step of its own, for nobody is kept out because it cannot be stored. */
export const isDue = ({ expiresAt }: AgentSession, now: number): boolean => expiresAt < now + SESSION_LIFE - DAY;

export async function prolong(db: Db, hash: string, now: number): Promise<void> {
  await db.updateTable('agent_sessions').set({ expires_at: now + SESSION_LIFE }).where('hash', '=', hash).execute();
}

export async function closeSession(db: Db, hash: string): Promise<void> {
  await db.deleteFrom('agent_sessions').where('hash', '=', hash).execute();
}

/** What an agent's page says hello with: signed, short-lived, and worth nothing once its session is closed. */
export function socketToken(key: Buffer, session: AgentSession, now: number): { readonly token: string; readonly expiresAt: number } {
  const expiresAt = now + SOCKET_TOKEN_LIFE;
  const claim = `${session.hash}.${expiresAt}`;
  return { token: `${claim}.${signatureOf(key, claim)}`, expiresAt };
}

/** The session's hash that a socket token names; `expired` and `invalid` are told apart. */
export function readSocketToken(key: Buffer, token: string, now: number): { readonly hash: string } | 'expired' | 'invalid' {
  const [hash = '', expiry = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || !sameText(signature, signatureOf(key, `${hash}.${expiry}`))) return 'invalid';
  return Number(expiry) > now ? { hash } : 'expired';
}
