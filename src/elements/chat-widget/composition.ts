import type { MediaBackend } from '../../session/contracts/media-backend.ts';
import type { SupportSession } from '../../session/support-session.ts';

/** What a widget says of the chat that it wants. */
export interface CompositionOptions {
  /** The site's id with the server; the site's own id of whoever is signed in, and its word for it. */
  getAttribute(name: 'site' | 'customer' | 'customer-token'): string | null;
  /** Media backends of the page's own, by the name that the server's calls carry. */
  readonly backends: Readonly<Record<string, () => Promise<MediaBackend>>>;
}

/** The loaded chat of one widget. */
export interface Composition {
  readonly session: SupportSession;
  readonly panel: PanelElement;
  /** Puts the panel into the widget, once. */
  attach(shell: Shell): void;
  /** The widget left the page: what it used ends soon, unless another widget of the same site takes it over. */
  release(): void;
}

/** Loads the chat's part and puts a session and a panel together. Given to the widget by the composition: elements know no adapter. */
export type Compose = (options: CompositionOptions, server: string) => Promise<Composition>;

export interface PanelElement extends HTMLElement {
  open: boolean;
}

/** What a widget shows of itself to its chat. */
export interface Shell {
  readonly widget: HTMLElement & { open(): Promise<void>; close(): void };
  readonly root: ShadowRoot;
  readonly launcher: HTMLElement;
  readonly states: CustomStateSet;
  /** While the widget is in the page. */
  readonly signal: AbortSignal;
}
