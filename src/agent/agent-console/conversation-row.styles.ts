import { css } from 'lit';

export const rowStyles = css`
  .row {
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr) auto;
    grid-template-areas: 'avatar name when' 'avatar last badge' 'avatar channel channel';
    align-items: center;
    gap: 0 10px;
    inline-size: 100%;
    min-block-size: 64px;
    padding: 10px;
    border: 0;
    border-radius: 12px;
    background: none;
    font-weight: 400;
    text-align: start;
    position: relative;
  }

  .row:focus-visible {
    outline-offset: -2px;
  }

  .row[aria-current='true'] {
    background: var(--_tint);
  }

  .row[aria-current='true']::before {
    content: '';
    position: absolute;
    inset-block: 10px;
    inset-inline-start: 0;
    inline-size: 3px;
    border-radius: 2px;
    background: var(--_accent);
  }

  .avatar {
    position: relative;
    grid-area: avatar;
    align-self: start;
    display: flex;
    align-items: center;
    justify-content: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    background: color-mix(in oklab, var(--_neutral) 16%, var(--_surface));
    color: var(--_quiet);
    font-weight: 600;
  }

  .presence {
    position: absolute;
    inset-block-end: 0;
    inset-inline-end: 0;
    inline-size: 11px;
    block-size: 11px;
    border: 2px solid var(--_surface);
    border-radius: 50%;
    background: color-mix(in oklab, var(--_neutral) 60%, var(--_surface));
  }

  .presence.online {
    background: var(--_green-text);
  }

  /* Words of another direction stand where the others do. */
  .name,
  .last {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  .name {
    grid-area: name;
    overflow: hidden;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .when {
    grid-area: when;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--_quiet);
    font-size: 12.5px;
  }

  .when .icon {
    inline-size: 14px;
    block-size: 14px;
  }

  .when.warm {
    color: var(--_warm);
    font-weight: 600;
  }

  .last {
    grid-area: last;
    overflow: hidden;
    color: var(--_quiet);
    font-size: 13px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .unread .name,
  .unread .last {
    color: var(--_text);
    font-weight: 600;
  }

  .badge {
    grid-area: badge;
    justify-self: end;
    min-inline-size: 20px;
    padding: 0 6px;
    border-radius: 10px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 12px;
    font-weight: 600;
    line-height: 20px;
    text-align: center;
  }

  .channel {
    grid-area: channel;
    display: flex;
    gap: 0 10px;
    flex-wrap: wrap;
    color: var(--_quiet);
    font-size: 12.5px;
  }

  .in-call {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--_green-text);
    font-weight: 600;
  }

  .in-call .icon {
    inline-size: 14px;
    block-size: 14px;
  }

  .ended .name,
  .ended .avatar {
    color: var(--_quiet);
  }

  @media (forced-colors: active) {
    .row[aria-current='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }

    .badge,
    .presence {
      border: 1px solid CanvasText;
    }

    .presence.online {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
