import { css } from 'lit';

export const signInStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    place-items: center;
    inline-size: 100%;
    min-block-size: 100%;
    padding: 24px 16px;
  }

  form {
    display: grid;
    gap: 16px;
    inline-size: min(360px, 100%);
    padding: 32px;
    border: 1px solid var(--_line);
    border-radius: 16px;
    background: var(--_floating);
  }

  .mark {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 14px;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  h1 {
    font-size: 20px;
    font-weight: 600;
    line-height: 1.3;
  }

  label {
    display: grid;
    gap: 4px;
    font-weight: 500;
  }

  button {
    min-block-size: 44px;
  }

  .problem {
    display: flex;
    gap: 8px;
    color: var(--_red-text);
  }

  .problem:empty {
    display: none;
  }

  @media (max-width: 420px) {
    form {
      padding: 24px 20px;
    }
  }
`;
