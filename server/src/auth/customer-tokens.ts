import { errors, jwtVerify } from 'jose';
import * as v from 'valibot';
import type { Site } from '../config/schema.ts';
import { Refusal } from '../refusal.ts';
import { plainLine } from './plain-line.ts';

/** Somebody of whom a site's own server says who they are. */
export interface Vouched {
  /** What the site calls them; of its customers no other is called so. */
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  /** Said once, but not for today: it brings nobody in, and lets whoever was in come back. */
  readonly isExpired: boolean;
}

/** How far the site's clock may be off, in seconds. */
const TOLERANCE = 60;

/** A page that is open for long comes back with the word that it was loaded with: so long after it ran out its customer is still believed, in milliseconds. */
const OVERNIGHT = 24 * 3_600_000;

/** The longest that a site's word may be good for, in seconds: what is meant in milliseconds would never run out. */
const LONGEST_LIFE = 366 * 86_400;

/** The most that agents are shown, in characters. */
const LONGEST = { name: 100, email: 254 } as const;

const line = (longest?: number) => v.optional(v.nullable(v.pipe(v.string(), v.transform((text) => plainLine(text, longest) || null))), null);

/** OpenID Connect Core 1.0, section 5.1, names the claims. */
const claims = v.object({
  sub: v.pipe(v.string(), v.regex(/^[!-~]{1,128}$/)),
  exp: v.number(),
  // Nobody is kept from writing by a long name. Half an address is none.
  name: line(LONGEST.name),
  email: line(),
});

/**
 * Reads a JSON Web Token (RFC 7519) that the site's server signed with HS256 and one of the site's secrets.
 *
 * @param now in milliseconds since the epoch
 * @returns null for one that ran out so long ago that it says nothing any more
 * @throws Refusal `CUSTOMER_TOKEN_INVALID`: not signed with a secret of the site's, or without what it must say; a site without a secret vouches for nobody
 */
export async function readCustomerToken({ customerSecret: secrets }: Site, token: string, now: number): Promise<Vouched | null> {
  if (secrets === undefined) throw new Refusal('CUSTOMER_TOKEN_INVALID');
  try {
    const { payload, isExpired } = await verified(token, secrets, now);
    const { sub, exp, name, email } = v.parse(claims, payload);
    if (exp * 1_000 > now + LONGEST_LIFE * 1_000) throw new RangeError('exp is too far away');
    if (exp * 1_000 + OVERNIGHT < now) return null;
    return { subject: sub, name, email: email && email.length <= LONGEST.email ? email : null, isExpired };
  } catch (cause) {
    throw new Refusal('CUSTOMER_TOKEN_INVALID', { cause });
  }
}

/** Why a token was refused, in one of few words for the log: never what it says. */
export function whyRefused({ cause }: Refusal): string {
  if (cause === undefined) return 'the site has no customerSecret';
  if (cause instanceof errors.JOSEError) return cause.code;
  return v.isValiError<typeof claims>(cause) ? `claim ${v.getDotPath(cause.issues[0]) ?? ''}` : 'claim exp';
}

interface Verified {
  readonly payload: unknown;
  readonly isExpired: boolean;
}

/** What was signed with any of the secrets: while the site changes its secret, tokens of both are about. */
async function verified(token: string, [secret, ...others]: readonly string[], now: number): Promise<Verified> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'], clockTolerance: TOLERANCE, currentDate: new Date(now) });
    return { payload, isExpired: false };
  } catch (error) {
    // Asked last, once the signature is known to be the site's.
    if (error instanceof errors.JWTExpired) return { payload: error.payload, isExpired: true };
    if (error instanceof errors.JWSSignatureVerificationFailed && others.length > 0) return await verified(token, others, now);
    throw error;
  }
}
