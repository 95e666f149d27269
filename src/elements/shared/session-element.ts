import type { nothing, ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { render } from 'lit/html.js';
import type { SupportSession } from '../../session/support-session.ts';

const sheets = new Map<string, CSSStyleSheet>();

/** One sheet for each text, whoever adopts it, and once for each root. */
export function adoptInto({ adoptedStyleSheets }: ShadowRoot, ...styles: readonly string[]): void {
  for (const text of styles) {
    const sheet = sheets.get(text) ?? new CSSStyleSheet();
    if (!sheets.has(text)) sheet.replaceSync(text);
    sheets.set(text, sheet);
    if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
  }
}

/**
 * An element that draws a session with a Lit template, each time the session changes. Lit's own base class would add 2 kB to every page for
 * attributes and change detection, which nothing here needs: what is drawn follows from snapshots.
 */
export abstract class SessionElement extends HTMLElement implements ReactiveControllerHost {
  /** Style text, adopted once for all elements of a class. */
  static readonly styles: readonly string[] = [];

  readonly root: ShadowRoot;
  /** While the element is in the page with one session. */
  protected watching = new AbortController();
  readonly #internals = this.attachInternals();
  readonly #controllers = new Set<ReactiveController>();
  #session: SupportSession | null = null;
  #drawing: Promise<boolean> | null = null;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: 'open' });
    this.adopt(...(this.constructor as typeof SessionElement).styles);
  }

  get session(): SupportSession | null {
    return this.#session;
  }

  set session(session: SupportSession | null) {
    this.#session = session;
    if (this.isConnected) this.#follow();
  }

  /** When what was asked for so far is drawn. */
  get updateComplete(): Promise<boolean> {
    return this.#drawing ?? Promise.resolve(true);
  }

  connectedCallback(): void {
    // Set before the tag was registered, it stands in the way of the accessor.
    const { session } = this;
    if (Reflect.deleteProperty(this, 'session')) this.#session = session;
    for (const controller of this.#controllers) controller.hostConnected?.();
    this.#follow();
  }

  disconnectedCallback(): void {
    this.watching.abort();
    for (const controller of this.#controllers) controller.hostDisconnected?.();
  }

  addController(controller: ReactiveController): void {
    this.#controllers.add(controller);
  }

  removeController(controller: ReactiveController): void {
    this.#controllers.delete(controller);
  }

  /** Draws soon, however often it is asked. */
  requestUpdate(): void {
    this.#drawing ??= Promise.resolve().then(() => {
      this.#drawing = null;
      if (!this.isConnected) return false;
      render(this.render(), this.root);
      this.updated();
      return true;
    });
  }

  /** Adds styles, for parts that are loaded later too. */
  protected adopt(...styles: readonly string[]): void {
    adoptInto(this.root, ...styles);
  }

  protected find(selector: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(selector);
  }

  protected setStates(states: Readonly<Record<string, boolean>>): void {
    for (const [name, on] of Object.entries(states)) this.#internals.states[on ? 'add' : 'delete'](name);
  }

  /** A session came, or the element did. */
  protected followed(): void {
    /* nothing by itself */
  }

  protected abstract render(): TemplateResult | typeof nothing;

  protected updated(): void {
    /* nothing by itself */
  }

  #follow(): void {
    this.watching.abort();
    this.watching = new AbortController();
    const { signal } = this.watching;
    const update = (): void => this.requestUpdate();
    this.#session?.chat.subscribe(update, { signal });
    this.#session?.call.subscribe(update, { signal });
    this.followed();
    update();
  }
}
