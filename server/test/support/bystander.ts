import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { EntryPage } from '../../../src/protocol/conversation.ts';
import type { Sent } from '../../../src/protocol/results.ts';
import { commandId, text } from './call.ts';
import { customer } from './client.ts';

/** What concerns a bystander's own conversation and site, whatever happens to others. */
const own: readonly string[] = ['chat.entry', 'conversation.changed', 'site.changed'];

/** Somebody else, who must not notice. The answer asks whether they did: what they hear, write, and find on their next page. */
export async function bystander(t: TestContext, url: string): Promise<(options?: { readonly writes: boolean }) => Promise<void>> {
  const { client, hello } = await customer(url, { tab: 'bystander' });
  t.after(() => client.close());
  const { conversation } = await client.request<Sent>('chat.send', { clientId: 'bystander-1', parts: text('I am here') });
  const events = client.events.length;
  return async ({ writes } = { writes: true }) => {
    if (writes) {
      const { entry } = await client.request<Sent>('chat.send', { clientId: `bystander-${commandId()}`, parts: text('Still here') });
      assert.ok(entry.seq > 1);
    }
    const next = await customer(url, { token: hello.token, tab: 'bystander' });
    assert.deepEqual([next.hello.participant, next.hello.conversation?.id], [hello.participant, conversation.id]);
    const { entries } = await next.client.request<EntryPage>('chat.history', { conversation: conversation.id });
    assert.deepEqual(entries[0]?.parts, text('I am here'));
    await next.client.close();
    await client.request('ping', {});
    assert.deepEqual(client.events.slice(events).filter(({ method }) => !own.includes(method)), []);
  };
}
