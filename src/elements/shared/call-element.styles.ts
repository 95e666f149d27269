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
  /* Nothing of it where a low window, or a keyboard on the screen, leaves room for the buttons alone. */
  .avatar {
    inline-size: 3em;
    block-size: 3em;
    margin-block: 0.5em 0.8em;
    font-size: clamp(0px, (var(--_height, 100vh) - 480px) * 9, 24px);
  }
`;
