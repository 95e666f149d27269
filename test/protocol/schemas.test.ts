import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';
import * as v from 'valibot';
import { callRecord } from '../../src/protocol/call-record.ts';
import { callAck, callNews, callSignal } from '../../src/protocol/call-wire.ts';
import { entry as entrySchema, instant } from '../../src/protocol/entry.ts';
import { errorCodes, isPermanent, rpcErrorNumber } from '../../src/protocol/errors.ts';
import type { ErrorCode } from '../../src/protocol/errors.ts';
import * as events from '../../src/protocol/events.ts';
import { livekitGrant } from '../../src/protocol/livekit-grant.ts';
import { mediaGrant, webrtcGrant } from '../../src/protocol/media-grant.ts';
import { requests } from '../../src/protocol/requests.ts';
import type { Method } from '../../src/protocol/requests.ts';
import * as results from '../../src/protocol/results.ts';
import { clientFrame, serverFrame } from '../../src/protocol/rpc.ts';
import * as good from './frames.ts';
import { seeded } from '../fakes/seeded.ts';

type Schema = v.GenericSchema;

/** Every schema that an edge parses with, each with a good example. */
const pairs: readonly (readonly [name: string, schema: Schema, example: unknown])[] = [
  ...(Object.keys(requests) as Method[]).map((method) => [method, requests[method] as Schema, good.params[method]] as const),
  ['agent\'s hello', requests.hello, { protocol: 'warmline.v1', role: 'agent', token: 't', tab: 'desk-1', language: 'en', features: [], resume: [] }],
  ['request', clientFrame, { jsonrpc: '2.0', id: 1, method: 'chat.send', params: {} }],
  ['notification', clientFrame, { jsonrpc: '2.0', method: 'chat.typing', params: {} }],
  ['result', serverFrame, { jsonrpc: '2.0', id: 1, result: {} }],
  ['error', serverFrame, { jsonrpc: '2.0', id: 1, error: { code: -32_000, message: 'CALLING_OFF', data: { code: 'CALLING_OFF', permanent: true } } }],
  ['error to nobody', serverFrame, { jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'MALFORMED_FRAME' } }],
  ['event', serverFrame, { jsonrpc: '2.0', method: 'chat.entry', params: {} }],
  ['customer\'s greeting', results.customerHello, good.customerHello],
  ['agent\'s greeting', results.agentHello, good.agentHello],
  ['sent', results.sent, { entry: good.entry, conversation: good.conversation }],
  ['past', results.past, { conversations: [good.agentConversation] }],
  ['page of entries', results.entryPage, { conversation: 'conversation-1', entries: [good.entry], more: false }],
  ['granted', results.granted, { grant: good.ack.grant }],
  ['chat.entry', events.chatEntry, { conversation: 'conversation-1', entry: good.entry }],
  ['chat.typing event', events.chatTyping, { conversation: 'conversation-1', participant: 'agent-1', on: true }],
  ['chat.read event', events.chatRead, { conversation: 'conversation-1', mark: good.conversation.reads[0] }],
  ['conversation.changed', events.conversationChanged, { conversation: good.conversation }],
  ['site.changed', events.siteChanged, { staffed: false }],
  ['desk.conversation', events.deskConversation, { conversation: good.agentConversation }],
  ['desk.erased', events.deskErased, { conversation: 'conversation-1' }],
  ['desk.agents', events.deskAgents, { agents: [good.presence] }],
  ['call.changed', callNews, good.news],
  ['call.signal event', callSignal, good.ack.signals[0]],
  ['call\'s answer', callAck, good.ack],
  ['call', callRecord, good.call],
  ['grant', mediaGrant, good.ack.grant],
  ['webrtc grant', webrtcGrant, good.ack.grant],
  ['livekit grant', livekitGrant, { backend: 'livekit', url: 'wss://media.example', token: 'token', e2ee: false }],
];

const print = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const refuses = (schema: Schema, value: unknown, why: string): void => assert.throws(() => v.parse(schema, value), v.ValiError, why);

for (const [name, schema, example] of pairs) {
  test(`${name}: a good one comes out as it went in, printed and parsed again`, () => {
    const parsed = v.parse(schema, print(example));
    assert.deepEqual(print(parsed), print(example));
    assert.deepEqual(v.parse(schema, print(parsed)), parsed);
  });

  test(`${name}: a field that is not known is ignored, unless it is a backend's own`, () => {
    const parsed = v.parse(schema, { ...(example as object), fromTheFuture: { deep: [1] } });
    const keepsAll = name === 'grant';
    assert.deepEqual(print(parsed), keepsAll ? { ...(print(example) as object), fromTheFuture: { deep: [1] } } : print(example));
  });

  test(`${name}: what is no object is refused`, () => {
    for (const value of [null, undefined, 1, 'text', true]) refuses(schema, value, JSON.stringify(value));
    // An array is an object without any of the names; only a ping asks for none.
    if (name !== 'ping') for (const value of [[], [example]]) refuses(schema, value, 'an array');
  });
}

