import type { TemplateResult } from 'lit';
import { html } from 'lit/html.js';
import type { ChatTexts } from '../../locales/en.ts';
import type { ChatSnapshot } from '../../session/chat/chat.ts';
import { initialsOf } from '../shared/avatar.ts';
import { icon } from '../shared/icon.ts';
import { minimiseIcon, moreIcon } from '../shared/icons.ts';

/** Who answers, whether they are there, and the panel's commands. */
export function panelHeader(
  texts: ChatTexts,
  { conversation, site, connection, typing }: ChatSnapshot,
  openMenu: (event: Event) => void,
  minimise: () => void,
): TemplateResult {
  const agent = conversation?.agent;
  const name = agent?.name ?? site?.name ?? texts.support;
  const known = connection.is === 'online' ? site : null;
  const answersIn = agent ? null : (site?.answersIn ?? null);
  const status = !known ? '' : !known.staffed ? texts.away : answersIn === null ? texts.online : texts.answersIn(Math.ceil(answersIn / 60_000));
  return html`<div class="header" part="header">
    <span class="avatar ${known?.staffed ? 'here' : ''}" part="avatar" aria-hidden="true">${initialsOf(name)}</span>
    <div class="who">
      <h2 part="name">${name}</h2>
      <p>${typing.length > 0 ? texts.typing(name) : status}</p>
    </div>
    <button type="button" class="tool" aria-label=${texts.menu} aria-haspopup="menu" aria-expanded="false" @click=${openMenu}>${icon(moreIcon)}</button>
    <button type="button" class="tool" aria-label=${texts.minimise} @click=${minimise}>${icon(minimiseIcon)}</button>
  </div>`;
}

/** Somebody is writing. */
export const typingRow = (name: string): TemplateResult => html`<div class="row other first last" aria-hidden="true">
  <div class="line"><span class="avatar small">${initialsOf(name)}</span><div class="bubble"><i></i><i></i><i></i></div></div>
</div>`;
