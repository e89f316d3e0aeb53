/**
 * A digest of every block of a partial, behind the slots of its journal: what the block was when it was read back right after it had been written. It tells
 * later that a block is not that any more, after a crash, a failing disk or somebody's edit, and which one.
 *
 * Each record has its fixed place and proves itself; none is ever synced or written twice to be safe. A record that is lost, torn or damaged only means that
 * its block is not known. A record that is older than its block costs one more fetch of that block and nothing else, because a block is never taken for
 * right: the digests of the whole file decide that.
 *
 * CRC-32 is enough here: disks, memory and crashes do not aim, and one in 2^32 of their damages to a block passes. Whoever does aim meets the digest of the
 * whole file.
 */
import { crc32 } from 'node:zlib';
import type { Extent } from '../extents.ts';
import { fs } from '../fs.ts';

/** Bytes of a block. As much as is read back at once: a block is compared while it is in memory, before it goes into any digest. */
export const blockSize = 1024 * 1024;

/** The digests of consecutive blocks. */
export interface BlockDigests {
  /** Number of the first; block n begins at n * blockSize. */
  readonly first: number;
  readonly digests: readonly number[];
}

/** By the number of the block. */
export type KnownBlocks = ReadonlyMap<number, number>;

export const digestOf = (block: Buffer): number => crc32(block);

/** The whole blocks that `extent` touches, within a file of `size`. */
export const blocksAround = ([start, end]: Extent, size: number): Extent => [
  Math.floor(start / blockSize) * blockSize,
  Math.min(size, Math.ceil(end / blockSize) * blockSize),
];

/** The digest, and a proof that it is one and belongs to this block. */
const recordSize = 8;

function encode(index: number, digest: number): Buffer {
  const record = Buffer.alloc(recordSize);
  record.writeUInt32LE(digest, 0);
  record.writeUInt32LE(proofOf(record, index), 4);
  return record;
}

const proofOf = (record: Buffer, index: number): number => crc32(record.subarray(0, 4), index);

export class BlockRecords {
  readonly #fd: number;
  #closed = false;
  readonly #position: number;

  /** @param position where the first record stands in the file. */
  constructor(fd: number, position: number) {
    this.#fd = fd;
    this.#position = position;
  }

  write({ first, digests }: BlockDigests): void {
    this.#put(Buffer.concat(digests.map((digest, at) => encode(first + at, digest))), first);
  }

  /** The blocks of `extent` are not known any more. */
  forget([start, end]: Extent): void {
    const first = Math.floor(start / blockSize);
    this.#put(Buffer.alloc((Math.ceil(end / blockSize) - first) * recordSize), first);
  }

  /** From now on nothing is written: the descriptor may become another file's, and a reader that nobody waits for any more may still come with blocks. */
  close(): void {
    this.#closed = true;
  }

  #put(records: Buffer, first: number): void {
    if (this.#closed) return;
    try {
      fs.writeSync(this.#fd, records, 0, records.length, this.#position + first * recordSize);
    } catch {
      // Blocks that are not known; a disk that cannot take anything any more tells so with the next of the file's own bytes.
    }
  }

  /** Leaves the room empty for records that are not there, or that the disk does not give back. */
  #get(records: Buffer, first: number): void {
    try {
      fs.readSync(this.#fd, records, 0, records.length, this.#position + first * recordSize);
    } catch {
      records.fill(0);
    }
  }

  /** What is known of the blocks that lie in `extents`, of a file of `size`; the last one may be short. */
  within(extents: readonly Extent[], size: number): KnownBlocks {
    const known = new Map<number, number>();
    for (const [start, end] of extents) {
      const first = Math.ceil(start / blockSize);
      const last = end === size ? Math.ceil(end / blockSize) : Math.floor(end / blockSize);
      if (first >= last) continue;
      const records = Buffer.alloc((last - first) * recordSize);
      this.#get(records, first);
      for (let index = first; index < last; index++) {
        const record = records.subarray((index - first) * recordSize);
        if (record.readUInt32LE(4) === proofOf(record, index)) known.set(index, record.readUInt32LE(0));
      }
    }
    return known;
  }
}
