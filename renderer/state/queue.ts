/** Moving downloads within the queue. Pure: what the list shows and what the queue holds are handed in, never kept. */
import type { DownloadId, DownloadRow } from '../../contract/download.ts';

type Ids = readonly DownloadId[];

export interface Move {
  /** In the order of the queue. */
  readonly ids: DownloadId[];
  /** They go before this one; null is the end of the queue. */
  readonly before: DownloadId | null;
}

export const queueOf = (rows: Iterable<DownloadRow>): DownloadId[] =>
  [...rows].toSorted((a, b) => a.position - b.position).map(({ id }) => id);

/**
 * Moves to a gap between the rows that are shown, 0 being above the first. `shown` is in the order of the queue, but may lack what is
 * filtered out: the moved come to stand next to the row that they were put beside. Null when nothing would change.
 */
export function moveToGap(queue: Ids, shown: Ids, moved: ReadonlySet<DownloadId>, gap: number): Move | null {
  const stays = (id: DownloadId): boolean => !moved.has(id);
  const next = shown.slice(gap).find(stays);
  if (next !== undefined) return moveBefore(queue, moved, next);
  const last = shown.slice(0, gap).findLast(stays);
  if (last === undefined) return null;
  return moveBefore(queue, moved, queue.slice(queue.indexOf(last) + 1).find(stays) ?? null);
}

export type QueueStep = 'up' | 'down' | 'first' | 'last';

/** Moves by one row, or to an end of the queue. Several go together, as one block. Null when they are there already. */
export function moveByStep(queue: Ids, shown: Ids, moved: ReadonlySet<DownloadId>, step: QueueStep): Move | null {
  const at = shown.flatMap((id, index) => (moved.has(id) ? [index] : []));
  const [first] = at;
  if (first === undefined) return null;
  if (step === 'first') return moveBefore(queue, moved, queue.find((id) => !moved.has(id)) ?? null);
  if (step === 'last') return moveBefore(queue, moved, null);
  const together = (at.at(-1) ?? first) - first === at.length - 1;
  const up = together ? first - 1 : first;
  const down = (at.at(-1) ?? first) + (together ? 2 : 1);
  return moveToGap(queue, shown, moved, Math.min(Math.max(step === 'up' ? up : down, 0), shown.length));
}

function moveBefore(queue: Ids, moved: ReadonlySet<DownloadId>, before: DownloadId | null): Move | null {
  const ids = queue.filter((id) => moved.has(id));
  const others = queue.filter((id) => !moved.has(id));
  const at = before === null ? others.length : others.indexOf(before);
  const after = [...others.slice(0, at), ...ids, ...others.slice(at)];
  return after.every((id, index) => id === queue[index]) ? null : { ids, before };
}
