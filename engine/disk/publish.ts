/** The moment in which a verified file gets its final name. */
import path from 'node:path';
import type { ConflictPolicy } from '../../contract/download.ts';
import { DownloadError } from '../../contract/errors.ts';
import { fs } from '../fs.ts';
import { numbered } from '../naming/index.ts';
import { diskError, isErrno } from './disk-error.ts';
import { PartialFile } from './partial.ts';
import { syncFolder } from './sync-folder.ts';

/** Numbers that are tried before a name is given up. */
export const mostNumbers = 999;

/** What stands under the final name, on file systems that cannot take a name only if it is free, until the file takes its place. */
const placeholder = Buffer.from('This file is whole, and about to be put in this place.\n');

/** Milliseconds: FAT keeps no finer times. */
const coarsestTime = 2000;

interface Publishable {
  readonly name: string;
  readonly path: string;
  readonly partial: Pick<PartialFile, 'path'>;
}

/**
 * Gives the file its final name, durably, and never over another without consent. Its journal stays, to tell of it after a crash.
 * @returns where it is. @throws FILE_EXISTS.
 */
export async function publish(target: Publishable, onConflict: ConflictPolicy): Promise<string> {
  const folder = path.dirname(target.path);
  try {
    if (onConflict === 'overwrite') {
      await patiently(() => fs.renameSync(target.partial.path, target.path));
      await syncFolder(target.path);
      return target.path;
    }
    for (let number = 0; number <= mostNumbers; number++) {
      const name = number === 0 ? target.name : numbered(target.name, number);
      const finalPath = path.join(folder, name);
      if (await moveExclusively(target.partial.path, finalPath)) {
        await syncFolder(finalPath);
        // Not before: a disk that lost its power may have kept the end of one name and not the beginning of the other.
        PartialFile.discardBytes(target.partial.path);
        return finalPath;
      }
      if (onConflict !== 'rename') break;
    }
  } catch (error) {
    throw diskError(error, `give ${target.path} its name`);
  }
  throw new DownloadError('FILE_EXISTS', `${target.path} has come to exist meanwhile`);
}

/** A hard link is the one way to take a name only if it is free; file systems without links get a placeholder to rename over. */
async function moveExclusively(from: string, to: string): Promise<boolean> {
  try {
    await patiently(() => fs.linkSync(from, to));
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    if (!isErrno(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK')) throw error;
  }
  if (!putPlaceholder(to)) return false;
  try {
    await patiently(() => fs.renameSync(from, to));
  } catch (error) {
    fs.rmSync(to, { force: true });
    throw error;
  }
  return true;
}

/** @returns false when the name is taken. */
function putPlaceholder(file: string): boolean {
  let fd: number;
  try {
    fd = fs.openSync(file, 'wx');
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
  try {
    fs.writeSync(fd, placeholder, 0, placeholder.length, 0);
  } catch (error) {
    fs.rmSync(file, { force: true });
    throw error;
  } finally {
    fs.closeSync(fd);
  }
  return true;
}

/** Antivirus programs hold new files open for a moment; three more tries let them finish. Windows calls that a lack of permission. */
async function patiently(action: () => void): Promise<void> {
  const passing = process.platform === 'win32' ? ['EBUSY', 'EPERM', 'EACCES'] : ['EBUSY'];
  for (const delay of [200, 400, 800, null]) {
    try {
      action();
      return;
    } catch (error) {
      if (delay === null || !isErrno(error, ...passing)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

/** Whether a crash has left a placeholder for a file that was verified when its journal was last written. */
export function isPlaceholder(file: string, journal: string): boolean {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return false;
  const { size, mtimeMs } = stat;
  // Where it was not filled any more, its age has to do: it is as young as the journal, or younger.
  if (size === 0) return mtimeMs >= fs.statSync(journal).mtimeMs - coarsestTime;
  return size === placeholder.length && fs.readFileSync(file).equals(placeholder);
}
