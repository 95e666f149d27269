import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import type { AgentConversation, EntryPage } from '../../src/protocol/conversation.ts';
import type { CustomerHello, Past, Sent } from '../../src/protocol/results.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { bystander } from './support/bystander.ts';
import { activeCall, commandId, phase, start, talk, text } from './support/call.ts';
import { agent, Client, customer, customerHello } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { fillDisk, maxPages } from './support/disk.ts';
import { config, dataDir, people, serve } from './support/place.ts';

const SECRET = 'the site’s secret, 32 or more of it';
const DAY = 86_400_000;
const mei = { sub: 'user-7', name: 'Mei Tanaka', email: 'mei@home.example' };

interface Signing {
  readonly secret?: string;
  readonly algorithm?: string;
  /** In seconds from now. */
  readonly expires?: number;
}

/** What a site's own server makes for its page. */
const signed = (claims: Record<string, unknown>, { secret = SECRET, algorithm = 'HS256', expires = 3_600 }: Signing = {}): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm })
    .setExpirationTime(Math.floor(Date.now() / 1_000) + expires)
    .sign(new TextEncoder().encode(secret));

const vouching = (more: Record<string, unknown> = {}): ReturnType<typeof config> => config({ customerSecret: SECRET, ...more });

const write = (client: Client, words: string): Promise<Sent> => client.request<Sent>('chat.send', { clientId: commandId(), parts: text(words) });

const refusedWith = (code: string, permanent = true) => ({ code, permanent });

interface Told {
  readonly conversation: AgentConversation;
}

async function supervisor(t: TestContext, url: string): Promise<Client> {
  const { client } = await agent(url, people.sue);
  t.after(() => client.close());
  return client;
}

test('whom the site vouches for, agents know by name, e-mail address and the site’s own id', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const unharmed = await bystander(t, url);
  const ann = await supervisor(t, url);
  const { client } = await customer(url, { customerToken: await signed(mei) });
  await write(client, 'Hello');
  const { conversation } = await ann.next<Told>('desk.conversation', (each) => each.conversation.customer.known !== null);
  assert.equal(conversation.customer.name, 'Mei Tanaka');
  assert.deepEqual(conversation.customer.known, { subject: 'user-7', email: 'mei@home.example' });
  await unharmed();
});

test('whoever writes first and signs in then stays in their conversation, and whoever answers it learns at once who they are', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const { ann, token, conversation } = await talk(url);
  const { hello } = await customer(url, { token, customerToken: await signed(mei) });
  assert.equal(hello.conversation?.id, conversation);
  assert.equal(hello.token, token);
  const told = await ann.next<Told>('desk.conversation', (each) => each.conversation.customer.known !== null);
  assert.equal(told.conversation.id, conversation);
  assert.equal(told.conversation.customer.name, 'Mei Tanaka');
});

test('a known customer has the same conversation on every device', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const phone = await customer(url, { tab: 'phone', customerToken: await signed(mei) });
  const { conversation } = await write(phone.client, 'From the phone');
  const desktop = await customer(url, { tab: 'desktop', customerToken: await signed(mei) });
  assert.deepEqual([desktop.hello.participant, desktop.hello.conversation?.id], [phone.hello.participant, conversation.id]);
  assert.notEqual(desktop.hello.token, phone.hello.token);
  const { entry } = await write(desktop.client, 'And from the desktop');
  await phone.client.next<{ entry: { id: string } }>('chat.entry', (each) => each.entry.id === entry.id);
  const { entries } = await desktop.client.request<EntryPage>('chat.history', { conversation: conversation.id });
  assert.deepEqual(entries.filter(({ kind }) => kind === 'message').map(({ parts }) => parts), [text('From the phone'), text('And from the desktop')]);
});

test('what somebody wrote before they signed in is their one conversation on every device', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const phone = await customer(url, { customerToken: await signed(mei) });
  const { visitor, token, conversation } = await talk(url);
  await visitor.close();
  const desktop = await customer(url, { token, customerToken: await signed(mei) });
  assert.equal(desktop.hello.conversation?.id, conversation);
  await phone.client.close();
  const again = await customer(url, { token: phone.hello.token, customerToken: await signed(mei) });
  assert.deepEqual([again.hello.participant, again.hello.conversation?.id], [desktop.hello.participant, conversation]);
});

