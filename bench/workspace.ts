/** Where the files of a measurement lie: contents that servers send, and folders that downloads go to. */
import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { run } from './process.ts';

export interface Content {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  /** Null where nothing needs it. */
  readonly sha256: string | null;
}

const chunkSize = 4 * 1024 * 1024;
export const mebibyte = 1024 * 1024;
export const gibibyte = 1024 * mebibyte;

export class Workspace implements Disposable {
  readonly folder: string;
  /** What servers send. */
  readonly served: string;
  readonly #contents = new Map<string, Content>();
  #outputs = 0;

  /** @param parent on the disk that downloads are to be measured on. */
  constructor(parent: string) {
    mkdirSync(parent, { recursive: true });
    this.folder = mkdtempSync(path.join(parent, 'run-'));
    this.served = path.join(this.folder, 'served');
    mkdirSync(this.served);
  }

  /** Bytes without a pattern, the same at every run, in the page cache from having been written. Made once for each size. */
  async content(size: number): Promise<Content> {
    const name = `${size}.bin`;
    const known = this.#contents.get(name);
    if (known) return known;
    const file = path.join(this.served, name);
    const keystream = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16));
    const hash = createHash('sha256');
    const zeros = Buffer.alloc(chunkSize);
    const handle = await open(file, 'wx');
    try {
      for (let at = 0; at < size; at += chunkSize) {
        const bytes = keystream.update(zeros.subarray(0, Math.min(chunkSize, size - at)));
        hash.update(bytes);
        await handle.writeFile(bytes);
      }
    } finally {
      await handle.close();
    }
    const content = { name, path: file, size, sha256: hash.digest('hex') };
    this.#contents.set(name, content);
    return content;
  }

  /** A file with holes that takes hardly any disk, for sizes that would fill it. Each mebibyte begins with its number, so that none can be mistaken. */
  async sparseContent(size: number): Promise<Content> {
    const name = `sparse-${size}.bin`;
    const file = path.join(this.served, name);
    const handle = await open(file, 'wx');
    try {
      await handle.truncate(size);
      for (let at = 0; at < size; at += mebibyte) await handle.write(`${at}\n`, at);
    } finally {
      await handle.close();
    }
    return { name, path: file, size, sha256: null };
  }

  /** An empty folder. */
  newFolder(): string {
    const folder = path.join(this.folder, `output-${++this.#outputs}`);
    mkdirSync(folder);
    return folder;
  }

  /**
   * Writes and removes as many bytes as a download is about to write. A virtual machine gets memory when it is first touched, and may have given it back
   * since the last download; that would cost one contender as much again as the download itself, and the next one nothing.
   */
  touchMemory(size: number): void {
    const file = path.join(this.folder, 'scratch');
    const chunk = Buffer.alloc(chunkSize);
    const descriptor = openSync(file, 'w');
    try {
      for (let at = 0; at < size; at += chunkSize) writeSync(descriptor, chunk);
    } finally {
      closeSync(descriptor);
      rmSync(file);
    }
  }

  /** @throws when a download is not, byte for byte, what was served. */
  async demandSame(file: string, content: Content): Promise<void> {
    await run(['cmp', file, content.path]);
  }

  remove(target: string): void {
    rmSync(target, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
