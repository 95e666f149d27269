import { css } from '../shared/css.ts';

/** A call in the panel: its prompt over the composer, and what is left of a closed panel. */
export const panelCallStyles = css`
  [data-mode='card'],
  [data-mode='pill'] {
    block-size: auto;
    margin-block-end: 68px;
  }
  [data-mode='pill'] {
    inline-size: auto;
    border-radius: 48px;
  }
  [data-mode='panel'] > call-prompt {
    flex: none;
    max-block-size: 75%;
    margin: 0 8px 8px;
    overflow: auto;
    --call-prompt-radius: 12px;
  }
  [data-mode='card'] > :not(call-prompt),
  [data-mode='pill'] > :not(call-controls) {
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
    opacity: 0;
    animation: pulse 2s ease-out infinite;
  }
  @keyframes pulse {
    from {
      opacity: 0.4;
    }
    to {
      scale: 1.7;
    }
  }
  .face {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    border-radius: 50%;
    background: inherit;
    font: 600 20px system-ui;
  }
  @media (prefers-reduced-motion: reduce) {
    button::before {
      animation: none !important;
    }
  }
`;
