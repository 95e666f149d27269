import type { RareTexts } from './en.ts';

const minutes = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1_000);
  return seconds < 60 ? `${seconds}秒` : `${Math.floor(seconds / 60)}分${seconds % 60}秒`;
};

export const ja: RareTexts = {
  notSent: '送信できませんでした',
  tooMany: '短時間に送信が集中したため、送信できませんでした',
  tooLong: '長すぎるため、送信できませんでした',
  retry: 'もう一度送る',
  discard: '削除',
  earlier: '以前のメッセージ',
  earlierFailed: '以前のメッセージを読み込めませんでした。',
  latest: '最新のメッセージへ',
  fresh: (count) => `新着${count}件`,
  left: (count) => `あと${count}文字`,
  over: (count) => `${count}文字超過しています`,
  placeholderAfterEnd: '新しい会話を始める…',
  refused: 'このページではチャットをご利用いただけません。',
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