test('two open conversations of one customer go on apart until one has ended, and agents see the one beside the other', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const phone = await customer(url, { tab: 'phone', customerToken: await signed(mei) });
  const first = await write(phone.client, 'From the phone');
  const { visitor, token, conversation } = await talk(url);
  const signedIn = await customer(url, { token, customerToken: await signed(mei) });
  assert.deepEqual([signedIn.hello.conversation?.id, signedIn.hello.token], [conversation, token]);
  const { entry } = await write(signedIn.client, 'Still here');
  assert.equal(entry.author.id, signedIn.hello.participant);

  await signedIn.client.request('conversation.end', { conversation });
  for (const client of [visitor, signedIn.client]) await client.close();
  const later = await customer(url, { token, customerToken: await signed(mei) });
  assert.deepEqual([later.hello.participant, later.hello.conversation?.id], [phone.hello.participant, first.conversation.id]);

  const sue = await supervisor(t, url);
  const { conversations } = await sue.request<Past>('desk.past', { conversation: first.conversation.id });
  assert.deepEqual(conversations.map(({ id }) => id), [conversation]);
  const { client: bob } = await agent(url, people.bob);
  await sue.request('desk.assign', { conversation: first.conversation.id, agent: 'bob' });
  const read = await bob.request<EntryPage>('chat.history', { conversation });
  assert.ok(read.entries.some(({ parts }) => JSON.stringify(parts) === JSON.stringify(text('Still here'))));
});

test('an agent who answers nobody of theirs reads nothing of a known customer', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const { client } = await customer(url, { customerToken: await signed(mei) });
  const { client: ann } = await agent(url, people.ann);
  const { client: bob } = await agent(url, people.bob);
  const { conversation } = await write(client, 'For one alone');
  const { entries } = await client.request<EntryPage>('chat.history', { conversation: conversation.id });
  const other = entries.some(({ parts }) => JSON.stringify(parts).includes('"ann"')) ? bob : ann;
  await assert.rejects(other.request('chat.history', { conversation: conversation.id }), refusedWith('CONVERSATION_NOT_FOUND'));
  await client.request('conversation.end', { conversation: conversation.id });
  await assert.rejects(other.request('chat.history', { conversation: conversation.id }), refusedWith('CONVERSATION_NOT_FOUND'));
});

test('whoever signed out is nobody: their token alone opens nothing', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const { client, hello } = await customer(url, { customerToken: await signed(mei) });
  await write(client, 'My order of yesterday');
  await client.close();
  const signedOut = await Client.open(url);
  await assert.rejects(signedOut.request('hello', customerHello({ token: hello.token })), refusedWith('TOKEN_INVALID'));
  assert.equal((await signedOut.closed).code, 4401);
  const next = await customer(url);
  assert.notEqual(next.hello.participant, hello.participant);
  assert.equal(next.hello.conversation, null);
});

test('so is whoever wrote before they signed in, once they signed out', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const { token } = await talk(url);
  await customer(url, { token, customerToken: await signed(mei) });
  const signedOut = await Client.open(url);
  await assert.rejects(signedOut.request('hello', customerHello({ token })), refusedWith('TOKEN_INVALID'));
});

test('the next customer at the same browser finds nothing of the one before', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const first = await customer(url, { customerToken: await signed(mei) });
  await write(first.client, 'My order of yesterday');
  for (const expires of [3_600, -3_600]) {
    const next = await customer(url, { token: first.hello.token, customerToken: await signed({ sub: 'user-8', name: 'Ken' }, { expires }) });
    assert.notEqual(next.hello.participant, first.hello.participant);
    assert.notEqual(next.hello.token, first.hello.token);
    assert.equal(next.hello.conversation, null);
  }
});

test('a word that has run out brings nobody in, and keeps nobody out', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const known = await customer(url, { customerToken: await signed(mei) });
  const { conversation } = await write(known.client, 'Hello');
  const old = await signed({ ...mei, name: 'Somebody Else' }, { expires: -3_600 });
  const stays = await customer(url, { token: known.hello.token, customerToken: old });
  assert.equal(stays.hello.conversation?.id, conversation.id);
  const stranger = await customer(url, { customerToken: old });
  assert.equal(stranger.hello.conversation, null);
  assert.notEqual(stranger.hello.participant, known.hello.participant);

  const sue = await supervisor(t, url);
  await write(stranger.client, 'Who am I?');
  const told = await sue.next<Told>('desk.conversation', (each) => each.conversation.id !== conversation.id);
  assert.deepEqual([told.conversation.customer.name, told.conversation.customer.known], [null, null]);
});

