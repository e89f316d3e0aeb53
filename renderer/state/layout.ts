/**
 * How the list is laid out. The window's own state is what is drawn, so that dragging an edge never waits for the service, which
 * only remembers it; what another window changes is taken over as soon as nothing of this one's is under way.
 */
import { create } from 'zustand';
import {
  narrowestColumn,
  widestColumn,
  type ListColumn,
  type ListDensity,
  type ListSorting,
  type ListWidths,
} from '../../contract/list-layout.ts';
import { Settings } from '../../contract/settings.ts';
import { changeSettings } from './commands.ts';

export interface Layout {
  readonly density: ListDensity;
  /** The first is the name. */
  readonly columns: readonly ListColumn[];
  readonly widths: ListWidths;
  readonly sorting: ListSorting;
}

const layoutOf = ({ listDensity, listColumns, listWidths, listSorting }: Settings): Layout => ({
  density: listDensity,
  columns: nameFirst(listColumns),
  widths: listWidths,
  sorting: listSorting,
});

const nameFirst = (columns: readonly ListColumn[]): readonly ListColumn[] => [...new Set<ListColumn>(['name', ...columns])];

export const useLayout = create<Layout>()(() => layoutOf(Settings.parse({})));

/** Changes that the service has not confirmed yet. */
let underWay = 0;

/** What the service remembers, at the start and whenever it changes. */
export function receiveLayout(settings: Settings): void {
  if (underWay === 0) useLayout.setState(layoutOf(settings));
}

async function change(layout: Partial<Layout>): Promise<void> {
  useLayout.setState(layout);
  underWay++;
  const { density, columns, widths, sorting } = layout;
  await changeSettings({
    ...(density && { listDensity: density }),
    ...(columns && { listColumns: [...columns] }),
    ...(widths && { listWidths: widths }),
    ...(sorting && { listSorting: sorting }),
  });
  underWay--;
}

export const setDensity = (density: ListDensity): void => void change({ density });
export const sortBy = (sorting: ListSorting): void => void change({ sorting });

/** What pressing a column's head does: sorts by it, or turns its order round. */
export function sortByColumn(key: ListColumn): void {
  const { sorting } = useLayout.getState();
  sortBy({ key, reversed: sorting.key === key && !sorting.reversed });
}

export function showColumn(column: ListColumn, shown: boolean): void {
  const others = useLayout.getState().columns.filter((each) => each !== column);
  void change({ columns: nameFirst(shown ? [...others, column] : others) });
}

/** Puts a column one place nearer to the beginning or the end; the name stays first. */
export function moveColumn(column: ListColumn, by: -1 | 1): void {
  const columns = [...useLayout.getState().columns];
  const from = columns.indexOf(column);
  const to = from + by;
  if (from < 1 || to < 1 || to >= columns.length) return;
  columns.splice(to, 0, ...columns.splice(from, 1));
  void change({ columns });
}

/** Shows a width without telling the service yet: an edge that is being dragged has many. Returns the width that it got. */
export function previewWidth(column: ListColumn, width: number): number {
  const possible = Math.round(Math.min(widestColumn, Math.max(narrowestColumn, width)));
  useLayout.setState(({ widths }) => ({ widths: { ...widths, [column]: possible } }));
  return possible;
}

export const keepWidths = (): void => void change({ widths: useLayout.getState().widths });

/** Gives one column its usual width again. */
export function resetWidth(column: ListColumn): void {
  const { [column]: _, ...widths } = useLayout.getState().widths;
  void change({ widths });
}

export function resetColumns(): void {
  const { columns, widths } = layoutOf(Settings.parse({}));
  void change({ columns, widths });
}
