import type { nothing, TemplateResult } from 'lit';
import { render } from 'lit/html.js';
import type { SupportSession } from '../../session/support-session.ts';

const sheets = new Map<string, CSSStyleSheet>();

/** One sheet for each text, whoever adopts it, and once for each root. */
export function adoptInto({ adoptedStyleSheets }: ShadowRoot, ...styles: readonly string[]): void {
  for (const text of styles) {
    let sheet = sheets.get(text);
    if (!sheet) {
      sheets.set(text, (sheet = new CSSStyleSheet()));
      sheet.replaceSync(text);
    }
    if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
  }
}

/**
 * An element that draws a session with a Lit template, each time its call changes; who shows the chat follows that too. Lit's own base class would
 * add 2 kB to every page for attributes and change detection, which nothing here needs: what is drawn follows from snapshots.
 */
export abstract class SessionElement extends HTMLElement {
  /** Style text, adopted once for all elements of a class. */
  declare static readonly styles: readonly string[];

  /** @internal What it is drawn into. */
  readonly root: ShadowRoot;
  /** While the element is in the page with one session. */
  protected watching = new AbortController();
  readonly #internals = this.attachInternals();
  #session: SupportSession | null = null;
  #drawing: Promise<void> | null = null;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: 'open' });
    adoptInto(this.root, ...(this.constructor as typeof SessionElement).styles);
  }

  /** Whose chat and calls it shows; null shows nothing. Inside a `<chat-widget>` it is given the widget's. */
  get session(): SupportSession | null {
    return this.#session;
  }

  set session(session: SupportSession | null) {
    this.#session = session;
    if (this.isConnected) this.#follow();
  }

  /** When what was asked for so far is drawn. */
  get updateComplete(): Promise<void> {
    return this.#drawing ?? Promise.resolve();
  }

  connectedCallback(): void {
    // Set before the tag was registered, it stands in the way of the accessor.
    const { session } = this;
    if (Reflect.deleteProperty(this, 'session')) this.#session = session;
    this.#follow();
  }

  disconnectedCallback(): void {
    this.watching.abort();
  }

  /** Draws soon, however often it is asked. */
  requestUpdate(): void {
    this.#drawing ??= Promise.resolve().then(() => {
      this.#drawing = null;
      if (!this.isConnected) return;
      const drawing = this.render();
      if (drawing) render(drawing, this.root);
      this.updated();
    });
  }

  protected find(selector: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(selector);
  }

  protected setStates(states: Readonly<Record<string, boolean>>): void {
    const { states: set } = this.#internals;
    // A browser that is told again what it knows asks again which styles that changes.
    for (const name in states) if (set.has(name) !== states[name]) set[states[name] ? 'add' : 'delete'](name);
  }

  /** A session came, or the element did. */
  protected followed(): void {
    /* nothing by itself */
  }

  /** Null where everything stays as it was drawn. */
  protected abstract render(): TemplateResult | typeof nothing | null;

  protected updated(): void {
    /* nothing by itself */
  }

  #follow(): void {
    this.watching.abort();
    this.watching = new AbortController();
    const { signal } = this.watching;
    this.#session?.call.subscribe(() => this.requestUpdate(), { signal });
    this.followed();
    this.requestUpdate();
  }
}
