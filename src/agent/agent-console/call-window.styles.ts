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
    overflow: hidden auto;
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

  .compared.new {
    color: var(--_warm);
    font-weight: 600;
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
    flex: none;
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
