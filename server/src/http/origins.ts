import type { Logger } from '../logging/logger.ts';

/** Where a page came from, and the host that its browser asked for, as they arrived here. */
export interface Asked {
  readonly origin: string | null;
  readonly host: string;
}

/** A page that this very server sent. */
export const isOwnOrigin = ({ origin, host }: Asked): boolean => origin === `http://${host}` || origin === `https://${host}`;

/** Most of them that the log names: anybody can write any number. */
const NAMED = 100;
/** A name with its port (RFC 1035, section 2.3.4). */
const LONGEST = 260;

const reasons = {
  customers: { code: 'FOREIGN_ORIGIN', words: 'customers’ pages of this origin are refused' },
  agents: { code: 'FOREIGN_ORIGIN', words: 'agents’ pages of this origin are refused' },
  unknownSite: { code: 'UNKNOWN_SITE', words: 'pages name a site that is not in the configuration' },
} as const;

/**
 * Tells the server's owner whose pages were refused: a page or a site that is not in the configuration, or a proxy that does not pass on what it was
 * asked for.
 */
export class RefusedPages {
  readonly #logger: Logger;
  readonly #named = new Set<string>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Once for each origin and what its pages wanted, until the next start. */
  note({ origin, host }: Asked, reason: keyof typeof reasons, site?: string): void {
    const { code, words } = reasons[reason];
    const from = plain(origin);
    const key = `${reason} ${site ?? ''} ${from}`;
    if (this.#named.has(key) || this.#named.size >= NAMED) return;
    this.#named.add(key);
    this.#logger.warn({ code, origin: from, host: host.slice(0, LONGEST), site }, words);
  }
}

/** A client that is no browser may send anything here, even with a path. */
const plain = (origin: string | null): string => (origin !== null && URL.canParse(origin) ? new URL(origin).origin : 'null').slice(0, LONGEST + 'https://'.length);