test('a request without one of its parameters is refused, but for those that may be absent', () => {
  const optional = new Set(['hello.token', 'chat.send.conversation', 'chat.history.after', 'chat.history.before', 'chat.history.limit', 'call.mediaLost.failure', 'call.signal.data']);
  for (const method of Object.keys(requests) as Method[]) {
    const whole = good.params[method] as Record<string, unknown>;
    for (const key of Object.keys(whole)) {
      const rest = Object.fromEntries(Object.entries(whole).filter(([each]) => each !== key));
      if (optional.has(`${method}.${key}`)) continue;
      refuses(requests[method], rest, `${method} without ${key}`);
      refuses(requests[method], { ...whole, [key]: { wrong: true } }, `${method} with a wrong ${key}`);
    }
  }
});

test('a frame of another version, a batch or a frame with an id that is no number is refused', () => {
  for (const frame of [
    { jsonrpc: '1.0', id: 1, method: 'hello' },
    { id: 1, method: 'hello' },
    [{ jsonrpc: '2.0', id: 1, method: 'hello' }],
    { jsonrpc: '2.0', id: 'one', method: 'hello' },
    { jsonrpc: '2.0', id: 1.5, method: 'hello' },
    { jsonrpc: '2.0', id: 1 },
    { jsonrpc: '2.0', id: 1, method: 7 },
  ]) {
    refuses(clientFrame, frame, JSON.stringify(frame));
  }
  for (const frame of [{ jsonrpc: '2.0' }, { jsonrpc: '2.0', id: 1 }, { jsonrpc: '2.0', id: 1, error: 'no' }, { jsonrpc: '2.0', id: '1', result: {} }]) {
    refuses(serverFrame, frame, JSON.stringify(frame));
  }
});

test('an entry of an unknown kind and a part of an unknown type are kept', () => {
  const parsed = v.parse(entrySchema, { ...good.entry, kind: 'poll', parts: [{ type: 'poll', question: '?' }, ...good.entry.parts] });
  assert.equal(parsed.kind, 'poll');
  assert.deepEqual(parsed.parts, [{ type: 'poll' }, ...good.entry.parts]);
});

test('a part that is known but wrong is refused, not taken for an unknown one', () => {
  for (const part of [
    { type: 'text' },
    { type: 'text', text: 7 },
    { type: 'text', text: 'x'.repeat(4_001) },
    { type: 'call', callId: 'call-1', media: 'smell', reason: 'hung-up', by: 'agent', duration: 0 },
    { type: 'call', callId: 'call-1', media: 'audio', reason: 'bored', by: 'agent', duration: 0 },
    { type: 'assigned', agent: null },
    { type: 'ended', by: 'nobody' },
    { text: 'no type' },
  ]) {
    refuses(entrySchema, { ...good.entry, parts: [part] }, JSON.stringify(part).slice(0, 80));
  }
});

test('a tombstone has its seq and no parts', () => {
  assert.deepEqual(v.parse(entrySchema, { ...good.entry, kind: 'erased', parts: [] }).parts, []);
});

test('an entry with a wrong seq, author or moment is refused', () => {
  for (const wrong of [{ seq: 1.5 }, { seq: '1' }, { author: { id: 'a', role: 'boss' } }, { author: null }, { parts: {} }]) {
    refuses(entrySchema, { ...good.entry, ...wrong }, JSON.stringify(wrong));
  }
});

test('a moment is UTC in ISO 8601, and one that JavaScript can read', () => {
  for (const moment of ['2026-11-22T14:00:00.000Z', '2026-11-22T14:00:00Z', new Date(0).toISOString()]) {
    assert.equal(v.parse(instant, moment), moment);
    assert.ok(!Number.isNaN(Date.parse(moment)));
  }
  for (const moment of ['2026-11-22', '2026-11-22T14:00:00.000+09:00', '2026-13-01T00:00:00Z', '2026-01-32T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:60:00Z', 'now', '']) {
    refuses(instant, moment, moment);
  }
});

test('an id is at most 64 characters that are safe in a URL', () => {
  const withId = (id: string): unknown => ({ conversation: id, seq: 0 });
  for (const id of ['a', 'A-b_9', 'x'.repeat(64)]) assert.doesNotThrow(() => v.parse(requests['chat.read'], withId(id)));
  for (const id of ['', 'x'.repeat(65), 'a b', 'a/b', '../x', 'é', 'a\n', "' OR 1=1"]) refuses(requests['chat.read'], withId(id), id);
});

test('what would make a request too big is refused: text, page of history, positions, features, addresses', () => {
  const hello = good.params.hello as Record<string, unknown>;
  const longText = { clientId: 'a', parts: [{ type: 'text', text: 'x'.repeat(4_001) }] };
  refuses(requests['chat.send'], longText, 'text');
  refuses(requests['chat.send'], { clientId: 'a', parts: [] }, 'no part');
  refuses(requests['chat.history'], { conversation: 'a', limit: 201 }, 'limit');
  refuses(requests['chat.history'], { conversation: 'a', limit: 0 }, 'limit');
  refuses(requests.hello, { ...hello, resume: Array.from({ length: 201 }, () => ({ conversation: 'a', seq: 0 })) }, 'resume');
  refuses(requests.hello, { ...hello, features: Array.from({ length: 41 }, () => 'f') }, 'features');
  refuses(requests.hello, { ...hello, token: 'x'.repeat(513) }, 'token');
  refuses(requests.hello, { ...hello, page: { url: `https://x/${'x'.repeat(2_048)}`, title: '' } }, 'url');
});

