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
    h3 {
      font-size: 17px;
      font-weight: 600;
      line-height: 1.25;
    }
    .hint {
      margin-block-start: 4px;
      font-size: 13px;
      color: var(--_quiet);
    }
    .card > .tool {
      position: absolute;
      inset-block-start: 4px;
      inset-inline-end: 4px;
    }
    .avatar {
      position: relative;
      margin-block-start: 12px;
    }
    /* Of what can be moved without painting anew. */
    .avatar::before {
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
    .avatar svg {
      position: absolute;
      inset: -8px;
      inline-size: 88px;
      block-size: 88px;
      rotate: -90deg;
    }
    circle {
      stroke: var(--_accent-text);
      stroke-width: 2.5;
      stroke-dasharray: 1;
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
      border: 1px solid transparent;
      border-radius: 12px;
      background: var(--_fill, var(--_raised));
      color: var(--_ink, inherit);
      font-size: 14px;
      font-weight: 600;
      line-height: 1.25;
    }
    .choice:hover {
      opacity: 0.9;
    }
    @media (min-width: 480px) {
      .choices {
        grid: auto / auto-flow 1fr;
      }
      .avatar ~ * .choice {
        flex-direction: column;
      }
    }
  `,
];
