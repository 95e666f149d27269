import type { RareTexts } from './en.ts';

const minutes = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1_000);
  return seconds < 60 ? `${seconds}秒` : `${Math.floor(seconds / 60)}分${seconds % 60}秒`;
};

export const ja: RareTexts = {
  notSent: '送信できませんでした',
  tooMany: '短い間に送りすぎたため、送信できませんでした',
  tooLong: '長すぎるため、送信できませんでした',
  retry: 'もう一度送る',
  discard: '削除',
  ended: '会話は終了しました',
  erased: 'このメッセージは削除されました',
  unsupported: 'このメッセージはここでは表示できません。ページを再読み込みしてください。',
  call: (media, reason, duration) => {
    const kind = media === 'video' ? 'ビデオ通話' : '音声通話';
    if (duration > 0) return `${kind}・${minutes(duration)}`;
    switch (reason) {
      case 'no-answer':
        return `${kind}の不在着信`;
      case 'declined':
        return `${kind}に応答しませんでした`;
      case 'permission-refused':
      case 'permission-timeout':
        return `${kind}：マイクを使用できませんでした`;
      case 'media-failed':
      case 'lost':
        return `${kind}を接続できませんでした`;
      default:
        return `${kind}は取り消されました`;
    }
  },
};
