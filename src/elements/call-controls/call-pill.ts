import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit/html.js';
import type { CallHelpTexts } from '../../locales/call/help/en.ts';
import { initialsOf } from '../shared/avatar.ts';
import { icon } from '../shared/icon.ts';
import { CallExpandEvent } from './call-expand-event.ts';
import type { Notice } from './notice.ts';

const expandIcon = 'M14 4.5h5.5V10M10 19.5H4.5V14m15-9.5-6 6m-9 9 6-6';

/** What is left of a call while the chat is put away: who, how long, mute and end; and above it what must not wait until the chat is opened. */
export function callPill(
  controls: HTMLElement,
  label: string,
  words: CallHelpTexts,
  name: string,
  speaking: boolean,
  status: unknown,
  [look, said, below]: Notice,
  buttons: TemplateResult,
): TemplateResult {
  const expand = (): void => void controls.dispatchEvent(new CallExpandEvent());
  const isSetBack = look === 'bad' || look === 'warn';
  return html`<section class="small-call" aria-label=${label}>
    <p class="strip ${look}" part="notice" role="status">${isSetBack ? said : nothing}</p>
    ${below ?? nothing}
    <div class="row">
      <div class="who ${speaking ? 'speaking' : ''}">
        <span class="avatar" part="avatar" aria-hidden="true">${initialsOf(name)}</span>
        <button type="button" part="button" aria-label=${words.open} @click=${expand}>${icon(expandIcon)}</button>
      </div>
      <p class="status" part="status">${status}</p>
      <div class="controls" part="controls">${buttons}</div>
    </div>
  </section>`;
}
