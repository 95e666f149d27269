import { css } from 'lit';
import { tokens } from '../shared/tokens.ts';

const frame = css`
  .frame {
    position: fixed;
    inset-block-end: calc(var(--chat-inset, 20px) + env(safe-area-inset-bottom));
    inset-inline-end: calc(var(--chat-inset, 20px) + env(safe-area-inset-right));
    inline-size: min(384px, 100vw - 40px);
    block-size: min(680px, 100dvh - 40px);
    display: flex;
    flex-direction: column;
    overflow: hidden;
    border-radius: 16px;
    background: var(--_surface);
    box-shadow: 0 0 0 1px var(--_line), 0 12px 48px rgb(0 0 0 / 0.24);
    animation: grow 0.18s ease-out;
    transform-origin: 100% 100%;
    outline: 0;
  }
  :host(:dir(rtl)) .frame {
    transform-origin: 0 100%;
  }
  @keyframes grow {
    from {
      opacity: 0;
      scale: 0.92;
    }
  }
  .frame[data-mode='none'] {
    display: none;
  }
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
  @media (max-width: 479px) {
    .frame[data-mode='panel'] {
      inset: var(--_top, 0) 0 auto;
      inline-size: 100%;
      block-size: var(--_height, 100dvh);
      border-radius: 0;
      padding-block-end: env(safe-area-inset-bottom);
    }
  }
  header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 12px 8px 12px 16px;
    padding-inline: 16px 8px;
    border-block-end: 1px solid var(--_line);
  }
  header .avatar {
    position: relative;
  }
  .here::after {
    content: '';
    position: absolute;
    inset-block-end: 0;
    inset-inline-end: 0;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--_surface);
    border-radius: 50%;
    background: oklch(0.65 0.16 152);
  }
  .who {
    flex: 1;
    min-inline-size: 0;
  }
  h2 {
    font-size: 17px;
    font-weight: 600;
    line-height: 1.3;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .who p {
    font-size: 13px;
    line-height: 1.35;
    color: var(--_quiet);
  }
  .tool {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 12px;
    color: var(--_quiet);
  }
  .tool + .tool,
  .menu + .tool {
    margin-inline-start: -8px;
  }
  .tool:hover,
  [role='menu'] button:hover {
    background: var(--_raised);
    color: var(--_text);
  }
  .menu {
    position: relative;
  }
  [role='menu'] {
    position: absolute;
    z-index: 3;
    inset-block-start: 100%;
    inset-inline-end: 0;
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
  .connection {
    padding: 8px 16px;
    background: var(--_raised);
    font-size: 13px;
    text-align: center;
  }
  .connection:empty {
    display: none;
  }
  .connection.connecting {
    animation: late 1s steps(1, start) reverse;
  }
  @keyframes late {
    from,
    to {
      opacity: 0;
    }
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
`;

/** The log's rows, for whoever draws a `Transcript`. */
export const transcript = css`
  .middle {
    position: relative;
    flex: 1;
    min-block-size: 0;
    display: flex;
  }
  .scroller {
    flex: 1;
    display: flex;
    flex-direction: column-reverse;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .inner {
    margin-block-end: auto;
    padding: 16px;
  }
  .row {
    position: relative;
  }
  .row.first {
    margin-block-start: 12px;
  }
  .row:not(.first) {
    margin-block-start: 2px;
  }
  .line {
    display: flex;
    align-items: end;
    gap: 8px;
    padding-inline: 36px 40px;
  }
  .small {
    inline-size: 28px;
    block-size: 28px;
    margin-inline-start: -36px;
    font-size: 12px;
  }
  .own .line {
    flex-direction: row-reverse;
    padding-inline: 56px 0;
  }
  .bubble {
    min-inline-size: 20px;
    padding: 8px 14px;
    border-radius: 18px;
    background: var(--_raised);
    white-space: pre-wrap;
    animation: rise 0.15s ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 4px;
    }
  }
  .own .bubble {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .other:not(.first) .bubble {
    border-start-start-radius: 6px;
  }
  .other:not(.last) .bubble {
    border-end-start-radius: 6px;
  }
  .own:not(.first) .bubble {
    border-start-end-radius: 6px;
  }
  .own:not(.last) .bubble {
    border-end-end-radius: 6px;
  }
  .bubble a {
    color: inherit;
    text-underline-offset: 2px;
  }
  .sending .bubble {
    background: color-mix(in oklch, var(--_accent) 16%, var(--_surface));
    color: var(--_text);
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
  .meta {
    display: flex;
    align-items: center;
    gap: 4px;
    padding-inline: 36px 4px;
    margin-block-start: 2px;
    font-size: 13px;
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
  }
  .own .meta {
    justify-content: end;
  }
  .meta svg {
    inline-size: 14px;
    block-size: 14px;
    stroke-width: 2.25;
  }
  .row:not(.last, .not-sent, .sending) .meta {
    position: absolute;
    inset-inline-end: 0;
    inset-block-end: 8px;
    padding: 0;
    opacity: 0;
    font-size: 11px;
  }
  .own:not(.last) .meta {
    inset-inline: 0 auto;
  }
  .row:is(:hover, :focus-within) .meta {
    opacity: 1;
  }
  .not-sent .meta {
    color: var(--_red-text);
    flex-wrap: wrap;
    gap: 0 8px;
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
  .day,
  .system,
  .earlier {
    margin-block: 16px 12px;
    text-align: center;
    font-size: 13px;
    color: var(--_quiet);
  }
  .day::first-letter {
    text-transform: capitalize;
  }
  .list > :first-child .day {
    margin-block-start: 0;
  }
  .system svg {
    inline-size: 16px;
    block-size: 16px;
    margin-inline-end: 6px;
    vertical-align: -3px;
  }
  .empty {
    padding: 40px 16px;
    text-align: center;
    color: var(--_quiet);
  }
  .empty h3 {
    font-size: 20px;
    font-weight: 600;
    color: var(--_text);
    margin-block-end: 4px;
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
  i {
    display: inline-block;
    inline-size: 7px;
    block-size: 7px;
    margin-inline-end: 4px;
    border-radius: 50%;
    background: var(--_quiet);
    animation: dot 1.2s infinite ease-in-out;
  }
  i:nth-child(2) {
    animation-delay: 0.15s;
  }
  i:nth-child(3) {
    animation-delay: 0.3s;
    margin: 0;
  }
  @keyframes dot {
    30% {
      opacity: 0.3;
    }
  }
`;

/** The text box, for whoever draws a `Composer`. */
export const composer = css`
  .composer {
    position: relative;
    display: flex;
    align-items: end;
    gap: 8px;
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
    overflow-wrap: anywhere;
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
    font-size: max(15px, var(--_touch, 15px));
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
    inset-inline-end: 68px;
    inset-block-end: 100%;
    padding: 2px 8px;
    border-radius: 8px;
    background: var(--_surface);
    font-size: 13px;
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
  }
  .left:empty {
    display: none;
  }
  .over {
    color: var(--_red-text);
  }
  @media (forced-colors: active) {
    .bubble,
    .send,
    .grow,
    .frame {
      border: 1px solid;
    }
    svg {
      stroke: currentColor;
    }
  }
`;

export const styles = [tokens, frame, transcript, composer];
