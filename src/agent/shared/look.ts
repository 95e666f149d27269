import { css } from 'lit';
import type { CSSResultGroup } from 'lit';
import { tokens } from '../../elements/shared/tokens.ts';

/** What the console adds to the tokens that it shares with the widget: it is denser, and has a ground behind its surfaces. */
const own = css`
  :host {
    --_ground: light-dark(oklch(from var(--_neutral) 0.965 calc(c / 2) h), oklch(from var(--_neutral) 0.17 c h));
    --_floating: light-dark(white, oklch(from var(--_neutral) 0.27 c h));
    --_hover: color-mix(in oklab, var(--_text) 7%, transparent);
    --_tint: light-dark(color-mix(in oklab, var(--_accent) 14%, var(--_surface)), color-mix(in oklab, var(--_accent) 42%, var(--_surface)));
    --_warm: light-dark(oklch(0.5 0.13 55), oklch(0.82 0.13 70));
    --_shadow: 0 1px 2px oklch(0 0 0 / 0.1), 0 12px 40px -8px oklch(0 0 0 / 0.35);
    font-family: var(--chat-font, system-ui, 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif);
    font-size: 14px;
    line-height: 1.45;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  ul {
    list-style: none;
  }

  .icon {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .quiet {
    color: var(--_quiet);
  }

  .minor {
    font-size: 12.5px;
  }

  .bad {
    color: var(--_red-text);
  }

  time,
  .figures {
    font-variant-numeric: tabular-nums;
  }
`;

export const look: CSSResultGroup = [tokens, own];

export const controls = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 36px;
    padding: 4px 12px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-weight: 500;
    cursor: pointer;
    transition: background-color 120ms ease-out;
  }

  button:hover:not(:disabled, [aria-disabled='true']) {
    background-image: linear-gradient(var(--_hover), var(--_hover));
  }

  button:disabled,
  button[aria-disabled='true'] {
    color: color-mix(in oklch, currentColor 60%, transparent);
    cursor: default;
  }

  button.primary {
    border-color: transparent;
    background-color: var(--_accent);
    color: var(--_on-accent);
  }

  button.plain {
    border-color: transparent;
    background-color: transparent;
  }

  button.only-icon {
    inline-size: 36px;
    padding: 0;
  }

  /* As it is written in its own language, wherever it stands. */
  time {
    unicode-bidi: plaintext;
    white-space: nowrap;
  }

  button.link {
    min-block-size: 24px;
    padding: 0 4px;
    border: 0;
    background: none;
    color: var(--_accent-text);
    text-decoration: underline;
    text-underline-offset: 5px;
  }

  input:not([type='checkbox'], [type='radio']),
  select {
    inline-size: 100%;
    min-block-size: 40px;
    padding: 6px 12px;
    border: 1px solid var(--_control);
    border-radius: 10px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: max(14px, 1em);
  }

  select {
    appearance: auto;
  }

  kbd {
    display: inline-block;
    min-inline-size: 22px;
    padding: 1px 6px;
    border: 1px solid var(--_line);
    border-block-end-width: 2px;
    border-radius: 6px;
    background: var(--_surface);
    color: var(--_quiet);
    font: inherit;
    font-size: 12px;
    text-align: center;
  }

  dialog {
    padding: 0;
    border: 0;
    border-radius: 16px;
    background: var(--_floating);
    color: inherit;
    box-shadow: var(--_shadow);
  }

  dialog::backdrop {
    background: oklch(0.15 0.01 250 / 0.45);
  }

  @media (forced-colors: active) {
    button,
    dialog {
      border: 1px solid ButtonBorder;
    }

    button.primary {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }

    button:disabled,
    button[aria-disabled='true'] {
      color: GrayText;
    }
  }
`;
