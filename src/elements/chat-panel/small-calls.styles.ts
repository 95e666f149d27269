import { css } from '../shared/css.ts';

/** A call in the panel where the window is small: a phone, upright or on its side, or a page made larger. Adopted with the first call. */
export const smallCallStyles = css`
  /* Over the people: the buttons and their names need the whole row. */
  @media (max-width: 479px), (max-width: 959px) and (max-height: 479px) {
    [data-mode='panel'] > call-controls {
      position: relative;
      &::part(status) {
        position: absolute;
        z-index: 1;
        inset-block-start: 8px;
        inset-inline-start: 8px;
        padding-inline: 8px;
        border-radius: 10px;
        background: rgb(0 0 0 / 0.7);
        color: #fff;
      }
      &::part(controls) {
        grid-column: 2;
        gap: 8px;
      }
    }
  }
  /* What can be answered stays in view, whatever is said above it. */
  @media (max-height: 479px) {
    call-prompt::part(choices) {
      position: sticky;
      inset-block-end: 0;
      margin: 0;
      padding-block-start: 8px;
      background: var(--_surface);
    }
  }
  /* Side by side: people and buttons, and the conversation. */
  @media (min-width: 480px) and (max-width: 959px) and (max-height: 479px) {
    :host(:state(in-call)) [data-mode='panel'] {
      padding-inline-start: 50%;
      overflow: hidden;
      > call-controls {
        position: absolute;
        inset: 0;
        inset-inline-end: 50%;
        padding-inline-start: env(safe-area-inset-left);
        border-inline-end: 1px solid var(--_line);
      }
      > call-controls::part(stage) {
        /* Below it the buttons, and one line of what is wrong. */
        block-size: max(56px, var(--_height) - 120px);
        max-block-size: none;
        aspect-ratio: auto;
        grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
      }
      > call-controls::part(avatar) {
        font-size: min(24px, 8vh);
      }
    }
  }
  /* No room for everything: the panel scrolls, and a call comes first. */
  @media (max-width: 479px) and (max-height: 319px) {
    [data-mode='panel']:has(> call-prompt, > call-controls) {
      > call-prompt,
      > call-controls {
        flex: none;
        overflow: visible;
        max-block-size: none;
      }
      > .middle {
        flex-shrink: 0;
        min-block-size: 120px;
      }
    }
  }
`;
