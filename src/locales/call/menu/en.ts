/** What stands behind a call's "More", in English. Loaded when it is to be seen. */
export const en = {
  microphone: 'Microphone',
  camera: 'Camera',
  speaker: 'Speaker',
  volume: 'Volume',
  nameless: (number: number): string => `Device ${number}`,
  comparison: 'Is this call private?',
  compare: 'Read these words to each other. If both of you see the same ones, nobody is listening in.',
  compareAgain: 'These words are new: a page was loaded again, or somebody stepped in between. Read them to each other once more. If both of you see the same ones, nobody is listening in.',
  outside: (name: string): string => `${name} is here without the key to this call, and neither hears nor sees you.`,
};

type Widened<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : T[Key] };
export type CallMenuTexts = Widened<typeof en>;
