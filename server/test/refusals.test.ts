import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { CallAck } from '../../src/protocol/call-wire.ts';
import type { AgentConversation, EntryPage } from '../../src/protocol/conversation.ts';
import { PROTOCOL } from '../../src/protocol/limits.ts';
import type { Sent } from '../../src/protocol/results.ts';
import type { ConfigInput } from '../src/config/schema.ts';
import { bystander } from './support/bystander.ts';
import { accept, command, phase, start, talk, text } from './support/call.ts';
import { agent, agentWith, Client, customer, customerHello, signIn, socketToken } from './support/client.ts';
import { TestClock } from './support/clock.ts';
import { config, dataDir, people, serve } from './support/place.ts';
import { serverProcess } from './support/process.ts';

const refusedWith = (code: string, permanent = true) => ({ code, permanent });

test('an unknown site is refused by name, and the socket closed', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  const client = await Client.open(url);
  await assert.rejects(client.request('hello', customerHello({ site: 'nowhere' })), refusedWith('UNKNOWN_SITE'));
  assert.deepEqual(await client.closed, { code: 4403, reason: 'UNKNOWN_SITE' });
  await unharmed();
});

test('a page of a foreign origin is refused, also one that only looks alike', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'https://shop.example:8443', 'null']) {
    const client = await Client.open(url, { origin });
    await assert.rejects(client.request('hello', customerHello()), refusedWith('FOREIGN_ORIGIN'), origin);
    assert.equal((await client.closed).code, 4403);
  }
  const { client } = await customer(url, {}, { origin: 'https://shop.example' });
  await client.close();
  await unharmed();
});

test('the server’s owner finds in the log whose pages were refused and which host they asked for: once each, and not without end', async (t) => {
  const folder = dataDir(t);
  const { url, child, logged, kill } = await serverProcess(t, { DATA_DIR: folder, LOG_LEVEL: 'warn' }, folder);
  const { host } = new URL(url);
  const signingIn = (origin: string): Promise<Response> => fetch(`${url}/v1/agent/sign-in`, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: '{}' });
  const greeted = async (hello: Record<string, unknown>, origin: string, code = 'FOREIGN_ORIGIN'): Promise<void> => {
    const client = await Client.open(url, { origin });
    await assert.rejects(client.request('hello', hello), refusedWith(code));
    await client.close();
  };
  for (let n = 0; n < 2; n += 1) {
    const response = await signingIn('https://chat.example:8443');
    assert.deepEqual([response.status, await response.json()], [403, { error: { code: 'FOREIGN_ORIGIN' } }]);
    await greeted(customerHello(), 'https://shop.example/basket?id=7');
    await greeted({ protocol: PROTOCOL, role: 'agent', token: 'none', tab: 'desk', language: 'en', features: [], resume: [] }, 'https://desk.example');
    await greeted(customerHello({ site: 'shpo' }), 'https://shop.example', 'UNKNOWN_SITE');
  }
  const named = { code: 'FOREIGN_ORIGIN', host };
  const lines = [{ ...named, origin: 'https://chat.example:8443' }, { ...named, origin: 'https://shop.example', site: 'demo' }, { ...named, origin: 'https://desk.example' }, { host, code: 'UNKNOWN_SITE', origin: 'https://shop.example', site: 'shpo' }];
  await Promise.all(Array.from({ length: 150 }, (_, n) => signingIn(`https://${n}.example`)));
  await Promise.all([once(child, 'close'), kill('SIGTERM')]);
  assert.deepEqual(logged().slice(0, 4).map(({ level, time: _time, msg, ...line }) => [level, line, typeof msg]), lines.map((line) => [40, line, 'string']));
  assert.equal(logged().length, 100);
});

test('a forged token is refused, and so is a true one from another origin', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  const forged = await Client.open(url);
  await assert.rejects(forged.request('hello', customerHello({ token: 'A'.repeat(43) })), refusedWith('TOKEN_INVALID'));
  assert.equal((await forged.closed).code, 4401);

  const { client, hello } = await customer(url, {}, { origin: 'https://shop.example' });
  await client.close();
  const elsewhere = await Client.open(url);
  await assert.rejects(elsewhere.request('hello', customerHello({ token: hello.token })), refusedWith('TOKEN_INVALID'));
  await unharmed();
});

