/** What a screen reader is told by itself: that downloads completed or failed, and nothing of their progress. */
import type { DownloadId, DownloadRow } from '../../contract/download.ts';

export interface Announcement {
  readonly completed: readonly string[];
  readonly failed: readonly DownloadRow[];
}

type Rows = ReadonlyMap<DownloadId, DownloadRow>;

/**
 * What ended between two lists, the first of them as it was at `since` (epoch milliseconds). One that was added later may have ended
 * in the same moment; one that is new to the list but older, because it was imported, is history and no news.
 */
export function endedBetween(before: Rows, after: Rows, since: number): Announcement | null {
  const completed: string[] = [];
  const failed: DownloadRow[] = [];
  for (const [id, row] of after) {
    const earlier = before.get(id);
    if (earlier ? earlier.status === row.status : row.addedAt < since) continue;
    if (row.status === 'completed') completed.push(row.name);
    if (row.status === 'failed') failed.push(row);
  }
  return completed.length + failed.length > 0 ? { completed, failed } : null;
}
