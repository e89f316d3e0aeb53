/** From what is typed about a queue to the queue, with every problem named beside its field. */
import { longestQueueName } from '../../contract/bounds.ts';
import type { Queue, QueueInput } from '../../contract/queue.ts';
import { weekdays, type Hours } from '../../contract/schedule.ts';
import { readBytes, readInteger, writeBytes } from './amounts.ts';

/** Times as `HH:MM`; empty while none is typed. */
export interface HoursDraft {
  readonly start: string;
  readonly end: string;
  readonly days: readonly number[];
}

export interface QueueDraft {
  readonly name: string;
  /** Empty for no limit of its own. */
  readonly maxActive: string;
  readonly limitRate: string;
  /** Whether it has hours; what they are is kept also while it has none. */
  readonly timed: boolean;
  readonly hours: HoursDraft;
  readonly rateTimed: boolean;
  readonly timedRate: string;
  readonly rateHours: HoursDraft;
}

export type HoursProblem = 'time' | 'days';

export interface QueueReading {
  readonly problems: {
    readonly name: 'missing' | 'long' | 'taken' | null;
    readonly maxActive: boolean;
    readonly limitRate: boolean;
    readonly hours: HoursProblem | null;
    readonly timedRate: boolean;
    readonly rateHours: HoursProblem | null;
  };
  /** Null while anything is wrong. */
  readonly queue: Required<Omit<QueueInput, 'on'>> | null;
}

export const mostAtOnce = 100;

/** A queue for the night, when hours are asked for, and a lower rate by day: what such hours are mostly for. */
export const newQueue: QueueDraft = {
  name: '',
  maxActive: '',
  limitRate: '',
  timed: false,
  hours: { start: '23:00', end: '07:00', days: weekdays },
  rateTimed: false,
  timedRate: '1M',
  rateHours: { start: '08:00', end: '18:00', days: [1, 2, 3, 4, 5] },
};

/** @param name as it is shown, for the default queue may have none of its own. */
export function draftOf(queue: Queue, name: string): QueueDraft {
  const { maxActive, limitRate, hours, timedLimit } = queue;
  return {
    ...newQueue,
    name,
    maxActive: maxActive === 0 ? '' : String(maxActive),
    limitRate: limitRate === 0 ? '' : writeBytes(limitRate),
    ...(hours && { timed: true, hours: hoursDraftOf(hours) }),
    ...(timedLimit && { rateTimed: true, timedRate: writeBytes(timedLimit.limitRate), rateHours: hoursDraftOf(timedLimit.hours) }),
  };
}

const hoursDraftOf = ({ start, end, days }: Hours): HoursDraft => ({ start: writeTime(start), end: writeTime(end), days });

const two = (value: number): string => String(value).padStart(2, '0');
const writeTime = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

function readTime(text: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

function readHours({ start, end, days }: HoursDraft): Hours | HoursProblem {
  const [from, to] = [readTime(start), readTime(end)];
  if (from === null || to === null) return 'time';
  return days.length === 0 ? 'days' : { days: days.toSorted((a, b) => a - b), start: from, end: to };
}

/** @param taken the names of the other queues. */
export function readQueue(draft: QueueDraft, taken: readonly string[]): QueueReading {
  const name = draft.name.trim();
  const maxActive = draft.maxActive.trim() === '' ? 0 : readInteger(draft.maxActive, 1, mostAtOnce);
  const limitRate = draft.limitRate.trim() === '' ? 0 : readBytes(draft.limitRate);
  const hours = draft.timed ? readHours(draft.hours) : null;
  const timedRate = draft.rateTimed ? readBytes(draft.timedRate) : 0;
  const rateHours = draft.rateTimed ? readHours(draft.rateHours) : null;
  const isTaken = taken.some((other) => other.toLocaleLowerCase() === name.toLocaleLowerCase());

  const problems: QueueReading['problems'] = {
    name: name === '' ? 'missing' : name.length > longestQueueName ? 'long' : isTaken ? 'taken' : null,
    maxActive: maxActive === null,
    limitRate: limitRate === null,
    hours: typeof hours === 'string' ? hours : null,
    timedRate: timedRate === null,
    rateHours: typeof rateHours === 'string' ? rateHours : null,
  };
  const wrong = [maxActive, limitRate, timedRate].includes(null) || typeof hours === 'string' || typeof rateHours === 'string';
  if (wrong || problems.name !== null) return { problems, queue: null };
  const timedLimit = rateHours && { hours: rateHours, limitRate: timedRate ?? 0 };
  return { problems, queue: { name, maxActive: maxActive ?? 0, limitRate: limitRate ?? 0, hours, timedLimit } };
}
