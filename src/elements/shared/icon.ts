import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit';

/** A path of icons.ts, for a Lit template. */
export const icon = (path: string): TemplateResult => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;
