import { css } from '../shared/css.ts';

/** The log's rows, for whoever draws a `Transcript`. */
export const transcriptStyles = css`
  .middle {
    position: relative;
    flex: 1;
    min-block-size: 0;
    display: flex;
  }
  .scroller {
    flex: 1;
    display: flex;
    flex-direction: column-reverse;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .inner {
    margin-block-end: auto;
    padding: 0 16px 16px;
  }
  .row {
    position: relative;
    margin-block-start: 2px;
  }
  .first {
    margin-block-start: 12px;
  }
  .line {
    display: flex;
    align-items: end;
    gap: 8px;
    padding-inline: 36px 40px;
  }
  .small {
    inline-size: 28px;
    block-size: 28px;
    margin-inline-start: -36px;
    font-size: 12px;
  }
  .own .line {
    flex-direction: row-reverse;
    padding-inline: 56px 0;
  }
  .bubble {
    padding: 8px 14px;
    border-radius: 18px;
    background: var(--_raised);
    white-space: pre-wrap;
    text-align: start;
    animation: rise 0.15s ease-out;
  }
  .own .bubble {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .other:not(.first) .bubble {
    border-start-start-radius: 6px;
  }
  .other:not(.last) .bubble {
    border-end-start-radius: 6px;
  }
  .own:not(.first) .bubble {
    border-start-end-radius: 6px;
  }
  .own:not(.last) .bubble {
    border-end-end-radius: 6px;
  }
  .sending .bubble {
    background: color-mix(in oklch, var(--_accent) 16%, var(--_surface));
    color: var(--_text);
  }
  .meta {
    display: flex;
    align-items: center;
    gap: 4px;
    padding-inline: 36px 4px;
    margin-block-start: 2px;
  }
  .own .meta {
    justify-content: end;
  }
  .meta svg {
    inline-size: 14px;
    block-size: 14px;
    stroke-width: 2.25;
  }
  .row:not(.last, .not-sent, .sending) .meta {
    position: absolute;
    inset-inline-end: 0;
    inset-block-end: 8px;
    padding: 0;
    opacity: 0;
    font-size: 11px;
  }
  .own:not(.last) .meta {
    inset-inline: 0 auto;
  }
  .row:is(:hover, :focus-within) .meta {
    opacity: 1;
  }
  .day,
  .system {
    margin-block: 16px 12px;
    text-align: center;
    font-size: 13px;
    color: var(--_quiet);
  }
  .day::first-letter {
    text-transform: capitalize;
  }
  .empty {
    padding: 40px 16px;
    text-align: center;
    color: var(--_quiet);
  }
  .empty h3 {
    font-size: 20px;
    font-weight: 600;
    color: var(--_text);
    margin-block-end: 4px;
  }
  i {
    display: inline-block;
    inline-size: 7px;
    block-size: 7px;
    margin-inline-end: 4px;
    border-radius: 50%;
    background: var(--_quiet);
    animation: dot 1.2s infinite;
  }
  i:nth-child(2) {
    animation-delay: 0.15s;
  }
  i:nth-child(3) {
    animation-delay: 0.3s;
    margin: 0;
  }
  @keyframes dot {
    30% {
      opacity: 0.3;
    }
  }
`;
