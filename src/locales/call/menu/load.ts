import type { CallMenuTexts } from './en.ts';
import { en } from './en.ts';

const languages: Readonly<Record<string, () => Promise<CallMenuTexts>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};

export const loadCallMenuTexts = (language: string): Promise<CallMenuTexts> => languages[language.split('-')[0] ?? '']?.().catch(() => en) ?? Promise.resolve(en);
