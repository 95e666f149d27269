import { callStyles } from '../shared/call-element.styles.ts';
import { css } from '../shared/css.ts';
import { theme } from '../shared/theme.ts';

export const styles = [
  theme,
  callStyles,
  css`
    .card {
      position: relative;
      z-index: 0;
      padding: 20px 16px 16px;
      border: 1px solid light-dark(var(--_line), var(--_control));
      border-radius: var(--call-prompt-radius, 16px);
      background: var(--_surface);
      text-align: center;
      text-wrap: balance;
      animation: rise 0.2s ease-out;
    }
    .card > .tool {
      position: absolute;
      inset-block-start: 4px;
      inset-inline-end: 4px;
    }
    /* Of what can be moved without painting anew. */
    .avatar::before {
      content: '';
      position: absolute;
      z-index: -1;
      inset: 0;
      border-radius: inherit;
      background: inherit;
      animation: pulse 2s ease-out infinite;
    }
    /* It rests with the press: the answer needs the processor. */
    .card:focus-within .avatar::before {
      animation: none;
    }
    @keyframes pulse {
      to {
        opacity: 0;
        scale: 1.7;
      }
    }
    .avatar svg {
      position: absolute;
      inline-size: 100%;
      block-size: 100%;
      scale: 1.2;
      rotate: -90deg;
    }
    circle {
      stroke: var(--_accent-text);
      stroke-width: 2.5;
      stroke-dasharray: 1;
    }
    h3 {
      margin-block-end: 4px;
      font-size: 17px;
      font-weight: 600;
      line-height: 1.25;
    }
    .choices {
      display: grid;
      gap: 8px;
      margin-block-start: 16px;
    }
    .choice {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 4px 8px;
      min-block-size: 48px;
      padding: 8px;
      border-radius: 12px;
      font-size: 14px;
      font-weight: 600;
      line-height: 1.25;
    }
    .choice:hover {
      opacity: 0.9;
    }
    /* Beside each other where there is room for it, or none for anything else. */
    @media (min-width: 480px), (max-height: 420px) {
      .choices {
        grid: auto / auto-flow 1fr;
      }
      .avatar ~ * .choice {
        flex-direction: column;
      }
    }
    @media (max-height: 420px) {
      .card {
        padding-block: 8px;
      }
      .avatar {
        display: none;
      }
      .choices {
        margin-block-start: 8px;
      }
      .choice {
        padding: 4px;
      }
    }
  `,
];
