import type { CallTexts } from './en.ts';

/** A call's texts by language, beside English, which is always there. */
export const callLanguages: Readonly<Record<string, () => Promise<CallTexts>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};
