/** Of the family of icons.ts, those that an ordinary conversation does not show: loaded with what does. */
export const phoneIcon =
  'M8.1 4.3 9.6 8c.2.5.1 1-.3 1.4L7.8 10.7a12 12 0 0 0 5.5 5.5l1.3-1.5c.4-.4.9-.5 1.4-.3l3.7 1.5c.5.2.8.7.7 1.2l-.3 2.3c-.1.7-.6 1.1-1.3 1.1C10.7 20.5 3.5 13.3 3.5 5.2c0-.7.4-1.2 1.1-1.3l2.3-.3c.5-.1 1 .2 1.2.7Z';
export const videoIcon = 'M5 6.5h8.5c.8 0 1.5.7 1.5 1.5v8c0 .8-.7 1.5-1.5 1.5H5c-.8 0-1.5-.7-1.5-1.5V8c0-.8.7-1.5 1.5-1.5Zm10 4.2 4.3-2.6c.5-.3 1.2.1 1.2.7v6.4c0 .6-.7 1-1.2.7L15 13.3';
export const downIcon = 'M12 5v14m-6-6 6 6 6-6';
export const doorIcon = 'M13.5 4.5H6.8c-.7 0-1.3.6-1.3 1.3v12.4c0 .7.6 1.3 1.3 1.3h6.7M16 8.5l3.5 3.5-3.5 3.5m-6-3.5h9.3';
export const soundIcon = 'M4 9.8v4.4h3l4.5 3.8V6L7 9.8H4Zm11-.8a4.3 4.3 0 0 1 0 6m2.5-8.5a7.8 7.8 0 0 1 0 11';
