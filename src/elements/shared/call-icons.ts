export { moreIcon, personIcon as selfIcon } from './icons.ts';
export { phoneIcon as handsetIcon, videoIcon as cameraIcon } from './more-icons.ts';

/** The call's icons, in the family of icons.ts, for its own part of a page. */
export const microphoneIcon = 'M9.2 6.3a2.8 2.8 0 0 1 5.6 0v5a2.8 2.8 0 0 1-5.6 0ZM6 11.5a6 6 0 0 0 12 0m-6 6v3';
export const closeIcon = 'm6.5 6.5 11 11m0-11-11 11';
export const signalIcon = 'M5 18.5v-3m4.7 3v-6m4.6 6v-9m4.7 9v-13';
