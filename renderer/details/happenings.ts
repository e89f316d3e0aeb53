/** What became of chunks between two looks at a download: read from the chunks themselves, so that it is what really happened. Pure. */
import type { Segment } from '../../contract/download.ts';

/**
 * - `taken`: a connection that was done took over a part of what another still had before it.
 * - `shortened`: that other one.
 * - `retried`: it broke and is tried once more.
 * - `repaired`: bytes that were here already are fetched anew.
 */
export type Happening = 'taken' | 'shortened' | 'retried' | 'repaired';

/** By the start of the chunk. Both lists are sorted by their starts and have no overlaps. */
export function happeningsBetween(before: readonly Segment[], after: readonly Segment[]): ReadonlyMap<number, Happening> {
  const found = new Map<number, Happening>();
  let at = 0;
  for (const [index, chunk] of after.entries()) {
    while (at + 1 < before.length && (before[at + 1]?.start ?? 0) <= chunk.start) at++;
    const was = before[at];
    if (!was || chunk.state !== 'active' || chunk.start < was.start || chunk.start >= was.end) continue;
    const happening = happeningOf(was, chunk, after[index + 1]);
    if (happening) found.set(chunk.start, happening);
  }
  return found;
}

/** `was` is what lay where the chunk begins, `next` what follows it now. */
function happeningOf(was: Segment, chunk: Segment, next: Segment | undefined): Happening | null {
  if (was.state === 'done') return 'repaired';
  if (was.state !== 'active') return null;
  if (was.start < chunk.start) return chunk.start >= was.start + was.received ? 'taken' : null;
  if (chunk.tries > was.tries) return 'retried';
  return chunk.end < was.end && next?.state === 'active' && next.start === chunk.end && next.received === 0 ? 'shortened' : null;
}
