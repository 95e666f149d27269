import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { PROTOCOL } from '../../src/protocol/limits.ts';
import { hashPassword } from '../src/auth/passwords.ts';
import { Client, signIn, socketToken } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { config, dataDir, password, people, serve } from './support/place.ts';

const DAY = 86_400_000;

/** The one who signs in: by a hash of the password, or by the password itself. */
type Ann = { readonly passwordHash: string } | { readonly password: string };
const withAnn = (ann: Ann): ReturnType<typeof config> => config({}, { agents: [{ id: 'ann', name: 'Ann', email: people.ann.email, ...ann }] });

const isSignedIn = async (url: string, cookie: string): Promise<boolean> => (await fetch(`${url}/v1/agent/me`, { headers: { cookie } })).ok;

/** Whether somebody who signed in under the first configuration still is under each of the later ones. */
async function staysSignedIn(t: TestContext, first: Ann, ...later: readonly Ann[]): Promise<boolean[]> {
  const folder = dataDir(t);
  const before = await serve(t, { dataDir: folder, config: withAnn(first) });
  const cookie = await signIn(before.url, people.ann);
  await before.close();
  const stays: boolean[] = [];
  for (const ann of later) {
    const { url, close } = await serve(t, { dataDir: folder, config: withAnn(ann) });
    stays.push(await isSignedIn(url, cookie));
    await close();
  }
  return stays;
}

test('whose password is changed is signed out everywhere, and nobody by a restart', async (t) => {
  const hash = { passwordHash: await hashPassword(password) };
  assert.deepEqual(await staysSignedIn(t, hash, hash, { passwordHash: await hashPassword('another battery staple') }), [true, false]);
  assert.deepEqual(await staysSignedIn(t, { password }, { password }, { password: 'another battery staple' }), [true, false]);
});

test('a socket token from before the password was changed says hello no more', async (t) => {
  const folder = dataDir(t);
  const before = await serve(t, { dataDir: folder, config: withAnn({ password }) });
  const token = await socketToken(before.url, await signIn(before.url, people.ann));
  await before.close();
  const { url } = await serve(t, { dataDir: folder, config: withAnn({ password: 'another battery staple' }) });
  const client = await Client.open(url);
  const hello = { protocol: PROTOCOL, role: 'agent', token, tab: 'desk', language: 'en', features: [], resume: [] };
  await assert.rejects(client.request('hello', hello), { code: 'TOKEN_INVALID' });
});

test('an agent signs in anew after ninety days, however often they were here', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const cookie = await signIn(url, people.ann);
  for (let day = 0; day < 89; day += 1) {
    clock.move(DAY);
    assert.ok(await isSignedIn(url, cookie), `day ${day}`);
  }
  clock.move(DAY);
  assert.equal(await isSignedIn(url, cookie), false);
});
