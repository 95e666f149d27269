import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentConversation, EntryPage } from '../../src/protocol/conversation.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import { PROTOCOL } from '../../src/protocol/limits.ts';
import type { AgentHello, Sent } from '../../src/protocol/results.ts';
import { commandId, talk, text } from './support/call.ts';
import { agent, Client, signIn, socketToken } from './support/client.ts';
import { config, people, serve } from './support/place.ts';

/** How often two frames are sent at once: that the server takes them up in one turn is likely, and no more. */
const TRIES = 8;

const listed = (client: Client, hello: AgentHello, conversation: string): AgentConversation | undefined => {
  const told = client.events.flatMap(({ method, params }) => (method === 'desk.conversation' ? [(params as { conversation: AgentConversation }).conversation] : []));
  return [...hello.conversations, ...told].findLast(({ id }) => id === conversation);
};

const helloOf = async (url: string, cookie: string): Promise<object> => ({
  protocol: PROTOCOL,
  role: 'agent',
  token: await socketToken(url, cookie),
  tab: 'desk-1',
  language: 'en',
  features: [],
  resume: [],
});

test('an agent’s page learns what happens in the very turn in which it says hello', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { visitor, conversation } = await talk(url);
  const cookie = await signIn(url, people.sue);
  for (let n = 0; n < TRIES; n += 1) {
    const sue = await Client.open(url);
    const hello = sue.request<AgentHello>('hello', await helloOf(url, cookie));
    const { entry } = await visitor.request<Sent>('chat.send', { clientId: commandId(), parts: text('Are you there?') });
    const said = await hello;
    await sue.request('ping', {});
    assert.equal(listed(sue, said, conversation)?.lastSeq, entry.seq);
    await sue.close();
  }
});

test('nor does a page that says hello go on showing what is erased in that turn', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { ann, cookie, visitor, conversation } = await talk(url);
  await ann.close();
  const { client: sue } = await agent(url, people.sue);
  for (let n = 0; n < TRIES; n += 1) {
    const { entry } = await visitor.request<Sent>('chat.send', { clientId: commandId(), parts: text('My number is 4111') });
    const back = await Client.open(url);
    const hello = back.request<AgentHello>('hello', await helloOf(url, cookie));
    await sue.request('desk.erase', { conversation, seq: entry.seq });
    const said = await hello;
    await back.request('ping', {});
    assert.equal(listed(back, said, conversation)?.lastEntry?.kind, 'erased');
    await back.close();
  }
});

test('whoever begins to watch hears what is written from then on, in that very turn too', async (t) => {
  const { url } = await serve(t, { config: config() });
  const { visitor, conversation } = await talk(url);
  const { client: sue } = await agent(url, people.sue);
  for (let n = 0; n < TRIES; n += 1) {
    const watched = sue.request('desk.watch', { conversation, on: true });
    const reading = sue.request<EntryPage>('chat.history', { conversation });
    const { entry } = await visitor.request<Sent>('chat.send', { clientId: commandId(), parts: text('Are you there?') });
    await watched;
    const { entries } = await reading;
    await sue.request('ping', {});
    const heard = sue.events.splice(0).flatMap(({ method, params }) => (method === 'chat.entry' ? [(params as { entry: Entry }).entry] : []));
    assert.ok([...entries, ...heard].some(({ id }) => id === entry.id), `neither read nor heard in try ${n}`);
    await sue.request('desk.watch', { conversation, on: false });
  }
});
