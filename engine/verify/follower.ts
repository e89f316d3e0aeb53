/** The engine's side of the follower thread. The thread starts with the first file that is large enough to need it, so that it is ready by then. */
import { Worker } from 'node:worker_threads';
import type { ChecksumAlgorithm } from '../../contract/download.ts';
import { DownloadError } from '../../contract/errors.ts';
import { blockSize, type BlockDigests, type KnownBlocks } from '../disk/block-records.ts';
import type { PartialFile, PartialState } from '../disk/partial.ts';
import type { Extent } from '../extents.ts';
import type { HashOrder, HashReport } from '../hash-worker.ts';
import { siblingModule } from '../sibling-module.ts';
import { FileHasher } from './file-hasher.ts';
import type { Digests } from './hashing.ts';

/** Below this, hashing at once takes less time than starting a thread and telling it. */
const worthAThread = 8 * 1024 * 1024;

/** Bytes of the file are not what they were when they were written. Once they have been fetched again, `finish` may be called again. */
export class Spoiled extends Error {
  readonly extent: Extent;

  constructor(extent: Extent) {
    super(`spoiled: ${extent.join('-')}`);
    this.extent = extent;
  }
}

export interface FollowOptions {
  readonly path: string;
  readonly algorithms: readonly ChecksumAlgorithm[];
  /** What the file's blocks must be, where that is known. */
  readonly known: KnownBlocks;
  /** How long it will be; null when unknown. */
  readonly size: number | null;
  /** Blocks have been read back. */
  readonly onBlocks: (blocks: BlockDigests) => void;
}

export class Follower {
  #worker: Worker | null = null;
  #lastId = 0;
  readonly #files = new Map<number, FollowedFile>();

  /** Follows a file that is being written from byte 0 on. */
  follow(options: FollowOptions): FollowedFile {
    if (options.algorithms.length > 0 && (options.size ?? 0) > worthAThread) this.#worker ??= this.#start();
    return new FollowedFile(this, ++this.#lastId, options);
  }

  /** Has the thread follow `file`, which hears what becomes of it. */
  add(id: number, file: FollowedFile, { path, algorithms, known }: FollowOptions): void {
    this.#files.set(id, file);
    this.tell({ op: 'open', id, path, algorithms, known });
  }

  forget(id: number): void {
    this.#files.delete(id);
    this.keepAlive();
  }

  tell(order: HashOrder): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(order);
  }

