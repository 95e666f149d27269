import { css } from 'lit';

/** Everybody in a call, as the call's window shows them. */
export const peopleStyles = css`
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

  /* At rest, though it rings: what moves on the screen takes from the call that is being made ready. */
  .face.rings {
    box-shadow:
      0 0 0 8px oklch(0.8 0.1 255 / 0.3),
      0 0 0 18px oklch(0.8 0.1 255 / 0.15);
  }

  .face.speaks {
    box-shadow: 0 0 0 4px oklch(0.75 0.15 155);
  }

  .tile.speaking:not(:has(.face))::after {
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
`;
