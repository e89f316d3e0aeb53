/**
 * How the list is laid out. The window's own state is what is drawn, so that dragging an edge never waits for the service, which
 * only remembers it; what another window changes is taken over as soon as nothing of this one's is under way.
 */
import i18next from 'i18next';
import { create } from 'zustand';
import type { ListColumn, ListDensity, ListSorting, ListWidths } from '../../contract/list-layout.ts';
import { narrowestColumn, widestColumn } from '../../contract/list-columns.ts';
import type { Settings } from '../../contract/settings.ts';
import { usualSettings } from '../../contract/usual-settings.ts';
import { changeSettings } from './commands.ts';
import { say } from './say.ts';

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

export const useLayout = create<Layout>()(() => layoutOf(usualSettings));

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
  const from = useLayout.getState().columns.indexOf(column);
  moveColumnToGap(column, by < 0 ? from - 1 : from + 2);
}

/** Puts a column before the one of a number, counted from 0 with the name; the name stays first. */
export function moveColumnToGap(column: ListColumn, gap: number): void {
  const columns = [...useLayout.getState().columns];
  const from = columns.indexOf(column);
  if (from < 1 || gap < 1 || gap > columns.length || gap === from || gap === from + 1) return;
  columns.splice(gap > from ? gap - 1 : gap, 0, ...columns.splice(from, 1));
  void change({ columns });
  say(
    i18next.t('reorder.moved', {
      count: 1,
      name: i18next.t(`columns.${column}`),
      place: columns.indexOf(column) + 1,
      total: columns.length,
    }),
  );
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
  const { columns, widths } = layoutOf(usualSettings);
  void change({ columns, widths });
}