test('a word that ran out a day ago opens a customer’s chat no more, not even beside the token of their browser', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const known = await customer(url, { customerToken: await signed(mei) });
  const { conversation } = await write(known.client, 'Hello');
  const overNight = await customer(url, { token: known.hello.token, customerToken: await signed(mei, { expires: -23 * 3_600 }) });
  assert.equal(overNight.hello.conversation?.id, conversation.id);

  const old = await signed(mei, { expires: -25 * 3_600 });
  const later = await Client.open(url);
  await assert.rejects(later.request('hello', customerHello({ token: known.hello.token, customerToken: old })), refusedWith('TOKEN_INVALID'));
  assert.equal((await later.closed).code, 4401);
  const stranger = await customer(url, { customerToken: old });
  assert.equal(stranger.hello.conversation, null);
  const { hello } = await customer(url, { token: stranger.hello.token, customerToken: old });
  assert.equal(hello.participant, stranger.hello.participant);
});

test('a clock of the site’s that is a little behind harms nobody', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const first = await customer(url, { customerToken: await signed(mei) });
  const { hello } = await customer(url, { customerToken: await signed(mei, { expires: -30 }) });
  assert.equal(hello.participant, first.hello.participant);
});

const forgeries: readonly (readonly [what: string, token: () => Promise<string> | string])[] = [
  ['of another secret', () => signed(mei, { secret: 'another secret, just as long as this' })],
  ['of another kind', () => signed(mei, { algorithm: 'HS512', secret: SECRET.repeat(2) })],
  ['that is not signed', async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await signed(mei)).split('.')[1] ?? ''}.`],
  ['whose claims were changed', async () => (await signed(mei)).replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ ...mei, exp: 9e9 })).toString('base64url')}.`)],
  ['for nobody', () => signed({ name: 'Mei' })],
  ['whose id has spaces', () => signed({ sub: 'user 7' })],
  ['whose name is none', () => signed({ ...mei, name: 7 })],
  ['that never runs out', () => new SignJWT(mei).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET))],
  ['that would run out in fifty thousand years', () => signed(mei, { expires: 1e12 })],
  ['that is no token', () => 'user-7'],
];
for (const [what, token] of forgeries) {
  test(`a customer’s token ${what} is refused, and nobody is let in by it`, async (t) => {
    const { url } = await serve(t, { config: vouching() });
    const unharmed = await bystander(t, url);
    const forged = await token();
    const client = await Client.open(url);
    await assert.rejects(client.request('hello', customerHello({ customerToken: forged })), refusedWith('CUSTOMER_TOKEN_INVALID'));
    assert.deepEqual(await client.closed, { code: 4403, reason: 'CUSTOMER_TOKEN_INVALID' });
    await unharmed();
  });
}

test('whoever is given a token at each hello is counted, whatever they show: two accounts are no way past the limit', async (t) => {
  const ways: readonly (readonly [first: string | null, then: () => Promise<string>])[] = [
    [null, () => signed(mei)],
    [await signed(mei), () => signed({ sub: 'user-8' })],
    [await signed(mei), () => signed({ sub: 'user-8' }, { expires: -3_600 })],
  ];
  for (const [customerToken, then] of ways) {
    const { url } = await serve(t, { config: config({ customerSecret: SECRET }, { limits: { visitorsPerMinute: 3 } }) });
    const { hello } = await customer(url, { customerToken });
    for (let n = 0; n < 2; n += 1) await customer(url, { token: hello.token, customerToken: await then() });
    const client = await Client.open(url);
    await assert.rejects(client.request('hello', customerHello({ token: hello.token, customerToken: await then() })), refusedWith('RATE_LIMITED', false));
    const known = await customer(url, { token: hello.token, customerToken });
    assert.equal(known.hello.participant, hello.participant);
  }
});

