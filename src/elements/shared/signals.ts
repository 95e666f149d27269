import { css } from './css.ts';

/** The theme's red and green: for ending and refusing, and for accepting. With the parts of a page that show them. */
export const signals = css`
  :host {
    --_red: oklch(0.53 0.2 27);
    --_red-text: light-dark(oklch(0.5 0.2 27), oklch(0.78 0.14 27));
    --_green: oklch(0.5 0.13 152);
    --_green-text: light-dark(oklch(0.48 0.13 152), oklch(0.8 0.16 152));
  }
`;
