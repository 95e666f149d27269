import { css } from '../shared/css.ts';

/** The menu and the question before the end: adopted when they are loaded. */
export const menuStyles = css`
  [role='menu'] {
    position: absolute;
    z-index: 3;
    inset-block-start: 60px;
    inset-inline-end: 8px;
    min-inline-size: 216px;
    padding: 4px;
    border-radius: 12px;
    background: var(--_surface);
    box-shadow: 0 0 0 1px var(--_line), 0 8px 32px rgb(0 0 0 / 0.2);
  }
  [role='menu'] button {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: 12px;
    border-radius: 8px;
    text-align: start;
    color: var(--_text);
  }
  .switch {
    margin-inline-start: auto;
    inline-size: 36px;
    block-size: 20px;
    padding: 3px;
    border-radius: 10px;
    background: var(--_control);
  }
  .switch::before {
    content: '';
    display: block;
    inline-size: 14px;
    block-size: 14px;
    border-radius: 50%;
    background: #fff;
    transition: margin 0.12s;
  }
  [aria-checked='true'] .switch {
    background: var(--_accent-text);
  }
  [aria-checked='true'] .switch::before {
    margin-inline-start: 16px;
    background: var(--_surface);
  }
  /* Out of the door is where a line of text goes. */
  [role='menuitem']:dir(rtl) svg {
    scale: -1 1;
  }
  [role='menu'] button:hover {
    background: var(--_raised);
  }
  .veil {
    position: absolute;
    z-index: 4;
    inset: 0;
    display: flex;
    align-items: end;
    padding: 12px;
    background: rgb(0 0 0 / 0.32);
    animation: fade 0.12s;
  }
  @keyframes fade {
    from {
      opacity: 0;
    }
  }
  .sheet {
    flex: 1;
    padding: 20px;
    border-radius: 12px;
    background: var(--_surface);
    text-align: center;
  }
  .sheet h3 {
    font-size: 17px;
    font-weight: 600;
  }
  .sheet p {
    margin-block: 4px 16px;
    text-wrap: balance;
    color: var(--_quiet);
  }
  .choices {
    display: flex;
    gap: 8px;
  }
  .choice {
    flex: 1;
    min-block-size: 44px;
    border-radius: 12px;
    background: var(--_raised);
    font-weight: 600;
  }
  .danger {
    background: var(--_red);
    color: #fff;
  }
  /* Where surfaces have no colours, lines say where they end, and a knob which way it is. */
  @media (forced-colors: active) {
    [role='menu'],
    .sheet,
    .choice,
    .switch {
      border: 1px solid;
    }
    .switch {
      padding: 2px;
    }
    .switch::before {
      background: ButtonText;
      forced-color-adjust: none;
    }
    [aria-checked='true'] .switch {
      background: Highlight;
      forced-color-adjust: none;
    }
    [aria-checked='true'] .switch::before {
      background: HighlightText;
    }
  }
`;
