import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { readCustomerToken } from '../src/auth/customer-tokens.ts';
import { parseConfig } from '../src/config/read-config.ts';
import { config } from './support/place.ts';

const SECRET = 'the site’s secret, 32 or more of it';
const [site] = parseConfig(config({ customerSecret: SECRET }), 'config').sites;

/** What agents are shown of somebody who calls themselves so. */
async function shown(name: string): Promise<string | null | undefined> {
  const token = await new SignJWT({ sub: 'user-7', name }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new TextEncoder().encode(SECRET));
  return site && (await readCustomerToken(site, token, Date.now()))?.name;
}

const names = {
  Japanese: '田中 芽衣',
  'Japanese, with a variant of a character': '葛\u{E0100}城',
  Korean: '김민지',
  Arabic: 'مُحَمَّد',
  'Persian, with a joiner': 'علی\u200Cرضا',
  Hebrew: 'שָׁלוֹם',
  Hindi: 'क्ष\u094D\u200Dमी श्री',
  Bengali: 'র\u200D\u09CDযাব',
  Thai: 'น้ำผึ้ง',
  Burmese: 'မြို့',
  Vietnamese: 'Nguyễn Thị Hường'.normalize('NFD'),
  'of one initial': 'Q.',
  'with a family': 'Mei 👩‍👩‍👧‍👦',
  'with a heart on fire and a keycap': '❤\uFE0F\u200D🔥 1\uFE0F\u20E3',
  'with the flag of Wales': '🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F} Rhys',
} as const;
for (const [what, name] of Object.entries(names)) {
  test(`a name is shown as it is: ${what}`, async () => {
    assert.equal(await shown(name), name);
  });
}

test('what cannot be seen is left out of a name', async () => {
  const invisible = ['\u00AD', '\u061C', '\u200B', '\u200E', '\u202E', '\u2060', '\u2066', '\uFEFF', '\u115F', '\u1160', '\u3164', '\uFFA0', '\u2800', '\u034F', '\u{E0001}', '\u{E0041}', '\u200C', '\u200D'];
  for (const each of invisible) {
    const code = each.codePointAt(0)?.toString(16);
    assert.equal(await shown(`${each}Mei${each} ${each}Tanaka${each}`), 'Mei Tanaka', code);
    assert.equal(await shown(each.repeat(20)), null, code);
  }
  assert.equal(await shown('M\u200D\u200Be\u200D\u200Di'), 'M\u200Dei');
});

test('a name in which nothing can be seen is none', async () => {
  for (const name of ['', ' \n ', '\uFE0F\uFE0F', '\u0301\u0301', '\u{E0100}', '\u200D \u200D', '\u3164 \u2800', '\u{E0067}\u{E007F}']) assert.equal(await shown(name), null, JSON.stringify(name));
});

test('marks are piled up no higher than any language does, and lean on what they belong to', async () => {
  assert.equal(await shown(`Z${'\u0335\u0310'.repeat(40)}algo`), `Z${'\u0335\u0310'.repeat(3)}algo`);
  assert.equal(await shown(`Z${'\u0335\u200D'.repeat(40)}algo`), `Z${'\u0335\u200D'.repeat(3)}algo`);
  assert.equal(await shown('\u0335\u0310Mei'), 'Mei');
});

test('a name that is cut ends with something that can be seen', async () => {
  assert.equal(await shown(`${'a'.repeat(99)}\u200Db`), 'a'.repeat(99));
});
