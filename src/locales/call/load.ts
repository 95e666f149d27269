import type { CallTexts } from './en.ts';

const languages: Readonly<Record<string, () => Promise<CallTexts>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};

/** None where English is what is there. */
export const loadCallTexts = async (language: string): Promise<CallTexts | undefined> => await languages[language.slice(0, 2)]?.();
