/** The engine's side of the follower thread. The thread starts with the first file that is large enough to need it. */
import { Worker } from 'node:worker_threads';
import type { ChecksumAlgorithm } from '../../contract/download.ts';
import { DownloadError } from '../../contract/errors.ts';
import type { HashOrder, HashReport } from '../hash-worker.ts';
import { siblingModule } from '../sibling-module.ts';
import { FileHasher } from './file-hasher.ts';
import type { Digests } from './hashing.ts';

/** Below this, hashing at once takes less time than starting a thread and telling it. */
const worthAThread = 8 * 1024 * 1024;

interface Waiting {
  resolve(digests: Digests): void;
  reject(error: unknown): void;
}

export class Follower {
  #worker: Worker | null = null;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Follows a file that is being written from byte 0 on. */
  follow(path: string, algorithms: readonly ChecksumAlgorithm[]): FollowedFile {
    return new FollowedFile(this, ++this.#lastId, path, algorithms);
  }

  tell(order: HashOrder): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(order);
  }

  /** The digests of a file that is about to be finished. Until they are here the thread keeps the process alive. */
  result(id: number): Promise<Digests> {
    this.#worker?.ref();
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #start(): Worker {
    const worker = new Worker(siblingModule('hash-worker'));
    worker.unref();
    worker.on('message', (report: HashReport) => {
      const waiting = this.#waiting.get(report.id);
      this.#waiting.delete(report.id);
      if (this.#waiting.size === 0) worker.unref();
      if ('digests' in report) waiting?.resolve(report.digests);
      else waiting?.reject(new DownloadError('DISK_IO', `Could not read the file back: ${report.error}`));
    });
    worker.on('error', (error) => {
      this.#worker = null;
      for (const waiting of this.#waiting.values()) waiting.reject(new DownloadError('INTERNAL', `The hashing thread died: ${error.message}`, { cause: error }));
      this.#waiting.clear();
    });
    return worker;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }
}

export class FollowedFile {
  readonly #follower: Follower;
  readonly #id: number;
  readonly #path: string;
  readonly algorithms: readonly ChecksumAlgorithm[];
  #told = 0;
  #opened = false;

  constructor(follower: Follower, id: number, path: string, algorithms: readonly ChecksumAlgorithm[]) {
    this.#follower = follower;
    this.#id = id;
    this.#path = path;
    this.algorithms = algorithms;
  }

  /** The first `prefix` bytes are in the file and will not change. */
  advance(prefix: number): void {
    if (this.algorithms.length === 0 || prefix - this.#told < worthAThread / 2 || prefix < worthAThread) return;
    this.#open();
    this.#told = prefix;
    this.#follower.tell({ op: 'advance', id: this.#id, to: prefix });
  }

  #open(): void {
    if (this.#opened) return;
    this.#opened = true;
    this.#follower.tell({ op: 'open', id: this.#id, path: this.#path, algorithms: this.algorithms });
  }

  /** The digests of the whole file, read back from the disk's cache or the disk. @throws DISK_IO. */
  async finish(size: number): Promise<Digests> {
    if (this.algorithms.length === 0) return {};
    if (!this.#opened && size <= worthAThread) return await this.#hashHere(size);
    this.#open();
    const result = this.#follower.result(this.#id);
    this.#follower.tell({ op: 'finish', id: this.#id, size });
    this.#opened = false;
    return await result;
  }

  async #hashHere(size: number): Promise<Digests> {
    try {
      const hasher = await FileHasher.open(this.#path, this.algorithms);
      try {
        hasher.advance(size);
        return hasher.digests();
      } finally {
        hasher.close();
      }
    } catch (error) {
      throw new DownloadError('DISK_IO', `Could not read ${this.#path} back: ${String(error)}`, { cause: error });
    }
  }

  /** Ends the following; harmless after `finish`. */
  cancel(): void {
    if (this.#opened) this.#follower.tell({ op: 'cancel', id: this.#id });
    this.#opened = false;
  }
}
