/** Which chunks are worth a line of their own. */
import type { Segment } from '../../contract/download.ts';
import { joinSegments } from '../../contract/segments.ts';

/** Up to here every segment is shown; beyond, neighbours at rest in the same state become one, and if that is not enough, all neighbours at rest. */
const shownWhole = 128;

export function coalesce(segments: readonly Segment[]): readonly Segment[] {
  if (segments.length <= shownWhole) return segments;
  const alike = merge(segments, (last, next) => isRest(last) && isRest(next) && last.state === next.state);
  if (alike.length <= shownWhole) return alike;
  // Of a stretch that is partly here, only how much is: where, the map of the file shows.
  return merge(alike, (last, next) => last.state !== 'active' && next.state !== 'active');
}

function merge(segments: readonly Segment[], together: (last: Segment, next: Segment) => boolean): readonly Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (last && last.end === segment.start && together(last, segment)) {
      merged[merged.length - 1] = joinSegments(last, segment);
    } else {
      merged.push(segment);
    }
  }
  return merged;
}

/** Wholly here or wholly not: only such neighbours can be joined without hiding where the bytes are. */
const isRest = (segment: Segment): boolean =>
  (segment.state === 'done' && segment.received === segment.end - segment.start) || (segment.state === 'missing' && segment.received === 0);