test('a token of another site is refused, though the page is the same', async (t) => {
  const { sites, ...more } = config();
  const { url } = await serve(t, { config: { ...more, sites: [...sites, ...sites.map((each) => ({ ...each, id: 'other' }))] } });
  const { hello } = await customer(url);
  const client = await Client.open(url);
  await assert.rejects(client.request('hello', customerHello({ site: 'other', token: hello.token })), refusedWith('TOKEN_INVALID'));
  assert.equal((await client.closed).code, 4401);
});

test('an agent says hello from this server’s pages and from those that are named, and from no other', async (t) => {
  const { url } = await serve(t, { config: config({}, { agentOrigins: ['https://desk.example'] }) });
  const cookie = await signIn(url, people.ann);
  const hello = async (origin: string): Promise<Client> => {
    const client = await Client.open(url, { origin });
    const token = await socketToken(url, cookie);
    await client.request('hello', { protocol: PROTOCOL, role: 'agent', token, tab: 'desk', language: 'en', features: [], resume: [] });
    return client;
  };
  for (const origin of [url, 'https://desk.example']) await (await hello(origin)).close();
  for (const origin of ['https://evil.example', 'https://shop.example', 'null']) await assert.rejects(hello(origin), refusedWith('FOREIGN_ORIGIN'), origin);
});

test('a renewed token leaves the former one an hour for another tab, and no longer', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { hello: first } = await customer(url);
  clock.move(2 * 86_400_000);
  const { hello: renewed } = await customer(url, { token: first.token });
  assert.notEqual(renewed.token, first.token);
  await customer(url, { token: renewed.token });
  clock.move(59 * 60_000);
  const { hello: other } = await customer(url, { token: first.token, tab: 'tab-2' });
  assert.equal(other.participant, first.participant);
  clock.move(60_000);
  await assert.rejects(customer(url, { token: first.token, tab: 'tab-2' }), refusedWith('TOKEN_EXPIRED'));
});

test('a token expires after thirty days away, and slides on for those who come back', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const first = await customer(url);
  await first.client.close();

  clock.move(20 * 86_400_000);
  const second = await customer(url, { token: first.hello.token });
  assert.equal(second.hello.participant, first.hello.participant);
  assert.notEqual(second.hello.token, first.hello.token);
  await second.client.close();

  clock.move(20 * 86_400_000);
  const third = await customer(url, { token: second.hello.token });
  assert.equal(third.hello.participant, first.hello.participant);
  await third.client.close();

  clock.move(31 * 86_400_000);
  const unharmed = await bystander(t, url);
  const late = await Client.open(url);
  await assert.rejects(late.request('hello', customerHello({ token: third.hello.token })), refusedWith('TOKEN_EXPIRED'));
  assert.equal((await late.closed).code, 4401);
  await unharmed();
});

test('a frame over 64 KiB closes its socket with 1009, also one of a megabyte', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  for (const size of [65_537, 1_048_576]) {
    const { client } = await customer(url);
    client.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'chat.send', params: { text: 'x'.repeat(size) } }));
    assert.equal((await client.closed).code, 1009);
  }
  await unharmed();
});

test('a message over 4 000 characters is refused for good and the socket stays', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  const { client } = await customer(url);
  await assert.rejects(client.request('chat.send', { clientId: 'long', parts: text('x'.repeat(4_001)) }), refusedWith('MESSAGE_TOO_LONG'));
  await assert.rejects(client.request('chat.send', { clientId: 'blank', parts: text(' \n ') }), refusedWith('MESSAGE_EMPTY'));
  const { entry } = await client.request<Sent>('chat.send', { clientId: 'right', parts: text('界'.repeat(4_000)) });
  assert.equal(entry.seq, 1);
  await unharmed();
});

