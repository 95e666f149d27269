import { en } from './en.ts';
import type { CallHelpTexts } from './en.ts';

const languages: Readonly<Record<string, () => Promise<CallHelpTexts>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};

export const loadCallHelp = (language: string): Promise<CallHelpTexts> => languages[language.split('-')[0] ?? '']?.().catch(() => en) ?? Promise.resolve(en);
