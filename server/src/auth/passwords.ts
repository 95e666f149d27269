import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const COST = { N: 32_768, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const FORMAT = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/;

const derive = (password: string, salt: Buffer, cost: { N: number; r: number; p: number }, bytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, bytes, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

const SALT_BYTES = 16;

/** The same at every start, and on no other server. */
export const saltFor = (id: string, key: Buffer): Buffer => createHmac('sha256', key).update(id).digest().subarray(0, SALT_BYTES);

/** `scrypt$N$r$p$salt$key`, the last two in base64url. */
export async function hashPassword(password: string, salt: Buffer = randomBytes(SALT_BYTES)): Promise<string> {
  const key = await derive(password, salt, COST, KEY_BYTES);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export const isPasswordHash = (text: string): boolean => FORMAT.test(text);

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [, n, r, p, salt = '', key = ''] = FORMAT.exec(hash) ?? [];
  const expected = Buffer.from(key, 'base64url');
  if (expected.length === 0) return false;
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(r), p: Number(p) }, expected.length);
  return timingSafeEqual(given, expected);
}

/** Easy to read out and to type; 80 bits. */
export const generatePassword = (): string => {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const text = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join('');
  return text.match(/.{4}/g)?.join('-') ?? text;
};
