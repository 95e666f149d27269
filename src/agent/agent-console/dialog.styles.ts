import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    inline-size: min(640px, calc(100vw - 32px));
    max-block-size: min(720px, calc(100dvh - 32px));
    overflow-y: auto;
    scrollbar-width: thin;
  }

  dialog[open] {
    animation: appear 160ms ease-out;
  }

  @keyframes appear {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }

  .sheet {
    padding: 8px 24px 16px;
  }

  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    margin-inline: -24px;
    padding-block: 8px;
    padding-inline: 24px 12px;
    background: var(--_floating);
  }

  .sheet h2 {
    font-size: 17px;
    font-weight: 600;
  }

  .help {
    padding-block-end: 16px;
  }

  .actions {
    display: flex;
    align-items: center;
    justify-content: end;
    gap: 12px;
  }
`;
