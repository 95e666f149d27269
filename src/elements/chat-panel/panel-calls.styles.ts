import { css } from '../shared/css.ts';

/** A call in the panel: its prompt over the composer, and what is left of a closed panel. */
export const panelCallStyles = css`
  .frame:is([data-mode='card'], [data-mode='pill']) {
    block-size: auto;
    inline-size: min(360px, 100vw - 40px);
    inset-block-end: calc(var(--chat-inset, 20px) + 68px + env(safe-area-inset-bottom));
  }
  .frame[data-mode='pill'] {
    inline-size: auto;
    border-radius: 48px;
  }
  call-prompt {
    flex: none;
    max-block-size: 75%;
    margin: 0 8px 8px;
    overflow: auto;
    --call-prompt-radius: 12px;
  }
  [data-mode='card'] call-prompt {
    max-block-size: none;
    margin: 0;
  }
  .frame[data-mode='card'] > :not(call-prompt),
  .frame[data-mode='pill'] > :not(.stage) {
    display: none;
  }
`;
