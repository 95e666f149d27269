import { css } from '../shared/css.ts';

/** What is left of a call while the chat is put away. */
export const pillStyles = css`
  .small-call {
    /* The buttons say how wide it is, not what may have to be said above them. */
    inline-size: min-content;
    border: 1px solid light-dark(var(--_line), var(--_control));
    border-radius: 48px;
    overflow: hidden;
    > .strip {
      padding-inline: 28px;
    }
    > .hear {
      position: static;
      margin-block-start: 12px;
      background: var(--_accent);
      color: var(--_on-accent);
    }
    > .trouble {
      padding-block-start: 12px;
      padding-inline: 28px 20px;
    }
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
    block-size: 96px;
    padding-inline: 14px 8px;
  }
  .small-call .status {
    min-inline-size: 56px;
    padding: 0;
    font-size: 15px;
    color: var(--_text);
  }
  /* Six Japanese characters, in a window of 320 pixels too. */
  .small-call .round {
    inline-size: 72px;
  }
  .who {
    position: relative;
    display: grid;
  }
  .who .avatar {
    inline-size: 56px;
    block-size: 56px;
    margin: 0;
    font-size: 18px;
  }
  .who button {
    position: absolute;
    inset: 0;
    border-radius: 50%;
  }
  .who svg {
    position: absolute;
    inset-block-end: -4px;
    inset-inline-end: -4px;
    inline-size: 22px;
    block-size: 22px;
    padding: 4px;
    border-radius: 50%;
    background: var(--_surface);
    box-shadow: 0 0 0 1px var(--_line);
  }
`;
