/** What a screen reader is told by itself: that downloads completed or failed, and nothing of their progress. */
import type { DownloadId, DownloadRow } from '../../contract/download.ts';

export interface Announcement {
  readonly completed: readonly string[];
  readonly failed: readonly DownloadRow[];
}

type Rows = ReadonlyMap<DownloadId, DownloadRow>;

/** What ended between two lists. One that is not in the first was added since, and may have ended in the same moment. */
export function endedBetween(before: Rows, after: Rows): Announcement | null {
  const completed: string[] = [];
  const failed: DownloadRow[] = [];
  for (const [id, row] of after) {
    const earlier = before.get(id);
    if (earlier === row || earlier?.status === row.status) continue;
    if (row.status === 'completed') completed.push(row.name);
    if (row.status === 'failed') failed.push(row);
  }
  return completed.length + failed.length > 0 ? { completed, failed } : null;
}
