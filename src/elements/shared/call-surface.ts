import { css } from './css.ts';

/** What the call's elements share: the buttons that answer, go on and end. */
export const callSurface = css`
  .choice {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 48px;
    padding: 8px 12px;
    border-radius: 12px;
    background: var(--_raised);
    font-size: 14px;
    font-weight: 600;
    line-height: 1.25;
    transition: filter 0.12s;
  }
  .choice:hover {
    filter: brightness(1.08);
  }
  .green {
    background: var(--_green);
    color: #fff;
  }
  .red {
    background: var(--_red);
    color: #fff;
  }
  .red svg {
    stroke: none;
    fill: currentColor;
  }
  .small {
    min-block-size: 36px;
    padding-inline: 12px;
    border-radius: 10px;
    background: var(--_raised);
    font-size: 13px;
    font-weight: 600;
  }
  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  .help {
    margin-block-start: 8px;
    text-align: start;
    font-size: 14px;
    color: var(--_text);
  }
  .help ol {
    margin: 8px 0 0;
    padding-inline-start: 24px;
  }
  .help li {
    padding-block: 2px;
  }
  .drawn {
    position: relative;
    inline-size: 220px;
    max-inline-size: 100%;
    margin: 4px auto 12px;
    direction: ltr;
  }
  .picture {
    display: block;
    inline-size: 100%;
    block-size: auto;
    stroke: var(--_control);
  }
  .over {
    position: absolute;
    inset: 0;
  }
  rect.card {
    fill: var(--_raised);
  }
  rect.bar {
    fill: var(--_surface);
    stroke: none;
  }
  .spot {
    fill: var(--_quiet);
    stroke: none;
  }
  .asks {
    fill: var(--_surface);
    stroke: var(--_accent-text);
  }
  .yes {
    fill: var(--_accent-text);
    stroke: none;
  }
  .ring {
    stroke: var(--_red-text);
    stroke-width: 2.5;
  }
  .arrow {
    stroke: var(--_accent-text);
    stroke-width: 3;
    animation: nudge 1.2s ease-in-out infinite alternate;
  }
  .glyph {
    display: block;
    inline-size: 66px;
    block-size: 54px;
    margin: auto;
    stroke: var(--_red-text);
  }
  @keyframes nudge {
    to {
      translate: 4px 4px;
    }
  }
  @media (forced-colors: active) {
    .choice,
    .small,
    .card {
      border: 1px solid;
    }
  }
`;
