// custom-elements.json says what the elements offer, and is committed. `--write` brings it up to date; without, a stale one fails.
// It also reads what an editor would: every tag has a description, and each of its parts, states, properties and events a word on it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const committed = 'custom-elements.json';
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
  const named = [...(element.events ?? []), ...(element.slots ?? []), ...(element.cssParts ?? []), ...(element.cssProperties ?? []), ...(element.cssStates ?? [])];
  return [element, ...named].filter(({ description }) => !description).map(({ name }) => `${element.tagName ?? element.name}: ${name || '(default slot)'}`);
});
if (wordless.length > 0) fail(`Without a word on what it is:\n  ${wordless.join('\n  ')}`);

if (process.argv.includes('--write')) {
  writeFileSync(committed, manifest);
  console.log(`${committed}: ${tags.length} elements.`);
} else if (!existsSync(committed) || readFileSync(committed, 'utf8') !== manifest) {
  fail(`${committed} is not what the sources say. Run: npm run manifest`);
} else {
  console.log(`${tags.length} elements, ${committed} is current.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
