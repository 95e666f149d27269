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

/** The launcher beside it: while a call rings it has the caller's face. */
export const ringingLauncherStyles = css`
  :host(:state(ringing)) button::before {
    content: '';
    position: absolute;
    z-index: -1;
    inset: 0;
    border-radius: 50%;
    background: var(--_accent);
    animation: ring 1.6s infinite;
  }
  @keyframes ring {
    to {
      scale: 1.65;
      opacity: 0;
    }
  }
  .face {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    border-radius: 50%;
    background: color-mix(in oklch, var(--_accent) 22%, Canvas);
    color: CanvasText;
    font: 600 20px system-ui;
  }
  @media (prefers-reduced-motion: reduce) {
    button::before {
      animation: none !important;
    }
  }
`;
