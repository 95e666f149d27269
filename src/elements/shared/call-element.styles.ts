import { css } from './css.ts';

/** What the call's elements share: colours that say what a button does, and people as large as a call shows them. White reads on red and green; what is live stands out 3:1 on light and dark. */
export const callStyles = css`
  :host {
    display: block;
    --_red: oklch(0.56 0.2 27);
    --_green: oklch(0.5 0.13 152);
    --_live: oklch(0.63 0.16 152);
  }
  .green {
    --_fill: var(--_green);
    --_ink: #fff;
  }
  .red {
    --_fill: var(--_red);
    --_ink: #fff;
  }
  .red svg {
    rotate: 135deg;
  }
  .choice,
  .round svg {
    border: 1px solid transparent;
    background: var(--_fill, var(--_raised));
    color: var(--_ink, inherit);
  }
  .avatar {
    inline-size: 72px;
    block-size: 72px;
    margin-block: 12px 20px;
    font-size: 24px;
  }
`;
