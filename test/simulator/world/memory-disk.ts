/**
 * A disk in memory behind the calls of `node:fs` that the engine makes. It records every change and what each sync has made durable,
 * so that a kill or a power cut can be had at any of them.
 */
import fs from 'node:fs';
import { constants as errnos } from 'node:os';
import path from 'node:path';
import { emptyImage, imageAfterCut, wholeImage, type Change, type DiskImage, type Recorded } from './disk-image.ts';
import type { Random } from './random.ts';

type Callback<T extends unknown[] = []> = (error: NodeJS.ErrnoException | null, ...results: T) => void;

interface OpenFile {
  readonly inode: number;
  readonly writable: boolean;
  readonly path: string;
}

interface Inode {
  bytes: Buffer;
  size: number;
}

export function errno(code: string, doing: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${doing}`), { code, errno: -(errnos.errno as Record<string, number>)[code]! });
}

export interface DiskBehaviour {
  /** Milliseconds that a call in the background takes. */
  latency(call: string): number;
  /** Called before each call; throws what the call should meet. */
  before(call: string): void;
  /** How many of `length` bytes one write takes. */
  shortened(length: number): number;
}

export const faultless: DiskBehaviour = { latency: () => 0, before: () => undefined, shortened: (length) => length };

export class MemoryDisk {
  readonly folder: string;
  readonly record: Recorded[] = [];
  /** Uses of descriptors that were closed: by then they may belong to another file. */
  readonly misuses: string[] = [];
  behaviour: DiskBehaviour = faultless;
  readonly #start: DiskImage;
  readonly #plan: (delay: number, action: () => void) => () => void;
  readonly #inodes = new Map<number, Inode>();
  readonly #names: Map<string, number>;
  readonly #open = new Map<number, OpenFile>();
  readonly #background = new Set<() => void>();
  #nextInode: number;
  #nextDescriptor = 100;

  /** @param plan runs an action after so many milliseconds; the returned function takes it back. */
  constructor(folder: string, plan: (delay: number, action: () => void) => () => void, start: DiskImage = emptyImage) {
    this.folder = folder;
    this.#plan = plan;
    this.#start = start;
    this.#names = new Map(start.names);
    this.#nextInode = start.nextInode;
    for (const [inode, bytes] of start.files) this.#inodes.set(inode, { bytes: Buffer.from(bytes), size: bytes.length });
  }

  // ——— What tests look at ———

  get files(): string[] {
    return [...this.#names.keys()].map((name) => path.basename(name)).sort();
  }

  /** The bytes of a file as programs see them; null when there is none. */
  content(file: string): Buffer | null {
    const inode = this.#names.get(path.resolve(this.folder, file));
    if (inode === undefined) return null;
    const { bytes, size } = this.#inode(inode);
    return bytes.subarray(0, size);
  }

  get openFiles(): OpenFile[] {
    return [...this.#open.values()];
  }

  /** The processes that had files open are gone; the system and its memory are still there. */
  kill(): void {
    this.#open.clear();
    for (const cancel of this.#background) cancel();
    this.#background.clear();
  }

  /** Nobody looks at it any more: what still holds it, such as a socket of a killed process, does not hold its bytes. */
  scrap(): void {
    this.record.length = 0;
    this.#inodes.clear();
    this.#names.clear();
  }

  imageAfterKill(length = this.record.length): DiskImage {
    return wholeImage(this.#start, this.record.slice(0, length), this.#nextInode);
  }

  /** @param luck how likely what was not synced has come through; losing all and losing nothing are likelier than chance alone would make them. */
  imageAfterCut(random: Random, length = this.record.length, luck = random.pick([0, 0.1, 0.5, 0.9, 1])): DiskImage {
    return imageAfterCut(this.#start, this.record, length, this.#nextInode, random, luck);
  }

  // ——— Changes ———

  #inode(inode: number): Inode {
    const found = this.#inodes.get(inode);
    if (!found) throw new RangeError(`no inode ${inode}`);
    return found;
  }

  #grown(inode: number, length: number): Inode {
    const file = this.#inode(inode);
    if (file.bytes.length < length)
      file.bytes = Buffer.concat([file.bytes, Buffer.alloc(Math.max(length, file.bytes.length * 2) - file.bytes.length)]);
    return file;
  }

  #note(change: Change): void {
    this.record.push({ change, durableAt: Number.POSITIVE_INFINITY, givenUp: false });
  }

  #rename(...names: (readonly [path: string, inode: number | null])[]): void {
    for (const [name, inode] of names) {
      if (inode === null) this.#names.delete(name);
      else this.#names.set(name, inode);
    }
    this.#note({ kind: 'names', names });
  }

  #writeBytes(fd: number, buffer: Buffer, offset: number, length: number, position: number): number {
    const { inode, writable } = this.#descriptor(fd);
    if (!writable) throw errno('EBADF', 'write');
    const count = this.behaviour.shortened(length);
    const file = this.#grown(inode, position + count);
    buffer.copy(file.bytes, position, offset, offset + count);
    file.size = Math.max(file.size, position + count);
    this.#note({ kind: 'write', inode, position, bytes: Buffer.from(buffer.subarray(offset, offset + count)) });
    return count;
  }

  /** @param concerns which of the changes up to now the sync makes durable. */
  #sync(call: string, concerns: (change: Change) => boolean, done: Callback): void {
    const covered = this.record.filter((entry) => entry.durableAt === Number.POSITIVE_INFINITY && !entry.givenUp && concerns(entry.change));
    this.#later(call, (error) => {
      this.#note({ kind: 'synced' });
      for (const entry of covered) {
        if (error) entry.givenUp ||= entry.durableAt === Number.POSITIVE_INFINITY;
        else entry.durableAt = Math.min(entry.durableAt, this.record.length);
      }
      done(error);
    });
  }

  #later(call: string, action: Callback): void {
    const cancel = this.#plan(this.behaviour.latency(call), () => {
      this.#background.delete(cancel);
      let problem: NodeJS.ErrnoException | null = null;
      try {
        this.behaviour.before(call);
      } catch (error) {
        problem = error as NodeJS.ErrnoException;
      }
      action(problem);
    });
    this.#background.add(cancel);
  }

  // ——— The calls of node:fs ———

  #at(file: string): number {
    const inode = this.#names.get(file);
    if (inode === undefined) throw errno('ENOENT', file);
    return inode;
  }

  #descriptor(fd: number): OpenFile {
    const open = this.#open.get(fd);
    if (!open) {
      this.misuses.push(new Error(`descriptor ${fd} was used after it had been closed`).stack ?? '');
      throw errno('EBADF', `descriptor ${fd}`);
    }
    return open;
  }

  #stat(inode: number): Partial<fs.Stats> {
    const { size } = this.#inode(inode);
    return {
      ino: inode,
      size,
      blocks: 0,
      birthtimeMs: inode,
      mtimeMs: 0,
      isFile: () => true,
      isDirectory: () => false,
      isSymbolicLink: () => false,
    };
  }

  #statOf(file: string, { throwIfNoEntry = true }: { readonly throwIfNoEntry?: boolean } = {}): Partial<fs.Stats> | undefined {
    return throwIfNoEntry || this.#names.has(file) ? this.#stat(this.#at(file)) : undefined;
  }

  readonly fs = {
    constants: fs.constants,

    openSync: (file: string, flags: string | number): number => {
      this.behaviour.before('open');
      const exclusive = typeof flags === 'string' && flags.includes('x');
      let inode = this.#names.get(file);
      if (exclusive) {
        if (inode !== undefined) throw errno('EEXIST', file);
        inode = this.#nextInode++;
        this.#inodes.set(inode, { bytes: Buffer.alloc(0), size: 0 });
        this.#rename([file, inode]);
      }
      if (inode === undefined) throw errno('ENOENT', file);
      const fd = this.#nextDescriptor++;
      this.#open.set(fd, { inode, writable: flags !== 'r', path: file });
      return fd;
    },

    closeSync: (fd: number): void => {
      this.#descriptor(fd);
      this.#open.delete(fd);
    },

    readSync: (fd: number, buffer: Buffer, offset: number, length: number, position: number): number => {
      this.behaviour.before('read');
      const { bytes, size } = this.#inode(this.#descriptor(fd).inode);
      return position >= size ? 0 : bytes.copy(buffer, offset, position, Math.min(size, position + length));
    },

    writeSync: (fd: number, buffer: Buffer, offset: number, length: number, position: number): number => {
      this.behaviour.before('write');
      return this.#writeBytes(fd, buffer, offset, length, position);
    },

    write: (fd: number, buffer: Buffer, offset: number, length: number, position: number, done: Callback<[written: number]>): void =>
      this.#later('write', (error) => (error ? done(error, 0) : done(null, this.#writeBytes(fd, buffer, offset, length, position)))),

    fdatasync: (fd: number, done: Callback): void => {
      const { inode } = this.#descriptor(fd);
      this.#sync('fdatasync', (change) => (change.kind === 'write' || change.kind === 'resize') && change.inode === inode, done);
    },

    ftruncateSync: (fd: number, size: number): void => {
      this.behaviour.before('truncate');
      const { inode } = this.#descriptor(fd);
      const file = this.#grown(inode, size);
      if (size < file.size) file.bytes.fill(0, size, file.size);
      file.size = size;
      this.#note({ kind: 'resize', inode, size });
    },

    fstatSync: (fd: number) => this.#stat(this.#descriptor(fd).inode),
    lstatSync: (file: string, options?: { readonly throwIfNoEntry?: boolean }) => this.#statOf(file, options),
    statSync: (file: string, options?: { readonly throwIfNoEntry?: boolean }) => this.#statOf(file, options),
    existsSync: (file: string): boolean => file === this.folder || this.#names.has(file),
    statfsSync: () => ({ bavail: 2 ** 30, bsize: 4096 }),
    mkdirSync: (): undefined => undefined,
    realpathSync: (file: string): string => file,
    accessSync: (): void => undefined,
    readdirSync: (): string[] => this.files,

    readFileSync: (file: string): Buffer => {
      this.behaviour.before('read');
      const { bytes, size } = this.#inode(this.#at(file));
      return Buffer.from(bytes.subarray(0, size));
    },

    linkSync: (from: string, to: string): void => {
      this.behaviour.before('link');
      const inode = this.#at(from);
      if (this.#names.has(to)) throw errno('EEXIST', to);
      this.#rename([to, inode]);
    },

    unlinkSync: (file: string): void => {
      this.behaviour.before('unlink');
      this.#at(file);
      this.#rename([file, null]);
    },

    rmSync: (file: string): void => {
      this.behaviour.before('unlink');
      if (this.#names.has(file)) this.#rename([file, null]);
    },

    renameSync: (from: string, to: string): void => {
      this.behaviour.before('rename');
      this.#rename([to, this.#at(from)], [from, null]);
    },

    promises: {
      open: (_folder: string) =>
        new Promise((resolve, reject) =>
          this.#later('open', (error) => {
            const sync = (): Promise<void> =>
              new Promise((synced, failed) =>
                this.#sync(
                  'fsync',
                  ({ kind }) => kind === 'names',
                  (problem) => (problem ? failed(problem) : synced()),
                ),
              );
            if (error) reject(error);
            else resolve({ sync, close: async () => undefined });
          }),
        ),
      rm: (file: string): Promise<void> =>
        new Promise((resolve, reject) =>
          this.#later('unlink', (error) => {
            if (error) return reject(error);
            if (this.#names.has(file)) this.#rename([file, null]);
            resolve();
          }),
        ),
    },
  };
}
