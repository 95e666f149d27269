import type { Kysely } from 'kysely';
import type { Vouched } from '../auth/customer-tokens.ts';
import { issueToken, useToken } from '../auth/visitor-tokens.ts';
import type { Site } from '../config/schema.ts';
import { customerBehind, keepCustomer } from '../conversations/customers.ts';
import { become, settle } from '../conversations/settle.ts';
import { addVisitor } from '../conversations/visitors.ts';
import type { Surroundings } from '../conversations/visitors.ts';
import { Refusal } from '../refusal.ts';
import type { Tables } from '../store/tables.ts';

/** What a customer's page shows of who it is. */
export interface Shown extends Surroundings {
  readonly token?: string | null | undefined;
}

interface Recognised {
  readonly visitor: string;
  /** To be shown next time. */
  readonly token: string;
  /** Whether they are a customer whom the site vouches for. */
  readonly isKnown: boolean;
}

interface RecogniseOptions {
  /** What the site's own server says of who it is; null where it says nothing. */
  readonly vouched: Vouched | null;
  readonly site: Site;
  readonly origin: string;
  readonly now: number;
  /** Nothing can be stored: whoever is known already is taken as they are. */
  readonly isReadOnly: boolean;
  /** Counts one more token for the address, and says whether it may be given. */
  readonly mayIssueToken: () => boolean;
}

/**
 * Who says hello: a visitor, or a customer whom the site vouches for and who is the same on every device. A visitor who was a customer is nobody without
 * the site's word: whoever signed out leaves nothing behind for the next at that browser.
 *
 * @throws Refusal `TOKEN_INVALID`, `TOKEN_EXPIRED`, `RATE_LIMITED`
 */
export async function recognise(db: Kysely<Tables>, shown: Shown, { vouched, site, origin, now, isReadOnly, mayIssueToken }: RecogniseOptions): Promise<Recognised> {
  const place = { site: site.id, origin };
  const found = shown.token ? await useToken(db, shown.token, place, now, { isReadOnly }) : null;
  const owner = found && (await customerBehind(db, found.visitor));
  if (owner && !vouched) throw new Refusal('TOKEN_INVALID');

  const here = owner && owner.subject !== vouched?.subject ? null : found;
  if (here && (!vouched || vouched.isExpired || isReadOnly)) return { ...here, isKnown: owner !== null };
  const somebodyNew = (): Promise<string> => addVisitor(db, place, shown, now);
  // A word that has run out brings nobody in, and keeps nobody out.
  if (!vouched || vouched.isExpired) return await greeted(await somebodyNew());
  const customer = await keepCustomer(db, site.id, vouched, now);
  let visitor = await settle(db, customer, here?.visitor ?? null);
  if (visitor === null) {
    visitor = await somebodyNew();
    await become(db, customer, visitor);
  }
  return { ...(here?.visitor === visitor ? here : await greeted(visitor)), isKnown: true };

  async function greeted(visitor: string): Promise<Recognised> {
    // Asked wherever one is given: also whoever shows another one could have any number.
    if (!mayIssueToken()) throw new Refusal('RATE_LIMITED');
    return { visitor, token: await issueToken(db, visitor, place, now), isKnown: false };
  }
}
