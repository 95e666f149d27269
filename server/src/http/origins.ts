import type { Logger } from '../logging/logger.ts';

/** Where a page came from, and the host that its browser asked for, as they arrived here. */
export interface Asked {
  readonly origin: string | null;
  readonly host: string;
}

/** A page that this very server sent. */
export const isOwnOrigin = ({ origin, host }: Asked): boolean => origin === `http://${host}` || origin === `https://${host}`;

/** Most origins that the log names: anybody can write any number of them. */
const NAMED = 100;
/** A name with its port (RFC 1035, section 2.3.4). */
const LONGEST = 260;

/** Tells the server's owner whose pages were refused: a page that is not in the configuration, or a proxy that does not pass on what it was asked for. */
export class ForeignOrigins {
  readonly #logger: Logger;
  readonly #named = new Set<string>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Once for each origin and what its pages wanted, until the next start. */
  note({ origin, host }: Asked, wanted: { readonly site?: string }): void {
    const from = plain(origin);
    const key = `${wanted.site ?? ''} ${from}`;
    if (this.#named.has(key) || this.#named.size >= NAMED) return;
    this.#named.add(key);
    const what = wanted.site === undefined ? 'agents’ pages of this origin are refused' : 'customers’ pages of this origin are refused';
    this.#logger.warn({ code: 'FOREIGN_ORIGIN', origin: from, host: host.slice(0, LONGEST), ...wanted }, what);
  }
}

/** A client that is no browser may send anything here, even with a path. */
const plain = (origin: string | null): string => (origin !== null && URL.canParse(origin) ? new URL(origin).origin : 'null').slice(0, LONGEST + 'https://'.length);
