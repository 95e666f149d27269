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
import * as events from '../src/protocol/events.ts';
import { mediaGrant } from '../src/protocol/media-grant.ts';
import { notifications, requests } from '../src/protocol/requests.ts';
import type { Method } from '../src/protocol/requests.ts';
import * as results from '../src/protocol/results.ts';
import { methods } from './protocol-methods.ts';

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
