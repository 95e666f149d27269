import { css } from 'lit';

export const menuStyles = css`
  :host {
    position: relative;
    display: inline-block;
  }

  .menu {
    position: absolute;
    z-index: 20;
    inset-block-start: calc(100% + 6px);
    inset-inline-end: 0;
    inline-size: max-content;
    min-inline-size: 220px;
    max-inline-size: min(320px, 80vw);
    max-block-size: 60vh;
    padding: 6px;
    overflow-y: auto;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_floating);
    box-shadow: var(--_shadow);
    animation: open 140ms ease-out;
  }

  @keyframes open {
    from {
      opacity: 0;
      translate: 0 -4px;
    }
  }

  .item {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 0 12px;
    padding-block: 2px;
    border-radius: 8px;
  }

  .item:hover:not(:has([aria-disabled='true'])) {
    background: var(--_hover);
  }

  .item > button {
    position: static;
    justify-content: start;
    gap: 12px;
    padding-inline: 10px;
    border: 0;
    background: none;
    text-align: start;
  }

  .item > button:focus-visible {
    outline: 0;
  }

  /* The whole line is the button, whatever else stands in it. */
  .item > button::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 8px;
  }

  .item > button:focus-visible::after {
    outline: 2px solid var(--_accent-text);
    outline-offset: -2px;
  }

  .item > kbd {
    margin-inline-end: 10px;
  }

  .help {
    grid-column: 1 / -1;
    margin-block-start: -4px;
    padding-block-end: 8px;
    padding-inline: 42px 10px;
    color: var(--_quiet);
    font-size: 12.5px;
  }

  .nothing {
    padding: 10px;
    color: var(--_quiet);
  }

  @container agent-console (max-width: 900px) {
    .face span {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
