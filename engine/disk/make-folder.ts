import path from 'node:path';
import { fs } from '../fs.ts';
import { isErrno } from './disk-error.ts';

/**
 * Makes a folder and those above it that are missing. Not `mkdir` with `recursive`: that one tries for ever, and blocks the process,
 * on a file system that refuses new folders with ENOENT, as /proc does.
 *
 * @throws EEXIST when something else has the name, and whatever the system says where no folder can be.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  try {
    fs.mkdirSync(folder, mode);
  } catch (error) {
    // Some systems name another reason first, such as a read-only disk, for a folder that is there.
    if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    const parent = path.dirname(folder);
    if (!isErrno(error, 'ENOENT') || fs.existsSync(parent)) throw error;
    makeFolder(parent, mode);
    makeFolder(folder, mode);
  }
}
