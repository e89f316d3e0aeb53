/**
 * The file that carries the list and what is set from one place to another. It holds no secrets: no logins, cookies or headers. Reading
 * forgives: each part is checked by itself, and what cannot be taken is told with the reason.
 */
import { z } from 'zod';
import { Category } from './category.ts';
import { AddInput } from './download.ts';
import { HostRules } from './host-settings.ts';
import { Queue } from './queue.ts';
import { defaultQueueId } from './turns.ts';

export const backupFormat = 'rangefinder';
export const backupVersion = 1;

/** A download as it was asked for, without what nobody else may know. */
export const PortableDownload = AddInput.omit({ headers: true, cookie: true, credentials: true, start: true }).extend({
  completed: z.boolean().default(false),
});

/** Only the default queue may be without a name: each shell has a word for it. */
export const PortableQueue = Queue.refine(({ id, name }) => name !== '' || id === defaultQueueId, {
  message: 'a queue has a name',
  path: ['name'],
});

/** What is written. What is read may come from anywhere, and is checked part by part. */
export const Backup = z.object({
  format: z.literal(backupFormat),
  version: z.literal(backupVersion),
  exportedAt: z.number(),
  downloads: z.array(PortableDownload),
  settings: z.record(z.string(), z.unknown()),
  categories: z.array(Category),
  hosts: z.array(HostRules),
  /** Files written before queues were carried have none. */
  queues: z.array(PortableQueue).default([]),
});
export type Backup = z.infer<typeof Backup>;

/** Why something was left out: in the list already, the same as here, different from here, beyond reading, completed before, unknown. */
export const SkipReason = z.enum(['known', 'same', 'differs', 'invalid', 'completed', 'unknown']);
export type SkipReason = z.infer<typeof SkipReason>;

export const ImportItem = z.object({
  part: z.enum(['download', 'setting', 'category', 'host', 'queue']),
  name: z.string(),
  /** Null when it was taken. */
  skipped: SkipReason.nullable(),
});
export type ImportItem = z.infer<typeof ImportItem>;

export const ImportReport = z.object({
  /** What the file was taken for; `newer` is our own, of a version that is not known here, and nothing of it was taken. */
  kind: z.enum(['backup', 'aria2', 'links', 'newer', 'nothing']),
  items: z.array(ImportItem),
});
export type ImportReport = z.infer<typeof ImportReport>;

export const ImportInput = z.object({
  text: z.string().max(64 * 1024 * 1024),
  /** Whether settings, categories, servers and queues that differ from those here take their place. */
  replace: z.boolean(),
  /** True only tells what would be done. */
  dry: z.boolean(),
});
export type ImportInput = z.infer<typeof ImportInput>;
