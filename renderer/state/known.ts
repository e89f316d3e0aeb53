/** Which links are in the list already. */
import { useMemo } from 'react';
import type { DownloadRow } from '../../contract/download.ts';
import { listedForm } from '../input/links.ts';
import { useDownloads } from './downloads.ts';
import { useView } from './view.ts';

export type FindKnown = (link: string) => DownloadRow | undefined;

/** Finds the download of a link; of several, the one that was added last. What is being removed is in the list no more. */
export function useKnown(): FindKnown {
  const rows = useDownloads((state) => state.ordered);
  const leaving = useView((view) => view.leaving);
  return useMemo(() => {
    const byLink = new Map([...rows.values()].filter((row) => !leaving.has(row.id)).map((row) => [row.url, row]));
    return (link) => byLink.get(listedForm(link));
  }, [rows, leaving]);
}
