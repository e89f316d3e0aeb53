import { useMemo } from 'react';
import { useDownloads } from './downloads.ts';
import { countGroups, possibleFor, type Counts, type Possible } from './groups.ts';
import { useView } from './view.ts';

/** How many downloads there are of each group, those that are leaving not counted. */
export function useCounts(): Counts {
  const rows = useDownloads((state) => state.ordered);
  const leaving = useView((view) => view.leaving);
  return useMemo(() => countGroups(rows.values(), leaving), [rows, leaving]);
}

/** What could be done to all that are in the list, those that are leaving not counted. */
export function usePossible(): Possible {
  const rows = useDownloads((state) => state.ordered);
  const leaving = useView((view) => view.leaving);
  return useMemo(() => possibleFor(rows.values(), leaving), [rows, leaving]);
}
