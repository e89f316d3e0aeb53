import { addExtent, type Extent } from '../extents.ts';
import { blocksAround, blockSize } from './block-records.ts';
import type { PartialFile } from './partial.ts';

/** Takes the bytes of a whole file a second time: those that come as before are left alone, and those that come otherwise are written. */
export class Rewriter implements Pick<PartialFile, 'read' | 'write'> {
  readonly #partial: PartialFile;
  readonly #size: number;
  #changed: readonly Extent[] = [];

  constructor(partial: PartialFile, size: number) {
    this.#partial = partial;
    this.#size = size;
  }

  /** The blocks that came otherwise. */
  get changed(): readonly Extent[] {
    return this.#changed;
  }

  read(position: number, length: number): Buffer {
    return this.#partial.read(position, length);
  }

  write(buffer: Buffer, offset: number, length: number, position: number, lent = false): Promise<void> | null {
    const came = buffer.subarray(offset, offset + length);
    const there = this.#partial.read(position, length);
    const pending: Promise<void>[] = [];
    for (let at = 0, end; at < length; at = end) {
      end = Math.min(length, at + blockSize - ((position + at) % blockSize));
      if (came.subarray(at, end).equals(there.subarray(at, end))) continue;
      this.#change([position + at, position + end]);
      const writing = this.#partial.write(came, at, end - at, position + at, lent);
      if (writing) pending.push(writing);
    }
    return pending.length === 0 ? null : Promise.all(pending).then(() => undefined);
  }

  #change(bytes: Extent): void {
    const blocks = blocksAround(bytes, this.#size);
    this.#changed = addExtent(this.#changed, ...blocks);
    this.#partial.blocks.forget(blocks);
  }
}
