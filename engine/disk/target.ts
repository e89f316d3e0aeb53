/** Which file a download becomes: its name settled, locked against every other runner, and its partial open. */
import path from 'node:path';
import type { Checksum, ConflictPolicy } from '../../contract/download.ts';
import { DownloadError } from '../../contract/errors.ts';
import { fs } from '../fs.ts';
import type { PartialChoice } from '../types.ts';
import { foldName, numbered, unnumbered } from '../naming/index.ts';
import { diskError } from './disk-error.ts';
import { journalPathOf, type JournalRecord } from './journal.ts';
import { isHeldHere, lockFile, type FileLock } from './lock.ts';
import { PartialFile, type PartialState } from './partial.ts';
import { isPlaceholder, mostNumbers } from './publish.ts';
import { syncFolder } from './sync-folder.ts';

export interface TargetRequest {
  /** Canonical. */
  readonly folder: string;
  /** Safe already. */
  readonly name: string;
  /** Digest of the link. */
  readonly source: string;
  /** The download that asks. */
  readonly owner: string;
  /** Whether an unfinished download of the same link that belongs to none in the list may be gone on with. */
  readonly adopt: boolean;
  readonly partialOf: PartialChoice;
  readonly onConflict: ConflictPolicy;
  /** False throws an earlier partial away. */
  readonly resume: boolean;
}

export interface OpenTarget {
  readonly kind: 'open';
  readonly name: string;
  readonly path: string;
  readonly partial: PartialFile;
  /** What an earlier run left; empty for a new one. */
  readonly state: PartialState;
  /** Why an earlier run's bytes, or another's file, could not be used; null when there was nothing to tell. */
  readonly dropped: string | null;
  readonly lock: FileLock;
}

export type Target =
  | OpenTarget
  /** The file is there and the user asked to leave it. */
  | { readonly kind: 'skipped'; readonly path: string }
  /** An earlier run had published the file and was stopped before it could say so. */
  | {
      readonly kind: 'published';
      readonly path: string;
      readonly sha256: string | null;
      /** What its server had said that its digests are. */
      readonly expected: readonly Checksum[];
    };

const partialPathOf = (finalPath: string): string => `${finalPath}.part`;

export type Claimant = Pick<TargetRequest, 'source' | 'owner' | 'adopt' | 'partialOf'>;

function isOurs(record: JournalRecord | 'damaged' | null, { source, owner, adopt, partialOf }: Claimant): record is JournalRecord {
  if (record === null || record === 'damaged') return false;
  if (partialOf === 'name' || (partialOf === 'download' && record.owner === owner)) return true;
  return record.source === source && (adopt || record.owner === owner);
}

const isAnothers = (record: JournalRecord | 'damaged' | null, claimant: Claimant): boolean =>
  record !== null && record !== 'damaged' && !isOurs(record, claimant);

/** An unfinished download, by the name that it is to have. */
export interface FoundPartial {
  readonly name: string;
  readonly record: JournalRecord | 'damaged' | null;
}

const journalEnding = journalPathOf(partialPathOf(''));

/**
 * The unfinished downloads among the entries of a folder.
 * @param wanted the user's choice: then only what has it, with a number or without; null takes any name.
 */
export function partialsAmong(folder: string, entries: readonly string[], wanted: string | null): FoundPartial[] {
  return entries
    .filter((file) => file.endsWith(journalEnding))
    .map((file) => file.slice(0, -journalEnding.length))
    .filter((name) => isNamed(name, wanted))
    .map((name) => ({ name, record: PartialFile.inspect(partialPathOf(path.join(folder, name))) }));
}

export const isNamed = (name: string, wanted: string | null): boolean => wanted === null || unnumbered(name) === wanted || name === wanted;

/** The one that may be gone on with: one's own first, then the unnumbered; null when there is none. */
export function choosePartial(found: readonly FoundPartial[], claimant: Claimant): FoundPartial | null {
  const [best = null] = found
    .filter(({ record }) => isOurs(record, claimant))
    .sort((a, b) => rank(a.record, claimant) - rank(b.record, claimant) || a.name.length - b.name.length);
  return best;
}

