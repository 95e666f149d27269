import { css } from '../shared/css.ts';

/** Pictures and steps for a refused device. */
export const refusalHelpStyles = css`
  .help {
    margin-block-start: 8px;
    text-align: start;
    font-size: 14px;
  }
  .help:dir(rtl) {
    text-align: right;
  }
  .help ol {
    margin: 8px 0 0;
    padding-inline-start: 24px;
  }
  .help li {
    padding-block: 2px;
    unicode-bidi: plaintext;
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
  /* In a low window the steps are what there is room for. */
  @media (max-height: 479px) {
    .drawn {
      display: none;
    }
  }
  .over {
    position: absolute;
    inset: 0;
  }
  rect.window {
    fill: var(--_raised);
  }
  rect.address {
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
    stroke: var(--_red);
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
    stroke: var(--_red);
  }
  @keyframes nudge {
    to {
      translate: 4px 4px;
    }
  }
`;
