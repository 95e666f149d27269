import { css } from 'lit';

/** A button that keeps its name, and shows its icon alone. */
const onlyIcon = css`
  inline-size: 36px;
  padding: 0;

  .icon {
    display: block;
  }

  .words {
    position: absolute;
    inline-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
`;

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

  .take,
  .end {
    flex: none;
    white-space: nowrap;
  }

  .end .icon,
  .take .short {
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

  /* Where the words of all buttons would leave nothing of the name. */
  @container agent-console (641px <= width <= 900px) or (1101px <= width <= 1320px) {
    .take .long {
      display: none;
    }

    .take .short {
      display: inline;
    }

    .take ~ .end {
      ${onlyIcon}
    }
  }

  /* A supervisor has one more. */
  @container agent-console (641px <= width <= 900px) {
    .assign ~ .end {
      ${onlyIcon}
    }
  }

  @container agent-console (641px <= width <= 1400px) {
    .take ~ .assign ~ .end {
      ${onlyIcon}
    }
  }

  @container agent-console (max-width: 640px) {
    header {
      gap: 4px;
      padding-inline: 6px 8px;
    }

    .take {
      padding-inline: 10px;
    }

    .take .icon,
    .take .long {
      display: none;
    }

    .take .short {
      display: inline;
    }

    .end {
      ${onlyIcon}
    }
  }

  @container agent-console (max-width: 340px) {
    .take {
      inline-size: 36px;
      padding: 0;
    }

    .take .icon {
      display: block;
    }

    .take .short {
      display: none;
    }
  }
`;
