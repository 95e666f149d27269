import { callStyles } from '../shared/call-element.styles.ts';
import { css } from '../shared/css.ts';
import { theme } from '../shared/theme.ts';

export const styles = [
  theme,
  callStyles,
  css`
    .call {
      border-block-end: 1px solid var(--_line);
    }
    .stage {
      position: relative;
      display: grid;
      grid: 152px / repeat(auto-fit, minmax(min(160px, 100%), 1fr));
      background: var(--_raised);
      overflow: hidden;
    }
    .seen {
      grid-template-rows: none;
      grid-auto-rows: 1fr;
      gap: 2px;
      aspect-ratio: var(--call-stage-ratio, 16/9);
      inline-size: 100%;
      max-block-size: 45vh;
      background: oklch(0.2 0.01 255);
      color: #fff;
      --_accent-text: #fff;
    }
    .tile {
      position: relative;
      display: grid;
      place-content: center;
      min-block-size: 0;
      overflow: hidden;
    }
    video {
      position: absolute;
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
    .whole {
      object-fit: contain;
    }
    .avatar {
      inline-size: 72px;
      block-size: 72px;
      margin-block-end: 20px;
      font-size: 24px;
    }
    .speaking :is(.avatar, video) {
      outline: 3px solid oklch(0.68 0.16 152);
      outline-offset: 3px;
    }
    .seen .speaking video {
      outline-offset: -3px;
    }
    .name {
      position: absolute;
      inset-block-end: 8px;
      inset-inline: 8px;
      font-size: 13px;
      text-align: center;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .seen .name {
      inline-size: fit-content;
      max-inline-size: calc(100% - 16px);
      padding-inline: 8px;
      border-radius: 10px;
      background: rgb(0 0 0 / 0.55);
    }
    .name svg {
      margin-inline-end: 4px;
      vertical-align: -3px;
    }
    :is(.name, .status) svg {
      inline-size: 16px;
      block-size: 16px;
    }
    .self-view {
      position: absolute;
      inset-block-end: 8px;
      inset-inline-end: 8px;
      inline-size: 28%;
      aspect-ratio: 4/3;
      border-radius: 10px;
      overflow: hidden;
      background: #000;
      box-shadow: 0 2px 12px rgb(0 0 0 / 0.4);
      scale: -1 1;
      touch-action: none;
    }
    .notice {
      padding: 6px 12px;
      background: var(--_raised);
      font-size: 13px;
      text-align: center;
    }
    .notice:empty {
      display: none;
    }
    .warn {
      background: light-dark(oklch(0.93 0.07 85), oklch(0.36 0.06 85));
    }
    .bar {
      display: grid;
      grid-template-columns: 1fr auto 1fr;
      align-items: center;
      padding: 8px;
    }
    .status {
      padding-inline-start: 8px;
      font-size: 13px;
      color: var(--_quiet);
      font-variant-numeric: tabular-nums;
    }
    .status svg {
      margin-inline-start: 4px;
      stroke-width: 2.5;
      vertical-align: -2px;
      color: var(--_green-text);
    }
    .fair svg {
      color: light-dark(oklch(0.55 0.12 80), oklch(0.82 0.14 85));
    }
    :is(.poor, .lost) svg {
      color: var(--_red-text);
    }
    .controls {
      display: flex;
    }
    .round {
      display: grid;
      justify-items: center;
      gap: 2px;
      inline-size: 80px;
      font-size: 12px;
      line-height: 1.25;
      white-space: nowrap;
    }
    .round svg {
      inline-size: 44px;
      block-size: 44px;
      padding: 9px;
      border: 1px solid transparent;
      border-radius: 50%;
      background: var(--_fill, var(--_raised));
      color: var(--_ink, inherit);
      forced-color-adjust: auto;
    }
    .off {
      --_fill: var(--_text);
      --_ink: var(--_surface);
    }
    .busy svg {
      animation: wait 0.6s infinite alternate;
    }
    @keyframes wait {
      to {
        opacity: 0.4;
      }
    }
    .bar > .icon {
      justify-self: end;
    }
  `,
];
