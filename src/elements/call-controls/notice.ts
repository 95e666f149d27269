import type { TemplateResult } from 'lit';

/** How a notice looks and what it says; what stands below it. */
export type Notice = readonly [look: string, words: string, below?: TemplateResult];
