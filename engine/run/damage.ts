/** Tells of bytes that were wrong and have been, or are being, fetched again. */
import type { Extent } from '../extents.ts';
import type { Reporter } from './environment.ts';
import type { Recorder } from './recorder.ts';

/** A server that lies everywhere would otherwise be told of part by part. */
const mostNotices = 8;

interface Audience {
  readonly reporter: Reporter;
  readonly recorder: Recorder;
}

/** Blocks are not what they were when they were written: the disk, a crash or another program has changed them. */
export function tellSpoiled({ reporter, recorder }: Audience, extent: Extent): void {
  recorder.repaired(extent, null);
  reporter.notice('block_repaired', `${bytesOf(extent)} have changed on the disk since they were written; fetching them again`);
}

/** Blocks came differently the second time, and now are what came then. */
export function tellReplaced({ reporter, recorder }: Audience, extents: readonly Extent[], source: string): void {
  for (const extent of extents) recorder.repaired(extent, source);
  for (const extent of extents.slice(0, mostNotices)) {
    reporter.notice('block_repaired', `${bytesOf(extent)} came differently the second time and have been replaced`);
  }
  const more = extents.length - mostNotices;
  if (more > 0) reporter.notice('block_repaired', `${more} more parts came differently the second time and have been replaced`);
}

const bytesOf = ([start, end]: Extent): string => `Bytes ${start} to ${end - 1}`;
