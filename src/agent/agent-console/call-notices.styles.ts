import { css } from 'lit';

export const noticesStyles = css`
  :host {
    display: block;
  }

  .notice {
    display: flex;
    align-items: center;
    gap: 4px 12px;
    flex-wrap: wrap;
    padding: 8px 16px;
    border-block-end: 1px solid var(--_line);
    background: var(--_raised);
  }

  .notice.trouble {
    background: color-mix(in oklab, var(--_warm) 12%, var(--_surface));
  }

  .trouble > .icon {
    color: var(--_warm);
  }

  .words {
    flex: 1;
    min-inline-size: 180px;
  }

  button {
    min-block-size: 32px;
  }

  @container agent-console (max-width: 900px) {
    .words {
      flex-basis: calc(100% - 92px);
    }

    .close {
      order: 1;
      margin-block-start: -2px;
    }

    button:not(.close) {
      order: 2;
      flex: 1 0 auto;
    }
  }
`;
