/** One family: a 24px grid, rounded strokes of 1.75. Each is one path. */
export const minimiseIcon = 'm6 9.5 6 6 6-6';
export const moreIcon = 'M5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6.5 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6.5 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0';
export const sendIcon = 'M4.5 12 4 4.8c0-.5.5-.8 1-.6l15 7.3c.5.2.5.8 0 1L5 19.8c-.5.2-1-.1-1-.6L4.5 12Zm0 0h7';
export const clockIcon = 'M12 7.5V12l3 2M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0Z';
export const personIcon = 'M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6Zm-7.5 8c.7-3.4 3.8-5.5 7.5-5.5s6.8 2.1 7.5 5.5';
export const checkIcon = 'm5.5 12.5 4.2 4.2 8.8-9.4';
