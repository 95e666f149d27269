import { css } from '../shared/css.ts';

/** The launcher's. The accent is picked here for the panel too, which inherits it. A border without a colour shows in forced colours alone. The focus ring has two, to be seen on any page and around any accent. */
export const styles = css`
  :host {
    --_accent: var(--chat-accent, oklch(0.5 0.13 255));
    --_on-accent: oklch(from var(--_accent) clamp(0, (0.57 - l) * 1000, 1) 0 0);
    position: fixed;
    z-index: var(--chat-layer, 2147483000);
    inset-block-end: calc(var(--chat-inset, 20px) + env(safe-area-inset-bottom));
    inset-inline-end: calc(var(--chat-inset, 20px) + env(safe-area-inset-right));
    color-scheme: var(--chat-scheme, inherit);
  }
  button {
    position: relative;
    display: grid;
    place-items: center;
    width: 56px;
    height: 56px;
    padding: 0;
    border: 2px solid transparent;
    border-radius: 50%;
    background: var(--_accent) border-box;
    color: var(--_on-accent);
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.22);
    cursor: pointer;
  }
  button:hover {
    filter: brightness(1.1);
  }
  button:focus-visible {
    outline: 3px solid #fff;
    box-shadow: 0 0 0 5px #000;
  }
  svg {
    width: 28px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  p {
    position: fixed;
    inset: inherit;
    margin-block-end: 64px;
    width: 220px;
    padding: 8px 12px;
    border-radius: 12px;
    background: Canvas;
    color: CanvasText;
    font-size: 13px;
  }
  p:empty,
  :host(:state(open):not(:state(loading))) button {
    display: none;
  }
  :host(:state(loading)) svg {
    opacity: 0.5;
  }
`;
