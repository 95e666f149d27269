import { css } from 'lit';

export const settingsStyles = css`
  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    align-items: center;
    gap: 4px 24px;
    min-block-size: 56px;
    padding-block: 8px;
    border-block-end: 1px solid var(--_line);
  }

  h3 {
    padding-block: 20px 4px;
    color: var(--_quiet);
    font-size: 12.5px;
    font-weight: 600;
  }

  .switch {
    appearance: none;
    position: relative;
    flex: none;
    inline-size: 44px;
    block-size: 26px;
    margin: 0;
    border-radius: 13px;
    background: var(--_control);
    cursor: pointer;
    transition: background-color 120ms ease-out;
  }

  .switch::before {
    content: '';
    position: absolute;
    inset-block-start: 3px;
    inset-inline-start: 3px;
    inline-size: 20px;
    block-size: 20px;
    border-radius: 50%;
    background: white;
    transition: translate 120ms ease-out;
  }

  .switch:checked {
    background: var(--_accent);
  }

  .switch:checked::before {
    translate: 18px;
    background: var(--_on-accent);
  }

  .switch:checked:dir(rtl)::before {
    translate: -18px;
  }

  .check {
    display: grid;
    justify-items: start;
    gap: 8px;
    padding-block: 16px 8px;
  }

  .good {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    color: var(--_green-text);
  }

  @media (max-width: 480px) {
    label.field {
      grid-template-columns: minmax(0, 1fr);
    }

    div.field {
      grid-template-columns: minmax(0, 1fr) auto;
    }
  }

  @media (forced-colors: active) {
    .switch {
      border: 1px solid ButtonBorder;
    }

    .switch::before {
      background: ButtonText;
    }

    .switch:checked {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