test('what stands on one line is shown of a name, whatever the customer called themselves, and a long one is cut', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const sue = await supervisor(t, url);
  const name = `  Mei\u202E\n\u0000 Tanaka${'🍵'.repeat(200)}`;
  const { client } = await customer(url, { customerToken: await signed({ sub: 'user-7', name, email: `${'m'.repeat(300)}@home.example` }) });
  await write(client, 'Hello');
  const { conversation } = await sue.next<Told>('desk.conversation', (each) => each.conversation.customer.known !== null);
  assert.equal(conversation.customer.name, `Mei Tanaka${'🍵'.repeat(90)}`);
  assert.equal(conversation.customer.known?.email, null);
});

test('a customer of ever so many visits has a past that agents can read', async (t) => {
  const folder = dataDir(t);
  const { url } = await serve(t, { config: vouching(), dataDir: folder });
  const sue = await supervisor(t, url);
  const { client } = await customer(url, { customerToken: await signed(mei) });
  const first = await write(client, 'Hello');
  await client.request('conversation.end', { conversation: first.conversation.id });
  const next = await write(client, 'Me again');
  const sqlite = await openSqlite(join(folder, 'warmline.db'));
  t.after(() => sqlite.close());
  sqlite.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000)
    insert into visitors (id, site, code, customer, language, time_zone, screen_share, created_at, seen_at) select 'v' || i, 'demo', 'ABCD', (select id from customers), 'en', 'UTC', 0, 1, 1 from n`);
  const { conversations } = await sue.request<Past>('desk.past', { conversation: next.conversation.id });
  assert.deepEqual(conversations.map(({ id }) => id), [first.conversation.id]);
  const { client: bob } = await agent(url, people.bob);
  await sue.request('desk.assign', { conversation: next.conversation.id, agent: 'bob' });
  assert.equal((await bob.request<EntryPage>('chat.history', { conversation: first.conversation.id })).entries[0]?.seq, 1);
});

test('a site without a secret vouches for nobody, and one site’s word is nothing to another', async (t) => {
  const { sites, ...more } = vouching();
  const [demo] = sites;
  const secret = 'the other site’s secret, just as long';
  const others = [{ ...demo, id: 'other', name: 'Other', customerSecret: secret }, { id: 'plain', name: 'Plain', origins: [], ownOrigin: true }];
  const { url } = await serve(t, { config: { ...more, sites: [...sites, ...others] } as ReturnType<typeof config> });
  for (const site of ['other', 'plain']) {
    const client = await Client.open(url);
    await assert.rejects(client.request('hello', customerHello({ site, customerToken: await signed(mei) })), refusedWith('CUSTOMER_TOKEN_INVALID'), site);
  }
  const here = await customer(url, { customerToken: await signed(mei) });
  const there = await customer(url, { site: 'other', customerToken: await signed(mei, { secret }) });
  assert.notEqual(here.hello.participant, there.hello.participant);
});

test('a secret may stand in the environment', async (t) => {
  const { url } = await serve(t, { config: config({ customerSecretEnv: 'SHOP_SECRET' }), environment: { SHOP_SECRET: SECRET } });
  const first = await customer(url, { customerToken: await signed(mei) });
  const second = await customer(url, { customerToken: await signed(mei) });
  assert.equal(first.hello.participant, second.hello.participant);
});

const newer = 'the secret that takes the place of the other one';
for (const [where, site, environment] of [
  ['the configuration', { customerSecret: [newer, SECRET] }, {}],
  ['the environment', { customerSecretEnv: ['SHOP_NEW', 'SHOP_OLD'] }, { SHOP_NEW: newer, SHOP_OLD: SECRET }],
] as const) {
  test(`while a site changes its secret, in ${where}, a token made with either is good, one that has run out is known as such, and any other is refused`, async (t) => {
    const { url } = await serve(t, { config: config(site), environment });
    const before = await customer(url, { customerToken: await signed(mei) });
    const after = await customer(url, { customerToken: await signed(mei, { secret: newer }) });
    assert.equal(before.hello.participant, after.hello.participant);
    const late = await customer(url, { customerToken: await signed(mei, { expires: -3_600 }) });
    assert.notEqual(late.hello.participant, before.hello.participant);
    const client = await Client.open(url);
    const forged = await signed(mei, { secret: 'a secret that is neither of the two of this site' });
    await assert.rejects(client.request('hello', customerHello({ customerToken: forged })), refusedWith('CUSTOMER_TOKEN_INVALID'));
  });
}

test('what the site says of a customer today is what agents see', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const sue = await supervisor(t, url);
  const { client, hello } = await customer(url, { customerToken: await signed({ sub: 'user-7' }) });
  await write(client, 'Hello');
  await sue.next<Told>('desk.conversation', ({ conversation }) => conversation.customer.known?.email === null && conversation.customer.name === null);
  await customer(url, { token: hello.token, customerToken: await signed(mei) });
  await sue.next<Told>('desk.conversation', ({ conversation }) => conversation.customer.name === 'Mei Tanaka');
});

test('a known customer’s call names them', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const { client: ann } = await agent(url, people.ann);
  const { client } = await customer(url, { customerToken: await signed(mei) });
  const { conversation } = await write(client, 'Call me');
  await start(ann, conversation.id, 'call-1');
  const { participants } = await phase(client, 'ringing');
  assert.equal(participants.find(({ role }) => role === 'customer')?.name, 'Mei Tanaka');
});

test('a page of before they signed in hears nothing of what the customer says from then on', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const { visitor, token, conversation } = await talk(url);
  const signedIn = await customer(url, { token, customerToken: await signed(mei) });
  assert.deepEqual(await visitor.closed, { code: 4401, reason: 'TOKEN_INVALID' });
  assert.equal(signedIn.hello.conversation?.id, conversation);
  await write(signedIn.client, 'My card number is 4000');
});

test('a page of before they signed in that holds a call keeps it', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const talking = await talk(url);
  await activeCall(talking, 'call-1');
  const { client } = await customer(url, { token: talking.token, tab: 'tab-2', customerToken: await signed(mei) });
  await client.request('ping', {});
  await talking.visitor.request('ping', {});
  assert.equal(talking.visitor.socket.readyState, talking.visitor.socket.OPEN);
});

test('whoever only looked before they signed in is told nothing of the customer, and stays who they were once they signed out', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const before = await customer(url);
  const signedIn = await customer(url, { token: before.hello.token, customerToken: await signed(mei) });
  assert.notEqual(signedIn.hello.participant, before.hello.participant);
  await write(signedIn.client, 'My order of yesterday');
  await before.client.request('ping', {});
  assert.deepEqual(before.client.events.filter(({ method }) => method === 'chat.entry'), []);
  const after = await customer(url, { token: before.hello.token });
  assert.equal(after.hello.participant, before.hello.participant);
});

test('somebody who signs in while they are in a call stays in it', async (t) => {
  const { url } = await serve(t, { config: vouching() });
  const phone = await customer(url, { customerToken: await signed(mei) });
  await phone.client.close();
  const talking = await talk(url);
  await activeCall(talking, 'call-1');
  const { hello } = await customer(url, { token: talking.token, customerToken: await signed(mei) });
  assert.equal((hello.call as { call: { id: string } } | null)?.call.id, 'call-1');
});

test('on a full disk a known customer is greeted as who they are', async (t) => {
  const folder = dataDir(t);
  const { url } = await serve(t, { config: vouching(), dataDir: folder, maxPages });
  const known = await customer(url, { customerToken: await signed(mei) });
  const { conversation } = await write(known.client, 'Hello');
  await fillDisk(t, folder);
  const { hello } = await customer(url, { token: known.hello.token, customerToken: await signed({ ...mei, name: 'Mei Sato' }) });
  assert.equal(hello.conversation?.id, conversation.id);
});

test('what the site said of a customer who never wrote is forgotten with them', async (t) => {
  const clock = new TestClock();
  const folder = dataDir(t);
  const server = await serve(t, { config: vouching(), clock, dataDir: folder });
  const quiet = await customer(server.url, { customerToken: await signed(mei) });
  const talker = await customer(server.url, { customerToken: await signed({ sub: 'user-8', name: 'Ken' }) });
  await write(talker.client, 'Hello');
  for (const { client } of [quiet, talker]) await client.close();
  clock.move(62 * DAY);
  const greeted: CustomerHello = (await customer(server.url)).hello;
  assert.equal(greeted.conversation, null);
  await server.close();
  const sqlite = await openSqlite(join(folder, 'warmline.db'));
  t.after(() => sqlite.close());
  assert.deepEqual(sqlite.prepare('select subject from customers').all([]).map((row) => ({ ...(row as object) })), [{ subject: 'user-8' }]);
});
