/** What a download would meet where it is to go. Nothing is changed there, and no folder is made. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Failure } from '../../contract/errors.ts';
import { diskError } from '../disk/disk-error.ts';
import { PartialFile } from '../disk/partial.ts';
import { findPartial, partialPathOf } from '../disk/target.ts';
import { totalOf } from '../extents.ts';
import { fs } from '../fs.ts';
import { parseLink } from '../http/address.ts';
import { foldName } from '../naming/index.ts';
import type { Destination, DestinationQuestion } from '../types.ts';
import { folderFor } from './placement.ts';

/** Never throws: what cannot be found out is null, and what stands against the folder is its `problem`. */
export function lookAt(question: DestinationQuestion): Destination {
  const folder = folderFor(question.request, question.name, question.contentType);
  const existing = nearestFolder(folder);
  const problem = problemOf(existing, folder);
  const free = freeSpace(existing);
  if (problem || existing !== folder) return { folder, free, problem, there: null, begun: null };
  return { folder, free, problem, there: whatHasTheName(folder, question.name), begun: begunIn(folder, question) };
}

/** The folder itself, or the one in which the missing ones would be made. */
function nearestFolder(folder: string): string {
  let at = folder;
  while (!fs.existsSync(at) && path.dirname(at) !== at) at = path.dirname(at);
  return at;
}

function problemOf(existing: string, wanted: string): Failure | null {
  try {
    if (!fs.statSync(existing).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    fs.accessSync(existing, fs.constants.W_OK | fs.constants.X_OK);
    return null;
  } catch (error) {
    return diskError(error, `use the folder ${wanted}`).toFailure();
  }
}

function freeSpace(folder: string): number | null {
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize;
  } catch {
    // Some network file systems do not say.
    return null;
  }
}

function whatHasTheName(folder: string, name: string): Destination['there'] {
  const folded = foldName(name);
  try {
    const found = fs.readdirSync(folder).find((entry) => entry === name || foldName(entry) === folded);
    if (found === undefined) return null;
    const stat = fs.statSync(path.join(folder, found), { throwIfNoEntry: false });
    return { name: found, size: stat?.isFile() ? stat.size : null };
  } catch {
    return null;
  }
}

/** An unfinished download of the same link that a new one would go on with. */
function begunIn(folder: string, { request, adopt }: DestinationQuestion): Destination['begun'] {
  try {
    const source = createHash('sha256').update(parseLink(request.url).url).digest('hex');
    const found = findPartial(folder, { source, owner: request.id, adopt, partialOf: request.partialOf }, request.name);
    const record = found === null ? null : PartialFile.inspect(partialPathOf(path.join(folder, found)));
    if (found === null || record === null || record === 'damaged' || record.extents.length === 0) return null;
    return { name: found, received: totalOf(record.extents), size: record.size };
  } catch {
    // A journal that cannot be read is told of by the run that needs it.
    return null;
  }
}
