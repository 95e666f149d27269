import type { CallTexts } from './en.ts';

export const ja: CallTexts = {
  someone: '担当者',
  prompt: (name) => `${name}さんが通話を希望しています`,
  rings: (name) => `${name}さんから着信中`,
  explainBoth: '音声：声だけを送ります。ビデオ：声とカメラの映像を送ります。通話中いつでも切り替えられます。',
  explainAudio: '応答すると、お客様の声が相手に届きます。',
  acceptAudio: '音声で応答',
  acceptVideo: 'ビデオで応答',
  decline: '応答しない',
  hide: '隠す',
  show: '表示',
  claiming: '応答しています…',
  askAudio: 'ブラウザーがマイクの使用を確認しています',
  askVideo: 'ブラウザーがマイクとカメラの使用を確認しています',
  askHint: '「許可」を選ぶと、通話が始まります。',
  cameraRefused: 'カメラを使用できません',
  cameraHint: '音声だけで続けられます。相手の映像はそのままご覧になれます。',
  microphoneRefused: 'マイクを使用できません',
  goOn: '音声で続ける',
  again: 'もう一度試す',
  end: '通話を終了',
  rejoin: '通話に戻る',
  rejoining: '通話に戻っています…',
  rejoinTitle: (name) => `${name}さんと通話中です`,
  rejoinHint: 'ページが再読み込みされました。ボタンを押すと通話に戻ります。',
  elsewhere: '別のウィンドウまたは端末で応答しました',
  close: '閉じる',
  call: '通話',
  joining: '接続しています…',
  relay: '別の経路で接続しています…',
  reconnecting: '再接続しています…',
  ending: '終了しています…',
  you: 'あなた',
  selfView: 'あなたの映像。矢印キーで移動できます。',
  videoOn: 'ビデオをオン',
  videoOff: 'ビデオをオフ',
  mute: 'ミュート',
  unmute: 'ミュート解除',
  more: 'その他',
  open: '通話を表示',
  mutedSelf: 'ミュート中です',
  mutedSystem: 'システムがマイクを使用中のため、声が届いていません',
  cameraSystem: 'システムがカメラを使用中のため、映像が届いていません',
  silent: 'マイクから音が入っていません',
  pending: 'お待ちください…',
  theyMuted: (name) => `${name}さんはミュート中です`,
  hear: 'タップして音声を聞く',
  quality: { unknown: '', good: '接続は良好です', fair: '接続がやや不安定です', poor: '接続が不安定です', lost: '接続が切れています' },
  help: '解決方法を見る',
  devices: { microphone: 'マイク', camera: 'カメラ', speaker: 'スピーカー', volume: '音量', nameless: (number) => `デバイス${number}` },
  trouble: {
    camera: 'カメラをオンにできませんでした。通話はそのまま続きます。',
    microphone: 'マイクを切り替えられませんでした。通話はそのまま続きます。',
    speaker: 'スピーカーを切り替えられませんでした。',
    start: '通話を開始できませんでした。',
  },
  ended: (reason, bySelf) => {
    switch (reason) {
      case 'hung-up':
      case 'left':
      case 'conversation-ended':
        return '通話が終了しました';
      case 'declined':
        return bySelf ? '着信に応答しませんでした' : '応答がありませんでした';
      case 'cancelled':
        return '発信が取り消されました';
      case 'no-answer':
        return '不在着信がありました';
      case 'permission-refused':
        return 'マイクを使用できないため、通話を始められませんでした';
      case 'permission-timeout':
        return 'ブラウザーの確認に時間内の応答がありませんでした';
      case 'media-failed':
        return '通話を接続できませんでした';
      case 'lost':
        return '接続が切れました';
    }
  },
  endedHint: (reason) => (reason === 'media-failed' || reason === 'lost' ? 'ネットワークの都合で接続できませんでした。チャットでご連絡ください。別の方法をご案内します。' : ''),
};
