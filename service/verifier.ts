/** Hashes files by their path, in the thread for digests, and tells how far it is. */
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { HashInput, HashProgress } from '../contract/files.ts';
import { DownloadError } from '../contract/errors.ts';
import { blockSize } from '../engine/disk/block-records.ts';
import { diskError } from '../engine/disk/disk-error.ts';
import { Follower } from '../engine/verify/follower.ts';

/** Milliseconds between two words about how far it is. */
const period = 200;

export class Verifier {
  readonly #follower = new Follower();

  /** Ends with the digests; leaving it earlier ends the hashing. @throws NOT_FOUND, BAD_PATH, NO_PERMISSION, IN_USE, DISK_IO. */
  async *hash({ path, algorithms }: HashInput, signal?: AbortSignal): AsyncGenerator<HashProgress> {
    const before = await factsOf(path);
    const { size } = before;
    let done = 0;
    const followed = this.#follower.follow({
      path,
      algorithms,
      known: new Map(),
      size,
      onBlocks: ({ digests }) => (done = Math.min(size, done + digests.length * blockSize)),
    });
    try {
      const hashed = followed.finish(size);
      // It is listened to below, but not in the moment in which nobody wants it any more.
      hashed.catch(() => {});
      for (;;) {
        yield { state: 'hashing', done, size };
        const digests = await Promise.race([hashed, pause(period, null, signal && { signal })]);
        if (!digests) continue;
        const after = await factsOf(path);
        if (after.size !== size || after.changed !== before.changed)
          throw new DownloadError('IN_USE', 'The file was changed while it was read.');
        yield { state: 'done', size, digests };
        return;
      }
    } finally {
      followed.cancel();
    }
  }

  async close(): Promise<void> {
    await this.#follower.close();
  }
}

async function factsOf(path: string): Promise<{ readonly size: number; readonly changed: number }> {
  if (!isAbsolute(path)) throw new DownloadError('BAD_PATH', 'The whole path of the file is needed.');
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new DownloadError('BAD_PATH', 'This is no file.');
    return { size: facts.size, changed: facts.mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new DownloadError('NOT_FOUND', 'There is no such file.');
    throw diskError(error, `read ${path}`);
  }
}
