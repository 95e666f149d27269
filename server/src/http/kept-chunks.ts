import { chmod, copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../clock.ts';

/** So long after an update its predecessor's chunks can still be had, in milliseconds: pages are open that load them by and by. */
const KEPT = 7 * 24 * 3_600_000;

const folders = ['chunks', 'agent/chunks'];

/** Whether a file of the built pages is named by what it holds, and so never means anything else. */
export const isChunk = (name: string): boolean => folders.includes(dirname(name)) && /-[\w-]{8,}\.\w+(\.br|\.gz)?$/.test(basename(name));

/** What today's copies are dated: a server may run for long before the next version finds them, and their week begins then. */
const TODAYS = 0;

/** Copies today's chunks from `publicDir` to `kept`, for the pages that are open when the next version starts, and drops what a version replaced a week ago. */
export async function keepChunks(publicDir: string, kept: string, clock: Clock): Promise<void> {
  const now = clock.now();
  for (const folder of folders) {
    const chunks = (await filesIn(join(publicDir, folder))).filter((name) => isChunk(`${folder}/${name}`));
    if (chunks.length > 0) await mkdir(join(kept, folder), { recursive: true, mode: 0o700 });
    for (const name of chunks) {
      const copy = join(kept, folder, name);
      if (!(await stat(copy).catch(() => null))) await copyWhole(join(publicDir, folder, name), copy);
      await utimes(copy, TODAYS, TODAYS);
    }
    const former = (await filesIn(join(kept, folder))).filter((name) => !chunks.includes(name));
    for (const name of former) {
      const file = join(kept, folder, name);
      const { mtimeMs: replaced } = await stat(file);
      if (replaced === TODAYS) await utimes(file, now / 1_000, now / 1_000);
      else if (replaced < now - KEPT) await rm(file);
    }
  }
}

/** What a stop in the middle leaves is not taken for the file. */
async function copyWhole(from: string, to: string): Promise<void> {
  await copyFile(from, `${to}.new`);
  await chmod(`${to}.new`, 0o600);
  await rename(`${to}.new`, to);
}

const filesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
