import { en } from '../../locales/agent/en.ts';
import type { AgentTextKey, AgentTexts } from '../../locales/agent/en.ts';
import { ja } from '../../locales/agent/ja.ts';

const languages: Readonly<Record<string, AgentTexts>> = { en, ja };

export const agentLanguages = [
  { code: 'en', name: 'English' },
  { code: 'ja', name: '日本語' },
] as const;

/** Texts, times and durations in one language. */
export class Words {
  /** A language that has texts. */
  readonly language: string;
  readonly #texts: AgentTexts;
  /** The reader's own locale, which may say more than the language of the texts (`en-GB` writes times its own way). */
  readonly #locale: string;
  /** Cached by options: making a format costs a hundred times as much as using it, and every row writes times. */
  readonly #formats = new Map<string, Intl.DateTimeFormat>();
  readonly #numbers = new Map<string | undefined, Intl.NumberFormat>();

  constructor(locale: string) {
    const language = locale.toLowerCase().split('-')[0] ?? 'en';
    this.language = language in languages ? language : 'en';
    this.#texts = languages[this.language] ?? en;
    this.#locale = this.language === language ? locale : this.language;
  }

  /** The text of a key, with its `{name}` placeholders filled in. */
  readonly say = (key: AgentTextKey, values: Readonly<Record<string, string | number>> = {}): string =>
    this.#texts[key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

  /** `name` where there is one, else "Visitor" and the short code. */
  readonly nameOf = (customer: { readonly name: string | null; readonly code: string }): string =>
    customer.name ?? this.say('common.visitor', { code: customer.code });

  clock(at: number | string, timeZone?: string): string {
    return this.#format({ hour: 'numeric', minute: '2-digit', timeZone }).format(new Date(at));
  }

  /** The time if it was today, else the date. */
  moment(at: number | string, now: number): string {
    const then = new Date(at);
    const today = new Date(now);
    if (then.toDateString() === today.toDateString()) return this.clock(at);
    const year = then.getFullYear() === today.getFullYear() ? undefined : 'numeric';
    return this.#format({ day: 'numeric', month: 'short', year }).format(then);
  }

  /** "Today", "Yesterday", or the weekday and date. */
  dayName(at: number, now: number): string {
    const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
    const ago = Math.round((midnight(now) - midnight(at)) / 86_400_000);
    if (ago === 0) return this.say('log.today');
    if (ago === 1) return this.say('log.yesterday');
    return this.#format({ weekday: 'long', day: 'numeric', month: 'long' }).format(at);
  }

  get times(): Intl.DateTimeFormat {
    return this.#format({ hour: 'numeric', minute: '2-digit' });
  }

  day(at: number | string, timeZone?: string): string {
    return this.#format({ weekday: 'short', day: 'numeric', month: 'short', timeZone }).format(new Date(at));
  }

  /** A timer: `4:07`, `1:02:33`. */
  timer(milliseconds: number): string {
    const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
    const two = (value: number): string => String(value).padStart(2, '0');
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${String(minutes)}:${two(seconds % 60)}`;
    return `${String(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  }

  /** How long something took or takes, in at most two units: "3 min 12 s". */
  duration(milliseconds: number, precision: 'seconds' | 'coarse' = 'seconds'): string {
    const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
    const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60];
    const parts: [number, Intl.NumberFormatOptions['unit']][] = [
      [days, 'day'],
      [hours, 'hour'],
      [minutes, 'minute'],
      [seconds % 60, 'second'],
    ];
    const first = parts.findIndex(([value]) => value > 0);
    if (first < 0) return this.#unit(0, 'second');
    const shown = parts.slice(first, precision === 'coarse' ? first + 1 : first + 2).filter(([value], index) => index === 0 || value > 0);
    return shown.map(([value, unit]) => this.#unit(value, unit)).join(this.say('common.unitGap'));
  }

  /** A language's name in this one: `ja` is "Japanese". */
  languageName(code: string): string {
    try {
      return new Intl.DisplayNames([this.#locale], { type: 'language' }).of(code) ?? code;
    } catch {
      return code;
    }
  }

  /** Hours between a zone and the reader's own, with fractions; null for an unknown zone. */
  hoursAhead(timeZone: string, now: number): number | null {
    try {
      return (offsetOf(timeZone, now) - offsetOf(undefined, now)) / 60;
    } catch {
      return null;
    }
  }

  number(value: number): string {
    return this.#numberFormat().format(value);
  }

  #format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    const format = this.#formats.get(key) ?? this.#newFormat(options);
    this.#formats.set(key, format);
    return format;
  }

  #newFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    try {
      return new Intl.DateTimeFormat(this.#locale, options);
    } catch {
      // The browser does not know the zone: use the reader's own.
      return new Intl.DateTimeFormat(this.#locale, { ...options, timeZone: undefined });
    }
  }

  #numberFormat(unit?: Intl.NumberFormatOptions['unit']): Intl.NumberFormat {
    const format = this.#numbers.get(unit) ?? new Intl.NumberFormat(this.#locale, unit ? { style: 'unit', unit, unitDisplay: 'short' } : {});
    this.#numbers.set(unit, format);
    return format;
  }

  #unit(value: number, unit: Intl.NumberFormatOptions['unit']): string {
    const text = this.#numberFormat(unit).format(value);
    return this.say('common.unitGap') === '' ? text.replace(/\s/, '') : text;
  }
}

/** Formats that read a zone's clock, by zone. */
const clocks = new Map<string | undefined, Intl.DateTimeFormat>();

function clockOf(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
}

/** Minutes that a zone's clock is ahead of UTC's. */
function offsetOf(timeZone: string | undefined, now: number): number {
  const clock = clocks.get(timeZone) ?? clockOf(timeZone);
  clocks.set(timeZone, clock);
  const parts = clock.formatToParts(now);
  const value = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value ?? 0);
  return Math.round((Date.UTC(value('year'), value('month') - 1, value('day'), value('hour'), value('minute')) - now) / 60_000);
}