test('a frame that is no frame is named and closes the socket', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  for (const frame of ['{', '[]', '"hello"', JSON.stringify({ jsonrpc: '1.0', id: 1, method: 'hello' }), JSON.stringify([{ jsonrpc: '2.0', id: 1, method: 'hello' }])]) {
    const { client } = await customer(url);
    client.send(frame);
    const { code } = await client.next<{ code: string }>('error');
    assert.equal(code, 'MALFORMED_FRAME');
    assert.equal((await client.closed).code, 4400);
  }
  const { client } = await customer(url);
  client.socket.send(Buffer.from([1, 2, 3]), { binary: true });
  assert.equal((await client.closed).code, 4400);
  await unharmed();
});

test('an unknown method and wrong parameters are told apart, and the socket stays', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  const { client } = await customer(url);
  await assert.rejects(client.request('chat.shout' as 'ping', {}), refusedWith('UNKNOWN_METHOD'));
  await assert.rejects(client.request('__proto__' as 'ping', {}), refusedWith('UNKNOWN_METHOD'));
  await assert.rejects(client.request('chat.history', { conversation: '../etc' }), refusedWith('INVALID_PARAMS'));
  await assert.rejects(client.request('hello', customerHello()), refusedWith('INVALID_PARAMS'));
  await client.request('ping', {});
  await unharmed();
});

test('of two hellos said at once on one socket only the first counts', async (t) => {
  const { url } = await serve(t, { config: config() });
  const client = await Client.open(url);
  const [first, second] = await Promise.allSettled([client.request('hello', customerHello()), client.request('hello', customerHello())]);
  assert.deepEqual([first.status, second.status], ['fulfilled', 'rejected']);
  await client.request('ping', {});
});

test('nothing works before hello, and a socket that never says it is closed after ten seconds', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const client = await Client.open(url);
  await assert.rejects(client.request('chat.send', { clientId: 'm', parts: text('Hi') }), refusedWith('HELLO_FIRST'));
  clock.move(10_000);
  assert.equal((await client.next<{ code: string }>('error')).code, 'HELLO_TIMEOUT');
  assert.equal((await client.closed).code, 4408);
});

test('another protocol is refused before and after the upgrade', async (t) => {
  const { url } = await serve(t, { config: config() });
  const client = await Client.open(url);
  await assert.rejects(client.request('hello', customerHello({ protocol: 'warmline.v9' })), refusedWith('UNSUPPORTED_PROTOCOL'));
  assert.equal((await client.closed).code, 4403);
  const response = await fetch(`${url}/v1/socket`, { headers: { connection: 'close' } });
  assert.equal(response.status, 404);
});

test('a customer never reads, writes, ends or follows what is another customer’s', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client: one } = await customer(url);
  const { client: other } = await customer(url);
  const { conversation } = await one.request<Sent>('chat.send', { clientId: 'm1', parts: text('Private') });
  const named = { conversation: conversation.id };
  await assert.rejects(other.request('chat.history', named), refusedWith('CONVERSATION_NOT_FOUND'));
  await assert.rejects(other.request('chat.read', { ...named, seq: 1 }), refusedWith('CONVERSATION_NOT_FOUND'));
  await assert.rejects(other.request('conversation.end', named), refusedWith('CONVERSATION_NOT_FOUND'));
  await assert.rejects(other.request('desk.watch', { ...named, on: true }), refusedWith('FORBIDDEN'));
  await assert.rejects(other.request('desk.status', { status: 'away' }), refusedWith('FORBIDDEN'));
  other.notify('chat.typing', { ...named, on: true });
  const written = await other.request<Sent>('chat.send', { ...named, clientId: 'm1', parts: text('Mine') });
  assert.notEqual(written.conversation.id, conversation.id);
  const { missed } = (await customer(url, { resume: [{ conversation: conversation.id, seq: 0 }] })).hello;
  assert.deepEqual(missed, []);
  assert.equal((await one.request<EntryPage>('chat.history', named)).entries.length, 1);
});

