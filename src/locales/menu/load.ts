import { en } from './en.ts';
import type { MenuTexts } from './en.ts';

const languages: Readonly<Record<string, () => Promise<MenuTexts>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};

export const loadMenuTexts = (language: string): Promise<MenuTexts> => languages[language.split('-')[0] ?? '']?.().catch(() => en) ?? Promise.resolve(en);
