import type { CallTexts } from './en.ts';
import { en } from './en.ts';

const languages: Readonly<Record<string, () => Promise<CallTexts>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};

export const loadCallTexts = async (language: string): Promise<CallTexts> => (await languages[language.split('-')[0] ?? '']?.().catch(() => en)) ?? en;
