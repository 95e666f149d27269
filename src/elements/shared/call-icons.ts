export { moreIcon, personIcon as selfIcon, soundIcon as speakerIcon } from './icons.ts';
export { phoneIcon as handsetIcon, videoIcon as cameraIcon } from './phone-icons.ts';
import { videoIcon } from './phone-icons.ts';

/** The call's icons, in the family of icons.ts, for its own part of a page. */
export const endIcon = 'M3.4 14.9c-.6-.7-.7-1.6-.2-2.3C5 10.2 8.3 8.7 12 8.7s7 1.5 8.8 3.9c.5.7.4 1.6-.2 2.3l-1.2 1.2c-.4.4-1 .5-1.5.2l-2.4-1.3c-.4-.2-.7-.7-.7-1.2v-1.5a10.5 10.5 0 0 0-5.6 0v1.5c0 .5-.3 1-.7 1.2l-2.4 1.3c-.5.3-1.1.2-1.5-.2L3.4 14.9Z';
export const cameraOffIcon = `${videoIcon}M3.5 3.5l17 17`;
export const microphoneIcon = 'M12 3.5a2.8 2.8 0 0 1 2.8 2.8v5a2.8 2.8 0 0 1-5.6 0v-5A2.8 2.8 0 0 1 12 3.5Zm-6 8a6 6 0 0 0 12 0m-6 6v3';
export const microphoneOffIcon = `${microphoneIcon}M3.5 3.5l17 17`;
export const closeIcon = 'm6.5 6.5 11 11m0-11-11 11';
export const signalIcon = 'M5 18.5v-3m4.7 3v-6m4.6 6v-9m4.7 9v-13';
export const expandIcon = 'M14 4.5h5.5V10M10 19.5H4.5V14m15-9.5-6 6m-9 9 6-6';
