import { css } from './css.ts';
import { signals } from './signals.ts';

/** What the call's elements share: colours that say what a button does, and plain buttons with a picture alone. */
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
  .icon {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 12px;
    color: var(--_quiet);
  }
`}`;
