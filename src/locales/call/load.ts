import type { CallTexts } from './en.ts';
import { en } from './en.ts';

const languages: Readonly<Record<string, () => Promise<CallTexts>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};

/** English where there is nothing else, or it cannot be had. */
export const loadCallTexts = (language: string): Promise<CallTexts> => Promise.resolve(languages[language.slice(0, 2)]?.()).then((texts = en) => texts, () => en);
