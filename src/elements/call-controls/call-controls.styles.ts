import { callStyles } from '../shared/call-element.styles.ts';
import { css } from '../shared/css.ts';
import { theme } from '../shared/theme.ts';

export const styles = [
  theme,
  callStyles,
  css`
    section {
      border-block-end: 1px solid var(--_line);
    }
    .stage {
      position: relative;
      display: grid;
      grid: auto-flow 1fr / repeat(auto-fit, minmax(160px, 1fr));
      /* In the widget the text box stays below it, however low the window, or what a keyboard on the screen leaves of it. */
      --_tallest: max(56px, var(--_height, 100vh) - 290px);
      min-block-size: min(152px, var(--_tallest));
      background: var(--_raised);
    }
    .seen {
      gap: 2px;
      aspect-ratio: var(--call-stage-ratio, 16/9);
      min-block-size: 0;
      inline-size: 100%;
      max-block-size: var(--_tallest);
      background: #000;
      color: #fff;
      --_accent-text: #fff;
    }
    .tile {
      position: relative;
      display: grid;
      place-items: center;
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
    .speaking :is(.avatar, video) {
      outline: 3px solid var(--_live);
      outline-offset: -3px;
    }
    .name {
      font-size: 13px;
    }
    .seen .name {
      position: absolute;
      inset-block-end: 8px;
      inset-inline-start: 8px;
      padding-inline: 8px;
      border-radius: 10px;
      background: rgb(0 0 0 / 0.55);
    }
    .self-view {
      inset-block-end: 8px;
      inset-inline-end: 8px;
      inline-size: 28%;
      block-size: auto;
      max-block-size: 80%;
      aspect-ratio: 4/3;
      border-radius: 10px;
      background: #000;
      scale: -1 1;
      touch-action: none;
    }
    .warn,
    .reconnecting {
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
      white-space: nowrap;
    }
    .status svg {
      stroke-width: 2.5;
    }
    .good svg {
      color: var(--_live);
    }
    .controls {
      display: flex;
      min-inline-size: 0;
      align-items: start;
    }
    .round {
      display: grid;
      place-items: center;
      gap: 2px;
      inline-size: 80px;
      font-size: 12px;
      line-height: 1.25;
    }
    .round svg {
      inline-size: 44px;
      block-size: 44px;
      padding: 9px;
      border-radius: 50%;
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
