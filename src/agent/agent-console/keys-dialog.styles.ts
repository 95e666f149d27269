import { css } from 'lit';

export const keysStyles = css`
  .groups {
    columns: 2;
    column-gap: 32px;
  }

  section {
    break-inside: avoid;
    padding-block-end: 16px;
  }

  h3 {
    padding-block-end: 4px;
    color: var(--_quiet);
    font-size: 12.5px;
    font-weight: 600;
  }

  li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    min-block-size: 32px;
  }

  .caps {
    display: inline-flex;
    gap: 4px;
  }

  @media (max-width: 560px) {
    .groups {
      columns: 1;
    }
  }
`;
