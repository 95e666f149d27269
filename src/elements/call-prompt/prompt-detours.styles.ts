import { css } from '../shared/css.ts';

/** A call that is not simply answered. */
export const detourStyles = css`
  .aside {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 52px;
    padding-block: 8px;
    padding-inline: 16px 8px;
    border: 1px solid light-dark(var(--_line), var(--_control));
    border-radius: var(--call-prompt-radius, 16px);
    font-size: 13px;
  }
  .show {
    min-block-size: 44px;
    padding-inline: 16px;
    border: 1px solid transparent;
    border-radius: 10px;
    background: var(--_raised);
    font-weight: 600;
  }
  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  @media (min-width: 480px) and (min-height: 480px) {
    .choices:has(.wide) {
      grid: auto / 1fr 1fr;
    }
    .wide:nth-last-child(3) {
      grid-column: 1 / -1;
    }
  }
`;
