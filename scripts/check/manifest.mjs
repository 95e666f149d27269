// custom-elements.json says what the elements offer, and is committed. `--write` brings it up to date; without, a stale one fails.
// It also reads what an editor would: every tag has a description, and each of its attributes, members, parts, states and events a word on it.
// And the guide for designers, which is written by hand: its tables have every name that the customer's elements have, and no other.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { frameworkTypes } from './framework-types.mjs';

const committed = 'custom-elements.json';
const page = 'docs/elements.md';
const guide = 'docs/theming.md';
const made = spawnSync(process.execPath, ['node_modules/@custom-elements-manifest/analyzer/cem.js', 'analyze', '--config', 'custom-elements-manifest.config.mjs', '--quiet'], {
  encoding: 'utf8',
});
if (made.status !== 0) fail(`The analyzer ended with ${made.status}.\n${made.stdout}${made.stderr}`);
const manifest = `${JSON.stringify(JSON.parse(readFileSync('.build/manifest/custom-elements.json', 'utf8')), null, 2)}\n`;

const elements = JSON.parse(manifest).modules.flatMap(({ declarations = [] }) => declarations.filter(({ customElement }) => customElement === true));
const tags = elements.map(({ tagName }) => tagName).filter(Boolean);
const expected = ['agent-console', 'call-controls', 'call-prompt', 'chat-widget'];
const missing = expected.filter((tag) => !tags.includes(tag));
if (missing.length > 0) fail(`The manifest knows no ${missing.map((tag) => `<${tag}>`).join(', ')}.`);

const wordless = elements.flatMap((element) => {
  const own = (element.members ?? []).filter(({ static: isStatic }) => isStatic !== true);
  const named = [...own, ...(element.attributes ?? []), ...(element.events ?? []), ...(element.slots ?? []), ...(element.cssParts ?? []), ...(element.cssProperties ?? []), ...(element.cssStates ?? [])];
  return [element, ...named].filter(({ description }) => !description).map(({ name }) => `${element.tagName ?? element.name}: ${name || '(default slot)'}`);
});
if (wordless.length > 0) fail(`Without a word on what it is:\n  ${wordless.join('\n  ')}`);

const generated = { [committed]: manifest, [page]: pageOf(elements), ...frameworkTypes(elements) };
for (const [file, text] of Object.entries(generated)) {
  if (process.argv.includes('--write')) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) fail(`${file} is not what the sources say. Run: npm run manifest`);
}

const offered = new Set(elements.filter(({ tagName }) => tagName !== undefined && tagName !== 'agent-console').flatMap(namesOf));
const told = new Set(namesInGuide(readFileSync(guide, 'utf8')));
const differing = [...[...offered].filter((name) => !told.has(name)).map((name) => `not in the guide: ${name}`), ...[...told].filter((name) => !offered.has(name)).map((name) => `no such thing: ${name}`)];
if (differing.length > 0) fail(`${guide} is not what the sources say:\n  ${differing.join('\n  ')}`);
console.log(`${tags.length} elements; ${Object.keys(generated).join(', ')} are current, and ${guide} has all ${offered.size} names.`);

/** What a designer can name of an element. The panel's is the widget's too; a call's parts have their element's name before them there. */
function namesOf({ tagName, cssProperties = [], cssParts = [], cssStates = [], slots = [] }) {
  const owner = tagName === 'chat-panel' ? 'chat-widget' : tagName;
  const before = owner === 'chat-widget' ? '' : `${owner}-`;
  return [
    ...cssProperties.map(({ name, default: initial }) => property(name, initial)),
    ...cssParts.map(({ name }) => `::part(${before}${name})`),
    ...cssStates.map(({ name }) => `${owner}:state(${name})`),
    ...slots.filter(({ name }) => name !== '').map(({ name }) => `${owner}, slot ${name}`),
  ];
}

/** The same of the guide's tables, each known by its head. */
function namesInGuide(text) {
  const codes = (cell) => [...cell.matchAll(/`<?([^`>]+)>?`/g)].map(([, code]) => code);
  const tables = {
    property: ([name, initial]) => codes(name).map((each) => property(each, codes(initial)[0])),
    'of the widget': ([first, second]) => {
      const [, before] = /`(.+)…`/.exec(first) ?? [];
      return before === undefined ? codes(first).map((name) => `::part(${name})`) : codes(second).map((name) => `::part(${before}${name})`);
    },
    element: ([owners, states]) => codes(states).map((name) => `${codes(owners)[0]}:state(${name})`),
    'slot of `<chat-widget>`': ([slots]) => codes(slots).map((name) => `chat-widget, slot ${name}`),
  };
  return [...text.matchAll(/^\| (.+?) \|.*\n\| ---.*\n((?:\|.*\n)+)/gm)].flatMap(([, head, rows]) =>
    rows.trim().split('\n').flatMap((row) => tables[head]?.(row.split('|').slice(1, -1)) ?? []),
  );
}

function property(name, initial) {
  return initial === undefined ? name : `${name} (${initial})`;
}

function membersOf({ members = [] }, kind) {
  return members.filter((member) => member.kind === kind && member.static !== true);
}

/** The page for people, of the same facts. */
function pageOf(elements) {
  const cell = (text) => String(text ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
  const table = (heading, rows, name) =>
    rows === undefined || rows.length === 0 ? '' : `\n| ${heading} | |\n| --- | --- |\n${rows.map((row) => `| ${name(row)} | ${cell(row.description)} |`).join('\n')}\n`;
  const sections = [...elements]
    .filter(({ tagName }) => tagName !== undefined)
    .sort((a, b) => (a.tagName < b.tagName ? -1 : 1))
    .map(
      (element) => `## \`<${element.tagName}>\`

${element.description}
${table('attribute', element.attributes, ({ name }) => `\`${name}\``)}${table('property', membersOf(element, 'field'), ({ name }) => `\`${name}\``)}${table('method', membersOf(element, 'method'), ({ name, parameters = [] }) => `\`${name}(${parameters.map((each) => each.name).join(', ')})\``)}${table('event', element.events, ({ name }) => `\`${name}\``)}${table('slot', element.slots, ({ name }) => (name === '' ? '(default)' : `\`${name}\``))}${table('part', element.cssParts, ({ name }) => `\`::part(${name})\``)}${table('state', element.cssStates, ({ name }) => `\`:state(${name})\``)}${table('custom property', element.cssProperties, ({ name, default: initial }) => `\`${name}\`${initial === undefined ? '' : ` (${initial})`}`)}`,
    );
  return `# Elements

Written from the sources by \`npm run manifest\`, like custom-elements.json. Parts of what stands inside the widget are reached with their element's name before them: \`chat-widget::part(call-prompt-decline)\`.

${sections.join('\n')}`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
