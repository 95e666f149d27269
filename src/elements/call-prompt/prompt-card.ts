import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';

export const hint = (words: string): TemplateResult => html`<p class="hint">${words}</p>`;

/** What a prompt has to say, with what can be answered. Where it rings, it is announced by what stands `above`. */
export const card = (title: string, body: unknown, choices: unknown, above: unknown = nothing): TemplateResult =>
  html`<div class="card" part="card" role="dialog" aria-labelledby="title">
    ${above}
    <div role=${above === nothing ? 'status' : nothing}><h3 id="title" part="title">${title}</h3></div>
    ${body}
    <div class="choices" part="choices">${choices}</div>
  </div>`;
