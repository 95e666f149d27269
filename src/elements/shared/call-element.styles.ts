import { css } from './css.ts';
import { signals } from './signals.ts';

/** What the call's elements share: colours that say what a button does, and people as large as a call shows them. */
export const callStyles = `${signals}${css`
  :host {
    display: block;
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
  .avatar {
    inline-size: 72px;
    block-size: 72px;
    margin-block-end: 20px;
    font-size: 24px;
  }
`}`;
