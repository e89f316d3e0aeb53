/** Everything that the list is narrowed to besides its group: what is shown must be in all of it. */
import { useMemo } from 'react';
import type { DownloadRow } from '../../contract/download.ts';
import { useCategoryFilter } from './categories.ts';
import { useQueueFilter } from './queues.ts';

export function useNarrowing(): ((row: DownloadRow) => boolean) | null {
  const category = useCategoryFilter();
  const queue = useQueueFilter();
  return useMemo(() => {
    if (category === null || queue === null) return category ?? queue;
    return (row) => category(row) && queue(row);
  }, [category, queue]);
}
