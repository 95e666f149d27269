// What JSX and Vue's templates may write on each tag, from what the manifest knows of it. They have registries of their own, beside
// TypeScript's `HTMLElementTagNameMap`.

const written = 'Written from the sources by `npm run manifest`, like custom-elements.json.';

/** The declarations by file. */
export function frameworkTypes(elements) {
  const tags = elements.filter(({ tagName }) => tagName !== undefined).sort((a, b) => (a.tagName < b.tagName ? -1 : 1));
  return { 'types/react.d.ts': react(tags), 'types/vue.d.ts': vue(tags) };
}

function react(tags) {
  const entries = tags.map(
    (element) => `      ${quoted(element.tagName)}: Tag<
        ${element.name},
        {
${[...settable(element), ...heard(element, (name) => `on${name}`)].map((line) => `          ${line}`).join('\n')}
        }
      >;`,
  );
  return `// ${written}
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
${importsOf(tags)}

/** React 19 sets a property where the element has one of that name, else an attribute; what begins with \`on\` is listened for under the rest of its name. */
type Tag<Element extends HTMLElement, Own> = DetailedHTMLProps<HTMLAttributes<Element>, Element> & { class?: string | undefined } & Own;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${entries.join('\n')}
    }
  }
}
`;
}

function vue(tags) {
  const entries = tags.map(
    (element) => `    ${quoted(element.tagName)}: Tag<{
${[...settable(element, camelCase), ...heard(element, (name) => camelCase(`on-${name}`))].map((line) => `      ${line}`).join('\n')}
    }>;`,
  );
  return `// ${written}
import type { HTMLAttributes, PublicProps } from 'vue';
${importsOf(tags)}

/** Vue sets a property where the element has one of that name, else an attribute. Its types write names and events in one word. */
type Tag<Own> = new () => { $props: PublicProps & HTMLAttributes & { part?: string | undefined; slot?: string | undefined } & Own };

declare module 'vue' {
  interface GlobalComponents {
${entries.join('\n')}
  }
}
`;
}

/** Attributes, and properties that are no attribute's. Every element has \`lang\` already. */
function settable({ name: owner, attributes = [], members = [] }, named = (name) => name) {
  const lines = attributes.filter(({ name }) => name !== 'lang').map(({ name, type, description }) => line(named(name), type.text, description));
  const names = new Set(attributes.flatMap(({ name, fieldName = name }) => [name, fieldName]));
  const own = members.filter(({ kind, name, static: isStatic, readonly }) => kind === 'field' && !isStatic && !readonly && !names.has(name));
  return [...lines, ...own.map(({ name, description }) => line(name, `${owner}['${name}']`, description))].flat();
}

const heard = ({ events = [] }, named) => events.flatMap(({ name, type, description }) => line(named(name), `((event: ${type.text}) => void)`, description));

const line = (name, type, description) => [`/** ${description.replaceAll(/\s+/g, ' ')} */`, `${quoted(name)}?: ${type} | undefined;`];

/** The package's own. */
function importsOf(tags) {
  const names = tags.flatMap(({ name, events = [] }) => [name, ...events.map(({ type }) => type.text)]);
  return `import type { ${[...new Set(names)].sort().join(', ')} } from '../dist/index.js';`;
}

const quoted = (name) => (/^\w+$/.test(name) ? name : `'${name}'`);

const camelCase = (name) => name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
