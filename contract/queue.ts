/** Queues: which downloads share their limits and their hours. */
import { z } from 'zod';
import { longestQueueName } from './bounds.ts';
import { minutesOfDay } from './schedule.ts';
import { priorities } from './turns.ts';

export const QueueId = z.string().min(1).max(64);
export type QueueId = z.infer<typeof QueueId>;

export const Priority = z.enum(priorities);
export type Priority = z.infer<typeof Priority>;

const Rate = z.number().int().min(0);

/** Minutes after midnight, as the wall clock shows them. */
const TimeOfDay = z
  .number()
  .int()
  .min(0)
  .max(minutesOfDay - 1);

const Weekday = z.number().int().min(0).max(6);

/** As `schedule.ts` reads them. */
const Hours = z.object({
  days: z
    .array(Weekday)
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, { message: 'a day twice' }),
  start: TimeOfDay,
  end: TimeOfDay,
});

export const Queue = z.object({
  id: QueueId,
  /** Empty only while nobody has named the default queue: each shell then calls it by a word of its language. */
  name: z.string().trim().max(longestQueueName).default(''),
  /** Whether it runs at all. */
  on: z.boolean().default(true),
  /** Downloads that run at the same time, beside the limit over all queues; 0 is no limit of its own. */
  maxActive: z.number().int().min(0).max(100).default(0),
  /** Bytes a second for all of its downloads together; 0 is no limit. */
  limitRate: Rate.default(0),
  /** When its downloads run; null is always. */
  hours: Hours.nullable().default(null),
  /** Hours in which another rate holds instead of `limitRate`; there too, 0 is no limit. */
  timedLimit: z.object({ hours: Hours, limitRate: Rate }).nullable().default(null),
});
export type Queue = z.infer<typeof Queue>;

const { id: _, ...choices } = Queue.shape;

export const QueueInput = z.object({ ...choices, name: choices.name.unwrap().min(1) });
export type QueueInput = z.input<typeof QueueInput>;

/** A change of some of a queue's fields: without defaults, so that what is not named stays. */
export const QueuePatch = z.object({
  name: QueueInput.shape.name.optional(),
  on: choices.on.unwrap().optional(),
  maxActive: choices.maxActive.unwrap().optional(),
  limitRate: choices.limitRate.unwrap().optional(),
  hours: choices.hours.unwrap().optional(),
  timedLimit: choices.timedLimit.unwrap().optional(),
});
export type QueuePatch = z.infer<typeof QueuePatch>;

/** A queue as it is at this moment; moments are milliseconds since the epoch. */
export const QueueState = Queue.extend({
  /** Whether its downloads may run now. */
  open: z.boolean(),
  /** When its hours begin, while they keep it closed. */
  opensAt: z.number().nullable(),
  /** When its hours end, while it is open. */
  closesAt: z.number().nullable(),
  /** The rate that holds now; 0 is none. */
  rateNow: z.number(),
});
export type QueueState = z.infer<typeof QueueState>;

/** A stored queue, read field by field: one bad value loses itself and nothing else. Null when it cannot be told from others. */
export function parseQueue(id: string, stored: unknown): Queue | null {
  const parsed = QueueId.safeParse(id);
  if (!parsed.success) return null;
  const fields: Readonly<Record<string, unknown>> = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const queue: Record<string, unknown> = { ...Queue.parse({ id }) };
  for (const [name, schema] of Object.entries(choices)) {
    const field = name in fields ? schema.safeParse(fields[name]) : null;
    if (field?.success) queue[name] = field.data;
  }
  return queue as Queue;
}
