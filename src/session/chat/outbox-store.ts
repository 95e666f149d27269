import type { KeyValue } from '../contracts/environment.ts';
import type { OutboxItem } from './chat.ts';

/** As stored: the item, and which conversation it is bound to (an agent's). */
type Kept = OutboxItem & { readonly conversation?: string };

/**
 * The outbox as it survives page loads. Every tab of the site writes to the one list, so each change is made to what stands there now: what
 * this tab did not touch stays. Two tabs that send the same item do no harm, as sending is idempotent.
 */
export class OutboxStore {
  readonly #shared: KeyValue;
  readonly #key: string;
  readonly #conversation: string | undefined;

  constructor(shared: KeyValue, key: string, conversation?: string) {
    this.#shared = shared;
    this.#key = key;
    this.#conversation = conversation;
  }

  load(): readonly OutboxItem[] {
    return this.#all().filter((item) => item.conversation === this.#conversation);
  }

  /** Brings the difference between two states of this tab's outbox into the common list. */
  save(before: readonly OutboxItem[], after: readonly OutboxItem[]): void {
    const now = new Map(after.map((item) => [item.clientId, { ...item, conversation: this.#conversation }]));
    const gone = new Set(before.map((item) => item.clientId).filter((id) => !now.has(id)));
    const merged: Kept[] = [];
    for (const item of this.#all()) {
      if (gone.has(item.clientId)) continue;
      merged.push(now.get(item.clientId) ?? item);
      now.delete(item.clientId);
    }
    merged.push(...now.values());
    this.#shared.set(this.#key, merged.length > 0 ? JSON.stringify(merged) : null);
  }

  #all(): readonly Kept[] {
    return keptIn(this.#shared, this.#key);
  }
}

function keptIn(shared: KeyValue, key: string): readonly Kept[] {
  try {
    const list: unknown = JSON.parse(shared.get(key) ?? '[]');
    return Array.isArray(list) ? list.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** Where messages are still to be sent to. */
export const conversationsWithOutbox = (shared: KeyValue, key: string): ReadonlySet<string> =>
  new Set(keptIn(shared, key).flatMap((item) => item.conversation ?? []));

/** Anything of the site can write to its storage: what is not an item is left out. */
const isKept = (item: Partial<Kept> | null): item is Kept =>
  typeof item?.clientId === 'string' && typeof item.text === 'string' && typeof item.at === 'number' && typeof item.state?.is === 'string';
