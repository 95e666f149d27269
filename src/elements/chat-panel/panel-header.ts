import type { TemplateResult } from 'lit';
import { html } from 'lit/html.js';
import type { ChatTexts } from '../../locales/en.ts';
import { initialsOf } from '../shared/avatar.ts';
import { icon } from '../shared/icon.ts';
import { minimiseIcon, moreIcon } from '../shared/icons.ts';
import type { PanelView } from './panel-view.ts';

/** Who answers, whether they are there, and the panel's commands. */
export function panelHeader(
  texts: ChatTexts,
  { agent, site, connection, typing }: PanelView,
  openMenu: (event: Event) => void,
  minimise: () => void,
): TemplateResult {
  const name = agent ?? site?.name ?? texts.support;
  const known = connection === 'online' ? site : null;
  const status = !known ? '' : !known.staffed ? texts.away : agent || known.answersIn === null ? texts.online : texts.answersIn(Math.ceil(known.answersIn / 60_000));
  return html`<div class="header" part="header">
    <span class="avatar ${known?.staffed ? 'here' : ''}" part="avatar" aria-hidden="true">${initialsOf(name)}</span>
    <div class="who">
      <h2 part="name">${name}</h2>
      <p class="status">${typing ? texts.typing(name) : status}</p>
    </div>
    <button type="button" class="tool" aria-label=${texts.menu} aria-haspopup="menu" aria-expanded="false" @click=${openMenu}>${icon(moreIcon)}</button>
    <button type="button" class="tool" aria-label=${texts.minimise} @click=${minimise}>${icon(minimiseIcon)}</button>
  </div>`;
}
