/** Hashes a growing file from its first byte on, by reading back what was written. */
import type { ChecksumAlgorithm } from '../../contract/download.ts';
import { fs } from '../fs.ts';
import { createHasher, type Digests, type Hasher } from './hashing.ts';

const step = 1024 * 1024;

export class FileHasher {
  readonly #fd: number;
  readonly #hashers: ReadonlyMap<ChecksumAlgorithm, Hasher>;
  readonly #buffer: Buffer;
  #at = 0;

  private constructor(fd: number, hashers: ReadonlyMap<ChecksumAlgorithm, Hasher>, buffer: Buffer) {
    this.#fd = fd;
    this.#hashers = hashers;
    this.#buffer = buffer;
  }

  /** Opens the file for itself, so that nobody else's closing can put another file behind its descriptor. */
  static async open(path: string, algorithms: readonly ChecksumAlgorithm[]): Promise<FileHasher> {
    const hashers = new Map<ChecksumAlgorithm, Hasher>();
    for (const algorithm of new Set(algorithms)) hashers.set(algorithm, await createHasher(algorithm));
    return new FileHasher(fs.openSync(path, 'r'), hashers, Buffer.allocUnsafeSlow(step));
  }

  get at(): number {
    return this.#at;
  }

  /** Hashes on, at most up to `to`. @throws when the file ends before. */
  advance(to: number): void {
    while (this.#at < to) {
      const read = fs.readSync(this.#fd, this.#buffer, 0, Math.min(step, to - this.#at), this.#at);
      if (read === 0) throw new RangeError(`the file ends at ${this.#at}, before ${to}`);
      const bytes = this.#buffer.subarray(0, read);
      for (const hasher of this.#hashers.values()) hasher.update(bytes);
      this.#at += read;
    }
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
