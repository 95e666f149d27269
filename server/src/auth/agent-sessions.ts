import type { Kysely } from 'kysely';
import type { People, Person } from '../config/people.ts';
import type { Tables } from '../store/tables.ts';
import { hashOf, newToken, sameText, signatureOf } from './secrets.ts';

const DAY = 86_400_000;
/** A session unused this long is over, in milliseconds. */
export const SESSION_LIFE = 30 * DAY;
/** However often it is used, so long after the sign-in it is over, in milliseconds. */
const LONGEST_LIFE = 90 * DAY;
/** How long a socket token may wait to be used, in milliseconds. */
const SOCKET_TOKEN_LIFE = 60_000;

export interface AgentSession {
  readonly person: Person;
  /** Names the session without opening it. */
  readonly hash: string;
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
}

type Db = Kysely<Tables>;

/** Which password somebody has, without it: a session is worth what it was opened with. */
const digestOf = ({ passwordHash }: Person): string => hashOf(passwordHash);

/** Opens a session and returns its secret, of which only the hash is kept. */
export async function openSession(db: Db, person: Person, now: number): Promise<string> {
  const secret = newToken();
  await db
    .insertInto('agent_sessions')
    .values({ hash: hashOf(secret), agent: person.id, password_digest: digestOf(person), issued_at: now, expires_at: now + SESSION_LIFE })
    .execute();
  return secret;
}

/** The session that a cookie opens; null where there is none any more, or another password since. */
export async function sessionOf(db: Db, people: People, secret: string, now: number): Promise<AgentSession | null> {
  return await sessionByHash(db, people, hashOf(secret), now);
}

export async function sessionByHash(db: Db, people: People, hash: string, now: number): Promise<AgentSession | null> {
  const row = await db.selectFrom('agent_sessions').selectAll().where('hash', '=', hash).executeTakeFirst();
  const person = row && people.get(row.agent);
  if (!person || row.password_digest !== digestOf(person)) return null;
  return row.expires_at > now && row.issued_at + LONGEST_LIFE > now ? { person, hash, expiresAt: row.expires_at } : null;
}

/** Sessions from before it was kept which password opened them count as opened with the present one. Of people who are gone none is left: they may come back with another. */
export async function adoptSessions(db: Db, people: People): Promise<void> {
  for (const person of people.all) {
    await db.updateTable('agent_sessions').set({ password_digest: digestOf(person) }).where('agent', '=', person.id).where('password_digest', 'is', null).execute();
  }
  await db.deleteFrom('agent_sessions').where('password_digest', 'is', null).execute();
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
