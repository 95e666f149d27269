import { expect } from 'chai';
import { build } from 'esbuild';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ack, agentConversation, call, conversation, customerHello, entry, news } from './frames.ts';

/** Of each implementation: the schemas that a customer's page parses with, and how to ask them. */
interface Built {
  readonly schemas: Readonly<Record<string, unknown>>;
  safeParse(schema: unknown, input: unknown): { readonly success: boolean; readonly output?: unknown };
}

const path = (name: string): string => fileURLToPath(new URL(`../../src/protocol/${name}.ts`, import.meta.url));

async function built(alias: Record<string, string>): Promise<Built> {
  const contents = `
    import * as events from '${path('events')}';
    import * as results from '${path('results')}';
    import * as rpc from '${path('rpc')}';
    import * as grants from '${path('media-grant')}';
    import * as livekit from '${path('livekit-grant')}';
    export { safeParse } from 'valibot';
    export const schemas = { ...events, ...results, ...rpc, ...grants, ...livekit };
  `;
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { outputFiles } = await build({ stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, format: 'esm', write: false, alias, logLevel: 'error' });
  return (await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')}`)) as Built;
}

const signal = { callId: 'call-1', generation: 1, n: 0, data: { sdp: 'v=0' } };
const grant = { backend: 'webrtc', iceServers: [{ urls: ['stun:a'], username: 'u', credential: 'c' }], relayOnly: false };
const examples: Readonly<Record<string, readonly unknown[]>> = {
  chatEntry: [
    { conversation: 'c-1', entry },
    { conversation: 'c-1', entry: { ...entry, parts: [{ type: 'call', callId: 'call-1', media: 'video', reason: 'hung-up', by: 'agent', duration: 1 }] } },
    { conversation: 'c-1', entry: { ...entry, kind: 'poll', parts: [{ type: 'poll', choices: ['a'] }, { type: 'ended', by: 'customer' }, { type: 'assigned', agent: { id: 'a', name: 'b' } }] } },
  ],
  chatTyping: [{ conversation: 'c-1', participant: 'p', on: true }],
  chatRead: [{ conversation: 'c-1', mark: { participant: 'p', role: 'agent', seq: 3 } }],
  conversationChanged: [{ conversation }, { conversation: { ...conversation, agent: null } }],
  siteChanged: [{ staffed: false }],
  customerHello: [customerHello],
  sent: [{ entry, conversation }],
  entryPage: [{ conversation: 'c-1', entries: [entry, { ...entry, seq: 2 }], more: false }],
  callNews: [news, ...call.participants.map((_, i) => ({ ...news, call: { ...call, rev: i, state: { phase: 'ended', reason: 'lost', by: 'system', at: 1, duration: 2 } } }))],
  callAck: [ack, { ...ack, lease: 'l', grant, signals: [signal] }],
  callSignal: [signal],
  granted: [{ grant }],
  webrtcGrant: [grant],
  serverFrame: [
    { jsonrpc: '2.0', method: 'chat.entry', params: {} },
    { jsonrpc: '2.0', id: 1, result: {} },
    { jsonrpc: '2.0', id: null, error: { code: -32_600, message: 'no', data: { code: 'INTERNAL', permanent: false } } },
    { jsonrpc: '2.0', id: 7, error: { code: 1, message: 'no' } },
  ],
  deskConversation: [{ conversation: agentConversation }],
};

const strangers: readonly unknown[] = [null, undefined, true, 0, -1, 1.5, NaN, '', 'x', 'x'.repeat(4_001), 'a b', '2026-02-31', [], {}, ['x'], { type: 'text' }];

/** Every value that differs from `value` in one place: a key gone, a key more, something else in its place. */
function* taken(value: unknown): Generator {
  yield* strangers;
  if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) for (const other of taken(each)) yield value.with(i, other);
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, unknownToThisPage: 1 };
    for (const [key, each] of Object.entries(value)) {
      const { [key]: _, ...without } = value as Record<string, unknown>;
      yield without;
      for (const other of taken(each)) yield { ...value, [key]: other };
    }
  }
}

describe('The lean stand-in for Valibot', async () => {
  const [full, lean] = await Promise.all([built({}), built({ valibot: path('lean-valibot') })]);

  for (const [name, values] of Object.entries(examples)) {
    it(`takes and refuses the same as Valibot, with the same output: ${name}`, () => {
      const [ours, theirs] = [lean.schemas[name], full.schemas[name]];
      let refused = 0;
      for (const value of values) {
        expect(full.safeParse(theirs, value).success, 'a good example').to.equal(true);
        for (const each of [value, ...taken(value)]) {
          const expected = full.safeParse(theirs, each);
          const actual = lean.safeParse(ours, each);
          if (expected.success !== actual.success) throw new Error(`${expected.success ? 'refused' : 'taken'}: ${JSON.stringify(each)}`);
          if (expected.success) expect(actual.output).to.deep.equal(expected.output);
          else refused++;
        }
      }
      expect(refused).to.be.above(strangers.length - 5);
    });
  }
});
