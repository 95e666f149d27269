import { unsafeCSS } from 'lit';
import { composerStyles } from './composer.styles.ts';
import { rareStyles } from './rare.styles.ts';
import { transcriptStyles } from './transcript.styles.ts';

/** For whoever draws a `Transcript` or a `Composer` on Lit's own base. */
export const transcript = unsafeCSS(transcriptStyles + rareStyles);
export const composer = unsafeCSS(composerStyles);
