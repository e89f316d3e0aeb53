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
 * The whole list in order, whatever part of it is shown: narrowing it and showing all of it again sorts nothing. What was in order
 * before nearly is again, and is sorted in a fraction of the time.
 */
export class WholeOrder {
  #rows: ReadonlyMap<DownloadId, DownloadRow> = new Map();
  #sorting: ListSorting | null = null;
  #ordered: readonly DownloadRow[] = [];

  of(rows: ReadonlyMap<DownloadId, DownloadRow>, sorting: ListSorting): readonly DownloadRow[] {
    if (rows === this.#rows && sorting === this.#sorting) return this.#ordered;
    const ordered = inOrderOf(this.#ordered, rows);
    const compare = comparisonFor(sorting.key, ordered);
    const sign = sorting.reversed ? -1 : 1;
    ordered.sort((a, b) => sign * compare(a, b) || newest(a, b));
    this.#rows = rows;
    this.#sorting = sorting;
    this.#ordered = ordered;
    return ordered;
  }
}

/** The rows in an order that they had before, those that are new to it after the others. */
function inOrderOf(before: readonly DownloadRow[], rows: ReadonlyMap<DownloadId, DownloadRow>): DownloadRow[] {
  const ordered: DownloadRow[] = [];
  for (const { id } of before) {
    const row = rows.get(id);
    if (row) ordered.push(row);
  }
  if (ordered.length === rows.size) return ordered;
  const told = new Set(before.map(({ id }) => id));
  for (const row of rows.values()) if (!told.has(row.id)) ordered.push(row);
  return ordered;
}

/** The ids of those rows that are to be shown, in the order in which they come. Every word of the search must be found in the name or the link. */
export function narrowed(
  rows: readonly DownloadRow[],
  { group, search, narrow = null }: Query,
  hidden: ReadonlySet<DownloadId>,
): DownloadId[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const shown: DownloadId[] = [];
  for (const row of rows) {
    if (narrow && !narrow(row)) continue;
    if (isIn(group, row.status) && !hidden.has(row.id) && matches(row, words)) shown.push(row.id);
  }
  return shown;
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
