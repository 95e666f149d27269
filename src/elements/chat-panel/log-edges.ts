import type { TemplateResult } from 'lit';
import { html } from 'lit/html.js';
import type { ChatTexts } from '../../locales/en.ts';
import { initialsOf } from '../shared/avatar.ts';
import type { PanelView } from './panel-view.ts';

/** In place of rows: what to expect here. */
export const emptyLog = (texts: ChatTexts, { staffed }: NonNullable<PanelView['site']>): TemplateResult => html`<div class="empty">
  <slot name="empty"><h3>${texts.emptyTitle}</h3><p>${staffed ? texts.emptyStaffed : texts.emptyAway}</p></slot>
</div>`;

/** Below the last row: somebody is writing. */
export const typingRow = (name: string): TemplateResult => html`<div class="row other first last" aria-hidden="true">
  <div class="line"><span class="avatar small">${initialsOf(name)}</span><div class="bubble"><i></i><i></i><i></i></div></div>
</div>`;
