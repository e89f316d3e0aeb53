/** Hashes a growing file from its first byte on, by reading back what was written, and compares its blocks with what is known of them. */
import type { ChecksumAlgorithm } from '../../contract/download.ts';
import { blockSize, digestOf, type BlockDigests, type KnownBlocks } from '../disk/block-records.ts';
import type { Extent } from '../extents.ts';
import { fs } from '../fs.ts';
import { createHasher, type Digests, type Hasher } from './hashing.ts';

export class FileHasher {
  readonly #fd: number;
  readonly #hashers: ReadonlyMap<ChecksumAlgorithm, Hasher>;
  readonly #known: Map<number, number>;
  readonly #buffer = Buffer.allocUnsafeSlow(blockSize);
  #at = 0;
  #first = 0;
  #blocks: number[] = [];

  private constructor(fd: number, hashers: ReadonlyMap<ChecksumAlgorithm, Hasher>, known: KnownBlocks) {
    this.#fd = fd;
    this.#hashers = hashers;
    this.#known = new Map(known);
  }

  /** Opens the file for itself, so that nobody else's closing can put another file behind its descriptor. */
  static async open(path: string, algorithms: readonly ChecksumAlgorithm[], known: KnownBlocks): Promise<FileHasher> {
    const hashers = new Map<ChecksumAlgorithm, Hasher>();
    for (const algorithm of new Set(algorithms)) hashers.set(algorithm, await createHasher(algorithm));
    return new FileHasher(fs.openSync(path, 'r'), hashers, known);
  }

  get at(): number {
    return this.#at;
  }

  /**
   * Hashes on, at most up to `to`: whole blocks, and a short one only at the end of the file.
   * @param size null while the file still grows.
   * @returns where the file is not what it was when it was written, which is then not hashed and will be taken as it is the next time; null when all is well.
   * @throws when the file ends before `to`.
   */
  advance(to: number, size: number | null): Extent | null {
    const end = to === size ? to : to - (to % blockSize);
    while (this.#at < end) {
      const block = this.#read(this.#at, end);
      const digest = digestOf(block);
      const index = this.#at / blockSize;
      if (this.#differs(index, digest)) return this.#spoiled(end);
      for (const hasher of this.#hashers.values()) hasher.update(block);
      this.#blocks.push(digest);
      this.#at += block.length;
    }
    return null;
  }

  #differs(index: number, digest: number): boolean {
    return (this.#known.get(index) ?? digest) !== digest;
  }

  /** The block that comes next, and those right after it that differ too: what spoils one block often spoils its neighbours. */
  #spoiled(end: number): Extent {
    let at = this.#at;
    while (at < end) {
      const block = this.#read(at, end);
      const index = at / blockSize;
      if (!this.#differs(index, digestOf(block))) break;
      this.#known.delete(index);
      at += block.length;
    }
    return [this.#at, at];
  }

  #read(at: number, end: number): Buffer {
    const length = Math.min(blockSize, end - at);
    for (let done = 0; done < length;) {
      const read = fs.readSync(this.#fd, this.#buffer, done, length - done, at + done);
      if (read === 0) throw new RangeError(`the file ends at ${at + done}, before ${end}`);
      done += read;
    }
    return this.#buffer.subarray(0, length);
  }

  /** The digests of the blocks that have been hashed since the last call. */
  takeBlocks(): BlockDigests {
    const taken = { first: this.#first, digests: this.#blocks };
    this.#first += this.#blocks.length;
    this.#blocks = [];
    return taken;
  }

  digests(): Digests {
    const digests: Digests = {};
    for (const [algorithm, hasher] of this.#hashers) digests[algorithm] = hasher.digest();
    return digests;
  }

  close(): void {
    fs.closeSync(this.#fd);
  }
}
