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
      grid: auto-flow 1fr / repeat(auto-fit, minmax(160px, 1fr));
      background: var(--_raised);
      overflow: hidden;
    }
    .seen {
      gap: 2px;
      aspect-ratio: var(--call-stage-ratio, 16/9);
      inline-size: 100%;
      max-block-size: 45vh;
      background: #000;
      color: #fff;
      --_accent-text: #fff;
    }
    .tile {
      position: relative;
      display: grid;
      place-items: center;
      min-block-size: 152px;
      overflow: hidden;
    }
    .seen .tile {
      min-block-size: 0;
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
    .speaking :is(.avatar, video) {
      outline: 3px solid var(--_green-text);
      outline-offset: -3px;
    }
    .name {
      position: absolute;
      inset-block-end: 8px;
      padding-inline: 8px;
      border-radius: 10px;
      font-size: 13px;
    }
    .seen .name {
      inset-inline-start: 8px;
      background: rgb(0 0 0 / 0.55);
    }
    .self-view {
      position: absolute;
      inset-block-end: 8px;
      inset-inline-end: 8px;
      inline-size: 28%;
      aspect-ratio: 4/3;
      border-radius: 10px;
      overflow: hidden;
      border: 1px solid var(--_line);
      background: #000;
      scale: -1 1;
      touch-action: none;
    }
    .warn {
      background: #fc05;
    }
    .bar {
      display: grid;
      grid: auto / 1fr auto 1fr;
      align-items: center;
      padding: 8px;
    }
    .status {
      padding-inline-start: 8px;
    }
    .status svg {
      stroke-width: 2.5;
      color: var(--_green-text);
    }
    .fair svg {
      color: #a70;
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
      opacity: 0.5;
    }
    .bar > .tool {
      justify-self: end;
    }
  `,
];
