const DAY = 86_400_000;
/** When that day began where the reader is, in milliseconds since the epoch. */
export const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

/** Today and yesterday by those words, any other day by its name and date, in the reader's language and zone. */
export function dayName(at: number, language: string): string {
  const ago = Math.round((midnight(Date.now()) - midnight(at)) / DAY);
  return ago === 0 || ago === 1
    ? new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-ago, 'day')
    : new Intl.DateTimeFormat(language, { weekday: 'long', month: 'long', day: 'numeric' }).format(at);
}
