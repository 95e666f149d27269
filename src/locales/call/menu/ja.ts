import type { CallMenuTexts } from './en.ts';

export const ja: CallMenuTexts = {
  microphone: 'マイク',
  camera: 'カメラ',
  speaker: 'スピーカー',
  volume: '音量',
  nameless: (number) => `デバイス${number}`,
  comparison: 'この通話は第三者に聞かれていませんか？',
  compare: '次の言葉をお互いに読み上げてください。双方に同じ言葉が表示されていれば、ほかの誰にも聞かれていません。',
  compareAgain: '言葉が変わりました。ページが再読み込みされたか、誰かが間に入った可能性があります。もう一度、お互いに読み上げてください。双方に同じ言葉が表示されていれば、ほかの誰にも聞かれていません。',
  outside: (name) => `${name}さんはこの通話の鍵を持っていないため、お客様の声も映像も届きません。`,
};