test('an agent writes only where they answer, and a supervisor anywhere', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { conversation } = await talk(url);
  const { client: bob } = await agent(url, people.bob);
  const { client: sue } = await agent(url, people.sue);
  const message = { conversation, parts: text('Hello from the side') };
  await assert.rejects(bob.request('chat.send', { ...message, clientId: 'b' }), refusedWith('CONVERSATION_NOT_FOUND'));
  await assert.rejects(bob.request('desk.assign', { conversation, agent: 'bob' }), refusedWith('CONVERSATION_NOT_FOUND'));
  await assert.rejects(bob.request('chat.send', { clientId: 'b2', parts: text('To whom?') }), refusedWith('INVALID_PARAMS'));
  await sue.request('chat.send', { ...message, clientId: 's' });
  await assert.rejects(sue.request('desk.assign', { conversation, agent: 'nobody' }), refusedWith('AGENT_NOT_FOUND'));
});

test('an agent’s message under the name of one in another conversation is refused, and not answered as if it had been sent', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, conversation } = await talk(url);
  const { client: other } = await customer(url);
  const second = await other.request<Sent>('chat.send', { clientId: 'second', parts: text('Hello') });
  const { entry } = await ann.request<Sent>('chat.send', { conversation, clientId: 'same', parts: text('To the first') });
  const again = { conversation: second.conversation.id, clientId: 'same', parts: text('To the second') };
  await assert.rejects(ann.request('chat.send', again), refusedWith('INVALID_PARAMS'));
  const repeated = await ann.request<Sent>('chat.send', { conversation, clientId: 'same', parts: text('To the first') });
  assert.equal(repeated.entry.id, entry.id);
});

test('a customer’s message that began a conversation which has ended since is answered as it was, and begins no second one', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client } = await customer(url);
  const message = { clientId: 'first', parts: text('Hello') };
  const first = await client.request<Sent>('chat.send', message);
  await client.request('conversation.end', { conversation: first.conversation.id });
  const repeated = await client.request<Sent>('chat.send', message);
  assert.deepEqual([repeated.entry.id, repeated.conversation.id, repeated.conversation.state], [first.entry.id, first.conversation.id, 'ended']);
});

test('calling that is off is refused, and video on a voice site', async (t) => {
  const off = await serve(t, { config: config({ calling: 'none' }) });
  const unharmed = await bystander(t, off.url);
  const silent = await talk(off.url);
  await assert.rejects(start(silent.ann, silent.conversation, 'call-1'), refusedWith('CALLING_OFF'));
  await unharmed();

  const voice = await serve(t, { config: config({ calling: 'voice' }) });
  const spoken = await talk(voice.url);
  await assert.rejects(start(spoken.ann, spoken.conversation, 'call-1'), refusedWith('VIDEO_OFF'));
  const ack = await start(spoken.ann, spoken.conversation, 'call-2', { media: 'audio', camera: 'unasked' });
  assert.deepEqual(ack.call.choices, ['audio']);
  assert.equal((await accept(spoken.visitor, 'call-2')).refusal, 'not-allowed');
  assert.equal((await accept(spoken.visitor, 'call-2', { choice: 'audio' })).refusal, null);
});

test('a call that the site may not carry any more since the server was started again gets no grant, from whichever command', async (t) => {
  const dataDirectory = dataDir(t);
  const first = await serve(t, { config: config(), dataDir: dataDirectory });
  const { ann, cookie, token, conversation } = await talk(first.url);
  const { lease } = await start(ann, conversation, 'call-1');
  await first.close();

  const livekit = { eu: { url: 'ws://127.0.0.1:9', key: 'key', secret: 'a secret of thirty-two characters' } };
  const second = await serve(t, { config: config({ media: 'livekit' }, { livekit }), dataDir: dataDirectory, port: first.port });
  const { client: visitor } = await customer(second.url, { token });
  await assert.rejects(accept(visitor, 'call-1'), refusedWith('CALLING_OFF'));
  const { client: back } = await agentWith(second.url, cookie);
  await assert.rejects(command(back, 'call.reclaim', 'call-1', { lease, tab: 'desk-1', outcome: 'none' }), refusedWith('CALLING_OFF'));
  await assert.rejects(back.request('call.grant', { callId: 'call-1', lease }), refusedWith('CALLING_OFF'));
  await second.close();

  // Nor where the site itself is no more.
  const third = await serve(t, { config: config({ id: 'other' }), dataDir: dataDirectory, port: first.port });
  const { client: again } = await agentWith(third.url, cookie);
  await assert.rejects(again.request('call.grant', { callId: 'call-1', lease }), refusedWith('CALLING_OFF'));
  await assert.rejects(start(again, conversation, 'call-2'), refusedWith('CALLING_OFF'));
});

