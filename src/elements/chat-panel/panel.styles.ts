import { css } from '../shared/css.ts';

/** The panel's surface, header and what is said in it. */
export const panelStyles = css`
  :host,
  .frame {
    inset: inherit;
  }
  .frame {
    position: fixed;
    inset-block-start: 20px;
    inline-size: min(384px, 100vw - 40px);
    max-block-size: 680px;
    margin-block-start: auto;
    display: flex;
    flex-direction: column;
    overflow: hidden auto;
    border-radius: 16px;
    background: var(--_surface);
    box-shadow: 0 0 0 1px var(--_line), 0 12px 48px rgb(0 0 0 / 0.24);
    animation: grow 0.18s ease-out;
    transform-origin: 100% 100%;
    outline: 0;
  }
  .frame:dir(rtl) {
    transform-origin: 0 100%;
  }
  @keyframes grow {
    from {
      opacity: 0;
      scale: 0.92;
    }
  }
  [data-mode='none'] {
    display: none;
  }
  @media (max-width: 479px), (max-width: 959px) and (max-height: 479px) {
    [data-mode='panel'] {
      inset: var(--_top) 0 auto;
      inline-size: 100%;
      max-block-size: none;
      block-size: var(--_height);
      border-radius: 0;
      padding: 0 env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
    }
  }
  .header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding-block: 12px;
    padding-inline: 16px 8px;
    border-block-end: 1px solid var(--_line);
  }
  .here::after {
    content: '';
    position: absolute;
    inset-block-end: 0;
    inset-inline-end: 0;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--_surface);
    border-radius: 50%;
    background: oklch(0.65 0.16 152);
  }
  .who {
    flex: 1;
    min-inline-size: 0;
  }
  h2 {
    font-size: 17px;
    font-weight: 600;
    line-height: 1.25;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .tool + .tool {
    margin-inline-start: -8px;
  }
  .connecting {
    animation: late 1s;
  }
  @keyframes late {
    0%,
    99% {
      opacity: 0;
    }
  }
`;
