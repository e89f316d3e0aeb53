/** Which parts of a file are wrong, where its server publishes digests of them: those alone are fetched again, instead of the whole. */
import type { Pieces } from '../../contract/download.ts';
import { DownloadError } from '../../contract/errors.ts';
import type { PartialFile } from '../disk/partial.ts';
import type { Extent } from '../extents.ts';
import { ChecksumError } from './expectations.ts';
import { createHasher } from '../verify/hashing.ts';

/** Bytes of a piece that are read at once. */
const readLength = 1024 * 1024;

/** Times that wrong pieces are fetched again: a server that sends them wrong twice will do so a third time. */
const mostRounds = 2;

/** Of one run. */
export class PieceRepair {
  #rounds = 0;

  /**
   * @param size of the file, which is whole.
   * @returns each piece whose bytes do not have their digest; null when that says nothing, or nothing more.
   * @throws the reason of an abort; what the disk says.
   */
  async findWrong(partial: PartialFile, size: number, pieces: Pieces | null, signal: AbortSignal): Promise<readonly Extent[] | null> {
    if (!pieces || !describes(pieces, size) || this.#rounds++ >= mostRounds) return null;
    const wrong: Extent[] = [];
    for await (const { extent } of wrongPieces(partial, size, pieces, signal)) wrong.push(extent);
    return wrong.length > 0 ? wrong : null;
  }
}

/** For a file of which nothing is known but its parts. @throws ChecksumError for the first that is wrong. */
export async function demandPieces(partial: PartialFile, size: number, pieces: Pieces, signal: AbortSignal): Promise<void> {
  if (!describes(pieces, size)) throw new DownloadError('CONTENT_CHANGED', 'The file is not as long as its parts are said to be');
  for await (const { extent, actual, expected } of wrongPieces(partial, size, pieces, signal)) {
    throw new ChecksumError([], { algorithm: pieces.algorithm, expected, actual, origin: 'metalink', ok: false }, { part: extent });
  }
}

const describes = (pieces: Pieces, size: number): boolean => pieces.digests.length === Math.ceil(size / pieces.length);

async function* wrongPieces(partial: PartialFile, size: number, pieces: Pieces, signal: AbortSignal) {
  for (const [index, expected] of pieces.digests.entries()) {
    const start = index * pieces.length;
    const extent: Extent = [start, Math.min(size, start + pieces.length)];
    const actual = await digestOf(partial, extent, pieces, signal);
    if (actual !== expected) yield { extent, actual, expected };
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
