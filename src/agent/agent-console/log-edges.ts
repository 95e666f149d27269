import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChatSnapshot } from '../../session/chat/chat.ts';
import { icon } from '../shared/icons.ts';
import type { LogTexts } from '../shared/log-texts.ts';

/** Above the log's first row: the way to what was said before. */
export function beginningOf({ earlier }: ChatSnapshot, texts: LogTexts, load: () => void): TemplateResult | typeof nothing {
  if (earlier === 'none') return nothing;
  return html`<p class="earlier">
    ${earlier === 'failed' ? texts.earlierFailed : nothing}
    <button type="button" class="quiet" @click=${load}>${earlier === 'failed' ? texts.retry : texts.earlier}</button>
  </p>`;
}

/** Below the log's last row: the customer is writing. */
export function typingOf({ typing }: ChatSnapshot): TemplateResult | typeof nothing {
  if (typing.length === 0) return nothing;
  return html`<div class="row other first last typing" aria-hidden="true">
    <div class="line">
      <span class="avatar small">${icon('person')}</span>
      <div class="bubble"><i></i><i></i><i></i></div>
    </div>
  </div>`;
}
