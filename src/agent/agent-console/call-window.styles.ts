import { css } from 'lit';

export const callWindowStyles = css`
  :host {
    position: absolute;
    z-index: 10;
    inset-block-start: var(--_top, 12px);
    left: var(--_left, 12px);
    inline-size: min(300px, var(--_widest, 300px));
  }

  :host([compact]) {
    inline-size: var(--_widest);
  }

  :host([compact]) .people {
    block-size: 120px;
    aspect-ratio: auto;
  }

  :host([compact]) .self {
    inline-size: auto;
    block-size: 56px;
  }

  .window {
    display: flex;
    flex-direction: column;
    max-block-size: var(--_tallest, none);
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: 16px;
    background: var(--_floating);
    box-shadow: var(--_shadow);
    animation: appear 180ms ease-out;
  }

  @keyframes appear {
    from {
      opacity: 0;
      scale: 0.96;
    }
  }

  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 10px 14px;
    cursor: grab;
    touch-action: none;
    user-select: none;
  }

  .head:active {
    cursor: grabbing;
  }

  .name {
    flex: 1;
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .timer {
    color: var(--_quiet);
    font-size: 13px;
  }

  .quality {
    display: inline-flex;
    align-items: end;
    gap: 2px;
    block-size: 14px;
    color: var(--_green-text);
  }

  .quality i {
    inline-size: 3px;
    block-size: 5px;
    border-radius: 1px;
    background: currentColor;
  }

  .quality i:nth-child(2) {
    block-size: 9px;
  }

  .quality i:nth-child(3) {
    block-size: 13px;
  }

  .quality.fair {
    color: var(--_warm);
  }

  .quality:is(.poor, .lost) {
    color: var(--_red-text);
  }

  .quality.fair i:nth-child(3),
  .quality.poor i:nth-child(n + 2),
  .quality.lost i,
  .quality.unknown i {
    opacity: 0.3;
  }

  .quality.unknown {
    color: var(--_quiet);
  }

  .people {
    position: relative;
    display: grid;
    flex: 0 1 auto;
    gap: 2px;
    min-block-size: 0;
    aspect-ratio: 16 / 9;
    background: oklch(0.2 0.01 255);
    color: oklch(0.95 0 0);
  }

  .people:not([data-count='1']) {
    grid-template-columns: 1fr 1fr;
  }

  .tile {
    position: relative;
    display: grid;
    place-items: center;
    min-block-size: 0;
    overflow: hidden;
  }

  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }

  .face {
    display: grid;
    place-items: center;
    inline-size: 64px;
    block-size: 64px;
    border-radius: 50%;
    background: oklch(0.38 0.02 255);
    font-size: 24px;
    font-weight: 600;
  }

  .face .icon {
    inline-size: 32px;
    block-size: 32px;
  }

  .face.rings {
    animation: ring 1.6s ease-out infinite;
  }

  @keyframes ring {
    from {
      box-shadow: 0 0 0 0 oklch(0.8 0.1 255 / 0.55);
    }

    to {
      box-shadow: 0 0 0 22px oklch(0.8 0.1 255 / 0);
    }
  }

  .face.speaks {
    box-shadow: 0 0 0 4px oklch(0.75 0.15 155);
  }

  .tile.speaking:has(video)::after {
    content: '';
    position: absolute;
    inset: 0;
    box-shadow: inset 0 0 0 3px oklch(0.75 0.15 155);
  }

  .muted {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 8px;
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
    background: oklch(0.15 0 0 / 0.7);
  }

  .muted .icon {
    inline-size: 16px;
    block-size: 16px;
  }

  .self {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-end: 8px;
    inline-size: 28%;
    max-block-size: calc(100% - 16px);
    aspect-ratio: 4 / 3;
    overflow: hidden;
    border: 1px solid oklch(1 0 0 / 0.4);
    border-radius: 10px;
    background: oklch(0.3 0.01 255);
  }

  .self video {
    object-fit: cover;
    scale: -1 1;
  }

  .doing {
    padding: 10px 14px 0;
    font-weight: 500;
    text-wrap: pretty;
  }

  .compared {
    margin: 0;
    padding: 0 12px 8px;
    text-align: center;
  }

  .caption {
    position: absolute;
    inset: auto 4px 4px;
    overflow: hidden;
    text-align: center;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: oklch(1 0 0);
    background: oklch(0 0 0 / 0.6);
    border-radius: 6px;
    z-index: 1;
  }

  .hint {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 4px 14px 0;
    color: var(--_warm);
    font-size: 13px;
  }

  .hint:not(:has(span)) {
    display: none;
  }

  .hint .icon {
    inline-size: 16px;
    block-size: 16px;
  }

  .buttons {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 4px;
    padding: 10px 8px 10px;
  }

  .round {
    flex-direction: column;
    gap: 4px;
    padding: 2px;
    border: 0;
    background: none;
    font-size: 12px;
    font-weight: 500;
    line-height: 1.25;
  }

  .round:hover:not([aria-disabled='true']) {
    background: none;
  }

  .disc {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    background: var(--_raised);
    box-shadow: inset 0 0 0 1px var(--_line);
    transition: background-color 120ms ease-out;
  }

  .round:hover:not([aria-disabled='true']) .disc {
    background: color-mix(in oklab, var(--_text) 12%, var(--_raised));
  }

  .round.off .disc {
    background: var(--_text);
    color: var(--_surface);
  }

  .round.off:hover:not([aria-disabled='true']) .disc {
    background: color-mix(in oklab, var(--_text) 80%, var(--_surface));
  }

  .round.end .disc,
  .round.end:hover:not([aria-disabled='true']) .disc {
    background: var(--_red);
    color: white;
  }

  .round[aria-busy='true'] .disc {
    outline: 2px dashed var(--_quiet);
    outline-offset: 2px;
  }

  .round[aria-disabled='true'] .disc {
    opacity: 0.5;
  }

  @media (forced-colors: active) {
    .quality i {
      background: CanvasText;
      forced-color-adjust: none;
    }

    .disc {
      border: 1px solid ButtonText;
    }

    .round.off .disc {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
