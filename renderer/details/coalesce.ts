/** Which chunks are worth a line of their own. */
import type { Segment } from '../../contract/download.ts';

/** Up to here every segment is shown; beyond, neighbours at rest in the same state become one. */
const shownWhole = 128;

export function coalesce(segments: readonly Segment[]): readonly Segment[] {
  if (segments.length <= shownWhole) return segments;
  const merged: Segment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (last && isRest(last) && isRest(segment) && last.state === segment.state && last.end === segment.start) {
      merged[merged.length - 1] = {
        ...last,
        end: segment.end,
        received: last.received + segment.received,
        tries: Math.max(last.tries, segment.tries),
      };
    } else {
      merged.push(segment);
    }
  }
  return merged;
}

/** Wholly here or wholly not: only such neighbours can be joined without hiding where the bytes are. */
const isRest = (segment: Segment): boolean =>
  (segment.state === 'done' && segment.received === segment.end - segment.start) || (segment.state === 'missing' && segment.received === 0);
