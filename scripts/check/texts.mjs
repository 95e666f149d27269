// What people read stands in src/locales and nowhere else, and every language has every text, and none that nobody says. A template that holds a word of its own,
// or an attribute that speaks, fails.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { register } from 'tsx/esm/api';

const problems = [];
register();

// 1. The same keys in every language, none empty, and the same placeholders.
const languages = new Map();
let keys = 0;
for (const file of filesUnder('src/locales').filter((path) => /(^|[\\/])(en|ja)\.ts$/.test(path))) {
  const [, folder, language] = /^(.*?)[\\/]?(en|ja)\.ts$/.exec(file);
  languages.set(folder, { ...languages.get(folder), [language]: await textsOf(file) });
}
if (languages.size === 0) problems.push('src/locales holds no en.ts beside a ja.ts: this check read nothing.');
for (const [folder, { en, ja }] of languages) {
  if (en === undefined || ja === undefined) {
    problems.push(`${folder}: ${en === undefined ? 'en.ts' : 'ja.ts'} is missing.`);
    continue;
  }
  const english = flat(en);
  const japanese = flat(ja);
  keys += english.size;
  for (const key of english.keys()) if (!japanese.has(key)) problems.push(`${folder}: ja.ts has no "${key}".`);
  for (const key of japanese.keys()) if (!english.has(key)) problems.push(`${folder}: en.ts has no "${key}".`);
  for (const [key, text] of japanese) {
    const original = english.get(key);
    if (typeof text !== 'string' || typeof original !== 'string') continue;
    if (text.trim() === '' && original.trim() !== '') problems.push(`${folder}: "${key}" is empty in Japanese.`);
    if (placeholders(text) !== placeholders(original)) problems.push(`${folder}: "${key}" names ${placeholders(text) || 'nothing'} in Japanese and ${placeholders(original) || 'nothing'} in English.`);
  }
}

// Japanese: punctuation is full-width, and no space sets Latin letters, digits or values apart (but the visitor's code, which is a name's second half).
const japaneseLetter = '[\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Han}ー]';
const halfWidth = new RegExp(`${japaneseLetter}[!?,.:;()]|${japaneseLetter} [\\w{]|[\\w}] ${japaneseLetter}`, 'u');
for (const [folder, { ja }] of languages) {
  for (const [key, text] of flat(ja ?? {})) {
    if (key === 'common.visitor') continue;
    const found = halfWidth.exec(typeof text === 'function' ? text.toString().replaceAll('${', '{') : text);
    if (found) problems.push(`${folder}: "${key}" in Japanese has "${found[0]}": full-width punctuation, and no space beside Latin letters, digits and values.`);
  }
}

// 2. No words in what is drawn. What the agent's page asks for is kept: by key, or by a key of which some part is only known then.
const speaking = /\s(aria-label|aria-description|aria-placeholder|aria-valuetext|aria-roledescription|title|placeholder|alt|label)\s*=\s*(?:"([^"]*)"|([^"\s>]+))/g;
const speakingProperties = new Set(['ariaLabel', 'ariaDescription', 'ariaPlaceholder', 'ariaRoleDescription', 'textContent', 'innerText', 'placeholder', 'title', 'alt', 'label']);
const hole = '\u0001';
let drawn = 0;
const asked = new Set();
const askedInPart = new Set();
for (const file of [...filesUnder('src/elements'), ...filesUnder('src/agent')].filter((path) => path.endsWith('.ts'))) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const report = (node, words) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    problems.push(`${file}:${line + 1} says "${words.trim()}" itself; words stand in src/locales.`);
  };
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && /^(html|svg)$/.test(node.tag.getText(source))) {
      drawn += 1;
      const { template } = node;
      const text = ts.isNoSubstitutionTemplateLiteral(template) ? template.text : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)].join(hole);
      for (const [, name, quoted, bare] of text.matchAll(speaking)) if (isWords(quoted ?? bare)) report(node, `${name}="${quoted ?? bare}"`);
      for (const words of text.replace(/<!--[\s\S]*?-->/g, '').replace(/<[^>]*>/g, '\n').split(/[\n\u0001]/)) if (isWords(words)) report(node, words);
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(node.left)) {
      const { right } = node;
      if (speakingProperties.has(node.left.name.text) && ts.isStringLiteralLike(right) && isWords(right.text)) report(node, right.text);
    }
    if (ts.isStringLiteralLike(node)) asked.add(node.text);
    if (ts.isTemplateExpression(node)) {
      const known = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      if (known.every((part) => /^[\w.-]*$/.test(part)) && known[0].includes('.')) askedInPart.add(known.join('[\\w-]+').replaceAll('.', '\\.'));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

// 3. Nothing that no line asks for.
const inPart = new RegExp(`^(?:${[...askedInPart].join('|')})$`);
for (const key of Object.keys(languages.get('src/locales/agent')?.en ?? {})) {
  if (!asked.has(key) && !inPart.test(key)) problems.push(`src/locales/agent: nobody says "${key}".`);
}
if (drawn === 0) problems.push('No template was read: the check itself is broken.');

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${keys} texts in two languages; ${drawn} templates hold none of their own.`);

/** Letters that make a word, once entities and punctuation are gone. */
function isWords(text) {
  return /\p{L}{2,}/u.test(text.replaceAll(hole, ' ').replace(/&[#\w]+;/g, ' '));
}

async function textsOf(file) {
  const module = await import(pathToFileURL(file).href);
  const tables = Object.entries(module).filter(([, value]) => typeof value === 'object' && value !== null);
  return Object.fromEntries(tables.length === 1 ? Object.entries(tables[0][1]) : tables.map(([name, value]) => [name.replace(/(^|_)(en|ja)$|(English|Japanese)$/i, ''), value]));
}

function flat(texts, prefix = '', found = new Map()) {
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'object' && value !== null) flat(value, `${prefix}${key}.`, found);
    else found.set(`${prefix}${key}`, value);
  }
  return found;
}

function placeholders(text) {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort().join(', ');
}

function filesUnder(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .sort();
  } catch {
    return [];
  }
}
