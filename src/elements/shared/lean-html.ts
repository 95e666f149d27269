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
type Values = readonly unknown[];
/** Draws those of a template's values that are its own. */
type Part = (values: Values) => void;
/** Makes a part for the node at that place in a copy. */
type Blueprint = readonly [place: number, make: (node: ChildNode) => Part];

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string };
}

/** As Lit does: null and undefined are empty, the rest is what it says of itself. */
const words = (value: unknown): string => [value].join('');

const MARK = '\u00a4';
const policy = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('warmline', { createHTML: (text) => text });
const templates = new WeakMap<TemplateStringsArray, readonly [DocumentFragment, readonly Blueprint[]]>();
const roots = new WeakMap<Node, Part>();

const isResult = (value: unknown): value is Result => value instanceof Object && 'strings' in value;

function nodesOf(root: Node): readonly ChildNode[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);
  const nodes: ChildNode[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode as ChildNode);
  return nodes;
}

function templateOf(strings: TemplateStringsArray): readonly [DocumentFragment, readonly Blueprint[]] {
  const text = strings.reduce((sum, next) => sum + (sum.lastIndexOf('<') > sum.lastIndexOf('>') ? MARK : `<!--${MARK}-->`) + next);
  const template = document.createElement('template');
  template.innerHTML = policy?.createHTML(text) ?? text;
  let index = 0;
  const blueprints = nodesOf(template.content).flatMap((node, place): Blueprint[] => {
    if (!(node instanceof Element)) return (node as Comment).data === MARK ? [[place, child(index++)]] : [];
    return [...node.attributes].flatMap(({ name, value }): Blueprint[] => {
      const pieces = value.split(MARK);
      if (pieces.length < 2) return [];
      node.removeAttribute(name);
      const first = index;
      index += pieces.length - 1;
      return [[place, attribute(name, pieces, first)]];
    });
  });
  return [template.content, blueprints];
}

const attribute = (name: string, pieces: readonly string[], first: number) => (node: ChildNode): Part => {
  const element = node as Node as Element;
  const key = name.slice(1);
  const [kind] = name;
  let before: unknown = nothing;
  if (kind === '@') element.addEventListener(key, (event) => (before as (event: Event) => void)(event));
  return (values) => {
    const value = pieces.join('') || pieces.length > 2 ? pieces.reduce((sum, piece, at) => sum + words(values[first + at - 1]) + piece) : values[first];
    if (value === before) return;
    before = value;
    if (kind === '.') Reflect.set(element, key, value);
    else if (kind === '?') element.toggleAttribute(key, !!value && value !== nothing);
    else if (kind === '@') return;
    else if (value === nothing) element.removeAttribute(name);
    else element.setAttribute(name, words(value));
  };
};

/** Text stands in a node of its own, before what else there is; everything ends before `end`. */
const child = (index: number) => (end: ChildNode): Part => {
  const text = new Text();
  end.before(text);
  let kind: unknown;
  let update: Part = () => undefined;
  return (values) => {
    const value = values[index];
    const [next, make, given] = isResult(value) ? ([value.strings, copy, value.values] as const) : Array.isArray(value) ? ([list, list, value] as const) : [];
    if (kind !== next) {
      while (text.nextSibling !== end) text.nextSibling?.remove();
      kind = next;
      if (make) update = make(end, value as Result);
    }
    const said = given || value === nothing ? '' : words(value);
    if (text.data !== said) text.data = said;
    if (given) update(given);
  };
};

function copy(end: ChildNode, { strings }: Result): Part {
  const template = templates.get(strings) ?? templateOf(strings);
  templates.set(strings, template);
  const [content, blueprints] = template;
  const fragment = document.importNode(content, true);
  const nodes = nodesOf(fragment);
  const parts = blueprints.flatMap(([place, make]) => nodes.slice(place, place + 1).map(make));
  end.before(fragment);
  return (values) => parts.forEach((part) => part(values));
}

/** What is no longer in the list stays, empty, for what comes next. */
function list(end: ChildNode): Part {
  const items: Part[] = [];
  return (values) => {
    while (items.length < values.length) {
      const last = new Comment();
      end.before(last);
      items.push(child(0)(last));
    }
    items.forEach((item, index) => item([values[index]]));
  };
}

export function render(value: unknown, root: HTMLElement | DocumentFragment): void {
  let part = roots.get(root);
  if (!part) {
    const end = new Comment();
    root.append(end);
    roots.set(root, (part = child(0)(end)));
  }
  part([value]);
}
