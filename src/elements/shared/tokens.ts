import { unsafeCSS } from 'lit';
import { signals } from './signals.ts';
import { theme } from './theme.ts';

/** The theme for an element on Lit's own base. */
export const tokens = unsafeCSS(theme + signals);
