import type { ChatTexts } from './en.ts';

const minutes = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1_000);
  return seconds < 60 ? `${seconds}秒` : `${Math.floor(seconds / 60)}分${seconds % 60}秒`;
};

export const ja: ChatTexts = {
  dialog: 'チャット',
  log: '会話',
  message: 'メッセージ',
  placeholder: 'メッセージを入力…',
  placeholderAfterEnd: '入力すると新しい会話が始まります…',
  send: '送信',
  minimise: '最小化',
  menu: 'メニュー',
  you: 'あなた',
  support: 'サポート',
  online: 'ただいま対応できます',
  away: 'ただいま不在です。メッセージをお残しください',
  answersIn: (minutes) => (minutes <= 1 ? '通常1分以内に返信します' : minutes < 60 ? `通常${minutes}分ほどで返信します` : '通常数時間以内に返信します'),
  typing: (name) => `${name}さんが入力しています`,
  connecting: '接続しています…',
  offline: '接続が切れています。メッセージは、つながり次第送信します。',
  refused: 'このページではチャットをご利用いただけません。',
  emptyTitle: 'いかがなさいましたか？',
  emptyStaffed: 'ご質問をお気軽にどうぞ。担当者がお答えします。',
  emptyAway: 'メッセージをお残しください。戻り次第お返事します。',
  sending: '送信中',
  seen: '既読',
  notSent: '送信できませんでした',
  tooMany: '短い間に送りすぎたため、送信できませんでした',
  tooLong: '長すぎるため、送信できませんでした',
  retry: 'もう一度送る',
  discard: '削除',
  earlier: '以前のメッセージ',
  earlierFailed: '以前のメッセージを読み込めませんでした。',
  unread: (count) => `新着メッセージ${count}件`,
  latest: '最新のメッセージへ',
  fresh: (count) => `新着${count}件`,
  left: (count) => `あと${count}文字`,
  over: (count) => `${count}文字超過しています`,
  joined: (name) => `${name}が担当します`,
  ended: '会話は終了しました',
  erased: 'このメッセージは削除されました',
  unsupported: 'このメッセージはここでは表示できません。ページを再読み込みしてください。',
  rings: (name) => `${name}さんから着信中`,
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
