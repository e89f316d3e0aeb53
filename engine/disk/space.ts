/** Checks that are made before the first byte is asked for: a download that cannot end well should not begin. */
import { DownloadError } from '../../contract/errors.ts';
import { fs } from '../fs.ts';
import { diskError, isErrno } from './disk-error.ts';
import { makeFolder } from './make-folder.ts';

/** Creates the folder when it is missing and returns its canonical path. @throws BAD_PATH, NO_PERMISSION. */
export function prepareFolder(folder: string): string {
  try {
    makeFolder(folder);
    const canonical = fs.realpathSync(folder);
    fs.accessSync(canonical, fs.constants.W_OK | fs.constants.X_OK);
    return canonical;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) throw new DownloadError('BAD_PATH', `${folder} is not a folder`, { cause: error });
    throw diskError(error, `use the folder ${folder}`);
  }
}

/** @param needed bytes still to be written in `folder`. @throws NO_SPACE. */
export function checkSpace(folder: string, needed: number): void {
  let free: number;
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    free = bavail * bsize;
  } catch {
    // Some network file systems do not say; the writes will.
    return;
  }
  if (needed > free) {
    throw new DownloadError('NO_SPACE', `Not enough space in ${folder}: ${needed} bytes are needed and ${free} are free`, {
      details: { needed, free },
    });
  }
}

/** Bytes that a partial takes on the disk already. */
export function bytesOnDisk(fd: number): number {
  const { blocks, size } = fs.fstatSync(fd);
  return blocks === undefined ? size : Math.min(size, blocks * 512);
}
