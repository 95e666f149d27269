import type { ChatTexts } from './en.ts';

/** The chat's texts by language, beside English, which is always there. Each is loaded when it is wanted. */
const languages: Readonly<Record<string, () => Promise<ChatTexts>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};

/** Null where the language is English, or one that nobody wrote yet. */
export const loadChatTexts = (language: string): Promise<ChatTexts> | null => languages[language.toLowerCase().split('-')[0] ?? '']?.() ?? null;
