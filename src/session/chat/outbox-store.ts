import type { KeyValue } from '../contracts/environment.ts';
import type { OutboxItem } from './chat.ts';

/** As stored: the item, and which conversation it is bound to (an agent's). */
type Kept = OutboxItem & { readonly conversation?: string };

/**
 * The outbox as it survives page loads. All tabs of the site share it, so each message stands under a key of its own: nobody writes what another
 * tab wrote. Two tabs that send the same message do no harm, as sending is idempotent.
 */
export class OutboxStore {
  readonly #shared: KeyValue;
  readonly #prefix: string;
  readonly #conversation: string | undefined;

  constructor(shared: KeyValue, prefix: string, conversation?: string) {
    this.#shared = shared;
    this.#prefix = prefix;
    this.#conversation = conversation;
  }

  /** In the order of writing. */
  load(): readonly OutboxItem[] {
    return keptIn(this.#shared, this.#prefix).filter(({ conversation }) => conversation === this.#conversation);
  }

  /** Stores what changed between two states of this tab's outbox. */
  save(before: readonly OutboxItem[], after: readonly OutboxItem[]): void {
    const keep = ({ clientId }: OutboxItem, item: Kept | null): void => this.#shared.set(`${this.#prefix}.${clientId}`, item && JSON.stringify(item));
    for (const item of before) if (!after.includes(item)) keep(item, null);
    for (const item of after) if (!before.includes(item)) keep(item, { ...item, conversation: this.#conversation });
  }
}

/** Where messages are still to be sent to. */
export const conversationsWithOutbox = (shared: KeyValue, prefix: string): ReadonlySet<string> =>
  new Set(keptIn(shared, prefix).flatMap(({ conversation }) => conversation ?? []));

const keptIn = (shared: KeyValue, prefix: string): readonly Kept[] =>
  shared
    .keys(`${prefix}.`)
    .flatMap((key) => parsed(shared.get(key)))
    .sort((one, other) => one.at - other.at);

/** Anything of the site can write to its storage: what is not an item is left out. */
function parsed(text: string | null): readonly Kept[] {
  try {
    const item = JSON.parse(text ?? '') as Partial<Kept> | null;
    return typeof item?.clientId === 'string' && typeof item.text === 'string' && typeof item.at === 'number' && typeof item.state?.is === 'string' ? [item as Kept] : [];
  } catch {
    return [];
  }
}
