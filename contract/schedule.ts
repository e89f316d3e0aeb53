/**
 * Hours of the week, and when they begin and end. Pure, and by the wall clock of the place: eleven in the evening is eleven in the
 * evening, however long the night is in which the clocks are changed.
 */
export const minutesOfDay = 24 * 60;

/** As `Date.getDay` counts them: 0 is Sunday. */
export const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;

export interface Hours {
  /** The days on which they begin. */
  days: number[];
  /** Minutes after midnight, as the wall clock shows them. */
  start: number;
  /** Not after `start` is on the next day; the same is a whole day. */
  end: number;
}

/** Half-open, in milliseconds since the epoch. */
interface Span {
  readonly start: number;
  end: number;
}

/** A week, one day for what has begun before, and one for a week in which every night is pushed on by a change of the clocks. */
const [before, after] = [2, 8];

export function isWithin(hours: Hours, at: number): boolean {
  return isAlways(hours) || spansAround(hours, at).some(({ start, end }) => start <= at && at < end);
}

/** When the hours begin, or, inside of them, when they end; later than `at`. Null when they are always. */
export function nextChange(hours: Hours, at: number): number | null {
  if (isAlways(hours)) return null;
  const next = spansAround(hours, at).find(({ end }) => end > at);
  if (!next) return null;
  return next.start > at ? next.start : next.end;
}

const isAlways = ({ days, start, end }: Hours): boolean => days.length === weekdays.length && start === end;

/** The hours of the days around a moment, in order; those that touch are one. */
function spansAround({ days, start, end }: Hours, at: number): Span[] {
  const today = new Date(at);
  const spans: Span[] = [];
  for (let offset = -before; offset <= after; offset++) {
    const day = new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + offset));
    if (!days.includes(day.getUTCDay())) continue;
    const span = { start: momentOf(day, start), end: momentOf(day, end > start ? end : end + minutesOfDay) };
    const last = spans.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else if (span.start < span.end) spans.push(span);
  }
  return spans;
}

/**
 * When the wall clock shows a time of a day. A time that comes twice means the first; one that a change of the clocks leaves out is
 * as much later as they were put forward (RFC 5545, section 3.3.5), which is what the language's own dates do.
 */
const momentOf = (day: Date, minutes: number): number =>
  new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), 0, minutes).getTime();
