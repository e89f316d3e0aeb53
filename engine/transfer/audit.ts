import type { Claim, SegmentMap } from '../segments.ts';
import type { Channel } from './channel.ts';

/** Bytes that are compared on either side of a seam. */
const reach = 8 * 1024;

/**
 * Where a server gives nothing to recognise a file by, its parts may come from different files: another version, another machine behind the same name.
 * One answer that spans a seam between two parts must equal both sides of it. Asks for each seam and compares.
 * @param channel compares what it fetches before a claim's front with the file.
 * @throws AnswerError `restart` at the first seam that does not hold.
 */
export async function auditSeams(map: SegmentMap, channel: Channel, onHeld: () => void): Promise<void> {
  const size = map.size as number;
  for (const seam of [...map.seams].sort((a, b) => a - b)) {
    const from = Math.max(0, seam - reach);
    const to = Math.min(size, seam + reach);
    const compared: Claim = { start: to, end: to, written: to, arrived: to, rate: 0, fetchers: 1, tries: 0 };
    await channel.fetch(compared, to - from);
    // One that held need not be looked at again, whatever becomes of the rest.
    map.seams.delete(seam);
    onHeld();
  }
}
