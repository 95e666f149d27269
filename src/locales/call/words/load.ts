const languages: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  ja: async () => (await import('./ja.ts')).ja,
};

const english = async (): Promise<readonly string[]> => (await import('./en.ts')).en;

/** The things that a room's `words` stand for, in that language or in English. Loaded when a call has words to compare. */
export const loadComparedWords = (language: string): Promise<readonly string[]> => (languages[language.split('-')[0] ?? '']?.() ?? english()).catch(english);
