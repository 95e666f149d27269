export type LauncherTexts = readonly [open: string, failed: string];

/** The few words that a page shows before the chat itself is loaded. Kept tiny: every page carries all of them. */
export const launcherTexts: { readonly en: LauncherTexts; readonly [language: string]: LauncherTexts | undefined } = {
  en: ['Open chat', 'The chat could not be loaded.'],
  ja: ['チャットを開く', 'チャットを読み込めませんでした。'],
};
