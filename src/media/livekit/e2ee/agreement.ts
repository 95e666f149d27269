/** What both ends of an exchange arrive at. */
export interface Agreement {
  /** 32 bytes, for the media. */
  readonly key: ArrayBuffer;
  /** Four numbers from 0 to 255, the same at both ends unless somebody sits between them. */
  readonly words: readonly number[];
  /** By these each end shows that it has the same key. */
  readonly proofs: { readonly initiates: Uint8Array; readonly answers: Uint8Array };
}

type Bytes = Uint8Array<ArrayBuffer>;

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
const LABEL = 'warmline e2ee 1';
const WORDS = 4;

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

export async function newKeyPair(): Promise<{ readonly pair: CryptoKeyPair; readonly key: Bytes }> {
  const pair = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  return { pair, key: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

/** A fresh public key cannot be guessed, so its hash gives nothing away. */
export const commitmentTo = async (key: Uint8Array): Promise<Bytes> => await digest([utf8(`${LABEL} commitment`), key]);

/** Bound to the call, the caller, the callee and both keys, in that order. Null where the other's key is not a point on the curve. */
export async function agree(own: CryptoKey, theirs: Bytes, names: readonly string[], keys: readonly Uint8Array[]): Promise<Agreement | null> {
  const other = await crypto.subtle.importKey('raw', theirs, curve, false, []).catch(() => null);
  if (!other) return null;
  const shared = await crypto.subtle.deriveBits({ ...curve, public: other }, own, 256);
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
  const salt = await digest([utf8(LABEL), ...names.map(utf8), ...keys]);
  const derive = (info: string, length: number): Promise<ArrayBuffer> =>
    crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info: utf8(`${LABEL} ${info}`) }, material, length * 8);
  const [key, initiates, answers, words] = await Promise.all([derive('media', 32), derive('initiates', 32), derive('answers', 32), derive('words', WORDS)]);
  return { key, words: [...new Uint8Array(words)], proofs: { initiates: new Uint8Array(initiates), answers: new Uint8Array(answers) } };
}

/** Each part follows its length, so that no two lists of parts give the same bytes. */
async function digest(parts: readonly Uint8Array[]): Promise<Bytes> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.length);
    bytes.set(part, at + 4);
    at += 4 + part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** In constant time: it does not depend on where they differ. */
export const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.reduce((differs, byte, at) => differs | (byte ^ (other[at] ?? 0)), 0) === 0;

export const randomId = (): string => textOf(crypto.getRandomValues(new Uint8Array(16)));

/** In hexadecimal. */
export const textOf = (bytes: Uint8Array): string => bytes.reduce((text, byte) => text + (byte + 256).toString(16).slice(1), '');

/** Of hexadecimal text, which it does not check. */
export const bytesOf = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
