/**
 * Blocks of the disk, taken before the bytes come: a disk that fills up meanwhile then cannot stop a long download near its end. Node has
 * no call for it, Linux has a program (util-linux); elsewhere, and where the file system cannot, a full disk shows when it is written to.
 */
import { spawn, type SpawnOptions } from 'node:child_process';
import { bytesOnDisk } from './space.ts';

/** Bytes below which it is not worth starting a program: such a file is here before the disk fills up. */
const worthwhile = 64 * 1024 * 1024;

/**
 * Takes blocks for all of [0, size) of the file that `fd` writes to, beside whatever is written meanwhile. Its length and its bytes stay.
 * @returns whether they are the file's now. Never fails: what cannot be reserved may still be written.
 */
export function reserveBlocks(fd: number, size: number): Promise<boolean> {
  if (process.platform !== 'linux' || size < worthwhile) return Promise.resolve(false);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  try {
    // Every run of a download asks for them, and most find them there.
    if (bytesOnDisk(fd) >= size) return Promise.resolve(true);
    // By its descriptor, of which the program has its own: whatever lies at its path by then, and whether or not it is closed here, this is the file.
    const options: SpawnOptions = { stdio: ['ignore', 'ignore', 'ignore', fd] };
    const program = spawn('fallocate', ['--keep-size', '--length', String(size), '/proc/self/fd/3'], options);
    program.on('error', () => resolve(false));
    program.on('close', (code) => resolve(code === 0));
    // A download that is over does not wait for it.
    program.unref();
  } catch {
    // Where no program may be started at all, the system says so at once.
    resolve(false);
  }
  return promise;
}
