// What a page loads, minified and gzip -9, English included, against its budgets. The chunks are found by what they hold: the entry with
// what it imports at once; what opening the chat adds; what a peer-to-peer call adds to that. The end-to-end tests check in a browser
// that just these are requested. The LiveKit backend is counted beyond livekit-client, its worker for encryption apart.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { rollup } from 'rollup';
import { customer } from '../../rollup.config.mjs';
import { build } from '../build.mjs';

const budgets = { shell: 2_400, chat: 20_000, call: 10_000, livekit: 6_000 };

/** What is over its budget today may not grow: a ratchet, to be lowered with every byte that is saved, until it meets the budget. */
const ratchet = { shell: 2_400, chat: 20_000, call: 12_935, livekit: 6_000 };

/** A module that each role cannot do without, and that the role before must not have loaded. */
const roles = {
  chat: ['src/elements/chat-panel/chat-panel.ts', 'src/session/customer-session.ts', 'src/chat/websocket/connection.ts', 'src/locales/en.ts'],
  call: [
    'src/elements/call-prompt/call-prompt.ts',
    'src/elements/call-controls/call-controls.ts',
    'src/elements/chat-panel/panel-calls.ts',
    'src/session/call/call-session.ts',
    'src/media/webrtc/webrtc-backend.ts',
  ],
};

await build(['widget']);
const chunks = JSON.parse(readFileSync('.build/widget.json', 'utf8'));
const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));

const withImports = (files, found = new Set()) => {
  for (const file of files) {
    if (found.has(file)) continue;
    found.add(file);
    withImports(byFile.get(file).imports, found);
  }
  return found;
};
const holding = (module) => {
  const chunk = chunks.find(({ modules }) => module in modules);
  if (chunk === undefined) throw new Error(`No chunk holds ${module}: where did it go? (scripts/check/sizes.mjs names it.)`);
  return chunk.file;
};

const loaded = { shell: withImports(chunks.filter(({ isEntry }) => isEntry).map(({ file }) => file)) };
loaded.chat = withImports(roles.chat.map(holding), new Set(loaded.shell));
loaded.call = withImports(roles.call.map(holding), new Set(loaded.chat));

/** The hashes in the files' names weigh a few bytes more or less with each build. Here they are always the same, so that a figure changes with the code alone. */
const hashes = chunks.flatMap(({ file }) => /-([\w-]{8})\.js$/.exec(file)?.[1] ?? []);
const steady = (code) => hashes.reduce((text, hash, index) => text.replaceAll(hash, createHash('sha256').update(`chunk ${index}`).digest('base64url').slice(0, 8)), code);
const weight = (file) => gzipSync(steady(readFileSync(`server/public/${file}`, 'utf8')), { level: 9 }).length;
const sum = (files) => [...files].reduce((total, file) => total + weight(file), 0);
const figures = { shell: sum(loaded.shell), chat: sum(loaded.chat), call: sum(loaded.call) - sum(loaded.chat), livekit: await ownLiveKit() };

const rows = [
  ['before the launcher is pressed', 'shell'],
  ['the opened chat, shell included', 'chat'],
  ['a peer-to-peer call, besides', 'call'],
  ['the LiveKit backend of our own', 'livekit'],
];
/** What comes with a call and is no part of it: the sounds of a ring (those of a message are the same), and its row in the transcript, as any other that is no message. */
const beside = ['src/elements/chat-panel/attention.ts', 'src/elements/chat-panel/rare.ts'];

let isOver = false;
for (const [what, role] of rows) {
  const over = figures[role] > ratchet[role];
  isOver ||= over;
  const verdict = over ? `  TOO MUCH (at most ${ratchet[role]})` : figures[role] > budgets[role] ? '  over its budget still' : '';
  console.log(`${what.padEnd(34)} ${String(figures[role]).padStart(6)} of ${String(budgets[role]).padStart(6)} bytes${verdict}`);
}
console.log(`Of the chat, with whoever answers or rings, and with the first row that is no message: ${sum(withImports(beside.map(holding), new Set(loaded.call))) - sum(loaded.call)} bytes.`);
const early = chunks.filter(({ modules, file }) => loaded.call.has(file) && Object.keys(modules).some((module) => /livekit/.test(module) && module !== 'src/define/livekit.ts'));
if (early.length > 0) {
  isOver = true;
  console.error(`LiveKit is loaded with every call: ${early.map(({ file }) => file).join(', ')}`);
}
for (const role of ['call', 'chat']) {
  const early = roles[role].filter((module) => [...(role === 'call' ? loaded.chat : loaded.shell)].some((file) => module in byFile.get(file).modules));
  if (early.length > 0) {
    isOver = true;
    console.error(`Loaded before it is needed: ${early.join(', ')}`);
  }
}

if (process.argv.includes('--why') || isOver) {
  for (const [role, before] of [['shell', new Set()], ['chat', loaded.shell], ['call', loaded.chat]]) {
    for (const file of loaded[role]) {
      if (before.has(file)) continue;
      const { gzip, bytes, modules } = byFile.get(file);
      console.log(`\n${role}: ${file} ${bytes} bytes, gzip ${gzip}`);
      for (const [module, length] of Object.entries(modules).sort((a, b) => b[1] - a[1]).slice(0, 25)) console.log(`  ${String(length).padStart(7)} ${module}`);
    }
  }
}
if (isOver) process.exitCode = 1;

/** What a call over LiveKit loads beside its client and what every call has, encryption included (without LiveKit's worker). */
async function ownLiveKit() {
  const own = /[\\/]src[\\/](media[\\/]livekit[\\/]|protocol[\\/]livekit-grant)/;
  const external = (id, importer) => importer !== undefined && !own.test(new URL(id, `file://${importer}`).pathname);
  const made = await rollup({ ...customer, input: 'src/media/livekit/livekit-backend.ts', external, onwarn: () => undefined });
  // As short as the addresses of the chunks that hold the rest.
  const { output } = await made.generate({ ...customer.output, paths: () => './chunk-12345678.js' });
  await made.close();
  return output.reduce((total, file) => total + (file.type === 'chunk' ? gzipSync(file.code, { level: 9 }).length : 0), 0);
}
