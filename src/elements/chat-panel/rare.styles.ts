import { css } from '../shared/css.ts';

/** Of what an ordinary conversation does not show, for whoever draws a `Transcript` or a `Composer`. */
export const rareStyles = css`
  .bubble a {
    color: inherit;
    text-underline-offset: 2px;
  }
  .own.not-sent .bubble {
    background: none;
    color: var(--_text);
    box-shadow: inset 0 0 0 1.5px var(--_red-text);
  }
  .unsupported .bubble {
    color: var(--_quiet);
    font-style: italic;
  }
  .not-sent .meta {
    color: var(--_red-text);
    flex-wrap: wrap;
    gap: 0 8px;
  }
  .earlier {
    margin-block: 16px 12px;
    text-align: center;
    font-size: 13px;
    color: var(--_quiet);
  }
  .quiet {
    min-block-size: 24px;
    padding-inline: 4px;
    border-radius: 6px;
    color: var(--_accent-text);
    font-size: 13px;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .leaving:dir(rtl) {
    scale: -1 1;
  }
  .pill {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    inline-size: fit-content;
    margin-inline: auto;
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: 36px;
    padding-inline: 14px;
    border-radius: 18px;
    background: var(--_surface);
    color: var(--_accent-text);
    font-size: 13px;
    font-weight: 600;
    box-shadow: 0 0 0 1px var(--_line), 0 4px 16px rgb(0 0 0 / 0.18);
  }
  .pill svg {
    inline-size: 16px;
    block-size: 16px;
  }
  /* Nobody would ever read what is written there. */
  .refused ~ .composer {
    display: none;
  }
  .composer {
    flex-wrap: wrap;
  }
  /* A line of its own: over the log it would hide the last message's time. */
  .composer > .left {
    position: static;
    order: -1;
    flex-basis: 100%;
    padding-inline: 16px 60px;
    text-align: end;
    font-size: 13px;
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
  }
  .composer > .left:empty {
    display: none;
  }
  .over {
    color: var(--_red-text);
  }
  @media (forced-colors: active) {
    .pill {
      border: 1px solid;
    }
    .not-sent .bubble {
      border: 2px dashed;
    }
  }
`;
