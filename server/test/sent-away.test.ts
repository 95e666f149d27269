import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { AgentConversation, EntryPage } from '../../src/protocol/conversation.ts';
import type { Sent } from '../../src/protocol/results.ts';
import { activeCall, command, commandId, talk, text } from './support/call.ts';
import { agent, Client, customer, customerHello, Refused } from './support/client.ts';
import { config, people, serve } from './support/place.ts';

interface Told {
  readonly conversation: AgentConversation;
}

test('whoever was signed out gives no command more, even where the close is never answered, and is cut off soon', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, cookie, visitor, conversation } = await talk(url);
  // Reads nothing more: not the close either.
  ann.socket.pause();
  await fetch(`${url}/v1/agent/sign-out`, { method: 'POST', headers: { cookie } });
  ann.send({ jsonrpc: '2.0', id: 90, method: 'chat.send', params: { conversation, clientId: 'late', parts: text('Still here') } });
  ann.socket.resume();
  await ann.closed;
  const { entries } = await visitor.request<EntryPage>('chat.history', { conversation });
  assert.deepEqual(entries.filter(({ kind, author }) => kind === 'message' && author.role === 'agent'), []);
});

test('a hello that names a conversation twice is refused', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { visitor, conversation, token } = await talk(url);
  await visitor.close();
  const client = await Client.open(url);
  const resume = [{ conversation, seq: 0 }, { conversation, seq: 0 }];
  await assert.rejects(client.request('hello', customerHello({ token, resume })), (error) => error instanceof Refused && error.code === 'INVALID_PARAMS');
});

test('agents hear of another page of a customer’s, and nothing where it is the same', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, visitor } = await talk(url);
  const page = { url: `${url}/kettles`, title: 'Kettles' };
  await visitor.request('customer.page', { page });
  await ann.next<Told>('desk.conversation', ({ conversation }) => conversation.customer.page?.title === 'Kettles');
  ann.skip();
  await visitor.request('customer.page', { page });
  await visitor.request('customer.page', { page: { ...page, title: 'Cups' } });
  const { conversation } = await ann.next<Told>('desk.conversation');
  assert.equal(conversation.customer.page?.title, 'Cups');
});

test('a page that says ever again that it is another is slowed, and its messages are not', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client } = await customer(url);
  const said = Array.from({ length: 40 }, (_, n) => client.request('customer.page', { page: { url: `${url}/${n}`, title: `${n}` } }));
  const refused = (await Promise.allSettled(said)).filter((each) => each.status === 'rejected' && (each.reason as Refused).code === 'RATE_LIMITED');
  assert.ok(refused.length > 0 && refused.length < 40);
  await client.request('chat.send', { clientId: commandId(), parts: text('Hello') });
});

test('an upgrade that leads nowhere leaves no half of a connection behind', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { port, hostname } = new URL(url);
  for (const path of ['/nope', '/v1/socket']) {
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    await once(socket, 'connect');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`);
    socket.resume();
    await once(socket, 'end');
    // Nobody is there any more: what is written now is answered with a reset.
    socket.on('error', () => undefined);
    const written = setInterval(() => socket.write('x'), 10);
    await new Promise((resolve) => socket.on('close', resolve));
    clearInterval(written);
  }
});

test('who was talked with in a call waits for no answer any more', async (t) => {
  const { url } = await serve(t, { config: config() });
  const both = await talk(url);
  await activeCall(both, 'call-1');
  await command(both.visitor, 'call.end', 'call-1');
  const { conversation } = await both.ann.next<Told>('desk.conversation', (each) => each.conversation.lastEntry?.kind === 'call');
  assert.equal(conversation.waitingSince, null);
});

test('how long an answer usually takes is told only while somebody has room for one more', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { client: ann } = await agent(url, people.ann);
  const expected = async (): Promise<number | null> => (await customer(url)).hello.site.answersIn;
  const answered = async (): Promise<string> => {
    const { client } = await customer(url);
    const { conversation } = await client.request<Sent>('chat.send', { clientId: commandId(), parts: text('Hello') });
    await ann.next<Told>('desk.conversation', (each) => each.conversation.id === conversation.id && each.conversation.agent?.id === 'ann');
    await ann.request('chat.send', { conversation: conversation.id, clientId: commandId(), parts: text('Good morning') });
    return conversation.id;
  };
  const first = [await answered(), await answered(), await answered()];
  assert.equal(await expected(), null);
  await ann.request('conversation.end', { conversation: first[0] });
  assert.equal(typeof (await expected()), 'number');
});
