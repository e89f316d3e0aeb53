/** What lies on a disk, and what a power cut leaves of it: any part of the changes that no sync had made durable. */
import type { Random } from './random.ts';

export interface DiskImage {
  readonly files: ReadonlyMap<number, Buffer>;
  /** Paths to inodes. */
  readonly names: ReadonlyMap<string, number>;
  readonly nextInode: number;
}

export const emptyImage: DiskImage = { files: new Map(), names: new Map(), nextInode: 1 };

export type Change =
  | { readonly kind: 'write'; readonly inode: number; readonly position: number; readonly bytes: Buffer }
  | { readonly kind: 'resize'; readonly inode: number; readonly size: number }
  /** Names that change together, as in a rename; null is the name's end. */
  | { readonly kind: 'names'; readonly names: readonly (readonly [path: string, inode: number | null])[] }
  /** A sync has ended: nothing changes but what a power cut can take away. */
  | { readonly kind: 'synced' };

export interface Recorded {
  readonly change: Change;
  /** The length of the record when a sync that covers this change had succeeded; infinite while none has. */
  durableAt: number;
  /** The system gave the change up after an error: no later sync can make it durable. */
  givenUp: boolean;
}

/** A disk writes sectors whole; of a long write any of its pages may come first. */
const sector = 512;
const page = 4096;

/** Files that are changed in place, starting from an image that stays as it is. */
class Workbench {
  readonly #image: DiskImage;
  readonly #files: Map<number, { bytes: Buffer; size: number }>;
  readonly #names: Map<string, number>;

  constructor(image: DiskImage) {
    this.#image = image;
    this.#files = new Map([...image.files].map(([inode, bytes]) => [inode, { bytes: Buffer.from(bytes), size: bytes.length }]));
    this.#names = new Map(image.names);
  }

  #file(inode: number, length: number): { bytes: Buffer; size: number } {
    const file = this.#files.get(inode) ?? { bytes: Buffer.alloc(0), size: 0 };
    if (file.bytes.length < length)
      file.bytes = Buffer.concat([file.bytes, Buffer.alloc(Math.max(length, file.bytes.length * 2) - file.bytes.length)]);
    this.#files.set(inode, file);
    return file;
  }

  apply(change: Change): void {
    if (change.kind === 'names') {
      for (const [path, inode] of change.names) {
        if (inode === null) this.#names.delete(path);
        else this.#names.set(path, inode);
        if (inode !== null) this.#file(inode, 0);
      }
    } else if (change.kind === 'resize') {
      const file = this.#file(change.inode, change.size);
      if (change.size < file.size) file.bytes.fill(0, change.size, file.size);
      file.size = change.size;
    } else if (change.kind === 'write') this.write(change.inode, change.position, change.bytes);
  }

  write(inode: number, position: number, bytes: Buffer): void {
    const file = this.#file(inode, position + bytes.length);
    bytes.copy(file.bytes, position);
    file.size = Math.max(file.size, position + bytes.length);
  }

  image(nextInode = this.#image.nextInode): DiskImage {
    const used = new Set(this.#names.values());
    const files = [...this.#files]
      .filter(([inode]) => used.has(inode))
      .map(([inode, { bytes, size }]) => [inode, bytes.subarray(0, size)] as const);
    return { files: new Map(files), names: new Map(this.#names), nextInode };
  }
}

/** Everything that was asked for, as the programs see it that still run. */
export function wholeImage(start: DiskImage, record: readonly Recorded[], nextInode: number): DiskImage {
  const bench = new Workbench(start);
  for (const { change } of record) bench.apply(change);
  return bench.image(nextInode);
}

/**
 * What a power cut leaves when the first `length` changes had been asked for: all that was durable by then, and of the rest what
 * chance lets through, in parts of a write too.
 * @param luck how likely each part is to have come through.
 */
export function imageAfterCut(
  start: DiskImage,
  record: readonly Recorded[],
  length: number,
  nextInode: number,
  random: Random,
  luck: number,
): DiskImage {
  const bench = new Workbench(start);
  for (const { change, durableAt, givenUp } of record.slice(0, length)) {
    if (durableAt <= length && !givenUp) bench.apply(change);
    else if (change.kind !== 'write') {
      if (random.chance(luck)) bench.apply(change);
    } else {
      const step = change.bytes.length <= 16 * page ? sector : page;
      for (let at = 0; at < change.bytes.length;) {
        const next = Math.min(change.bytes.length, (Math.floor((change.position + at) / step) + 1) * step - change.position);
        if (random.chance(luck)) bench.write(change.inode, change.position + at, change.bytes.subarray(at, next));
        at = next;
      }
    }
  }
  return bench.image(nextInode);
}
