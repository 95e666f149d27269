import { css } from 'lit';

export const headerStyles = css`
  :host {
    display: block;
    border-block-end: 1px solid var(--_line);
  }

  header {
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: 60px;
    padding: 8px 16px;
  }

  .who {
    flex: 1;
    min-inline-size: 0;
  }

  /* Words of another direction stand where the others do. */
  h2,
  .who p {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  h2 {
    overflow: hidden;
    font-size: 17px;
    font-weight: 600;
    line-height: 1.3;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .who p {
    overflow: hidden;
    color: var(--_quiet);
    font-size: 12.5px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .narrow {
    display: none;
  }

  .failed {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 6px 16px;
    background: color-mix(in oklab, var(--_warm) 12%, var(--_surface));
  }

  .failed .link {
    flex: none;
  }

  .back .icon:dir(rtl) {
    scale: -1 1;
  }

  @container agent-console (max-width: 1100px) {
    .narrow.details {
      display: inline-flex;
    }
  }

  @container agent-console (max-width: 720px) {
    .narrow {
      display: inline-flex;
    }

    .who {
      padding-inline-start: 4px;
    }
  }

  @container agent-console (max-width: 640px) {
    header {
      gap: 4px;
      padding-inline: 6px 8px;
    }

    .wide-words {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .end,
    .take {
      inline-size: 36px;
      padding: 0;
    }
  }

  @container agent-console (min-width: 641px) {
    .end .icon {
      display: none;
    }
  }

  /* A supervisor's three long buttons would leave nothing of the name. */
  @container agent-console (641px <= width <= 1400px) {
    .take ~ agent-menu ~ agent-menu ~ .end {
      inline-size: 36px;
      padding: 0;
    }

    .take ~ agent-menu ~ agent-menu ~ .end .icon {
      display: block;
    }

    .take ~ agent-menu ~ agent-menu ~ .end .wide-words {
      position: absolute;
      inline-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
