import type { Clock } from '../clock.ts';
import type { Logger } from '../logging/logger.ts';
import { Refusal } from '../refusal.ts';

/**
 * Stores what follows by itself, and what nobody would ask for a second time: tries again each second where the storage fails. Resolves after the
 * first try, whatever came of it, and never rejects. What has happened meanwhile, the change looks up anew at each try.
 */
export type UntilStored = (what: string, change: () => Promise<void>) => Promise<void>;

/** How long a change that could not be stored waits for its next try, in milliseconds. */
const AGAIN_MS = 1_000;

/** @param options `signal` ends the waiting; the next start takes up what it must */
export function storingWith({ clock, logger, signal }: { readonly clock: Clock; readonly logger: Logger; readonly signal: AbortSignal }): UntilStored {
  const attempt = async (what: string, change: () => Promise<void>, isFirst: boolean): Promise<void> => {
    try {
      await change();
    } catch (error) {
      if (!isStorageTrouble(error)) {
        logger.error({ err: error }, what);
        return;
      }
      // Once: a full disk may be full of these lines soon enough.
      if (isFirst) logger.warn({ err: error }, `${what} yet`);
      clock.after(AGAIN_MS, () => void attempt(what, change, false), signal);
    }
  };
  return (what, change) => attempt(what, change, true);
}

/** Nothing is wrong with what was to be stored: it is worth another try. */
export const isStorageTrouble = (error: unknown): boolean => error instanceof Refusal && (error.code === 'STORAGE_FULL' || error.code === 'STORAGE_FAILED');
