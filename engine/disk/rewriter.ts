import { addExtent, type Extent } from '../extents.ts';
import { blocksAround } from './block-records.ts';
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

  write(buffer: Buffer, offset: number, length: number, position: number): Promise<void> | null {
    const there = this.#partial.read(position, length);
    if (buffer.compare(there, 0, there.length, offset, offset + length) === 0) return null;
    const blocks = blocksAround([position, position + length], this.#size);
    this.#changed = addExtent(this.#changed, ...blocks);
    this.#partial.blocks.forget(blocks);
    return this.#partial.write(buffer, offset, length, position);
  }
}
