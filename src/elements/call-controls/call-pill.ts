import type { TemplateResult } from 'lit';
import { html } from 'lit/html.js';
import type { CallMenuTexts } from '../../locales/call/menu/en.ts';
import { loadCallMenuTexts } from '../../locales/call/menu/load.ts';
import { initialsOf } from '../shared/avatar.ts';
import { css } from '../shared/css.ts';
import { icon } from '../shared/icon.ts';
import { CallExpandEvent } from './call-expand-event.ts';

const expandIcon = 'M14 4.5h5.5V10M10 19.5H4.5V14m15-9.5-6 6m-9 9 6-6';

/** What is left of a call while the chat is put away: who, how long, mute and end. */
export function callPill(
  controls: HTMLElement,
  label: string,
  words: CallMenuTexts,
  name: string,
  speaking: boolean,
  status: unknown,
  buttons: TemplateResult,
): TemplateResult {
  const expand = (): void => void controls.dispatchEvent(new CallExpandEvent());
  return html`<section class="small-call" aria-label=${label}>
    <div class="who ${speaking ? 'speaking' : ''}">
      <span class="avatar" part="avatar" aria-hidden="true">${initialsOf(name)}</span>
      <button type="button" part="button" aria-label=${words.open} @click=${expand}>${icon(expandIcon)}</button>
    </div>
    <p class="status" part="status">${status}</p>
    <div class="controls" part="controls">${buttons}</div>
  </section>`;
}

export const styles = [
  css`
    .small-call {
      display: flex;
      align-items: center;
      gap: 12px;
      block-size: 96px;
      padding-inline: 20px 12px;
      border: 1px solid light-dark(var(--_line), var(--_control));
      border-radius: 48px;
    }
    .small-call .status {
      min-inline-size: 56px;
      padding: 0;
      font-size: 15px;
      color: var(--_text);
    }
    .small-call .round {
      inline-size: 72px;
    }
    .who {
      position: relative;
      display: grid;
    }
    .who .avatar {
      inline-size: 56px;
      block-size: 56px;
      margin: 0;
      font-size: 18px;
    }
    .who button {
      position: absolute;
      inset: 0;
      border-radius: 50%;
    }
    .who svg {
      position: absolute;
      inset-block-end: -4px;
      inset-inline-end: -4px;
      inline-size: 22px;
      block-size: 22px;
      padding: 4px;
      border-radius: 50%;
      background: var(--_surface);
      box-shadow: 0 0 0 1px var(--_line);
    }
  `,
];

export { loadCallMenuTexts as words };
