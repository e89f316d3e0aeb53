/** What the list shows, and in which order. */
import type { DownloadId, DownloadRow } from '../../contract/download.ts';
import { fractionOf, isIn, type Group } from './groups.ts';

export const sortKeys = ['added', 'queue', 'name', 'size', 'progress', 'speed', 'status'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  readonly key: SortKey;
  readonly reversed: boolean;
}

export interface Query {
  readonly group: Group;
  readonly search: string;
  readonly sorting: Sorting;
}

type Compare = (a: DownloadRow, b: DownloadRow) => number;

// Numeric, so that part2 comes before part10; one collator, because making one is slow.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const newest: Compare = (a, b) => b.addedAt - a.addedAt || a.position - b.position;

const comparisons: Readonly<Record<SortKey, Compare>> = {
  added: newest,
  queue: (a, b) => a.position - b.position,
  name: (a, b) => collator.compare(a.name, b.name),
  size: (a, b) => (b.size ?? -1) - (a.size ?? -1),
  progress: (a, b) => (fractionOf(b) ?? -1) - (fractionOf(a) ?? -1),
  speed: (a, b) => b.speed - a.speed,
  status: (a, b) => a.status.localeCompare(b.status),
};

/** Orders that change with every byte: these are sorted again once a second only, so that rows can be aimed at. */
export const isVolatile = (key: SortKey): boolean => key === 'progress' || key === 'speed';

/** The ids to show, in order. Every word of the search must be found in the name or the link. */
export function arrange(rows: Iterable<DownloadRow>, query: Query, hidden: ReadonlySet<DownloadId>): DownloadId[] {
  const words = query.search
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const shown: DownloadRow[] = [];
  for (const row of rows) {
    if (isIn(query.group, row.status) && !hidden.has(row.id) && matches(row, words)) shown.push(row);
  }
  const compare = comparisons[query.sorting.key];
  const sign = query.sorting.reversed ? -1 : 1;
  shown.sort((a, b) => sign * compare(a, b) || newest(a, b));
  return shown.map((row) => row.id);
}

function matches(row: DownloadRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${row.name}\n${row.url}`.toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}
