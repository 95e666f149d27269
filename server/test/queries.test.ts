import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import type { CallAck } from '../../src/protocol/call-wire.ts';
import { accept, activeCall, command, commandId, start, talk, text } from './support/call.ts';
import { agent, agentWith, customer } from './support/client.ts';
import { notedPlans } from './support/plans.ts';
import { config, people, serve } from './support/place.ts';

const SECRET = 'the site’s secret, 32 or more of it';

/** Tables that grow with every visit, message or call. What is open, or under way, is few: an index of that alone may be read through. */
const WHOLE = /^SCAN (visitors|customers|visitor_tokens|conversations|entries|read_marks|calls|call_commands)\b(?!.*\b(conversations_open|calls_live_by_conversation|calls_live_by_agent)\b)/;

test('nothing that a hello, a message or a call asks of the database reads through all that was ever stored', async (t) => {
  const plans = notedPlans(t);
  const { url } = await serve(t, { config: config({ customerSecret: SECRET }) });
  plans.clear();

  const { client: sue } = await agent(url, people.sue);
  const talking = await talk(url);
  const { ann, visitor, token, cookie, conversation } = talking;
  await ann.request('chat.send', { conversation, clientId: commandId(), parts: text('Good morning') });
  await ann.request('chat.read', { conversation, seq: 1 });
  visitor.notify('chat.typing', { conversation, on: true });
  await visitor.request('chat.read', { conversation, seq: 2 });
  await visitor.request('chat.history', { conversation, before: 2 });
  await visitor.request('chat.history', { conversation, past: true });
  await visitor.request('customer.page', { page: { url: `${url}/cart`, title: 'Cart' } });
  await sue.request('desk.watch', { conversation, on: true });
  await sue.request('desk.assign', { conversation, agent: 'ann' });
  await ann.request('desk.past', { conversation });
  await ann.request('desk.status', { status: 'available' });
  await customer(url, { token, resume: [{ conversation, seq: 1 }] });
  await agentWith(url, cookie, { resume: [{ conversation, seq: 1 }] });

  const { customer: lease } = await activeCall(talking, 'call-1');
  const back = await command(visitor, 'call.reclaim', 'call-1', { lease, tab: 'tab-1', outcome: 'none' });
  await visitor.request<CallAck>('call.grant', { callId: 'call-1', lease: back.lease });
  await command(visitor, 'call.end', 'call-1');
  await start(ann, conversation, 'call-2');
  await accept(visitor, 'call-2');
  await visitor.request('conversation.end', { conversation });

  const word = await new SignJWT({ sub: 'user-7' }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new TextEncoder().encode(SECRET));
  const known = await customer(url, { token, customerToken: word });
  await known.client.request('chat.send', { clientId: commandId(), parts: text('It is me') });
  await ann.request('chat.history', { conversation });
  await sue.request('desk.erase', { conversation, seq: 1 });
  await sue.request('desk.eraseAll', { conversation });

  assert.ok(plans.size > 50, `only ${plans.size} statements were noted`);
  const through = [...plans].filter(([, plan]) => plan.some((step) => WHOLE.test(step)));
  assert.deepEqual(through, []);
});

test('how long answers took is read off an index, newest first', async (t) => {
  const plans = notedPlans(t);
  const { url } = await serve(t, { config: config() });
  // It is told while somebody has room.
  await agent(url, people.ann);
  await customer(url);
  const [, plan] = [...plans].find(([sql]) => sql.includes('"answered_in" is not null')) ?? [];
  assert.deepEqual(plan, ['SEARCH conversations USING COVERING INDEX conversations_by_answer (site=?)']);
});
