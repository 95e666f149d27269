import type { nothing, TemplateResult } from 'lit';

/** How a notice looks and what it says; what stands over the people, and below the notice. */
export type Notice = readonly [look: string, words: string, over?: TemplateResult | typeof nothing, below?: TemplateResult | typeof nothing];
