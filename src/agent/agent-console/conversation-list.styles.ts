import { css } from 'lit';

export const listStyles = css`
  :host {
    display: block;
    min-block-size: 0;
  }

  nav {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
  }

  h2 {
    padding: 14px 16px 0;
    font-size: 13px;
    font-weight: 600;
    color: var(--_quiet);
  }

  h3 {
    padding: 16px 10px 4px;
    color: var(--_quiet);
    font-size: 12.5px;
    font-weight: 600;
  }

  /* Where the keyboard begins, not what it works: nothing to point at. */
  h2:focus {
    outline: 0;
  }

  .filters {
    display: flex;
    gap: 4px;
    padding: 8px 12px 8px;
  }

  .filter {
    flex: 1;
    min-block-size: 32px;
    padding: 2px 8px;
    gap: 6px;
    border-color: transparent;
    border-radius: 8px;
    background: none;
    color: var(--_quiet);
    white-space: nowrap;
  }

  .filter[aria-pressed='true'] {
    background: var(--_tint);
    color: var(--_text);
  }

  .count {
    min-inline-size: 20px;
    padding: 0 5px;
    border-radius: 10px;
    background: var(--_hover);
    font-size: 12px;
    line-height: 20px;
  }

  .count.waiting {
    background: color-mix(in oklab, var(--_warm) 18%, transparent);
    color: var(--_warm);
  }

  ul {
    flex: 1;
    min-block-size: 0;
    padding: 0 8px 12px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .empty {
    display: grid;
    gap: 4px;
    padding: 48px 28px;
    text-align: center;
    text-wrap: balance;
  }

  .empty .title {
    font-weight: 600;
  }

  .skeleton {
    display: grid;
    gap: 8px;
    padding: 52px 12px;
  }

  .skeleton i {
    block-size: 60px;
    border-radius: 12px;
    background: var(--_hover);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }

  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }

  @media (forced-colors: active) {
    .filter[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
