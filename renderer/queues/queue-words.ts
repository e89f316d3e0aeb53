/** Queues in words: what they are called, when they run, and how fast. */
import type { Queue, QueueState } from '../../contract/queue.ts';
import { defaultQueueId } from '../../contract/turns.ts';
import { weekdays, type Hours } from '../../contract/schedule.ts';
import { useText } from '../controls/text.tsx';

interface QueueWords {
  name(queue: Pick<Queue, 'id' | 'name'>): string;
  hours(hours: Hours): string;
  /** Its limits and hours in one line. */
  rules(queue: Queue): string;
  /** Whether it runs, and until when. */
  state(queue: QueueState): string;
}

export function useQueueWords(): QueueWords {
  const { t, format } = useText();

  function days(chosen: readonly number[]): string {
    if (chosen.length === weekdays.length) return t('queues.everyDay');
    return format.list(runsOf(format.week, chosen).map(dayRun));
  }

  function dayRun(run: readonly number[]): string {
    const [first, last] = [run[0] ?? 0, run.at(-1) ?? 0].map((day) => format.weekday(day, 'short'));
    return first === last ? (first ?? '') : t('queues.dayRange', { first, last });
  }

  const hours = ({ start, end, days: chosen }: Hours): string =>
    t('queues.hours', { start: format.timeOfDay(start), end: format.timeOfDay(end), days: days(chosen) });

  const isToday = (moment: number): boolean => new Date(moment).toDateString() === new Date().toDateString();
  const starts = (moment: number): string =>
    t(isToday(moment) ? 'queues.startsAt' : 'queues.startsOn', { moment: format.upcoming(moment) });

  const rate = (bytes: number): string => (bytes === 0 ? t('limit.none') : t('row.limit', { speed: format.limit(bytes) }));

  return {
    name: ({ id, name }) => (name === '' && id === defaultQueueId ? t('queues.main') : name),
    hours,
    rules({ maxActive, limitRate, hours: open, timedLimit }) {
      return [
        maxActive > 0 ? t('queues.atOnce', { count: maxActive }) : '',
        limitRate > 0 ? rate(limitRate) : '',
        timedLimit ? t('queues.timed', { rate: rate(timedLimit.limitRate), hours: hours(timedLimit.hours) }) : '',
        open ? t('queues.runs', { hours: hours(open) }) : '',
      ]
        .filter((text) => text !== '')
        .join(' · ');
    },
    state({ on, open, opensAt, closesAt }) {
      if (!on) return t('queues.off');
      if (!open) return opensAt === null ? t('queues.off') : starts(opensAt);
      return closesAt === null ? t('queues.on') : t('queues.runsUntil', { moment: format.upcoming(closesAt) });
    },
  };
}

/** Days in the week's order; three and more in a row are one run, all others stand alone. */
function runsOf(week: readonly number[], chosen: readonly number[]): number[][] {
  const runs: number[][] = [];
  let last: number[] | null = null;
  for (const day of week) {
    if (!chosen.includes(day)) last = null;
    else if (last) last.push(day);
    else runs.push((last = [day]));
  }
  return runs.flatMap((run) => (run.length > 2 ? [run] : run.map((day) => [day])));
}
