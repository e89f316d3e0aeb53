/** Sets of bytes as sorted, disjoint, half-open ranges that never touch: [[0, 10], [20, 30]]. Pure. */
export type Extent = readonly [start: number, end: number];

/** `extents` with [start, end) added; ranges that overlap or touch become one. */
export function addExtent(extents: readonly Extent[], start: number, end: number): Extent[] {
  if (start >= end) return [...extents];
  const merged: Extent[] = [];
  let from = start;
  let to = end;
  let placed = false;
  for (const extent of extents) {
    if (extent[1] < from) merged.push(extent);
    else if (extent[0] > to) {
      if (!placed) merged.push([from, to]);
      placed = true;
      merged.push(extent);
    } else {
      from = Math.min(from, extent[0]);
      to = Math.max(to, extent[1]);
    }
  }
  if (!placed) merged.push([from, to]);
  return merged;
}

/** The set of all bytes that lie in any of `ranges`, which may be in any order. */
export function unionOf(ranges: readonly Extent[]): Extent[] {
  const merged: Extent[] = [];
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (start >= end) continue;
    if (last && start <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], end)];
    else merged.push([start, end]);
  }
  return merged;
}

/** `extents` without [start, end). */
export function removeExtent(extents: readonly Extent[], start: number, end: number): Extent[] {
  return extents
    .flatMap(([from, to]): Extent[] => [
      [from, Math.min(to, start)],
      [Math.max(from, end), to],
    ])
    .filter(([from, to]) => from < to);
}

/** What is missing of [0, size). */
export function gapsIn(extents: readonly Extent[], size: number): Extent[] {
  const gaps: Extent[] = [];
  let at = 0;
  for (const [start, end] of extents) {
    if (start >= size) break;
    if (start > at) gaps.push([at, start]);
    at = Math.max(at, end);
  }
  if (at < size) gaps.push([at, size]);
  return gaps;
}

export function totalOf(extents: readonly Extent[]): number {
  let sum = 0;
  for (const extent of extents) sum += extent[1] - extent[0];
  return sum;
}

/** How far the set reaches from byte 0 without a gap. */
export const prefixOf = (extents: readonly Extent[]): number => (extents[0]?.[0] === 0 ? extents[0][1] : 0);

/** How many bytes right before `at` are in the set, at most `most`. */
export function lengthBefore(extents: readonly Extent[], at: number, most: number): number {
  const extent = extents.find(([start, end]) => start < at && end >= at);
  return extent ? Math.min(most, at - extent[0]) : 0;
}

/** Whether `value`, read from somewhere untrusted, is such a set within [0, size). */
export function isExtents(value: unknown, size: number): value is Extent[] {
  if (!Array.isArray(value)) return false;
  let at = -1;
  for (const extent of value as unknown[]) {
    if (!Array.isArray(extent) || extent.length !== 2) return false;
    const [start, end] = extent as unknown[];
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) return false;
    if ((start as number) <= at || (end as number) <= (start as number) || (end as number) > size) return false;
    at = end as number;
  }
  return true;
}
