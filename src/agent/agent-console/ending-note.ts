import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../shared/icons.ts';
import type { Words } from '../shared/words.ts';
import type { Endings } from './endings.ts';

export interface EndingNote {
  readonly ending: ReturnType<Endings['snapshot']['get']>;
  readonly words: Words;
  /** In milliseconds since the epoch. */
  readonly now: number;
  /** A call runs that ends with the conversation. */
  readonly endsCall: boolean;
  readonly undo: () => void;
  /** Ends it now. */
  readonly ask: () => void;
}

/** Says that the conversation is about to end, which can be undone, or that ending it failed. */
export function endingNote({ ending, words: { say }, now, endsCall, undo, ask }: EndingNote): TemplateResult {
  const retry = (): void => {
    undo();
    ask();
  };
  const seconds = ending?.is === 'pending' ? Math.max(1, Math.ceil((ending.at - now) / 1_000)) : 0;
  return html`<div role="alert">
    ${ending?.is === 'pending'
      ? html`<div class="note">
          <span aria-live="off" class="figures">${say(endsCall ? 'conversation.endingCall' : 'conversation.ending', { seconds })}</span>
          <button type="button" class="choice" @click=${undo}>${say('common.undo')}</button>
          <button type="button" class="choice" @click=${ask}>${say('conversation.endNow')}</button>
        </div>`
      : ending?.is === 'failed'
        ? html`<div class="note">
            ${icon('warning')}<span>${say('conversation.endFailed')}</span>
            <button type="button" class="choice" @click=${retry}>${say('common.tryAgain')}</button>
            <button type="button" class="choice" @click=${undo}>${say('common.cancel')}</button>
          </div>`
        : nothing}
  </div>`;
}
