import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartError } from '../refusal.ts';
import type { Sqlite } from './sqlite.ts';
import { isBusy, isDamaged, openSqlite } from './sqlite.ts';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
const KEY_BYTES = 32;
/** What a server leaves there when it was killed; who ran it then need not be who runs it now. */
const LEFT_BEHIND = ['lock-journal', 'warmline.db-shm', 'warmline.db-wal'];

/** The one folder of everything that survives a restart: readable by its owner alone, used by one server at a time. */
export class DataDirectory {
  readonly path: string;
  #lock: Sqlite | null;

  private constructor(path: string, lock: Sqlite) {
    this.path = path;
    this.#lock = lock;
  }

  static async open(given: string): Promise<DataDirectory> {
    const path = resolve(given);
    try {
      makeDirectory(path);
      chmodSync(path, DIRECTORY_MODE);
      // What SQLite writes beside a database takes that file's mode.
      for (const name of ['lock', 'warmline.db']) {
        writeFileSync(join(path, name), '', { flag: 'a', mode: FILE_MODE });
        chmodSync(join(path, name), FILE_MODE);
      }
    } catch (cause) {
      throw new StartError(`DATA_DIR is ${JSON.stringify(given)}, allowed: a folder that this user may write (${reasonOf(cause)})`, { cause });
    }
    for (const name of LEFT_BEHIND) requireRights(join(path, name), constants.R_OK | constants.W_OK);
    return new DataDirectory(path, await lockOf(join(path, 'lock'), given));
  }

  get database(): string {
    return this.pathOf('warmline.db');
  }

  pathOf(name: string): string {
    return join(this.path, name);
  }

  /** A secret of this server's own, made at its first use. One that was cut short is refused: what an empty key signs, anybody can. */
  key(name: string): Buffer {
    const key = Buffer.from(this.text(`${name}.key`, () => randomBytes(KEY_BYTES).toString('base64url')), 'base64url');
    if (key.length === KEY_BYTES) return key;
    throw new StartError(`DATA_DIR holds ${JSON.stringify(this.pathOf(`${name}.key`))}, which is damaged, allowed: what the first start wrote: put a backup in its place, or move it away to have a new one made`);
  }

  /** A small file's text, made where it is not there yet. */
  text(name: string, make: () => string): string {
    const file = this.pathOf(name);
    requireRights(file, constants.R_OK);
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    const text = make();
    writeFileSync(`${file}.new`, `${text}\n`, { mode: FILE_MODE, flush: true });
    renameSync(`${file}.new`, file);
    return text;
  }

  close(): void {
    this.#lock?.close();
    this.#lock = null;
  }
}

/** Nothing to say of a file that is not there. */
function requireRights(file: string, rights: number): void {
  if (!existsSync(file)) return;
  try {
    accessSync(file, rights);
  } catch (cause) {
    throw new StartError(`DATA_DIR holds ${JSON.stringify(file)}, allowed: a file that this user may ${rights === constants.R_OK ? 'read' : 'read and write'} (${reasonOf(cause)})`, { cause });
  }
}

/** Step by step: `recursive` never returns where a file system has no room for folders at all (/proc). */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeDirectory(dirname(path));
  mkdirSync(path, { mode: DIRECTORY_MODE });
}

/** A lock that the system itself gives back when the process dies, whichever way. */
async function lockOf(path: string, given: string): Promise<Sqlite> {
  const lock = await openSqlite(path);
  try {
    lock.exec('pragma busy_timeout = 0');
    lock.exec('begin exclusive');
    return lock;
  } catch (cause) {
    lock.close();
    if (isBusy(cause)) throw new StartError(`DATA_DIR is ${JSON.stringify(given)}, allowed: a folder that no other server uses`, { cause });
    if (isDamaged(cause)) throw damaged(path, cause);
    throw cause;
  }
}

/** What the owner reads where a file is no database any more. */
export function damaged(file: string, cause: unknown): StartError {
  const reason = cause instanceof Error ? cause.message : 'unknown reason';
  return new StartError(`DATA_DIR holds ${JSON.stringify(file)}, which is damaged (${reason}), allowed: a database of this server: put a backup in its place, or move it away to begin anew`, { cause });
}

const reasonOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason');
