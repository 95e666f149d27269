import { css } from 'lit';

export const eraseStyles = css`
  dialog {
    inline-size: min(460px, calc(100vw - 32px));
  }

  blockquote {
    max-block-size: 132px;
    margin: 16px 0;
    padding: 8px 14px;
    overflow-y: auto;
    border-radius: 12px;
    background: var(--_hover);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    scrollbar-width: thin;
  }

  .all {
    margin-block-end: 20px;
  }

  .bad {
    display: flex;
    gap: 8px;
    margin-block-end: 16px;
  }

  .danger {
    border-color: transparent;
    background-color: var(--_red);
    color: white;
  }

  .danger[aria-disabled='true'] {
    color: white;
    opacity: 0.6;
  }

  .danger .icon {
    inline-size: 18px;
    block-size: 18px;
  }
`;