test('a browser that cannot call, and a customer who is gone, ring nowhere', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config(), clock });
  const { client: ann } = await agent(url, people.ann);
  const { client } = await customer(url, { capabilities: { calls: 'insecure', screenShare: false } });
  const { conversation } = await client.request<Sent>('chat.send', { clientId: 'm', parts: text('Hi') });
  await assert.rejects(start(ann, conversation.id, 'call-1'), refusedWith('CUSTOMER_CANNOT_CALL'));

  const { client: other } = await customer(url);
  const gone = await other.request<Sent>('chat.send', { clientId: 'm', parts: text('Hi') });
  await other.close();
  await ann.request('ping', {});
  clock.move(3_000);
  await ann.next<{ conversation: { id: string; customer: { online: boolean } } }>(
    'desk.conversation',
    (each) => each.conversation.id === gone.conversation.id && !each.conversation.customer.online,
  );
  await assert.rejects(start(ann, gone.conversation.id, 'call-2'), refusedWith('CUSTOMER_AWAY', false));
});

test('accepting a call that ended says so, with the record and why', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  const { ann, visitor, conversation } = await talk(url);
  await start(ann, conversation, 'call-1');
  await command(ann, 'call.end', 'call-1');
  const late = await accept(visitor, 'call-1');
  assert.equal(late.refusal, 'ended');
  assert.equal(late.lease, undefined);
  assert.equal(late.grant, undefined);
  assert.equal(late.call.state.phase === 'ended' && late.call.state.reason, 'cancelled');
  await unharmed();
});

test('of two tabs that accept at once one wins, and the other is told “elsewhere”', async (t) => {
  const { url } = await serve(t, { config: config() });
  const unharmed = await bystander(t, url);
  const { ann, visitor, token, conversation } = await talk(url);
  const { client: second } = await customer(url, { token, tab: 'tab-2' });
  await start(ann, conversation, 'call-1');
  const acks = await Promise.all([accept(visitor, 'call-1', { tab: 'tab-1' }), accept(second, 'call-1', { tab: 'tab-2' })]);
  assert.deepEqual(acks.map((each) => each.refusal).sort(), ['elsewhere', null].sort());
  const winner = acks.find((each) => each.refusal === null);
  const loser = acks.find((each) => each.refusal !== null);
  assert.ok(winner?.lease !== undefined && winner.grant !== undefined);
  assert.ok(loser !== undefined && loser.lease === undefined && loser.grant === undefined);
  await phase(second, 'claimed');
  await unharmed();
});

test('a call is nobody’s but its two people’s', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor, conversation } = await talk(url);
  const { lease = '' } = await start(ann, conversation, 'call-1');
  const { client: stranger } = await customer(url);
  const { client: bob } = await agent(url, people.bob);
  for (const method of ['call.accept', 'call.decline', 'call.end'] as const) {
    await assert.rejects(command(stranger, method, 'call-1', { tab: 'tab-1', choice: 'audio' }), refusedWith('CALL_NOT_FOUND'));
  }
  await assert.rejects(command(bob, 'call.end', 'call-1'), refusedWith('CALL_NOT_FOUND'));
  await assert.rejects(stranger.request('call.grant', { callId: 'call-1', lease }), refusedWith('CALL_NOT_FOUND'));
  await assert.rejects(visitor.request('call.grant', { callId: 'call-1', lease }), refusedWith('LEASE_LOST'));
  await assert.rejects(command(ann, 'call.accept', 'call-1', { tab: 'desk-1', choice: 'audio' }), refusedWith('FORBIDDEN'));
  await assert.rejects(start(visitor, conversation, 'call-2'), refusedWith('FORBIDDEN'));
  const { grant } = await ann.request<{ grant: CallAck['grant'] }>('call.grant', { callId: 'call-1', lease });
  assert.equal(grant?.backend, 'webrtc');
  await ann.request('call.end', { callId: 'call-1', commandId: 'hang-up' });
  await assert.rejects(visitor.request('call.end', { callId: 'call-1', commandId: 'hang-up' }), refusedWith('FORBIDDEN'));
});

