import { css } from '../shared/css.ts';

/** A call in the panel: its prompt over the composer, and what is left of a closed panel. */
export const panelCallStyles = css`
  .frame:not([data-mode='panel']) {
    block-size: fit-content;
    margin-block-end: 68px;
    > :not(call-prompt, call-controls) {
      display: none;
    }
  }
  [data-mode='pill'] {
    inline-size: auto;
    border-radius: 48px;
  }
  [data-mode='panel'] {
    /* In a low window they scroll: the text box stays. */
    > :is(call-prompt, call-controls) {
      overflow: auto;
    }
    > call-prompt {
      max-block-size: 75%;
      margin: 0 8px 8px;
    }
  }
`;
