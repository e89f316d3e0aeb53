/** The list as a shell has it, made of what it is told. No schema library here: the window's first picture waits for this file. */
import type { ListChange } from './change.ts';
import type { DownloadId, DownloadRow } from './download.ts';
import { LayeredMap } from './layered-map.ts';

export interface ListState {
  readonly seq: number;
  readonly rows: ReadonlyMap<DownloadId, DownloadRow>;
}

export const emptyList: ListState = { seq: -1, rows: new Map() };

/** The list after one change. Rows that did not change keep their identity, so that a view can skip them. Returns null on a gap. */
export function applyChange(state: ListState, change: ListChange): ListState | null {
  if (change.kind === 'snapshot') return { seq: change.seq, rows: new Map(change.rows.map((row) => [row.id, row])) };
  if (change.seq !== state.seq + 1) return null;
  const changed = new Map<DownloadId, DownloadRow>();
  for (const patch of change.changed) {
    const row = changed.get(patch.id) ?? state.rows.get(patch.id) ?? change.added.find(({ id }) => id === patch.id);
    // exactOptionalPropertyTypes: a patch never carries an explicit undefined, so the spread keeps the row whole.
    if (row) changed.set(patch.id, { ...row, ...patch } as DownloadRow);
  }
  if (change.added.length === 0 && change.removed.length === 0) return { seq: change.seq, rows: LayeredMap.replaced(state.rows, changed) };
  const rows = new Map(state.rows);
  for (const row of change.added) rows.set(row.id, row);
  for (const [id, row] of changed) rows.set(id, row);
  for (const id of change.removed) rows.delete(id);
  return { seq: change.seq, rows };
}
