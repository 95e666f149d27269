import { css } from 'lit';
import type { CSSResultGroup } from 'lit';
import { composer, transcript } from '../../elements/chat-panel/chat-panel.styles.ts';
import { look } from '../shared/look.ts';

const own = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    background: var(--_surface);
  }

  .stage {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }

  .inner {
    inline-size: 100%;
    max-inline-size: 820px;
    margin-inline: auto;
    padding-block-end: calc(16px + var(--_covered, 0px));
  }

  :host([covered-above]) .inner {
    margin-block-end: 0;
  }

  .composer {
    inline-size: 100%;
    max-inline-size: 820px;
    margin-inline: auto;
    border: 0;
    padding: 4px 16px 16px;
  }

  .bubble {
    max-inline-size: 62ch;
  }

  .meta {
    font-size: 12px;
  }

  .erase {
    min-block-size: 24px;
    margin-block: -2px;
    padding: 0 6px;
    border: 0;
    border-radius: 6px;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    cursor: pointer;
  }

  .erase:is(:hover, :focus-visible) {
    color: var(--_red-text);
  }

  .erase:focus-visible {
    outline-offset: -2px;
  }

  /* The time stays at the row's end. */
  .own.last .erase {
    order: -1;
  }

  @media (hover: hover) {
    .row:not(:hover, :focus-within) .erase {
      opacity: 0;
    }
  }

  /* Room for both beside each bubble, whether or not they are shown: one below the other, where a phone has a place for them, too. */
  .list:has(.erase) .line {
    padding-inline-end: 5em;
  }

  .list:has(.erase) .own .line {
    padding-inline: 5em 0;
  }

  .row:not(.last) .meta:has(.erase) {
    inset-block-end: 0;
    flex-direction: column;
    align-items: end;
    gap: 0;
  }

  .own:not(.last) .meta:has(.erase) {
    align-items: start;
  }

  .row:not(.last) .erase {
    margin-inline: -6px;
  }

  .note {
    display: flex;
    align-items: center;
    gap: 8px 12px;
    flex-wrap: wrap;
    padding: 8px 16px;
    border-block-end: 1px solid var(--_line);
    background: color-mix(in oklab, var(--_warm) 12%, var(--_surface));
  }

  .note span {
    flex: 1;
    min-inline-size: 160px;
  }

  .choice {
    min-block-size: 32px;
    padding-inline: 12px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_surface);
    font-weight: 500;
  }

  .foot {
    padding: 16px;
    border-block-start: 1px solid var(--_line);
    color: var(--_quiet);
    text-align: center;
    text-wrap: balance;
  }

  .foot .choice {
    margin-block-start: 8px;
    color: var(--_text);
  }

  /* Two Japanese signs, which are wider than letters, stay clear of the edge. */
  .avatar.small {
    font-size: 11px;
  }

  .avatar .icon {
    inline-size: 16px;
    block-size: 16px;
  }
`;

export const conversationStyles: CSSResultGroup = [look, transcript, composer, own];
