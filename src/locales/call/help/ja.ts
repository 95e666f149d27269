import type { CallHelpTexts } from './en.ts';

const named = { microphone: 'マイク', camera: 'カメラ' } as const;
const both = (camera: boolean): string => (camera ? 'マイクとカメラ' : 'マイク');

export const ja: CallHelpTexts = {
  show: '表示',
  open: '通話を表示',
  again: 'もう一度試す',
  goOn: '音声で続ける',
  rejoin: '通話に戻る',
  rejoining: '通話に戻っています…',
  rejoinTitle: (name) => `${name}さんと通話中です`,
  rejoinHint: 'ページが再読み込みされました。ボタンを押すと通話に戻ります。',
  rejoinAsked: '「許可」を選ぶと、通話に戻ります。',
  elsewhere: '別のウィンドウまたは端末で応答しました',
  write: 'チャットで続ける',
  cameraRefused: 'カメラを使用できません',
  cameraHint: '音声だけで続けられます。相手の映像はそのままご覧になれます。',
  microphoneRefused: 'マイクを使用できません',
  relay: '別の経路で接続しています…',
  mutedSystem: '端末がマイクを止めているため、声が届いていません',
  cameraSystem: '端末がカメラを止めているため、映像が届いていません',
  silent: 'マイクから音が入っていません',
  quality: { fair: '接続がやや不安定です', poor: '接続が不安定です', lost: '接続が切れています' },
  newWords: '「その他」に表示される言葉が変わりました。もう一度読み合わせてください',
  hear: 'タップして音声を聞く',
  help: '解決方法を見る',
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
        return 'ブラウザーの確認に、時間内に応答がありませんでした';
      case 'media-failed':
        return '通話を接続できませんでした';
      case 'lost':
        return '接続が切れました';
    }
  },
  endedHint: (reason) => (reason === 'media-failed' || reason === 'lost' ? 'ネットワークの都合で接続できませんでした。チャットでご連絡ください。別の方法をご案内します。' : ''),
  oursHint: '当方に原因があります。チャットでご連絡ください。別の方法をご案内します。',
  sentAway: {
    elsewhere: (bySelf) => (bySelf ? '別のアプリがお客様の代わりに通話に入りました' : '別のアプリが相手の代わりに通話に入りました'),
    removed: (bySelf) => (bySelf ? 'お客様は通話から外されました' : '相手が通話から外されました'),
  },
  full: '通話が満員です',
  fullHint: '参加できる人数に達しています。チャットでご連絡いただければ、こちらからあらためておかけします。',
  why: (refusal, device) => {
    const it = named[device];
    switch (refusal) {
      case 'denied':
        return `このページでの${it}の使用が許可されていません。`;
      case 'dismissed':
        return `${it}の使用確認が、選択されないまま閉じられました。`;
      case 'policy':
        return `このページは${it}を使用できない設定になっています。変更できるのはページの運営者だけです。`;
      case 'system':
        return `お使いの端末の設定で、ブラウザーによる${it}の使用が許可されていません。`;
      case 'no-device':
        return `${it}が見つかりません。`;
      case 'busy':
        return `別のアプリが${it}を使用しています。`;
      case 'constraint':
        return `選択した${it}は通話に使用できません。`;
      case 'insecure':
        return `このページは安全な接続ではないため、ブラウザーが${it}の使用を認めていません。`;
      case 'unsupported':
        return 'このブラウザーは通話に対応していません。';
      case 'timeout':
        return `${it}が時間内に応答しませんでした。`;
    }
  },
  steps: {
    'chromium-desktop': (camera) => ['アドレスの左にあるアイコンをクリックします。', `${both(camera)}を「許可」にします。`, 'この画面に戻り、「もう一度試す」を押します。'],
    'chromium-phone': (camera) => ['アドレスの左にあるアイコンをタップし、「権限」を開きます。', `${both(camera)}を許可します。`, 'この画面に戻り、「もう一度試す」を押します。'],
    'firefox-desktop': (camera) => [`アドレスの左にある、斜線の入った${both(camera)}のアイコンをクリックします。`, '「ブロック」を解除します。', 'ここで「もう一度試す」を押し、「許可」を選びます。'],
    'firefox-phone': (camera) => ['アドレスの左にある鍵のアイコンをタップします。', `${both(camera)}を許可します。`, 'この画面に戻り、「もう一度試す」を押します。'],
    'safari-desktop': (camera) => ['メニューバーの「Safari」から「このWebサイトでの設定…」を開きます。', `${both(camera)}を「許可」にします。`, 'この画面に戻り、「もう一度試す」を押します。'],
    'safari-phone': (camera) => ['アドレスの左にあるアイコンをタップし、「Webサイトの設定」を開きます。', `${both(camera)}を「許可」にします。`, 'この画面に戻り、「もう一度試す」を押します。'],
  },
  dismissed: ['「もう一度試す」を押します。', 'ブラウザーの確認で「許可」を選びます。'],
  system: {
    desktop: (device) => [`端末の設定で「プライバシー」の「${named[device]}」を開きます。`, 'このブラウザーを許可します。', '「もう一度試す」を押します。'],
    phone: (device) => ['端末の設定で、このブラウザーの権限を開きます。', `${named[device]}を許可します。`, 'この画面に戻り、「もう一度試す」を押します。'],
  },
  noDevice: (device) => [device === 'camera' ? 'カメラを接続するか、電源を入れます。' : 'ヘッドセットかマイクを接続するか、電源を入れます。', '「もう一度試す」を押します。'],
  busy: (device) => [`${named[device]}を使用しているほかの通話やアプリを終了します。`, '「もう一度試す」を押します。'],
  unsupported: ['最新のChrome、Edge、Firefox、Safariでこのページを開いてください。', 'このままチャットを続けることもできます。'],
  nothingToDo: ['このままチャットを続けられます。'],
  where: {
    'chromium-desktop': '画面左上、アドレスの下をご覧ください。',
    'chromium-phone': '画面の中央をご覧ください。',
    'firefox-desktop': '画面左上、アドレスの下をご覧ください。',
    'firefox-phone': '画面の下をご覧ください。',
    'safari-desktop': 'ウィンドウの中央をご覧ください。',
    'safari-phone': '画面の中央をご覧ください。',
  },
};
