/** Tells of bytes that were wrong and have been, or are being, fetched again. */
import { DownloadError } from '../../contract/errors.ts';
import type { Extent } from '../extents.ts';
import type { Reporter } from './environment.ts';
import type { Recorder } from './recorder.ts';

/** A server that lies everywhere would otherwise be told of part by part. */
const mostNotices = 8;

/** Times that the same bytes are fetched again because the disk has others. */
const mostLosses = 3;

/** Counts how often the disk has lost the same bytes: a disk that always does would have them fetched for ever. */
export class Losses {
  readonly #times = new Map<number, number>();

  /** @throws DISK_IO when it is no use any more. */
  count([start]: Extent): void {
    const times = (this.#times.get(start) ?? 0) + 1;
    this.#times.set(start, times);
    if (times > mostLosses) throw new DownloadError('DISK_IO', 'The disk does not keep what is written to it');
  }
}

interface Audience {
  readonly reporter: Reporter;
  readonly recorder: Recorder;
}

/** Blocks are not what they were when they were written: the disk, a crash or another program has changed them. */
export function tellSpoiled({ reporter, recorder }: Audience, extent: Extent): void {
  recorder.repaired(extent, null);
  reporter.notice('block_repaired', `${bytesOf(extent)} have changed on the disk since they were written; fetching them again`);
}

/** Parts do not have the digests that the server publishes for them. */
export function tellWrong({ reporter, recorder }: Audience, extents: readonly Extent[]): void {
  for (const extent of extents) recorder.repaired(extent, null);
  const what = extents.length === 1 ? bytesOf(extents[0] as Extent) : `${extents.length} parts`;
  reporter.notice('block_repaired', `The checksum is wrong. ${what} differ from what the server publishes; fetching them again`);
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