/** The name under which an unfinished download that may be gone on with lies in a folder. @param wanted see `partialsAmong`. */
export function findPartial(folder: string, claimant: Claimant, wanted: string | null): string | null {
  if (claimant.partialOf === 'name') return wanted;
  return choosePartial(partialsAmong(folder, fs.readdirSync(folder), wanted), claimant)?.name ?? null;
}

const rank = (record: JournalRecord | 'damaged' | null, { owner }: Claimant): number =>
  record !== null && record !== 'damaged' && record.owner === owner ? 0 : 1;

/** @throws FILE_EXISTS, IN_USE, and whatever the disk says. */
export async function openTarget(request: TargetRequest): Promise<Target> {
  try {
    for (let number = 0; number <= mostNumbers; number++) {
      const target = await tryName(request, number === 0 ? request.name : numbered(request.name, number));
      if (target) return target;
    }
  } catch (error) {
    throw diskError(error, `create ${path.join(request.folder, request.name)}`);
  }
  throw new DownloadError('FILE_EXISTS', `Every number for ${request.name} is taken in ${request.folder}`);
}

/** @returns null when this name is taken and the user lets us take another. */
async function tryName(request: TargetRequest, name: string): Promise<Target | null> {
  const finalPath = path.join(request.folder, name);
  if (request.onConflict === 'rename' && isHeldHere(partialPathOf(finalPath))) return null;
  // To hold the lock of another's partial for a moment would make its owner, who may want it in the same moment, look for another name.
  if (request.onConflict === 'rename' && isAnothers(PartialFile.inspect(partialPathOf(finalPath)), request)) return null;
  const lock = await lockFile(partialPathOf(finalPath));
  if (!lock) {
    if (request.onConflict === 'rename') return null;
    throw new DownloadError('IN_USE', `${name} is being downloaded already`);
  }
  let target: Target | null = null;
  try {
    const found = openLocked(request, name, finalPath, lock);
    if (found?.kind === 'open' && found.state.extents.length === 0) await disclaim(found.partial);
    target = found;
    if (target?.kind === 'published') {
      // The crash may have come before the name was durable; only then may what could give it again go.
      await syncFolder(finalPath);
      PartialFile.discardBytes(partialPathOf(finalPath));
    }
    return target;
  } finally {
    if (target?.kind !== 'open') lock.release();
  }
}

async function disclaim(partial: PartialFile): Promise<void> {
  try {
    await partial.disclaim();
  } catch (error) {
    await partial.close();
    throw error;
  }
}

function openLocked(request: TargetRequest, name: string, finalPath: string, lock: FileLock): Target | null {
  const partialPath = partialPathOf(finalPath);
  const record = PartialFile.inspect(partialPath);
  const ours = isOurs(record, request);

  if (ours && record.verified) {
    const published = publishedAs(request, name, record);
    if (published !== null) return { kind: 'published', path: published, sha256: record.verified.sha256, expected: record.expected ?? [] };
    if (isPlaceholder(finalPath, journalPathOf(partialPath))) fs.rmSync(finalPath);
  }
  const there = kindOf(partialPath);
  const goesOn = ours && request.resume && there === 'file';
  const taken = isTaken(request.folder, name);
  // What is begun already goes on, whoever has its name by now.
  if (taken && !(goesOn && request.onConflict === 'rename')) {
    if (request.onConflict === 'rename') return null;
    if (request.onConflict === 'skip') return { kind: 'skipped', path: finalPath };
    if (request.onConflict === 'fail') throw new DownloadError('FILE_EXISTS', `${name} exists in ${request.folder}`);
  }
  if (isAnothers(record, request) && request.onConflict !== 'overwrite') {
    if (request.onConflict === 'rename') return null;
    throw new DownloadError('FILE_EXISTS', `${name} is the unfinished download of another link`);
  }

  if (goesOn) {
    const { partial, state, dropped } = PartialFile.open(partialPath, record, request.owner);
    const finalName = taken && request.onConflict === 'rename' ? freeNumber(request.folder, name) : name;
    return {
      kind: 'open',
      name: finalName,
      path: path.join(request.folder, finalName),
      partial,
      state,
      dropped: dropped ? 'the partial file was changed or cut short by something else' : null,
      lock,
    };
  }

  let dropped: string | null = null;
  if (there === 'other' || (there === 'file' && record === null)) {
    dropped = `something of another program was in the way and is now ${path.basename(moveAside(partialPath))}`;
  } else if (there === 'file' && record === 'damaged') dropped = 'the journal of an earlier run was damaged';
  if (kindOf(journalPathOf(partialPath)) === 'other') moveAside(journalPathOf(partialPath));
  PartialFile.discard(partialPath);
  const partial = PartialFile.create(partialPath, request.source, request.owner);
  const state = partial.emptyState;
  return { kind: 'open', name, path: finalPath, partial, state, dropped, lock };
}

