import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sent } from '../../src/protocol/results.ts';
import { agent, customer } from './support/client.ts';
import { config, people, serve } from './support/place.ts';

const text = (words: string) => [{ type: 'text', text: words }];

test('a customer writes, the one agent who is there gets it at once, and answers', async (t) => {
  const server = await serve(t, { config: config() });
  const ann = await agent(server.url, people.ann);
  const { client, hello } = await customer(server.url);
  assert.equal(hello.site.staffed, true);
  assert.equal(hello.conversation, null);

  const sent = await client.request<Sent>('chat.send', { clientId: 'm1', parts: text('Hello') });
  assert.equal(sent.entry.seq, 1);
  assert.equal(sent.conversation.agent?.name, 'Ann');
  const seen = await ann.client.next<{ conversation: { id: string; unread: number } }>('desk.conversation');
  assert.equal(seen.conversation.id, sent.conversation.id);
  assert.equal(seen.conversation.unread, 1);

  await ann.client.request('chat.send', { conversation: sent.conversation.id, clientId: 'a1', parts: text('How can I help?') });
  const entry = await client.next<{ entry: { seq: number; author: { role: string } } }>('chat.entry', (each) => each.entry.seq === 3);
  assert.equal(entry.entry.author.role, 'agent');
  const seqs = client.events.flatMap((each) => (each.method === 'chat.entry' ? [(each.params as { entry: { seq: number } }).entry.seq] : []));
  assert.deepEqual(seqs, [1, 2, 3]);
});
