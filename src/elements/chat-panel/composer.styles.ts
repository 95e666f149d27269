import { css } from '../shared/css.ts';

/** The text box, for whoever draws a `Composer`. A form has a margin on pages without a doctype (HTML Standard, section 15.3.3). */
export const composerStyles = css`
  .composer {
    position: relative;
    display: flex;
    align-items: end;
    gap: 8px;
    margin: 0;
    padding: 8px 12px 12px;
    border-block-start: 1px solid var(--_line);
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    max-block-size: calc(5 * 1.5em + 20px);
    border-radius: 22px;
    background: var(--_raised);
    box-shadow: inset 0 0 0 1px var(--_control);
    overflow: hidden;
  }
  .grow:focus-within {
    box-shadow: inset 0 0 0 2px var(--_accent-text);
  }
  .grow::after,
  textarea {
    grid-area: 1 / 1;
    min-inline-size: 0;
    padding: 10px 16px;
    white-space: pre-wrap;
  }
  .grow::after {
    content: attr(data-text);
    visibility: hidden;
  }
  textarea {
    max-block-size: calc(5 * 1.5em + 20px);
    border: 0;
    outline: 0;
    background: none;
    resize: none;
  }
  @media (pointer: coarse) {
    textarea,
    .grow::after {
      font-size: 16px;
    }
  }
  ::placeholder {
    color: var(--_quiet);
    opacity: 1;
  }
  .send {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    transition: background 0.12s;
  }
  .send:dir(rtl) svg {
    scale: -1 1;
  }
  .send[aria-disabled='true'] {
    background: var(--_raised);
    color: var(--_quiet);
    cursor: default;
  }
  .left {
    position: absolute;
  }
  @media (forced-colors: active) {
    .bubble,
    .send,
    .grow,
    .frame {
      border: 1px solid;
    }
  }
`;