/**
 * Where a verified file stands that a crash kept from being told of, under its name or a number of it. A list that tells its downloads apart has told of
 * another one's already, or will.
 */
function publishedAs({ folder, owner, partialOf }: TargetRequest, name: string, record: JournalRecord): string | null {
  if (partialOf === 'download' && record.owner !== owner) return null;
  const names = [name, ...fs.readdirSync(folder).filter((entry) => entry !== name && unnumbered(entry) === name)];
  return names.map((entry) => path.join(folder, entry)).find((file) => PartialFile.isPublished(file, record)) ?? null;
}

/** Whether the name is in use as a case-insensitive file system, or one that composes accents, would see it. */
function isTaken(folder: string, name: string): boolean {
  const folded = foldName(name);
  return fs.readdirSync(folder).some((entry) => entry === name || foldName(entry) === folded);
}

function freeNumber(folder: string, name: string): string {
  let number = 1;
  while (number < mostNumbers && isTaken(folder, numbered(name, number))) number++;
  return numbered(name, number);
}

/** A link is never followed: what it points to is not ours, and the link itself is nothing worth keeping. */
function kindOf(file: string): 'nothing' | 'file' | 'link' | 'other' {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return 'nothing';
  if (stat.isSymbolicLink()) return 'link';
  return stat.isFile() ? 'file' : 'other';
}

function inodeOf(file: string): number | null {
  return fs.lstatSync(file, { throwIfNoEntry: false })?.ino ?? null;
}

/** A partial without a journal is not ours to overwrite: it gets another name, and loses nothing. */
function moveAside(file: string): string {
  for (let number = 0; ; number++) {
    const aside = `${file}.old${number === 0 ? '' : number}`;
    if (inodeOf(aside) !== null) continue;
    fs.renameSync(file, aside);
    return aside;
  }
}

/** Whether a run that never got as far as its partial leaves one of an earlier run. */
export function isBegun(folder: string, claimant: Claimant): boolean {
  try {
    return findPartial(folder, claimant, null) !== null;
  } catch {
    return false;
  }
}

/** Lets go of an unfinished download. @returns false when its partial should have been discarded and could not be. */
export async function abandon({ partial, lock }: OpenTarget, { discard }: { readonly discard: boolean }): Promise<boolean> {
  await partial.close();
  try {
    if (discard) PartialFile.discard(partial.path);
    return true;
  } catch {
    // A folder that has become read-only keeps it; what ended the run says why.
    return false;
  } finally {
    lock.release();
  }
}

/** The completion of a download has been noted: what would have told of it after a crash goes. @param file where it is. */
export function forgetPublished(file: string, owner: string): void {
  const { dir, base } = path.parse(file);
  // The number may have been given at the last moment, when the journal had its name already.
  for (const name of new Set([base, unnumbered(base)])) {
    const partialPath = partialPathOf(path.join(dir, name));
    const record = PartialFile.inspect(partialPath);
    if (record === null || record === 'damaged' || record.owner !== owner || !record.verified) continue;
    // Owners are no secret between programs: only what tells of this very file goes.
    if (PartialFile.isPublished(file, record)) PartialFile.discard(partialPath);
  }
}

/** Deletes what an unfinished download left in a folder, unless it runs somewhere. Missing folders and files are as good as deleted. */
export async function discardPartials(folder: string, owner: string): Promise<void> {
  let files: string[];
  try {
    files = fs.readdirSync(folder).filter((file) => file.endsWith('.part.journal'));
  } catch {
    return;
  }
  for (const file of files) {
    const partialPath = path.join(fs.realpathSync(folder), file.slice(0, -'.journal'.length));
    const record = PartialFile.inspect(partialPath);
    if (record === null || record === 'damaged' || record.owner !== owner) continue;
    const lock = await lockFile(partialPath);
    if (!lock) continue;
    PartialFile.discard(partialPath);
    lock.release();
  }
}
