/** The launcher's picture, alone: what else is drawn is loaded later. */
export const chatIcon = 'M12 4.5c4.7 0 8.5 3.2 8.5 7.3s-3.8 7.3-8.5 7.3c-1 0-2-.2-2.9-.4L4.8 20.2l1-3.6c-1.4-1.3-2.3-2.9-2.3-4.8 0-4.1 3.8-7.3 8.5-7.3Z';