  /** The thread keeps the process alive only while somebody waits for what it has found. */
  keepAlive(): void {
    if ([...this.#files.values()].some((file) => file.waiting)) this.#worker?.ref();
    else this.#worker?.unref();
  }

  #start(): Worker {
    const worker = new Worker(siblingModule('hash-worker'));
    worker.unref();
    worker.on('message', (report: HashReport) => this.#files.get(report.id)?.heard(report));
    worker.on('error', (error) => {
      this.#worker = null;
      const death = new DownloadError('INTERNAL', `The hashing thread died: ${error.message}`, { cause: error });
      for (const file of this.#files.values()) file.failed(death);
    });
    return worker;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }
}

/** Follows a partial that holds what `state` says, compares its blocks with what is known of them, and makes known what it finds. */
export function followPartial(
  follower: Follower,
  { path, blocks }: PartialFile,
  algorithms: readonly ChecksumAlgorithm[],
  { extents, size }: PartialState,
): FollowedFile {
  const known = blocks.within(extents, size ?? 0);
  return follower.follow({ path, algorithms, known, size, onBlocks: (digests) => blocks.write(digests) });
}

export class FollowedFile {
  readonly #follower: Follower;
  readonly #id: number;
  readonly #options: FollowOptions;
  /** For the digests that are made here. */
  readonly #known: Map<number, number>;
  #told = 0;
  #opened = false;
  #waiting: PromiseWithResolvers<Digests> | null = null;
  /** What ended the following before anybody waited for it. */
  #failure: DownloadError | null = null;
  /** Reported, and not yet taken. */
  #spoiled: Extent | null = null;
  /** Taken, and being fetched again. */
  #mending: Extent | null = null;

  constructor(follower: Follower, id: number, options: FollowOptions) {
    this.#follower = follower;
    this.#id = id;
    this.#options = options;
    this.#known = new Map(options.known);
  }

  get algorithms(): readonly ChecksumAlgorithm[] {
    return this.#options.algorithms;
  }

  get waiting(): boolean {
    return this.#waiting !== null;
  }

  /** The first `prefix` bytes are in the file and will not change, unless they turn out to be spoiled. */
  advance(prefix: number): void {
    if (this.#spoiled || prefix < (this.#mending?.[1] ?? 0)) return;
    if (this.algorithms.length === 0 || prefix - this.#told < worthAThread / 2 || prefix < worthAThread) return;
    this.#follow();
    this.#told = prefix;
    this.#follower.tell({ op: 'advance', id: this.#id, to: prefix });
  }

  /** What has been found spoiled since the last call. The caller sees to it that no prefix reaches beyond until it has been fetched again. */
  takeSpoiled(): Extent | null {
    const spoiled = this.#spoiled;
    if (!spoiled) return null;
    this.#spoiled = null;
    this.#mending = spoiled;
    this.#told = spoiled[0];
    return spoiled;
  }

  /** Has the thread go on, or begin. */
  #follow(): void {
    if (!this.#opened) this.#follower.add(this.#id, this, this.#options);
    else if (this.#mending) this.#follower.tell({ op: 'mended', id: this.#id });
    this.#opened = true;
    this.#mending = null;
  }

  /** The digests of the whole file, read back from the disk's cache or the disk. @throws DISK_IO; Spoiled, as often as there is something to fetch again. */
  async finish(size: number): Promise<Digests> {
    if (this.algorithms.length === 0) return {};
    if (!this.#opened && size <= worthAThread) return await this.#hashHere(size);
    const spoiled = this.takeSpoiled();
    if (spoiled) throw new Spoiled(spoiled);
    if (this.#failure) throw this.#failure;
    this.#follow();
    this.#waiting = Promise.withResolvers();
    this.#follower.tell({ op: 'finish', id: this.#id, size });
    this.#follower.keepAlive();
    return await this.#waiting.promise;
  }

  heard(report: HashReport): void {
    if ('blocks' in report) this.#options.onBlocks(report.blocks);
    else if ('digests' in report) this.#end((waiting) => waiting.resolve(report.digests));
    else if ('error' in report) this.failed(new DownloadError('DISK_IO', `Could not read the file back: ${report.error}`));
    else this.#hold(report.spoiled);
  }

  failed(error: DownloadError): void {
    this.#failure = error;
    this.#end((waiting) => waiting.reject(error));
  }

  #hold(spoiled: Extent): void {
    this.#spoiled = spoiled;
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = null;
    this.takeSpoiled();
    waiting.reject(new Spoiled(spoiled));
    this.#follower.keepAlive();
  }

  #end(settle: (waiting: PromiseWithResolvers<Digests>) => void): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) settle(waiting);
    this.#follower.forget(this.#id);
  }

  async #hashHere(size: number): Promise<Digests> {
    let spoiled: Extent | null;
    try {
      const hasher = await FileHasher.open(this.#options.path, this.algorithms, this.#known);
      try {
        spoiled = hasher.advance(size, size);
        this.#options.onBlocks(hasher.takeBlocks());
        if (!spoiled) return hasher.digests();
      } finally {
        hasher.close();
      }
    } catch (error) {
      throw new DownloadError('DISK_IO', `Could not read ${this.#options.path} back: ${String(error)}`, { cause: error });
    }
    for (let at = spoiled[0]; at < spoiled[1]; at += blockSize) this.#known.delete(at / blockSize);
    throw new Spoiled(spoiled);
  }

  /** Ends the following; harmless after `finish`. */
  cancel(): void {
    if (!this.#opened) return;
    this.#opened = false;
    this.#follower.forget(this.#id);
    this.#follower.tell({ op: 'cancel', id: this.#id });
  }
}
