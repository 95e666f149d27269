/**
 * Writes the tables of docs/protocol.md from the schemas, between its markers: `node --import tsx scripts/protocol-tables.ts`.
 * With `--check` it writes nothing and fails where the page is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import type * as v from 'valibot';
import { callRecord, deviceRefusal, permission, permissionSaid } from '../src/protocol/call-record.ts';
import { callAck, callNews, callSignal } from '../src/protocol/call-wire.ts';
import { agentConversation, agentPresence, capabilities, conversation, entryPage, page } from '../src/protocol/conversation.ts';
import { entry } from '../src/protocol/entry.ts';
import { errorCodes } from '../src/protocol/errors.ts';
import type { ErrorCode } from '../src/protocol/errors.ts';
import * as events from '../src/protocol/events.ts';
import { mediaGrant } from '../src/protocol/media-grant.ts';
import { notifications, requests } from '../src/protocol/requests.ts';
import type { Method } from '../src/protocol/requests.ts';
import * as results from '../src/protocol/results.ts';

/** What the printer reads of a schema. */
interface Described {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Described>>;
  readonly options?: readonly unknown[];
  readonly wrapped?: Described;
  readonly item?: Described;
  readonly literal?: unknown;
}

type Schema = v.GenericSchema;
const described = (schema: Schema): Described => schema as unknown as Described;

/** Shapes that have a table of their own and are called by name elsewhere. */
const shapes: Readonly<Record<string, Schema>> = {
  DeviceRefusal: deviceRefusal,
  Permission: permission,
  PermissionSaid: permissionSaid,
  Capabilities: capabilities,
  Page: page,
  Entry: entry,
  EntryPage: entryPage,
  Conversation: conversation,
  AgentConversation: agentConversation,
  AgentPresence: agentPresence,
  MediaGrant: mediaGrant,
  CallSignal: callSignal,
  CallRecord: callRecord,
  CallNews: callNews,
  CallAck: callAck,
};

const names = new Map(Object.entries(shapes).map(([name, schema]) => [described(schema), name]));

function shape(schema: Described, within?: Described): string {
  const name = names.get(schema);
  if (name !== undefined && schema !== within) return name;
  switch (schema.type) {
    case 'object':
      return `{ ${Object.entries(schema.entries ?? {}).map(field).join(', ')} }`.replace('{  }', '{}');
    case 'loose_object':
    case 'custom':
      return `{ backend: string, … }`;
    case 'array':
      return `${wrapped(schema.item)}[]`;
    case 'nullable':
    case 'nullish':
      return `${shapeOf(schema.wrapped)} | null`;
    case 'optional':
      return shapeOf(schema.wrapped);
    case 'picklist':
      return (schema.options ?? []).map((option) => `"${String(option)}"`).join(' | ');
    case 'literal':
      return JSON.stringify(schema.literal);
    case 'variant':
    case 'union':
      return (schema.options as readonly Described[]).map((option) => shape(option)).join(' | ');
    default:
      return schema.type;
  }
}

const shapeOf = (schema: Described | undefined): string => (schema ? shape(schema) : 'unknown');
const wrapped = (schema: Described | undefined): string => {
  const alternatives = schema !== undefined && !names.has(schema) && ['nullable', 'nullish', 'picklist', 'union', 'variant'].includes(schema.type);
  return alternatives ? `(${shapeOf(schema)})` : shapeOf(schema);
};
const field = ([key, value]: readonly [string, Described]): string => `${key}${['optional', 'nullish'].includes(value.type) ? '?' : ''}: ${shape(value)}`;
const cell = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const conversational: readonly ErrorCode[] = ['CONVERSATION_NOT_FOUND', 'FORBIDDEN'];
const ofCalls: readonly ErrorCode[] = ['CALL_NOT_FOUND'];

