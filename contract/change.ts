/**
 * How the list reaches a shell: one snapshot, then numbered changes. A gap in the numbers means that a change was missed;
 * the receiver then watches anew instead of guessing.
 */
import { z } from 'zod';
import { DownloadId, DownloadRow } from './download.ts';
import { LayeredMap } from './layered-map.ts';

export const RowPatch = DownloadRow.partial().extend({ id: DownloadId });
export type RowPatch = z.infer<typeof RowPatch>;

export const ListChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), seq: z.number(), rows: z.array(DownloadRow) }),
  z.object({
    kind: z.literal('patch'),
    seq: z.number(),
    added: z.array(DownloadRow),
    changed: z.array(RowPatch),
    removed: z.array(DownloadId),
  }),
]);
export type ListChange = z.infer<typeof ListChange>;

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
