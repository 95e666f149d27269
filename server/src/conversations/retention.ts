import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Site } from '../config/schema.ts';
import type { Logger } from '../logging/logger.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

export interface RetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly sites: Iterable<Site>;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const DAY = 24 * 3_600_000;

/** Most entries, and most conversations, that go in one step: whoever writes meanwhile waits for one step at most. */
const MOST_ENTRIES = 400;
const MOST_CONVERSATIONS = 40;
/** How long the others have the store for themselves between two steps, in milliseconds. */
const PAUSE_MS = 20;

/** Deletes conversations that ended longer ago than their site keeps them: in small steps, since there may be a million of them. */
export class Retention {
  readonly #options: RetentionOptions;
  #isSweeping = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** A sweep that is not through goes on; there is no second one beside it. */
  sweep(): void {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    void this.#sweep()
      // The next one does what this one could not.
      .catch((error: unknown) => this.#options.logger.error({ err: error }, 'deleting old conversations failed'))
      .finally(() => (this.#isSweeping = false));
  }

  async #sweep(): Promise<void> {
    for (const { id, keepDays } of this.#options.sites) if (keepDays !== undefined) await this.#sweepSite(id, keepDays);
  }

  async #sweepSite(site: string, keepDays: number): Promise<void> {
    const { store, logger, signal } = this.#options;
    let conversations = 0;
    for (let more = true; more && !signal.aborted; ) {
      const step = await store.run(({ db, now }) => deleteOldest(db, site, now - keepDays * DAY));
      conversations += step.deleted;
      more = step.more;
      if (more) await this.#pause();
    }
    if (conversations > 0) logger.info({ site, conversations }, 'old conversations were deleted');
  }

  /** For good where the server stops meanwhile. */
  #pause(): Promise<void> {
    const { clock, signal } = this.#options;
    return new Promise((resolve) => clock.after(PAUSE_MS, resolve, signal));
  }
}

/** One step: the oldest of a site's conversations that ended before a moment, as many as one step takes. */
async function deleteOldest(db: Kysely<Tables>, site: string, before: number): Promise<{ readonly deleted: number; readonly more: boolean }> {
  const old = await db
    .selectFrom('conversations')
    .select(['id', 'visitor', 'last_seq'])
    .where('site', '=', site)
    // As literals: only then SQLite knows that the indexes of these rows alone have them all.
    .where('state', '=', sql.lit('ended'))
    .where('ended_at', '<', before)
    .where((is) => is.not(is.exists(is.selectFrom('calls').select('calls.id').whereRef('conversation', '=', 'conversations.id').where('live', '=', sql.lit(1)))))
    .orderBy('ended_at')
    .limit(MOST_CONVERSATIONS)
    .execute();
  let left = MOST_ENTRIES;
  let whole = old.filter(({ last_seq }) => (left -= last_seq) >= 0);
  const [first] = old;
  // A long one goes in parts, from its beginning: what is left meanwhile is a log without gaps.
  if (first && whole.length === 0 && !(await shorten(db, first.id, first.last_seq))) whole = [first];
  if (whole.length > 0) await deleteAll(db, whole.map(({ id }) => id), whole.map(({ visitor }) => visitor));
  return { deleted: whole.length, more: whole.length < old.length || old.length === MOST_CONVERSATIONS };
}

/** Takes its first entries from a conversation of more than one step takes. Returns whether it was one. */
async function shorten(db: Kysely<Tables>, conversation: string, lastSeq: number): Promise<boolean> {
  const first = await db.selectFrom('entries').select('seq').where('conversation', '=', conversation).orderBy('seq').limit(1).executeTakeFirst();
  const next = (first?.seq ?? lastSeq) + MOST_ENTRIES;
  if (next > lastSeq) return false;
  await db.deleteFrom('entries').where('conversation', '=', conversation).where('seq', '<', next).execute();
  return true;
}

/** Deletes conversations with all that names them; of their visitors those whom nothing is left of and who can come back no more. */
async function deleteAll(db: Kysely<Tables>, conversations: readonly string[], visitors: readonly string[]): Promise<void> {
  const calls = db.selectFrom('calls').select('id').where('conversation', 'in', conversations);
  await db.deleteFrom('call_commands').where('call', 'in', calls).execute();
  await db.deleteFrom('call_rooms').where('call', 'in', calls).execute();
  await db.deleteFrom('calls').where('conversation', 'in', conversations).execute();
  await db.deleteFrom('read_marks').where('conversation', 'in', conversations).execute();
  await db.deleteFrom('entries').where('conversation', 'in', conversations).execute();
  await db.deleteFrom('conversations').where('id', 'in', conversations).execute();
  // Who has a token still is swept once it is over, like those who never wrote.
  await db
    .deleteFrom('visitors')
    .where('id', 'in', visitors)
    .where((is) => is.not(is.exists(is.selectFrom('visitor_tokens').select('hash').whereRef('visitor', '=', 'visitors.id'))))
    .where((is) => is.not(is.exists(is.selectFrom('conversations').select('conversations.id').whereRef('visitor', '=', 'visitors.id'))))
    .execute();
}
