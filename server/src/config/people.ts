import { createHash } from 'node:crypto';
import { hashPassword, saltFor } from '../auth/passwords.ts';
import type { Config } from './schema.ts';

/** Somebody who answers. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: 'agent' | 'supervisor';
  readonly passwordHash: string;
  /** In units. */
  readonly capacity: number;
  /** Null: every site. */
  readonly sites: readonly string[] | null;
}

/** The people of the configuration, by id. */
export class People {
  readonly #byId: ReadonlyMap<string, Person>;

  private constructor(people: readonly Person[]) {
    this.#byId = new Map(people.map((each) => [each.id, each]));
  }

  /** @param key of which the salts are made, so that a password that stays the same has the same hash after a restart */
  static async of(config: Config, key: Buffer): Promise<People> {
    return new People(
      await Promise.all(
        config.agents.map(async (each) => {
          const id = each.id ?? idFor(each.email);
          return {
            id,
            name: each.name,
            email: each.email,
            role: each.role,
            passwordHash: each.passwordHash ?? (await hashPassword(each.password ?? '', saltFor(id, key))),
            capacity: each.capacity ?? config.capacity.units,
            sites: each.sites ?? null,
          };
        }),
      ),
    );
  }

  get all(): readonly Person[] {
    return [...this.#byId.values()];
  }

  get(id: string): Person | undefined {
    return this.#byId.get(id);
  }

  byEmail(email: string): Person | undefined {
    const wanted = accountOf(email);
    return this.all.find((each) => each.email === wanted);
  }
}

/** An address as it is compared, however it was typed. */
export const accountOf = (email: string): string => email.trim().toLowerCase();

export const worksFor = (person: Person, site: string): boolean => person.sites === null || person.sites.includes(site);

/** The same at every start, without the address in it. */
const idFor = (email: string): string => `agent-${createHash('sha256').update(email).digest('base64url').slice(0, 12)}`;
