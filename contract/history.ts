/** What was downloaded before: kept when a download completes or leaves the list, and found again by any word of it. */
import { z } from 'zod';
import { CategoryId } from './category.ts';
import { DownloadId } from './download.ts';
import { QueueId } from './queue.ts';

export const HistoryEntry = z.object({
  /** The download's own, also when it is gone from the list. */
  id: DownloadId,
  name: z.string(),
  /** Without credentials. */
  url: z.string(),
  host: z.string(),
  /** Where the file was put; null when it never got that far. */
  path: z.string().nullable(),
  size: z.number().nullable(),
  sha256: z.string().nullable(),
  /** The one it was in; null for none, or for entries of a time when that was not remembered. */
  category: CategoryId.nullable(),
  /** The queue that it was in, which may be gone by now; null for entries of a time when that was not remembered. */
  queue: QueueId.nullable(),
  /** When it was completed, or taken out of the list before that. */
  at: z.number(),
  completed: z.boolean(),
  /** Whether the file still is where it was put, as far as can be told just now. */
  present: z.boolean(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const HistoryQuery = z.object({
  /** Every word has to be in the name, the link, the path or the checksum. */
  search: z.string().max(1000),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(500),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

/** Newest first. */
export const HistoryPage = z.object({ total: z.number(), entries: z.array(HistoryEntry) });
export type HistoryPage = z.infer<typeof HistoryPage>;

export const HistoryIds = z.object({ ids: z.array(DownloadId).max(100_000) });
