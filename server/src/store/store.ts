import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Kysely as Database, Migrator, SqliteDialect, sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { Refusal, StartError } from '../refusal.ts';
import { migrations } from './migrations.ts';
import { isDiskFull, isSqliteError, openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** One step of work on the stored state. Nothing that it says to anyone leaves before the step is on the disk. */
export interface Step {
  readonly db: Kysely<Tables>;
  /** The step's one moment, in milliseconds since the epoch. */
  readonly now: number;
  /** Runs once the step is stored, in the order of the steps; never where it was refused. */
  after(callback: () => void): void;
}

type Work<T> = (step: Step) => Promise<T>;

interface Job {
  readonly work: Work<unknown>;
  readonly isLast: boolean;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Most steps that share one commit. */
const BATCH = 64;

/**
 * The one door to the stored state. Steps run one after the other, so that each sees the state that the one before left; those that wait
 * together share one commit (one write to the disk), each inside its own savepoint. A step may run twice where a commit fails: it must
 * have no effect but on the database and through `after`.
 */
export class Store {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #onFailure: (error: unknown) => void;
  readonly #waiting: Job[] = [];
  #working: Promise<void> | null = null;
  /** Something could not be stored, and nothing has been tried since that would tell. */
  #isFailing = false;

  private constructor(db: Kysely<Tables>, clock: Clock, onFailure: (error: unknown) => void) {
    this.#db = db;
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  /**
   * Opens the file and brings its tables up to date. `maxPages` bounds its size, for tests of a full disk.
   *
   * @throws StartError where a newer version has changed them
   */
  static async open(path: string, clock: Clock, options: StoreOptions): Promise<Store> {
    const sqlite = await openSqlite(path);
    sqlite.exec('pragma journal_mode = wal');
    sqlite.exec('pragma synchronous = full');
    sqlite.exec('pragma foreign_keys = on');
    // What is erased or deleted is overwritten, not only given free.
    sqlite.exec('pragma secure_delete = on');
    const db = new Database<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
    const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
    if (error && (await isNewer(db))) {
      throw new StartError(`DATA_DIR holds ${JSON.stringify(path)}, which a newer version of this server has changed, allowed: that version or a later one, or a backup from before`);
    }
    if (error) throw error instanceof Error ? error : new Error('MIGRATION_FAILED', { cause: error });
    if (options.maxPages !== undefined) sqlite.exec(`pragma max_page_count = ${options.maxPages}`);
    return new Store(db, clock, options.onFailure);
  }

  /**
   * Runs one step and resolves once it is stored. With `isLast` none shares its commit that comes after it: that one begins where what was left to
   * `after` has been done.
   *
   * @throws Refusal `STORAGE_FULL` or `STORAGE_FAILED`, with nothing stored, or whatever the step itself refuses
   */
  run<T>(work: Work<T>, { isLast = false } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, isLast, resolve, reject });
      this.#working ??= this.#workOff();
    });
  }

  /**
   * Whether what is asked for would be stored. After a failure it is tried: nobody else might, where a failing server is given no work. A step that
   * only reads proves nothing.
   */
  async takesWrites(): Promise<boolean> {
    if (!this.#isFailing) return true;
    try {
      await this.run(({ db, now }) => db.replaceInto('storage_checks').values({ id: 1, at: now }).execute());
      this.#isFailing = false;
    } catch {
      // Still so; `run` has said what there is to say.
    }
    return !this.#isFailing;
  }

  /** Resolves once everything that was asked for is stored, or refused. */
  async settled(): Promise<void> {
    await this.#working;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.#db.destroy();
  }

  async #workOff(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Steps that are asked for in this turn of the event loop join the batch.
      await new Promise(setImmediate);
      const last = this.#waiting.findIndex(({ isLast }) => isLast);
      const batch = this.#waiting.splice(0, last < 0 ? BATCH : Math.min(BATCH, last + 1));
      try {
        await this.#commit(batch);
      } catch {
        for (const job of batch) await this.#commit([job]).catch((error: unknown) => job.reject(this.#refusalOf(error)));
      }
    }
    this.#working = null;
  }

  /** Stores all steps that did not refuse themselves, then tells. Rejects, with nothing stored, where the storage failed. */
  async #commit(batch: readonly Job[]): Promise<void> {
    const settle: (() => void)[] = [];
    await this.#db.connection().execute(async (db) => {
      await sql`begin`.execute(db);
      try {
        for (const job of batch) settle.push(await this.#attempt(job, db));
        await sql`commit`.execute(db);
      } catch (error) {
        // SQLite may have rolled back by itself (a full disk): then there is nothing to roll back.
        await sql`rollback`.execute(db).catch(() => undefined);
        throw error;
      }
    });
    for (const each of settle) each();
  }

  async #attempt(job: Job, db: Kysely<Tables>): Promise<() => void> {
    const afterwards: (() => void)[] = [];
    await sql`savepoint step`.execute(db);
    try {
      const value = await job.work({ db, now: this.#clock.now(), after: (callback) => void afterwards.push(callback) });
      await sql`release step`.execute(db);
      return () => {
        for (const callback of afterwards) this.#guarded(callback);
        job.resolve(value as never);
      };
    } catch (error) {
      if (isSqliteError(error)) throw error;
      await sql`rollback to step`.execute(db);
      await sql`release step`.execute(db);
      return () => job.reject(error);
    }
  }

  #guarded(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#onFailure(error);
    }
  }

  #refusalOf(error: unknown): unknown {
    this.#isFailing ||= isSqliteError(error);
    if (isDiskFull(error)) return new Refusal('STORAGE_FULL', { cause: error });
    this.#onFailure(error);
    return isSqliteError(error) ? new Refusal('STORAGE_FAILED', { cause: error }) : error;
  }
}

export interface StoreOptions {
  readonly maxPages?: number;
  /** Told of what no caller can be blamed for. */
  readonly onFailure: (error: unknown) => void;
}

/** Whether steps were taken that this version does not know. */
async function isNewer(db: Kysely<Tables>): Promise<boolean> {
  const known = await migrations.getMigrations();
  const { rows } = await sql<{ readonly name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  return rows.some(({ name }) => !(name in known));
}
