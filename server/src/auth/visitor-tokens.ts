import type { Kysely } from 'kysely';
import { Refusal } from '../refusal.ts';
import type { Tables } from '../store/tables.ts';
import { hashOf, newToken } from './secrets.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A visitor who stays away this long is somebody new, in milliseconds. */
const TOKEN_LIFE = 30 * DAY;
/** A token older than this is renewed. */
const RENEW_AFTER = DAY;
/** What a renewed token is still good for once its successor was used: another tab may be about to say hello with it. */
const GRACE = HOUR;

type Db = Kysely<Tables>;
interface Place {
  readonly site: string;
  readonly origin: string;
}

/** A new token for a visitor, bound to site and origin; only its hash is kept. */
export async function issueToken(db: Db, visitor: string, place: Place, now: number, replaces: string | null = null): Promise<string> {
  const token = newToken();
  await db
    .insertInto('visitor_tokens')
    .values({ hash: hashOf(token), ...place, visitor, issued_at: now, expires_at: now + TOKEN_LIFE, replaces })
    .execute();
  return token;
}

/**
 * Who shows this token, and the token to show next time: the same one with `isReadOnly`, where nothing can be stored.
 *
 * @throws Refusal `TOKEN_INVALID`, also for another site's or origin's; `TOKEN_EXPIRED`
 */
export async function useToken(db: Db, token: string, place: Place, now: number, { isReadOnly = false } = {}): Promise<{ readonly visitor: string; readonly token: string }> {
  const hash = hashOf(token);
  const row = await db.selectFrom('visitor_tokens').selectAll().where('hash', '=', hash).executeTakeFirst();
  if (row?.site !== place.site || row.origin !== place.origin) throw new Refusal('TOKEN_INVALID');
  if (row.expires_at <= now) throw new Refusal('TOKEN_EXPIRED');
  if (isReadOnly) return { visitor: row.visitor, token };
  if (row.replaces !== null) {
    // The successor arrived: its predecessor may go.
    await db.updateTable('visitor_tokens').set({ expires_at: now + GRACE }).where('hash', '=', row.replaces).where('expires_at', '>', now + GRACE).execute();
    await db.updateTable('visitor_tokens').set({ replaces: null }).where('hash', '=', hash).execute();
  }
  if (row.issued_at + RENEW_AFTER > now) return { visitor: row.visitor, token };
  return { visitor: row.visitor, token: await issueToken(db, row.visitor, place, now, hash) };
}

/** Forgets what has been of no use for so long that nobody will ask why: also the visitors who never wrote, and can come back no more as who they were. */
export async function sweepTokens(db: Db, now: number): Promise<void> {
  const last = now - TOKEN_LIFE;
  await db
    .deleteFrom('visitors')
    .where('id', 'in', db.selectFrom('visitor_tokens').select('visitor').where('expires_at', '<', last))
    .where((is) => is.not(is.exists(is.selectFrom('visitor_tokens').select('hash').whereRef('visitor', '=', 'visitors.id').where('expires_at', '>=', last))))
    .where((is) => is.not(is.exists(is.selectFrom('conversations').select('conversations.id').whereRef('visitor', '=', 'visitors.id'))))
    .execute();
  await db.deleteFrom('visitor_tokens').where('expires_at', '<', last).execute();
  await db.deleteFrom('agent_sessions').where('expires_at', '<', now).execute();
}
