import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { DeskSnapshot } from '../../session/desk/desk.ts';
import type { Words } from '../shared/words.ts';
import type { Entrance, Place } from './entrance.ts';

/** What stands where the desk is not open. */
export function closedView(place: Exclude<Place, { is: 'open' }>, words: Words, entrance: Entrance): TemplateResult {
  const retry = (): void => void entrance.enter();
  switch (place.is) {
    case 'checking':
      return html`<p class="wait quiet" role="status"><span class="late">${words.say('connection.connecting')}</span></p>`;
    case 'unreachable':
      return html`<div class="wait" role="alert">
        <p>${words.say('signIn.unreachable')}</p>
        <button type="button" @click=${retry}>${words.say('common.tryAgain')}</button>
      </div>`;
    case 'signed-out':
      return html`<main class="door"><agent-sign-in .words=${words} .submit=${entrance.signIn}></agent-sign-in></main>`;
  }
}

/** What stands where no conversation is open. */
export function nobodyView({ me, conversations }: DeskSnapshot, words: Words): TemplateResult {
  if (!me) return html`<main class="nobody"></main>`;
  const quiet = conversations.every((each) => each.state === 'ended');
  return html`<main class="nobody">
    <p class="title">${words.say(quiet ? 'conversation.nothing' : 'conversation.none')}</p>
    <p class="quiet">${quiet ? words.say('conversation.nothingHelp') : words.say('conversation.noneHelp', { key: 'N', help: '?' })}</p>
  </main>`;
}
