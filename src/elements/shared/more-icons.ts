/** Of the family of icons.ts, those that an ordinary conversation does not show: loaded with what does. */
export const phoneIcon = 'M5.5 3.5h2l2 5-2 2a12 12 0 0 0 6 6l2-2 5 2v2a2 2 0 0 1-2 2 15 15 0 0 1-15-15 2 2 0 0 1 2-2';
export const videoIcon = 'M5.5 6.5H13a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5.5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2m9.5 4 5.5-3v9l-5.5-3';
export const downIcon = 'M12 5v14m-6-6 6 6 6-6';
export const doorIcon = 'M13.5 4.5H6.8c-.7 0-1.3.6-1.3 1.3v12.4c0 .7.6 1.3 1.3 1.3h6.7M16 8.5l3.5 3.5-3.5 3.5m-6-3.5h9.3';
export const soundIcon = 'M4 9.8v4.4h3l4.5 3.8V6L7 9.8H4Zm11-.8a4.3 4.3 0 0 1 0 6m2.5-8.5a7.8 7.8 0 0 1 0 11';
