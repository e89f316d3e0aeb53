/** Which parts of a file are wrong, where its server publishes digests of them: those alone are fetched again, instead of the whole. */
import type { PartialFile } from '../disk/partial.ts';
import { addExtent, type Extent } from '../extents.ts';
import { createHasher } from '../verify/hashing.ts';
import type { Pieces } from '../verify/sidecars.ts';

/** Bytes of a piece that are read at once. */
const readLength = 1024 * 1024;

/** Times that wrong pieces are fetched again: a server that sends them wrong twice will do so a third time. */
const mostRounds = 2;

/** Of one run. */
export class PieceRepair {
  #rounds = 0;

  /**
   * @param size of the file, which is whole.
   * @returns where its bytes do not have their digest; null when that says nothing, or nothing more.
   * @throws the reason of an abort; what the disk says.
   */
  async findWrong(partial: PartialFile, size: number, pieces: Pieces | null, signal: AbortSignal): Promise<readonly Extent[] | null> {
    if (!pieces || pieces.digests.length !== Math.ceil(size / pieces.length) || this.#rounds++ >= mostRounds) return null;
    let wrong: readonly Extent[] = [];
    for (const [index, expected] of pieces.digests.entries()) {
      const start = index * pieces.length;
      const end = Math.min(size, start + pieces.length);
      if ((await digestOf(partial, [start, end], pieces, signal)) !== expected) wrong = addExtent(wrong, start, end);
    }
    return wrong.length > 0 ? wrong : null;
  }
}

async function digestOf(partial: PartialFile, [start, end]: Extent, { algorithm }: Pieces, signal: AbortSignal): Promise<string> {
  const hasher = await createHasher(algorithm);
  for (let at = start; at < end; at += readLength) {
    hasher.update(partial.read(at, Math.min(readLength, end - at)));
    // Other downloads run in the same thread.
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw signal.reason;
  }
  return hasher.digest();
}
