/** A duration in milliseconds as a clock shows it: 0:07, 12:05, 1:02:03. */
export const clock = (duration: number): string => new Date(Math.max(0, duration)).toISOString().slice(11, 19).replace(/^0?(0:0?)?/, '');
