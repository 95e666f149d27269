import { css } from 'lit';

export const statusBarStyles = css`
  :host {
    display: block;
    border-block-end: 1px solid var(--_line);
    background: var(--_surface);
  }

  header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 52px;
    padding: 6px 12px 6px 16px;
  }

  .who {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    margin-inline-end: auto;
  }

  .who bdi {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .mark {
    display: grid;
    place-items: center;
    inline-size: 30px;
    block-size: 30px;
    border-radius: 10px;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .mark .icon {
    inline-size: 18px;
    block-size: 18px;
  }

  .status {
    position: relative;
    display: inline-flex;
    align-items: center;
    margin-inline-end: 6px;
  }

  .status::before {
    content: '';
    position: absolute;
    inset-inline-start: 12px;
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: var(--_quiet);
    pointer-events: none;
  }

  .status.available::before {
    background: var(--_green-text);
  }

  .status.busy::before {
    background: var(--_warm);
  }

  .status select {
    min-block-size: 36px;
    padding-inline: 28px 8px;
    border-color: var(--_line);
    border-radius: 18px;
    font-weight: 500;
  }

  .status[aria-busy='true'] select {
    opacity: 0.65;
  }

  .in-call-chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 4px 12px;
    border-radius: 18px;
    background: color-mix(in oklab, var(--_warm) 16%, transparent);
    color: var(--_warm);
    font-weight: 600;
    white-space: nowrap;
  }

  .in-call-chip .icon {
    inline-size: 16px;
    block-size: 16px;
  }

  .full {
    padding-inline: 8px;
    color: var(--_quiet);
    font-size: 13px;
    text-align: end;
  }

  .full .short {
    display: none;
  }

  .notice {
    display: flex;
    align-items: center;
    gap: 4px 10px;
    flex-wrap: wrap;
    padding: 6px 16px;
    border-block-start: 1px solid var(--_line);
    background: color-mix(in oklab, var(--_warm) 12%, var(--_surface));
    font-size: 13px;
  }

  .notice .icon {
    inline-size: 18px;
    block-size: 18px;
    color: var(--_warm);
  }

  .notice.calm {
    background: var(--_ground);
  }

  .notice span {
    flex: 1;
    min-inline-size: 200px;
  }

  .leave .icon:dir(rtl) {
    scale: -1 1;
  }

  @container agent-console (max-width: 560px) {
    header {
      padding-inline: 12px 6px;
    }

    .who bdi,
    .full .whole,
    .in-call-chip span {
      position: absolute;
      clip-path: inset(50%);
      inline-size: 1px;
      overflow: hidden;
    }

    .full .short {
      display: inline;
      white-space: nowrap;
    }

    .in-call-chip {
      padding: 4px 9px;
    }
  }
`;
