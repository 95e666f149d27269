/** The few words that a page shows before the chat itself is loaded. Kept tiny: every page carries all of them. */
export const launcherTexts: Readonly<Record<string, readonly [open: string, unread: string, failed: string]>> = {
  en: ['Open chat', 'Unread: ', 'The chat could not be loaded. Please try again.'],
  ja: ['チャットを開く', '未読 ', 'チャットを読み込めませんでした。もう一度お試しください。'],
};
