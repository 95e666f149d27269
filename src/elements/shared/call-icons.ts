/** The call's icons, in the family of icons.ts, for its own part of a page. */
export const handsetIcon =
  'M8.1 4.3 9.6 8c.2.5.1 1-.3 1.4l-1.5 1.3a12 12 0 0 0 5.5 5.5l1.3-1.5c.4-.4.9-.5 1.4-.3l3.7 1.5c.5.2.8.7.7 1.2l-.3 2.3c-.1.7-.6 1.1-1.3 1.1-8.1 0-15.3-7.2-15.3-15.3 0-.7.4-1.2 1.1-1.3l2.3-.3c.5-.1 1 .2 1.2.7Z';
export const endIcon = 'M3.4 14.9c-.6-.7-.7-1.6-.2-2.3C5 10.2 8.3 8.7 12 8.7s7 1.5 8.8 3.9c.5.7.4 1.6-.2 2.3l-1.2 1.2c-.4.4-1 .5-1.5.2l-2.4-1.3c-.4-.2-.7-.7-.7-1.2v-1.5a10.5 10.5 0 0 0-5.6 0v1.5c0 .5-.3 1-.7 1.2l-2.4 1.3c-.5.3-1.1.2-1.5-.2L3.4 14.9Z';
export const cameraIcon = 'M5 6.5h8.5c.8 0 1.5.7 1.5 1.5v8c0 .8-.7 1.5-1.5 1.5H5c-.8 0-1.5-.7-1.5-1.5V8c0-.8.7-1.5 1.5-1.5Zm10 4.2 4.3-2.6c.5-.3 1.2.1 1.2.7v6.4c0 .6-.7 1-1.2.7L15 13.3';
export const cameraOffIcon = `${cameraIcon}M3.5 3.5l17 17`;
export const microphoneIcon = 'M12 3.5a2.8 2.8 0 0 1 2.8 2.8v5a2.8 2.8 0 0 1-5.6 0v-5A2.8 2.8 0 0 1 12 3.5Zm-6 8a6 6 0 0 0 12 0m-6 6v3';
export const microphoneOffIcon = `${microphoneIcon}M3.5 3.5l17 17`;
export const selfIcon = 'M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6Zm-7.5 8c.7-3.4 3.8-5.5 7.5-5.5s6.8 2.1 7.5 5.5';
export const closeIcon = 'm6.5 6.5 11 11m0-11-11 11';
export const moreIcon = 'M5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6.5 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6.5 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0';
export const signalIcon = 'M5 18.5v-3m4.7 3v-6m4.6 6v-9m4.7 9v-13';
export const speakerIcon = 'M4 9.8v4.4h3l4.5 3.8V6L7 9.8H4Zm11-.8a4.3 4.3 0 0 1 0 6m2.5-8.5a7.8 7.8 0 0 1 0 11';
export const expandIcon = 'M14 4.5h5.5V10M10 19.5H4.5V14m15-9.5-6 6m-9 9 6-6';
