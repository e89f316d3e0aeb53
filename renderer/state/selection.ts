/** Which rows are selected, and where the keyboard is. Pure: the list's order is handed in, never kept. */
import type { DownloadId } from '../../contract/download.ts';

export interface Selection {
  readonly selected: ReadonlySet<DownloadId>;
  /** Where the keyboard is. */
  readonly cursor: DownloadId | null;
  /** Where a range begins. */
  readonly anchor: DownloadId | null;
}

export const noSelection: Selection = { selected: new Set(), cursor: null, anchor: null };

type Order = readonly DownloadId[];

export const selectOnly = (id: DownloadId): Selection => ({ selected: new Set([id]), cursor: id, anchor: id });

export function toggle(selection: Selection, id: DownloadId): Selection {
  const selected = new Set(selection.selected);
  if (!selected.delete(id)) selected.add(id);
  return { selected, cursor: id, anchor: id };
}

/** Everything from the anchor to `id`. Without an anchor in the list it selects `id` alone. */
export function extendTo(selection: Selection, order: Order, id: DownloadId): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return selectOnly(id);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { selected: new Set(range), cursor: id, anchor: selection.anchor };
}

export const selectAll = (selection: Selection, order: Order): Selection => ({
  selected: new Set(order),
  cursor: selection.cursor ?? order[0] ?? null,
  anchor: selection.anchor ?? order[0] ?? null,
});

export type Step = 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** The keys that lead from row to row. */
export const steps: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
};

/** The row that a key leads to; null only in an empty list. */
export function stepFrom(cursor: DownloadId | null, order: Order, step: Step, page: number): DownloadId | null {
  const at = cursor === null ? -1 : order.indexOf(cursor);
  const end = order.length - 1;
  const targets: Readonly<Record<Step, number>> = {
    up: at < 0 ? end : at - 1,
    down: at + 1,
    pageUp: at - page,
    pageDown: at + page,
    first: 0,
    last: end,
  };
  return order[Math.min(Math.max(targets[step], 0), end)] ?? null;
}

/** After rows have gone, the selection without them; the cursor moves to the neighbour that took its place. */
export function withoutGone(selection: Selection, before: Order, after: Order): Selection {
  // Nothing is picked while somebody only searches, and a long list is not looked through for it.
  if (selection.cursor === null && selection.anchor === null && selection.selected.size === 0) return selection;
  const present = new Set(after);
  const keeps = (id: DownloadId | null): boolean => id === null || present.has(id);
  if (keeps(selection.cursor) && keeps(selection.anchor) && selection.selected.isSubsetOf(present)) return selection;

  const cursor = keeps(selection.cursor) ? selection.cursor : neighbour(selection.cursor, before, present);
  return {
    selected: selection.selected.intersection(present),
    cursor,
    anchor: keeps(selection.anchor) ? selection.anchor : cursor,
  };
}

/** The row that takes the place of one that has gone. */
export function neighbour(gone: DownloadId | null, before: Order, present: ReadonlySet<DownloadId>): DownloadId | null {
  const at = gone === null ? -1 : before.indexOf(gone);
  if (at < 0) return null;
  return before.slice(at).find((id) => present.has(id)) ?? before.slice(0, at).findLast((id) => present.has(id)) ?? null;
}