test('ringing in another site’s conversation, or under the name of another agent’s call, tells as little as what is not there', async (t) => {
  const both = config();
  const [ann, ...others] = both.agents;
  const sites = [...both.sites, { id: 'tea', name: 'Tea', origins: ['https://tea.example'], calling: 'voice-and-video' as const }];
  const { url } = await serve(t, { config: { ...both, sites, agents: [{ ...ann, sites: ['demo'] }, ...others] } as ConfigInput });
  const { client: guest } = await customer(url, { site: 'tea' }, { origin: 'https://tea.example' });
  const tea = await guest.request<Sent>('chat.send', { clientId: 'm1', parts: text('Hello') });
  const { client: bob } = await agent(url, people.bob);
  await bob.next<{ conversation: AgentConversation }>('desk.conversation', (each) => each.conversation.agent?.id === 'bob');
  await start(bob, tea.conversation.id, 'call-1');

  const talking = await talk(url);
  await (await agent(url, people.sue)).client.request('desk.assign', { conversation: talking.conversation, agent: 'ann' });
  for (const conversation of [tea.conversation.id, 'invented']) {
    for (const callId of ['call-1', 'call-2']) await assert.rejects(start(talking.ann, conversation, callId), refusedWith('CONVERSATION_NOT_FOUND'));
  }
  await assert.rejects(start(talking.ann, talking.conversation, 'call-1'), refusedWith('CALL_NOT_FOUND'));
  assert.equal((await start(talking.ann, talking.conversation, 'call-2')).refusal, null);
});

test('whoever floods is slowed down, and told to try again later', async (t) => {
  const { url } = await serve(t, { config: config({}, { limits: { messagesPerSecond: 0.1, messagesBurst: 3 } }) });
  const { client } = await customer(url);
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, (_, n) => client.request('chat.send', { clientId: `m${n}`, parts: text('Hi') })));
  assert.deepEqual(
    outcomes.map((each) => each.status),
    ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'],
  );
  await assert.rejects(client.request('chat.send', { clientId: 'm9', parts: text('Hi') }), refusedWith('RATE_LIMITED', false));
});

test('whoever floods with frames of any kind is slowed down, and nobody else', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({}, { limits: { framesPerSecond: 1, framesBurst: 5 } }), clock });
  const { client: calm } = await customer(url);
  const { client } = await customer(url);
  const ping = (): Promise<unknown> => client.request('ping', {});
  for (let n = 0; n < 4; n += 1) await ping();
  await assert.rejects(ping(), refusedWith('RATE_LIMITED', false));
  await calm.request('ping', {});
  clock.move(1_000);
  await ping();
});

test('new visitors of one address are let in so many a minute, known ones always', async (t) => {
  const clock = new TestClock();
  const { url } = await serve(t, { config: config({}, { limits: { visitorsPerMinute: 2 } }), clock });
  const { hello } = await customer(url);
  await customer(url);
  await assert.rejects(customer(url), refusedWith('RATE_LIMITED', false));
  await customer(url, { token: hello.token });
  clock.move(60_000);
  await customer(url);
});

test('one customer’s sockets are counted, and another’s are not', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client, hello } = await customer(url);
  const sockets = [client];
  while (sockets.length < 100) sockets.push((await customer(url, { token: hello.token })).client);
  const late = await Client.open(url);
  const again = (): Promise<unknown> => late.request('hello', customerHello({ token: hello.token }));
  await assert.rejects(again(), refusedWith('RATE_LIMITED', false));
  await customer(url);
  // With the room that one of them leaves, the same socket may ask again; the server hears of it in its own time.
  await sockets.pop()?.close();
  const isRefused = (): Promise<boolean> => again().then(() => false, () => true);
  while (await isRefused());
});
