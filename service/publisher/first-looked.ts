import type { DownloadRow } from '../../contract/download.ts';

/** Rows that a window can draw at once, more than a screen of them. */
const firstRows = 200;

const isSettled = ({ status }: DownloadRow): boolean => status === 'completed' || status === 'failed' || status === 'paused';

/** What of a long list is looked at first: what is under way, then what came last. */
export function firstLooked(all: readonly DownloadRow[]): { rows: DownloadRow[]; others: DownloadRow[] } {
  const ranked = all.toSorted((one, other) => Number(isSettled(one)) - Number(isSettled(other)) || other.addedAt - one.addedAt);
  return { rows: ranked.slice(0, firstRows), others: ranked.slice(firstRows) };
}
