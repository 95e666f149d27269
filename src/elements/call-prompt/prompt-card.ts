import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';

/** What a prompt has to say, in words and with what shows it, all of it read out, and what can be answered. Where it rings, it is announced by what stands `above`. */
export const card = (title: string, words: string, choices: unknown, above: unknown = nothing, shown: unknown = nothing): TemplateResult =>
  html`<div class="card" part="card" role="dialog" aria-labelledby="title">
    ${above}
    <div role=${above === nothing ? 'status' : nothing}>
      <h3 id="title" part="title">${title}</h3>
      <p class="status">${words}</p>
      ${shown}
    </div>
    <div class="choices" part="choices">${choices}</div>
  </div>`;
