import type { MenuTexts } from './en.ts';

export const ja: MenuTexts = {
  sound: '通知音',
  end: '会話を終了',
  endSure: 'この会話を終了しますか？',
  endCallToo: '通話も終わります。',
  endHint: '終了したあとも、いつでもまたご連絡いただけます。',
  endYes: '終了する',
  endNo: '会話を続ける',
  endFailed: '会話を終了できませんでした。もう一度お試しください。',
};
