/** Numbers, sizes, speeds, times and dates in the words and digits of a locale. */

export interface Format {
  size(bytes: number): string;
  /** Every byte counted, for a tooltip. */
  exactSize(bytes: number): string;
  speed(bytesPerSecond: number): string;
  /** A speed that somebody has chosen: `5 MB/s`, for it does not flicker, and zeros behind it would say nothing. */
  limit(bytesPerSecond: number): string;
  percent(fraction: number): string;
  integer(value: number): string;
  /** At most two units: `2 h 5 min`. */
  duration(milliseconds: number): string;
  /** A time of today, else a date; always with the year when it is not this one. */
  moment(epoch: number, now?: number): string;
  fullMoment(epoch: number): string;
  /** A moment that is yet to come: a time of today, else with its day, else with its date. */
  upcoming(epoch: number, now?: number): string;
  /** A time of every day, from minutes after midnight. */
  timeOfDay(minutes: number): string;
  /** Days as `Date.getDay` counts them. */
  weekday(day: number, length: 'long' | 'short'): string;
  /** All days, from the one with which the week begins there. */
  readonly week: readonly number[];
  /** One after another, with the locale's comma. */
  list(words: readonly string[]): string;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const cache = new Map<string, Format>();

export function formatFor(locale: string): Format {
  const known = cache.get(locale);
  if (known) return known;
  const format = createFormat(locale);
  cache.set(locale, format);
  return format;
}

/** Made when it is first wanted: a formatter costs half a millisecond, and there are dozens, of which a window shows a few. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

function createFormat(locale: string): Format {
  const numbers = (options: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat(locale, options));
  const dates = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(locale, options));
  const whole = numbers({ maximumFractionDigits: 0 });
  const percentage = numbers({ style: 'percent', maximumFractionDigits: 0 });
  const bytes = numbers({ style: 'unit', unit: 'byte', unitDisplay: 'long' });
  const sizes = scale(locale, '');
  const speeds = scale(locale, '-per-second');
  const limits = scale(locale, '-per-second', { zeros: false });
  const lengths = ['day', 'hour', 'minute', 'second'].map((unit) => numbers({ style: 'unit', unit, unitDisplay: 'short' }));
  const time = dates({ timeStyle: 'short' });
  const day = dates({ day: 'numeric', month: 'short' });
  const date = dates({ dateStyle: 'medium' });
  const lists = once(() => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }));
  const dayAndTime = dates({ weekday: 'short', hour: 'numeric', minute: 'numeric' });
  const dateAndTime = dates({ day: 'numeric', month: 'short', hour: 'numeric', minute: 'numeric' });
  const ofDay = dates({ timeStyle: 'short', timeZone: 'UTC' });
  const weekdays = { long: dates({ weekday: 'long', timeZone: 'UTC' }), short: dates({ weekday: 'short', timeZone: 'UTC' }) };
  const full = dates({ dateStyle: 'medium', timeStyle: 'medium' });

  function duration(milliseconds: number): string {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    const parts = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
    const first = Math.min(...parts.map((part, index) => (part > 0 ? index : 3)));
    // From ten minutes on, the seconds only flicker.
    const shown = first === 2 && (parts[2] ?? 0) >= 10 ? 1 : 2;
    return parts
      .map((part, index) =>
        index >= first && index < first + shown && (part > 0 || index === first) ? (lengths[index]?.().format(part) ?? '') : '',
      )
      .filter((text) => text !== '')
      .join(' ');
  }

  return {
    size: (value) => (value < 1000 ? bytes().format(Math.max(0, Math.round(value))) : sizes(value)),
    exactSize: (value) => bytes().format(value),
    speed: speeds,
    limit: limits,
    // 99.7 % must not read as done.
    percent: (fraction) => percentage().format(fraction >= 1 ? 1 : Math.min(0.99, Math.max(0, fraction))),
    integer: (value) => whole().format(value),
    duration,
    moment(epoch, now = Date.now()) {
      const then = new Date(epoch);
      const today = new Date(now);
      if (then.toDateString() === today.toDateString()) return time().format(then);
      return (then.getFullYear() === today.getFullYear() ? day : date)().format(then);
    },
    fullMoment: (epoch) => full().format(epoch),
    upcoming(epoch, now = Date.now()) {
      if (new Date(epoch).toDateString() === new Date(now).toDateString()) return time().format(epoch);
      return (epoch - now < 6 * 86_400_000 ? dayAndTime : dateAndTime)().format(epoch);
    },
    timeOfDay: (minutes) => ofDay().format(minutes * 60_000),
    // The fourth of January 1970 was a Sunday.
    weekday: (index, length) => weekdays[length]().format((3 + index) * 86_400_000),
    week: weekOf(locale),
    list: (words) => lists().format(words),
  };
}

function weekOf(locale: string): number[] {
  // Not in every browser yet; Monday is what ISO 8601 says.
  const { firstDay = 1 } = (new Intl.Locale(locale) as { getWeekInfo?: () => { firstDay: number } }).getWeekInfo?.() ?? {};
  return Array.from({ length: 7 }, (_, index) => (firstDay + index) % 7);
}

/** Powers of 1024 from a kilobyte on, with about three significant digits. Without `zeros`, as few behind the point as it takes. */
function scale(locale: string, suffix: '' | '-per-second', { zeros = true } = {}): (bytes: number) => string {
  // The short form of Arabic shortens every unit but the kilobyte; the narrow one does all of them alike.
  const unitDisplay = locale.startsWith('ar') ? 'narrow' : 'short';
  const byDigits = [0, 1, 2].map((digits) =>
    units.map((unit) => {
      const fraction = { minimumFractionDigits: zeros ? digits : 0, maximumFractionDigits: digits };
      return once(() => new Intl.NumberFormat(locale, { style: 'unit', unit: `${unit}${suffix}`, unitDisplay, ...fraction }));
    }),
  );

  return (bytes) => {
    let power = 1;
    let scaled = Math.max(0, bytes) / 1024;
    // Four digits are harder to read than `0.98`, so the next unit begins a little early.
    while (scaled >= 999.5 && power < units.length - 1) {
      scaled /= 1024;
      power++;
    }
    const digits = scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : scaled === 0 ? 0 : 2;
    return byDigits[digits]?.[power]?.().format(scaled) ?? '';
  };
}
