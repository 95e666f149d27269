import { css } from '../shared/css.ts';

export const menuStyles = css`
  .devices {
    display: grid;
    gap: 8px;
    padding: 4px 16px 16px;
    font-size: 13px;
  }
  label {
    display: grid;
    grid-template-columns: 96px 1fr;
    align-items: center;
    gap: 8px;
  }
  select {
    min-inline-size: 0;
    min-block-size: 36px;
    padding-inline: 8px;
    border: 1px solid var(--_control);
    border-radius: 8px;
    background: var(--_surface);
    text-overflow: ellipsis;
  }
  input {
    min-block-size: 24px;
    accent-color: var(--_accent);
  }
  .comparison {
    padding: 12px;
    border-radius: 12px;
    background: var(--_raised);
  }
  .compared {
    margin-block: 4px;
    font-size: 17px;
    font-weight: 600;
  }
`;
