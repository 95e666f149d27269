import { css } from './css.ts';

/** What every surface derives from two tokens, `--chat-accent` and `--chat-neutral`. Both schemes, text at least 4.5:1. Of the page's own text it takes the font and the language alone: by that, words are kept whole and signs that are shared are drawn. */
export const theme = css`
  :host {
    all: initial;
    -webkit-locale: inherit;
    visibility: inherit;
    --_accent: var(--chat-accent, oklch(0.5 0.13 255));
    --_neutral: var(--chat-neutral, oklch(0.5 0.012 255));
    --_on-accent: oklch(from var(--_accent) clamp(0, (0.57 - l) * 1000, 1) 0 0);
    --_accent-text: light-dark(oklch(from var(--_accent) min(l, 0.5) c h), oklch(from var(--_accent) max(l, 0.78) c h));
    --_surface: light-dark(oklch(from var(--_neutral) 0.995 calc(c / 4) h), oklch(from var(--_neutral) 0.215 c h));
    --_raised: light-dark(oklch(from var(--_neutral) 0.958 calc(c / 2) h), oklch(from var(--_neutral) 0.295 c h));
    --_text: light-dark(oklch(from var(--_neutral) 0.24 c h), oklch(from var(--_neutral) 0.955 calc(c / 2) h));
    --_quiet: light-dark(oklch(from var(--_neutral) 0.49 c h), oklch(from var(--_neutral) 0.76 c h));
    --_control: oklch(from var(--_neutral) 0.62 c h);
    --_line: color-mix(in oklch, currentColor 12%, transparent);
    color: var(--_text);
    font-family: var(--chat-font, inherit);
    font-size: 15px;
    line-height: 1.5;
    line-break: strict;
    word-break: auto-phrase;
    overflow-wrap: anywhere;
    color-scheme: var(--chat-scheme, inherit);
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  button,
  textarea,
  select {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    border: 0;
    background: none;
    cursor: pointer;
    padding: 0;
  }
  /* Words run as their own language does, and stand where the page's would. */
  :host(:dir(rtl)) {
    text-align: right;
  }
  p,
  h2,
  h3,
  time {
    margin: 0;
    font-size: inherit;
    unicode-bidi: plaintext;
  }
  svg {
    inline-size: 1.5em;
    block-size: 1.5em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  :focus-visible {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }
  .sr {
    position: absolute;
    clip-path: inset(50%);
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    white-space: nowrap;
  }
  .tool {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 12px;
    color: var(--_quiet);
  }
  .tool:hover {
    background: var(--_raised);
    color: var(--_text);
  }
  .strip {
    padding: 8px 16px;
    background: var(--_raised);
    font-size: 13px;
    text-align: center;
  }
  /* Not taken away: a live region that comes with its words is not heard everywhere. */
  .strip:empty {
    padding: 0;
  }
  .meta,
  .status {
    font-size: 13px;
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
  }
  :is(.system, .name, .status) svg {
    inline-size: 16px;
    block-size: 16px;
    margin-inline-end: 6px;
    vertical-align: -3px;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 4px;
    }
  }
  .avatar {
    position: relative;
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    background: color-mix(in oklch, var(--_accent) 22%, var(--_surface));
    color: var(--_text);
    font-weight: 600;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
