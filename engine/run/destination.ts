/** What a download would meet where it is to go. Nothing is changed there, and no folder is made. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Failure } from '../../contract/errors.ts';
import { diskError } from '../disk/disk-error.ts';
import { choosePartial, isNamed, partialsAmong, type FoundPartial } from '../disk/target.ts';
import { totalOf } from '../extents.ts';
import { fs } from '../fs.ts';
import { parseLink } from '../http/address.ts';
import { foldName } from '../naming/index.ts';
import type { Destination, DestinationQuestion } from '../types.ts';
import { folderFor } from './placement.ts';

/**
 * In the order of the questions. Each folder is read once, however many ask about it: transfers wait meanwhile.
 * Never throws: what cannot be found out is null, and what stands against the folder is its `problem`.
 */
export function lookAt(questions: readonly DestinationQuestion[]): Destination[] {
  const listings = new Map<string, Listing>();
  const listingOf = (folder: string): Listing => {
    const listing = listings.get(folder) ?? new Listing(folder);
    listings.set(folder, listing);
    return listing;
  };
  return questions.map((question) => lookAtOne(question, listingOf));
}

/** What is in a folder, as it was when it was first asked for. */
class Listing {
  readonly folder: string;
  #entries: readonly string[] | null = null;
  #names: ReadonlyMap<string, string> | null = null;
  #partials: readonly FoundPartial[] | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  get #all(): readonly string[] {
    return (this.#entries ??= fs.readdirSync(this.folder));
  }

  /** By the names as a file system that does not tell all of them apart would see them. */
  get names(): ReadonlyMap<string, string> {
    // From behind, so that of several the first stays.
    return (this.#names ??= new Map(this.#all.toReversed().map((entry) => [foldName(entry), entry])));
  }

  get partials(): readonly FoundPartial[] {
    return (this.#partials ??= partialsAmong(this.folder, this.#all, null));
  }
}

function lookAtOne(question: DestinationQuestion, listingOf: (folder: string) => Listing): Destination {
  const folder = folderFor(question.request, question.name, question.contentType);
  const existing = nearestFolder(folder);
  const problem = problemOf(existing, folder);
  const free = freeSpace(existing);
  if (problem || existing !== folder) return { folder, free, problem, there: null, begun: null };
  const listing = listingOf(folder);
  const there = orNull(() => whatHasTheName(listing, question.name));
  // A journal that cannot be read is told of by the run that needs it.
  const begun = orNull(() => begunIn(listing, question));
  return { folder, free, problem, there, begun };
}

function orNull<Value>(look: () => Value): Value | null {
  try {
    return look();
  } catch {
    return null;
  }
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

function whatHasTheName({ folder, names }: Listing, name: string): Destination['there'] {
  const found = names.get(foldName(name));
  if (found === undefined) return null;
  const stat = fs.statSync(path.join(folder, found), { throwIfNoEntry: false });
  return { name: found, size: stat?.isFile() ? stat.size : null };
}

/** An unfinished download of the same link that a new one would go on with. */
function begunIn({ partials }: Listing, { request, adopt }: DestinationQuestion): Destination['begun'] {
  const source = createHash('sha256').update(parseLink(request.url).url).digest('hex');
  const named = partials.filter(({ name }) => isNamed(name, request.name));
  const found = choosePartial(named, { source, owner: request.id, adopt, partialOf: request.partialOf });
  if (found === null || found.record === null || found.record === 'damaged' || found.record.extents.length === 0) return null;
  return { name: found.name, received: totalOf(found.record.extents), size: found.record.size };
}
