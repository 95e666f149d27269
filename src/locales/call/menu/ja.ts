import type { CallMenuTexts } from './en.ts';

export const ja: CallMenuTexts = {
  microphone: 'マイク',
  camera: 'カメラ',
  speaker: 'スピーカー',
  volume: '音量',
  nameless: (number) => `デバイス${number}`,
  comparison: 'この通話は二人だけのものですか？',
  compare: '次の言葉を互いに読み上げてください。同じ言葉が見えていれば、ほかの誰にも聞かれていません。',
  compareAgain: '言葉が新しくなりました。ページが再読み込みされたか、誰かが間に入った可能性があります。もう一度、互いに読み上げてください。同じ言葉が見えていれば、ほかの誰にも聞かれていません。',
  outside: (name) => `${name}さんはこの通話の鍵を持っていないため、お客様の声も映像も届きません。`,
};
