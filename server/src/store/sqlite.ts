import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** An SQLite file, whichever library opened it: what Kysely needs, and no more. */
export interface Sqlite extends SqliteDatabase {
  exec(sql: string): void;
}

/** SQLite's own result codes (https://www.sqlite.org/rescode.html), whichever library reports them. */
const FULL = 13;
const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

const STATEMENTS_KEPT = 200;

/** The same few statements come again and again: each is prepared once. */
function remembering(prepare: (sql: string) => SqliteStatement): (sql: string) => SqliteStatement {
  const kept = new Map<string, SqliteStatement>();
  return (sql) => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = prepare(sql);
    if (kept.size >= STATEMENTS_KEPT) kept.clear();
    kept.set(sql, statement);
    return statement;
  };
}

/** Node's own SQLite where it can list a statement's columns (22.16 and newer); null elsewhere. */
async function openWithNode(path: string): Promise<Sqlite | null> {
  const library = await import('node:sqlite').catch(() => null);
  if (!library || !('columns' in library.StatementSync.prototype)) return null;
  const database = new library.DatabaseSync(path);
  return {
    exec: (sql) => database.exec(sql),
    // A second time does nothing, as with better-sqlite3.
    close: () => {
      if (database.isOpen) database.close();
    },
    prepare: remembering((sql) => {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as string[])),
        iterate: (parameters) => statement.iterate(...(parameters as string[])),
        run: (parameters) => statement.run(...(parameters as string[])),
      };
    }),
  };
}

async function openWithBetterSqlite(path: string): Promise<Sqlite> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(path);
  return {
    exec: (sql) => void database.exec(sql),
    close: () => void database.close(),
    prepare: remembering((sql) => {
      const statement = database.prepare(sql);
      return {
        reader: statement.reader,
        all: (parameters) => statement.all(...parameters),
        iterate: (parameters) => statement.iterate(...parameters),
        run: (parameters) => statement.run(...parameters),
      };
    }),
  };
}

/** Node's own where there is one, better-sqlite3 on Node 20. */
export const openSqlite = async (path: string): Promise<Sqlite> => (await openWithNode(path)) ?? (await openWithBetterSqlite(path));

/** The primary result code of an SQLite error; null for any other. */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  if (!('code' in error) || typeof error.code !== 'string' || !error.code.startsWith('SQLITE_')) return null;
  if (error.code === 'SQLITE_FULL') return FULL;
  if (error.code.startsWith('SQLITE_BUSY')) return BUSY;
  if (error.code.startsWith('SQLITE_CORRUPT')) return CORRUPT;
  if (error.code === 'SQLITE_NOTADB') return NOT_A_DATABASE;
  return -1;
}

export const isSqliteError = (error: unknown): boolean => resultCode(error) !== null;
export const isDiskFull = (error: unknown): boolean => resultCode(error) === FULL;
export const isBusy = (error: unknown): boolean => resultCode(error) === BUSY;
export const isDamaged = (error: unknown): boolean => [CORRUPT, NOT_A_DATABASE].includes(resultCode(error) ?? -1);
