import { css } from '../shared/css.ts';

/** The launcher while a call rings: it has the caller's face. */
export const ringingLauncherStyles = css`
  .face {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    border-radius: 50%;
    background: inherit;
    font: 600 20px system-ui;
  }
  [part='badge'] {
    z-index: 1;
  }
  .face::before {
    content: '';
    position: absolute;
    z-index: -1;
    inset: 0;
    border-radius: inherit;
    background: inherit;
    animation: pulse 2s ease-out infinite;
  }
  @keyframes pulse {
    from {
      opacity: 0.4;
    }
    to {
      opacity: 0;
      scale: 1.7;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .face::before {
      animation: none;
      opacity: 0.3;
      scale: 1.25;
    }
  }
`;
