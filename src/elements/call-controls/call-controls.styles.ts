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
    .call {
      position: relative;
      border-block-end: 1px solid var(--_line);
    }
    .stage {
      position: relative;
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 1fr));
      grid-auto-rows: 1fr;
      gap: 2px;
      aspect-ratio: var(--call-stage-ratio, 16/9);
      max-block-size: 45vh;
      inline-size: 100%;
      overflow: hidden;
      background: oklch(0.2 0.01 255);
      color: #fff;
    }
    .heard .stage {
      aspect-ratio: auto;
      block-size: 152px;
      background: var(--_raised);
      color: var(--_text);
    }
    .tile {
      position: relative;
      display: grid;
      place-items: center;
      min-block-size: 0;
      overflow: hidden;
    }
    video {
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
    .tile video {
      position: absolute;
      inset: 0;
    }
    .whole {
      object-fit: contain;
    }
    .large {
      inline-size: 72px;
      block-size: 72px;
      margin-block-end: 20px;
      font-size: 24px;
      transition: box-shadow 0.15s;
    }
    .speaking .large,
    .speaking.avatar {
      box-shadow: 0 0 0 3px var(--_surface), 0 0 0 6px oklch(0.68 0.16 152);
    }
    .seen .speaking::after {
      content: '';
      position: absolute;
      inset: 0;
      box-shadow: inset 0 0 0 3px oklch(0.72 0.17 152);
    }
    .name {
      position: absolute;
      inset-block-end: 8px;
      inset-inline: 8px;
      display: flex;
      align-items: center;
      gap: 4px;
      inline-size: fit-content;
      max-inline-size: calc(100% - 16px);
      font-size: 13px;
      line-height: 20px;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .heard .name {
      inline-size: auto;
      justify-content: center;
    }
    .seen .name {
      padding-inline: 8px;
      border-radius: 10px;
      background: rgb(0 0 0 / 0.55);
    }
    .name svg {
      inline-size: 14px;
      block-size: 14px;
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
      cursor: grab;
      touch-action: none;
    }
    .self-view video {
      scale: -1 1;
    }
    .self-view:focus-visible {
      outline: 3px solid #fff;
      outline-offset: 0;
    }
    .hear {
      position: absolute;
      inset: 0;
      margin: auto;
      display: flex;
      align-items: center;
      gap: 8px;
      inline-size: fit-content;
      block-size: 44px;
      padding-inline: 20px;
      border-radius: 22px;
      background: #fff;
      color: #111;
      font-weight: 600;
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
    .bad {
      background: var(--_red);
      color: #fff;
    }
    .trouble {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
      padding: 8px 12px;
      border-block-end: 1px solid var(--_line);
      font-size: 13px;
    }
    .trouble > p {
      flex: 1;
    }
    .trouble .help {
      flex-basis: 100%;
    }
    .bar {
      display: grid;
      grid-template-columns: 1fr auto 1fr;
      align-items: center;
      gap: 4px;
      padding: 8px;
    }
    .status {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 4px;
      padding-inline-start: 8px;
      font-size: 13px;
      color: var(--_quiet);
      font-variant-numeric: tabular-nums;
    }
    .quality svg {
      display: block;
      inline-size: 16px;
      block-size: 16px;
      stroke-width: 2.5;
      color: var(--_green-text);
    }
    .fair svg {
      color: light-dark(oklch(0.55 0.12 80), oklch(0.82 0.14 85));
    }
    :is(.poor, .lost) svg {
      color: var(--_red-text);
    }
    .quality .words {
      position: absolute;
      clip-path: inset(50%);
      inline-size: 1px;
      overflow: hidden;
      white-space: nowrap;
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
    .disc {
      display: grid;
      place-items: center;
      inline-size: 44px;
      block-size: 44px;
      border-radius: 50%;
      background: var(--_raised);
      color: var(--_text);
      transition: background 0.12s;
    }
    .round:focus-visible {
      outline: 0;
    }
    .round:focus-visible .disc {
      outline: 2px solid var(--_accent-text);
      outline-offset: 2px;
    }
    .round.red {
      background: none;
      color: inherit;
    }
    .red .disc,
    .disc.red {
      background: var(--_red);
      color: #fff;
    }
    .off .disc,
    .disc.off {
      background: var(--_text);
      color: var(--_surface);
    }
    .busy .disc {
      animation: wait 0.6s infinite alternate;
    }
    @keyframes wait {
      to {
        opacity: 0.4;
      }
    }
    .icon {
      justify-self: end;
      display: grid;
      place-items: center;
      inline-size: 44px;
      block-size: 44px;
      border-radius: 12px;
      color: var(--_quiet);
    }
    .devices {
      display: grid;
      gap: 8px;
      padding: 4px 16px 16px;
    }
    label {
      display: grid;
      grid-template-columns: 96px 1fr;
      align-items: center;
      gap: 8px;
      font-size: 13px;
    }
    select {
      min-inline-size: 0;
      min-block-size: 36px;
      padding-inline: 8px;
      border: 1px solid var(--_control);
      border-radius: 8px;
      background: var(--_surface);
      text-overflow: ellipsis;
    }
    input {
      accent-color: var(--_accent);
    }
    .small-call {
      display: flex;
      align-items: center;
      gap: 12px;
      block-size: 96px;
      padding-inline: 20px;
    }
    .who {
      position: relative;
    }
    .who button {
      position: absolute;
      inset: 0;
      border-radius: 50%;
    }
    .who .avatar {
      inline-size: 56px;
      block-size: 56px;
      font-size: 18px;
    }
    .who svg {
      position: absolute;
      inset-block-end: -4px;
      inset-inline-end: -4px;
      inline-size: 22px;
      block-size: 22px;
      padding: 4px;
      border-radius: 50%;
      background: var(--_surface);
      box-shadow: 0 0 0 1px var(--_line);
    }
    .small-call .status {
      min-inline-size: 48px;
      padding: 0;
      font-size: 15px;
      color: var(--_text);
    }
    @media (forced-colors: active) {
      .disc {
        border: 1px solid;
      }
    }
  `,
];