test('a hello of another protocol or of nobody known is refused', () => {
  const hello = good.params.hello as Record<string, unknown>;
  for (const wrong of [{ protocol: 'warmline.v2' }, { role: 'system' }, { role: undefined }, { capabilities: { calls: 'moon', screenShare: true } }]) {
    refuses(requests.hello, { ...hello, ...wrong }, JSON.stringify(wrong));
  }
});

test('a call in a state that does not exist, or without what its state needs, is refused', () => {
  for (const state of [
    { phase: 'resting' },
    { phase: 'ringing' },
    { phase: 'connecting', deadline: 1 },
    { phase: 'connecting', path: 'pigeon', deadline: 1 },
    { phase: 'active' },
    { phase: 'ended', reason: 'bored', by: 'agent', at: 1, duration: 0 },
    null,
  ]) {
    refuses(callRecord, { ...good.call, state }, JSON.stringify(state));
  }
});

test('a grant of a backend that the page brings itself keeps all its fields', () => {
  assert.deepEqual(v.parse(mediaGrant, { backend: 'theirs', room: 'r', nested: { a: [1] } }), { backend: 'theirs', room: 'r', nested: { a: [1] } });
});

test('an error of a code that a newer server knows is read, with what it says of trying again', () => {
  const error = { jsonrpc: '2.0', id: 3, error: { code: -32_000, message: 'MOON_PHASE', data: { code: 'MOON_PHASE', permanent: false } } };
  assert.deepEqual(v.parse(serverFrame, error), error);
});

test('each refusal has a number: the reserved ones of JSON-RPC, else -32000', () => {
  const codes = Object.keys(errorCodes) as ErrorCode[];
  const reserved = Object.fromEntries(codes.filter((code) => rpcErrorNumber(code) !== -32_000).map((code) => [code, rpcErrorNumber(code)]));
  assert.deepEqual(reserved, { MALFORMED_FRAME: -32_700, UNKNOWN_METHOD: -32_601, INVALID_PARAMS: -32_602, INTERNAL: -32_603 });
  assert.equal(isPermanent('MESSAGE_TOO_LONG'), true);
  assert.equal(isPermanent('STORAGE_FULL'), false);
});

test('whatever arrives is parsed or refused with a ValiError, and what is parsed stays so', (t) => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`SEED=${seed}`);
  const random = seeded(seed);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const odd: readonly unknown[] = [null, true, 0, -1, 1.5, 2 ** 53, 1e308, '', 'text', '\u0000', '\ud800', [], {}, [[]], { type: 'text' }, 'x'.repeat(5_000), JSON.parse('{"__proto__":{"polluted":1}}') as unknown, JSON.parse('1e999') as unknown];
  const spoil = (value: unknown, depth = 0): unknown => {
    if (random() < 0.12 || depth > 8) return pick(odd);
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      return random() < 0.1 ? [...items, ...items] : items.map((each) => spoil(each, depth + 1));
    }
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(() => random() > 0.08);
    if (random() < 0.1) kept.push([pick(['__proto__', 'constructor', 'toString', 'length', 'type', 'phase', '']) ?? '', pick(odd)]);
    return Object.fromEntries(kept.map(([key, each]) => [key, spoil(each, depth + 1)]));
  };
  let taken = 0;
  for (let round = 0; round < 20_000; round++) {
    const [name, schema, example] = pick(pairs) ?? pairs[0] ?? assert.fail();
    const value = spoil(print(example));
    const result = v.safeParse(schema, value);
    if (!result.success) {
      refuses(schema, value, name);
      continue;
    }
    taken++;
    assert.deepEqual(v.parse(schema, result.output), result.output, `${name}, SEED=${seed}`);
  }
  assert.equal(({} as { polluted?: number }).polluted, undefined);
  assert.ok(taken > 100, 'some were left whole');
});

test('a page that chats carries no schema of calls, of the desk or of requests', async () => {
  const entry = `
    import { customerHello, sent } from './results.ts';
    import { chatEntry, eventNames } from './events.ts';
    import { serverFrame } from './rpc.ts';
    console.log(customerHello, sent, chatEntry, serverFrame, eventNames.entry);`;
  const from = new URL('../../src/protocol/page.ts', import.meta.url).pathname;
  const page = { name: 'page', resolveId: (id: string) => (id === from ? id : null), load: (id: string) => (id === from ? entry : null) };
  const bundle = await rollup({ input: from, plugins: [page, nodeResolve(), esbuild({ target: 'es2022' })] });
  const { output } = await bundle.generate({ format: 'es' });
  const { code } = output[0];
  assert.match(code, /answersIn/);
  for (const name of ['goneSince', 'rangAgain', 'waitingSince', 'commandId', 'iceServers', 'inCall']) {
    assert.ok(!code.includes(name), `${name} is in the page's code`);
  }
});
