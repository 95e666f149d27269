import { css } from 'lit';

/** Words of another direction stand where the others do. */
const besideIt = css`
  text-align: -webkit-match-parent;
  text-align: match-parent;
`;

export const customerPanelStyles = css`
  :host {
    display: block;
    overflow-y: auto;
    scrollbar-width: thin;
  }

  .who {
    display: grid;
    justify-items: center;
    gap: 2px;
    padding: 24px 20px 16px;
    text-align: center;
  }

  .avatar {
    inline-size: 56px;
    block-size: 56px;
    margin-block-end: 8px;
    font-size: 20px;
  }

  .avatar .icon {
    inline-size: 28px;
    block-size: 28px;
  }

  h2 {
    font-size: 17px;
    font-weight: 600;
  }

  .online {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--_quiet);
    font-size: 13px;
  }

  .online::before {
    content: '';
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
    background: color-mix(in oklab, var(--_neutral) 60%, var(--_surface));
  }

  .online.yes::before {
    background: var(--_green-text);
  }

  dl,
  section {
    padding: 14px 20px;
    border-block-start: 1px solid var(--_line);
  }

  dl {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }

  dl > div {
    position: relative;
    padding-inline-start: 32px;
  }

  dl .icon {
    position: absolute;
    inset-block-start: 1px;
    inset-inline-start: 0;
    inline-size: 18px;
    block-size: 18px;
  }

  dt {
    color: var(--_quiet);
    font-size: 12.5px;
  }

  dd {
    overflow-wrap: anywhere;
  }

  dd a {
    color: var(--_accent-text);
    text-underline-offset: 5px;
  }

  .path {
    display: block;
    overflow: hidden;
    color: var(--_quiet);
    font-size: 12.5px;
    text-overflow: ellipsis;
    white-space: nowrap;
    ${besideIt}
  }

  h3 {
    margin-block-end: 8px;
    color: var(--_quiet);
    font-size: 12.5px;
    font-weight: 600;
  }

  li + li {
    margin-block-start: 2px;
  }

  .line {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 12px;
  }

  .past {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    justify-content: stretch;
    gap: 12px;
    inline-size: calc(100% + 20px);
    margin-inline: -10px;
    padding: 6px 10px;
    border: 0;
    background: none;
    font-weight: 400;
    text-align: start;
  }

  .past bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    ${besideIt}
  }
`;
