import { unsafeCSS } from 'lit';
import { theme } from './theme.ts';

/** The theme for an element on Lit's own base. */
export const tokens = unsafeCSS(theme);
