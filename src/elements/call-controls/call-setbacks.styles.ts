import { css } from '../shared/css.ts';

/** What sets a running call back. */
export const setbackStyles = css`
  .fair svg {
    color: #a70;
  }
  :is(.poor, .lost) svg {
    color: var(--_red);
  }
  .bad {
    background: var(--_red);
    color: #fff;
  }
  .trouble {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    padding-block: 4px;
    padding-inline: 12px 4px;
    border-block-end: 1px solid var(--_line);
    font-size: 13px;
  }
  .trouble > div {
    grid-column: 1 / -1;
    padding-block-end: 8px;
  }
  .what {
    justify-self: start;
    min-block-size: 44px;
    color: var(--_accent-text);
    font-weight: 600;
    text-decoration: underline;
  }
  section {
    position: relative;
  }
  .hear {
    position: absolute;
    inset: 54px 0 auto;
    margin-inline: auto;
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: fit-content;
    block-size: 44px;
    padding-inline: 20px;
    border: 1px solid transparent;
    border-radius: 22px;
    background: #fff;
    color: #111;
    font-weight: 600;
  }
`;
