import type { TemplateResult } from 'lit';

/**
 * Stands in for `lit/html.js` in the script tag's build, where every byte is paid by somebody else's page: templates with text, attributes,
 * `?boolean`, `.property` (in lower case) and `@event`, lists without keys, and nothing else. lean-html.test.ts holds it against the original.
 */
export const html = (strings: TemplateStringsArray, ...values: readonly unknown[]): TemplateResult => ({ strings, values }) as unknown as TemplateResult;

export const nothing: unique symbol = Symbol();

interface Result {
  readonly strings: TemplateStringsArray;
  readonly values: readonly unknown[];
}
/** Takes its values from the front of those that are left. */
type Commit = (values: unknown[]) => void;
/** Makes a part of the node at its place in a copy. */
interface Blueprint {
  readonly index: number;
  readonly make: (node: Node) => Commit;
}

/** As Lit does: null and undefined are empty, the rest is what it says of itself. */
const words = (value: unknown): string => [value].join('');

const MARK = '\u00a4';
const policy = (globalThis as { readonly trustedTypes?: { createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string } } }).trustedTypes?.createPolicy('warmline', {
  createHTML: (text) => text,
});
const templates = new WeakMap<TemplateStringsArray, readonly [DocumentFragment, readonly Blueprint[]]>();
const roots = new WeakMap<Node, Commit>();

const isResult = (value: unknown): value is Result => typeof value === 'object' && value !== null && 'strings' in value;
const walk = (root: Node): TreeWalker => document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);

function templateOf(strings: TemplateStringsArray): readonly [DocumentFragment, readonly Blueprint[]] {
  const known = templates.get(strings);
  if (known) return known;
  let text = strings[0] ?? '';
  for (const next of strings.slice(1)) text += (text.lastIndexOf('<') > text.lastIndexOf('>') ? MARK : `<!--${MARK}-->`) + next;
  const template = document.createElement('template');
  template.innerHTML = policy?.createHTML(text) ?? text;
  const blueprints: Blueprint[] = [];
  const walker = walk(template.content);
  for (let index = 0, node = walker.nextNode(); node; node = walker.nextNode(), index++) {
    if (node instanceof Element) {
      for (const { name, value } of [...node.attributes]) {
        if (!value.includes(MARK)) continue;
        node.removeAttribute(name);
        blueprints.push({ index, make: attribute(name, value.split(MARK)) });
      }
    } else if ((node as Comment).data === MARK) {
      blueprints.push({ index, make: child });
    }
  }
  const made = [template.content, blueprints] as const;
  templates.set(strings, made);
  return made;
}

const attribute = (name: string, pieces: readonly string[]) => (node: Node): Commit => {
  const element = node as Element;
  const key = name.slice(1);
  const plain = pieces.length === 2 && pieces.join('') === '';
  let before: unknown = nothing;
  if (name.startsWith('@')) element.addEventListener(key, (event) => (before as (event: Event) => void)(event));
  return (values) => {
    const own = values.splice(0, pieces.length - 1);
    const value = plain ? own[0] : pieces.reduce((sum, piece, index) => sum + words(own[index - 1]) + piece);
    if (value === before) return;
    before = value;
    if (name.startsWith('.')) Reflect.set(element, key, value);
    else if (name.startsWith('?')) element.toggleAttribute(key, !!value && value !== nothing);
    else if (name.startsWith('@')) return;
    else if (value === nothing) element.removeAttribute(name);
    else element.setAttribute(name, words(value));
  };
};

/** Text stands in a node of its own, before what else there is; everything ends before `end`. */
function child(end: Node): Commit {
  const text = document.createTextNode('');
  (end as ChildNode).before(text);
  let strings: unknown;
  let update: Commit | null = null;
  const clear = (): void => {
    while (text.nextSibling !== end) text.nextSibling?.remove();
    strings = update = null;
  };
  return (values) => {
    const value = values.shift();
    const result = isResult(value);
    if (!result && !Array.isArray(value)) {
      clear();
      const said = value === nothing ? '' : words(value);
      if (text.data !== said) text.data = said;
      return;
    }
    const kind = result ? value.strings : nothing;
    if (!update || strings !== kind) {
      clear();
      text.data = '';
      strings = kind;
      update = result ? copy(value.strings, end) : list(end);
    }
    update(result ? [...value.values] : [value]);
  };
}

function copy(strings: TemplateStringsArray, end: Node): Commit {
  const [content, blueprints] = templateOf(strings);
  const fragment = document.importNode(content, true);
  const walker = walk(fragment);
  const nodes: Node[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const parts = blueprints.flatMap(({ index, make }) => nodes.slice(index, index + 1).map(make));
  (end as ChildNode).before(fragment);
  return (values) => parts.forEach((part) => part(values));
}

function list(end: Node): Commit {
  const items: { readonly from: Node; readonly end: Comment; readonly commit: Commit }[] = [];
  return ([all]) => {
    const values = all as readonly unknown[];
    for (const { from, end: last } of items.splice(values.length)) {
      while (from.nextSibling !== last) from.nextSibling?.remove();
      (from as ChildNode).remove();
      last.remove();
    }
    values.forEach((value, index) => {
      if (!items[index]) {
        const [from, last] = [new Comment(), new Comment()];
        (end as ChildNode).before(from, last);
        items.push({ from, end: last, commit: child(last) });
      }
      items[index]?.commit([value]);
    });
  };
}

export function render(value: unknown, root: HTMLElement | DocumentFragment): void {
  let commit = roots.get(root);
  if (!commit) {
    const end = new Comment();
    root.append(end);
    commit = child(end);
    roots.set(root, commit);
  }
  commit([value]);
}
