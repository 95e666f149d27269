/** The panel's menu in English: loaded when it is opened. */
export const en = {
  sound: 'Sound',
  end: 'End conversation',
  endSure: 'End this conversation?',
  endCallToo: 'Your call ends with it.',
  endHint: 'You can write again at any time.',
  endYes: 'End it',
  endNo: 'Keep talking',
  endFailed: 'The conversation could not be ended. Please try again.',
};

export type MenuTexts = { readonly [Key in keyof typeof en]: string };
