import { callSurface } from '../shared/call-surface.ts';
import { css } from '../shared/css.ts';
import { theme } from '../shared/theme.ts';

export const styles = [
  theme,
  callSurface,
  css`
    :host {
      display: block;
    }
    .card {
      position: relative;
      padding: 20px 16px 16px;
      border-radius: var(--call-prompt-radius, 16px);
      border: 1px solid var(--_line);
      background: var(--_surface);
      text-align: center;
      max-block-size: 100%;
      overflow: auto;
      animation: rise 0.2s ease-out;
    }
    @keyframes rise {
      from {
        opacity: 0;
        translate: 0 12px;
      }
    }
    h3 {
      font-size: 17px;
      font-weight: 600;
      line-height: 1.35;
      text-wrap: balance;
    }
    .card > p {
      margin-block-start: 4px;
      font-size: 13px;
      color: var(--_quiet);
      text-wrap: pretty;
    }
    .card > .time {
      font-variant-numeric: tabular-nums;
    }
    .face {
      position: relative;
      inline-size: 80px;
      block-size: 80px;
      margin: 4px auto 12px;
    }
    .face .avatar {
      position: absolute;
      inset: 8px;
      inline-size: 64px;
      block-size: 64px;
      font-size: 22px;
      animation: pulse 2s ease-out infinite;
    }
    @keyframes pulse {
      from {
        box-shadow: 0 0 0 0 color-mix(in oklch, var(--_accent) 40%, transparent);
      }
      to {
        box-shadow: 0 0 0 22px transparent;
      }
    }
    .time-left {
      inline-size: 80px;
      block-size: 80px;
      rotate: -90deg;
    }
    .time-left circle {
      stroke: var(--_accent-text);
      stroke-width: 2.5;
      stroke-dasharray: 1;
      animation: drain var(--_whole, 45s) linear var(--_passed, 0s) both;
    }
    @keyframes drain {
      to {
        stroke-dashoffset: 1;
      }
    }
    .choices {
      display: grid;
      grid-auto-flow: column;
      grid-auto-columns: 1fr;
      gap: 8px;
      margin-block-start: 16px;
    }
    .card:not(.rings) .choice:first-child:nth-last-child(3) {
      grid-column: 1 / -1;
    }
    .choices:has(> :nth-child(3)) {
      grid-auto-flow: row;
      grid-template-columns: 1fr 1fr;
    }
    .rings .choices {
      grid: auto / auto-flow 1fr;
    }
    .rings .choice {
      flex-direction: column;
      gap: 4px;
      min-block-size: 72px;
      padding: 8px 4px;
    }
    .hide {
      position: absolute;
      inset-block-start: 4px;
      inset-inline-end: 4px;
      display: grid;
      place-items: center;
      inline-size: 44px;
      block-size: 44px;
      border-radius: 12px;
      color: var(--_quiet);
    }
    .bar {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 12px;
      padding: 8px 12px;
      border-block-start: 1px solid var(--_line);
      background: var(--_surface);
      font-size: 13px;
    }
    @media (max-width: 479px) {
      .rings .choices {
        grid: auto-flow auto / 1fr;
      }
      .rings .choice {
        flex-direction: row;
        gap: 8px;
        min-block-size: 48px;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .time-left circle {
        animation: drain var(--_whole, 45s) linear var(--_passed, 0s) both !important;
      }
    }
  `,
];
