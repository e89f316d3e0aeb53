/** What the list shows, and in which order. */
import type { DownloadId, DownloadRow } from '../../contract/download.ts';
import type { ListColumn, ListSorting } from '../../contract/list-layout.ts';
import { hostOf } from '../input/links.ts';
import { fractionOf, isIn, type Group } from './groups.ts';

export interface Query {
  readonly group: Group;
  readonly search: string;
  /** Narrows the list further; null when it does not. */
  readonly narrow?: ((row: DownloadRow) => boolean) | null;
  readonly sorting: ListSorting;
}

type Compare = (a: DownloadRow, b: DownloadRow) => number;

// Numeric, so that part2 comes before part10; one collator, because making one is slow.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const newest: Compare = (a, b) => b.addedAt - a.addedAt || a.position - b.position;

/** Columns that are sorted as people sort words, which costs a hundred times as much as comparing numbers. */
type Textual = 'name' | 'host' | 'folder';

const comparisons: Readonly<Record<Exclude<ListColumn, Textual>, Compare>> = {
  status: (a, b) => a.status.localeCompare(b.status),
  progress: (a, b) => (fractionOf(b) ?? -1) - (fractionOf(a) ?? -1),
  size: (a, b) => (b.size ?? -1) - (a.size ?? -1),
  speed: (a, b) => b.speed - a.speed,
  left: (a, b) => secondsLeft(a) - secondsLeft(b),
  connections: (a, b) => b.connections - a.connections,
  queue: (a, b) => a.position - b.position,
  added: newest,
  finished: (a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0),
};

/** At the speed of this moment; what does not move comes after everything that does. */
const secondsLeft = ({ status, size, received, speed }: DownloadRow): number =>
  status === 'downloading' && size !== null && speed > 0 ? (size - received) / speed : Number.MAX_VALUE;

/** Columns whose natural order begins with the largest or the newest. */
const fromTheTop: ReadonlySet<ListColumn> = new Set(['progress', 'size', 'speed', 'connections', 'added', 'finished']);

/** How the values of the column run from top to bottom. */
export const directionOf = ({ key, reversed }: ListSorting): 'ascending' | 'descending' =>
  fromTheTop.has(key) === reversed ? 'ascending' : 'descending';

/** Orders that change with every byte: these are sorted again once a second only, so that rows can be aimed at. */
export const isVolatile = (key: ListColumn): boolean => ['progress', 'speed', 'left', 'connections'].includes(key);

const texts: Readonly<Record<Textual, (row: DownloadRow) => string>> = {
  name: (row) => row.name,
  host: (row) => hostOf(row.url),
  folder: (row) => row.folder,
};

const isTextual = (key: ListColumn): key is Textual => key in texts;

function comparisonFor(key: ListColumn, rows: readonly DownloadRow[]): Compare {
  if (!isTextual(key)) return comparisons[key];
  const textOf = texts[key];
  const known = new Map(rows.map((row) => [row, textOf(row)]));
  return (a, b) => {
    const [one, other] = [known.get(a) ?? '', known.get(b) ?? ''];
    return one === other ? 0 : collator.compare(one, other);
  };
}

/**
 * The ids to show, in order. Every word of the search must be found in the name or the link. Rows that come nearly in that order
 * already, as they do when an earlier answer is handed in, are sorted in a fraction of the time.
 */
export function arrange(rows: Iterable<DownloadRow>, query: Query, hidden: ReadonlySet<DownloadId>): DownloadId[] {
  const words = query.search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const shown: DownloadRow[] = [];
  const { narrow = null } = query;
  for (const row of rows) {
    if (narrow && !narrow(row)) continue;
    if (isIn(query.group, row.status) && !hidden.has(row.id) && matches(row, words)) shown.push(row);
  }
  const compare = comparisonFor(query.sorting.key, shown);
  const sign = query.sorting.reversed ? -1 : 1;
  shown.sort((a, b) => sign * compare(a, b) || newest(a, b));
  return shown.map((row) => row.id);
}

/** The rows in an order that they had before, those that are new to it after the others. */
export function inOrderOf(order: readonly DownloadId[], rows: ReadonlyMap<DownloadId, DownloadRow>): DownloadRow[] {
  const ordered: DownloadRow[] = [];
  for (const id of order) {
    const row = rows.get(id);
    if (row) ordered.push(row);
  }
  if (ordered.length === rows.size) return ordered;
  const told = new Set(order);
  for (const row of rows.values()) if (!told.has(row.id)) ordered.push(row);
  return ordered;
}

/** What is searched, kept for as long as the row stays as it is. */
const searched = new WeakMap<DownloadRow, string>();

function matches(row: DownloadRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  let text = searched.get(row);
  if (text === undefined) {
    text = `${row.name}\n${row.url}`.toLowerCase();
    searched.set(row, text);
  }
  return words.every((word) => text.includes(word));
}
