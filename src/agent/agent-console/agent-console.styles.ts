import { css } from 'lit';

export const consoleStyles = css`
  :host {
    display: block;
    block-size: 100%;
    min-block-size: 0;
    overflow: hidden auto;
    container: agent-console / inline-size;
  }

  .console {
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow: hidden;
    background: var(--_ground);
  }

  /* Leaves the log 120 px: a lower console scrolls as a whole. Not in a call, whose buttons stay in view. */
  .console:not(:has(agent-call-window)) {
    min-block-size: 300px;
  }

  .columns {
    position: relative;
    display: grid;
    flex: 1;
    grid-template-columns: minmax(264px, 320px) minmax(0, 1fr) minmax(240px, 300px);
    min-block-size: 0;
  }

  .columns > * {
    min-block-size: 0;
    min-inline-size: 0;
  }

  agent-conversation-list {
    border-inline-end: 1px solid var(--_line);
    background: var(--_surface);
  }

  main {
    display: flex;
    flex-direction: column;
  }

  agent-conversation {
    flex: 1;
  }

  aside {
    display: flex;
    flex-direction: column;
    border-inline-start: 1px solid var(--_line);
    background: var(--_surface);
  }

  agent-customer-panel {
    flex: 1;
    min-block-size: 0;
  }

  .nobody {
    grid-column: 2 / -1;
    align-items: center;
    justify-content: center;
    gap: 4px;
    padding: 24px;
    text-align: center;
  }

  .nobody .title {
    font-size: 17px;
    font-weight: 600;
  }

  .narrow-back {
    display: none;
    align-self: start;
    margin: 8px;
  }

  .wait,
  .door {
    flex: 1;
    display: grid;
    place-content: center;
    place-items: center;
    gap: 16px;
    padding: 24px;
    overflow-y: auto;
    text-align: center;
  }

  .door {
    display: block;
    padding: 0;
    text-align: start;
  }

  .late {
    animation: late 600ms steps(1, jump-none);
  }

  @keyframes late {
    from {
      opacity: 0;
    }
  }

  .again {
    position: absolute;
    inset: 0;
    z-index: 40;
    overflow-y: auto;
    background: color-mix(in oklch, var(--_ground) 78%, transparent);
  }

  [data-theme='light'] {
    color-scheme: light;
  }

  [data-theme='dark'] {
    color-scheme: dark;
  }

  @container agent-console (max-width: 1100px) {
    .columns {
      grid-template-columns: minmax(240px, 300px) minmax(0, 1fr);
    }

    aside {
      display: none;
    }

    [data-column='customer'] {
      main {
        display: none;
      }

      aside {
        display: flex;
      }
    }

    .narrow-back {
      display: inline-flex;
    }
  }

  @container agent-console (max-width: 720px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }

    .columns:not([data-column='list']) > agent-conversation-list,
    .columns:not([data-column='conversation']) > main {
      display: none;
    }
  }
`;