/** Who may call each method, its answer, and its own refusals beside those that every request can get. */
const methods: Readonly<Record<Method, readonly [who: string, answer: Schema | null, errors: readonly ErrorCode[]]>> = {
  hello: ['everyone, first', null, ['UNSUPPORTED_PROTOCOL', 'UNKNOWN_SITE', 'FOREIGN_ORIGIN', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'CUSTOMER_TOKEN_INVALID']],
  ping: ['both', results.nothing, []],
  'customer.page': ['customer', results.nothing, ['FORBIDDEN']],
  'chat.send': ['both', results.sent, [...conversational, 'CONVERSATION_ENDED', 'MESSAGE_EMPTY', 'MESSAGE_TOO_LONG']],
  'chat.history': ['both', entryPage, conversational],
  'chat.read': ['both', results.nothing, conversational],
  'chat.typing': ['both', null, conversational],
  'conversation.end': ['both', results.nothing, conversational],
  'desk.status': ['agent', results.status, ['FORBIDDEN']],
  'desk.assign': ['agent', results.nothing, [...conversational, 'CONVERSATION_ENDED', 'AGENT_NOT_FOUND']],
  'desk.watch': ['agent', results.nothing, conversational],
  'desk.past': ['agent', results.past, conversational],
  'desk.erase': ['supervisor', results.erased, [...conversational, 'ENTRY_NOT_FOUND', 'NOT_A_MESSAGE']],
  'desk.eraseAll': ['supervisor', results.nothing, conversational],
  'call.start': ['agent', callAck, [...conversational, 'CONVERSATION_ENDED', 'CALLING_OFF', 'VIDEO_OFF', 'CUSTOMER_CANNOT_CALL', 'CUSTOMER_AWAY']],
  'call.accept': ['customer, any tab', callAck, [...ofCalls, 'FORBIDDEN']],
  'call.asking': ['holder', callAck, ofCalls],
  'call.ready': ['holder', callAck, ofCalls],
  'call.refuse': ['customer, holder', callAck, [...ofCalls, 'FORBIDDEN']],
  'call.decline': ['customer, any tab', callAck, [...ofCalls, 'FORBIDDEN']],
  'call.connected': ['holder', callAck, ofCalls],
  'call.mediaLost': ['holder', callAck, ofCalls],
  'call.end': ['both, any tab', callAck, ofCalls],
  'call.reclaim': ['holder', callAck, ofCalls],
  'call.grant': ['holder', results.granted, [...ofCalls, 'LEASE_LOST']],
  'call.leaving': ['holder', null, ofCalls],
  'call.signal': ['holder', null, []],
};

const said: readonly (readonly [name: string, to: string, schema: Schema])[] = [
  [events.eventNames.entry, 'both', events.chatEntry],
  [events.eventNames.typing, 'both', events.chatTyping],
  [events.eventNames.read, 'both', events.chatRead],
  [events.eventNames.conversation, 'customer', events.conversationChanged],
  [events.eventNames.site, 'customer', events.siteChanged],
  [events.eventNames.deskConversation, 'agent', events.deskConversation],
  [events.eventNames.deskErased, 'agent', events.deskErased],
  [events.eventNames.deskAgents, 'agent', events.deskAgents],
  [events.eventNames.call, 'both', callNews],
  [events.eventNames.signal, 'the other holder', callSignal],
];

const tables: Readonly<Record<string, string>> = {
  methods: table(
    ['method', 'from', 'parameters', 'answer', 'its own errors'],
    (Object.keys(methods) as Method[]).map((method) => {
      const [who, answer, errors] = methods[method];
      const params = method === 'hello' ? 'see above' : cell(shape(described(requests[method])));
      const answers = notifications.includes(method) ? 'none' : method === 'hello' ? 'see above' : cell(shapeOf(answer ? described(answer) : undefined));
      return [`\`${method}\``, who, params, answers, errors.map((code) => `\`${code}\``).join(' ')];
    }),
  ),
  events: table(['event', 'to', 'parameters'], said.map(([name, to, schema]) => [`\`${name}\``, to, cell(shape(described(schema)))])),
  hello: table(['frame', 'shape'], [
    ...(described(requests.hello).options as readonly Described[]).map((option) => [
      `parameters, ${String(option.entries?.role?.literal)}`,
      cell(shape(option)),
    ]),
    ['answer, customer', cell(shape(described(results.customerHello)))],
    ['answer, agent', cell(shape(described(results.agentHello)))],
  ]),
  shapes: table(['name', 'shape'], Object.entries(shapes).map(([name, schema]) => [`\`${name}\``, cell(shape(described(schema), described(schema)))])),
  errors: table(['code', 'kind'], Object.entries(errorCodes).map(([code, kind]) => [`\`${code}\``, kind])),
};

const file = new URL('../docs/protocol.md', import.meta.url);
const before = await readFile(file, 'utf8');
let after = before;
for (const [name, text] of Object.entries(tables)) {
  const block = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (!block.test(after)) throw new Error(`docs/protocol.md has no place for the table of ${name}`);
  after = after.replace(block, (_, begin: string, end: string) => `${begin}\n${text}\n\n${end}`);
}
if (process.argv.includes('--check')) {
  if (after !== before) throw new Error('docs/protocol.md is out of date: run scripts/protocol-tables.ts');
} else {
  await writeFile(file, after);
}
