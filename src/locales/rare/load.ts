import { en } from './en.ts';
import type { RareTexts } from './en.ts';

const languages: Readonly<Record<string, () => Promise<RareTexts>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};

export const loadRareTexts = (language: string): Promise<RareTexts> => languages[language.split('-')[0] ?? '']?.().catch(() => en) ?? Promise.resolve(en);
