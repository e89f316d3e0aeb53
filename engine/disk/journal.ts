/**
 * What is known of a partial, beside it, so that a crash at any moment costs little and mixes nothing.
 *
 * The journal is one file of four slots, each a record with its own CRC and a generation that only grows. Two slots hold *durable*
 * records, written in turn and synced: they claim only bytes that were synced before them, so they hold after a power cut. Two hold
 * *volatile* records, written in turn without a sync: they claim bytes that were handed to the kernel, which keeps them when a
 * process dies but not when the machine does; such a record counts only within the boot that wrote it. Writing in turn means that a
 * torn write destroys the newest record of its kind at most, and never the one before.
 */
import { crc32 } from 'node:zlib';
import type { Checksum } from '../../contract/download.ts';
import { isExtents, removeExtent, type Extent } from '../extents.ts';
import { fs } from '../fs.ts';
import { BlockRecords } from './block-records.ts';
import { bootId } from './boot.ts';

/** What a resumed download must find unchanged. */
export interface Validators {
  /** Strong only. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Whether Last-Modified is old enough against Date to be a strong validator (RFC 9110, section 8.8.2.2). */
  readonly lastModifiedStrong: boolean;
}

export const noValidators: Validators = { etag: null, lastModified: null, lastModifiedStrong: false };

/** Which file a partial is: one that was swapped for another holds none of our bytes. */
export interface FileIdentity {
  /** Not enough alone: file systems give a number to the next file as soon as its own is deleted. */
  readonly inode: number;
  /** Milliseconds since the epoch; something else where the file system keeps no such time. */
  readonly bornAt: number;
}

export interface JournalRecord extends FileIdentity {
  /** Digest of the link, so that the journal tells no secret that stands in a query. */
  readonly source: string;
  /** Digest of the link whose server's validators these are: one of several to the same file. Older journals have none. */
  readonly from?: string;
  /** Bytes of several sources are in it: they belong together only if a digest of the whole, or of the parts, says so in the end. */
  readonly mixed?: boolean;
  /** The download that it belongs to, so that two of the same link keep apart. */
  readonly owner: string;
  readonly size: number | null;
  readonly validators: Validators;
  readonly contentType: string | null;
  readonly extents: readonly Extent[];
  /** Where parts meet that nothing vouches for, and that have yet to be looked at together. */
  readonly seams: readonly number[];
  /** What its server has said that the file's digests are: it holds also for a run that has nothing more to ask the server for. */
  readonly expected: readonly Checksum[];
  /** Other links to the file that its servers have told of together with those digests. Older journals have none. */
  readonly duplicates?: readonly string[];
  /** Set once the whole file has been verified and is about to get its final name. */
  readonly verified: { readonly name: string; readonly sha256: string | null } | null;
}

interface Stored extends JournalRecord {
  readonly version: 1;
  readonly generation: number;
  readonly durable: boolean;
  readonly boot: string;
}

const slotSize = 64 * 1024;
const headerLength = 18; // crc (8 hex), space, length (8 hex), newline
const slotsOf = { durable: [0, 1], volatile: [2, 3] } as const;

function encode(stored: Stored): Buffer {
  // A slot that overflowed would reach into its neighbour. Claiming less is always safe.
  for (let claims = stored; ; claims = lessThan(claims)) {
    const text = Buffer.from(JSON.stringify(claims));
    if (headerLength + text.length > slotSize) continue;
    const header = `${crc32(text).toString(16).padStart(8, '0')} ${text.length.toString(16).padStart(8, '0')}\n`;
    return Buffer.concat([Buffer.from(header), text]);
  }
}

/** The same with less in it. Where nothing is claimed, nothing has to be recognised: in the end there is nothing left that could be long. */
function lessThan(stored: Stored): Stored {
  const { extents, seams, duplicates = [] } = stored;
  if (duplicates.length > 0) return { ...stored, duplicates: [] };
  // A seam that is forgotten would never be looked at: what lies behind it is not claimed either.
  const [first] = seams.toSorted((a, b) => a - b).slice(Math.floor(seams.length / 2));
  if (first !== undefined && seams.length > extents.length) {
    return { ...stored, seams: seams.filter((seam) => seam < first), extents: removeExtent(extents, first, Number.POSITIVE_INFINITY) };
  }
  if (extents.length > 0) return { ...stored, extents: largestHalf(extents) };
  return { ...stored, seams: [], expected: [], validators: noValidators, contentType: null };
}

function largestHalf(extents: readonly Extent[]): Extent[] {
  const bySize = [...extents].sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
  return bySize.slice(0, Math.floor(extents.length / 2)).sort((a, b) => a[0] - b[0]);
}

/** Slots are read to here, one after the other: nothing that is decoded refers to it. */
const scratch = Buffer.allocUnsafeSlow(slotSize);
/** Bytes that are read of a slot at first. Few records are longer, and a folder may hold thousands of journals. */
const firstRead = 4096;

function fill(fd: number, position: number, from: number, to: number): number {
  let end = from;
  for (let read = -1; read !== 0 && end < to; end += read) read = fs.readSync(fd, scratch, end, to - end, position + end);
  return end;
}

/** @throws when the file cannot be read. */
function readSlot(fd: number, slot: number): Stored | null {
  const position = slot * slotSize;
  const come = fill(fd, position, 0, firstRead);
  const header = /^([0-9a-f]{8}) ([0-9a-f]{8})\n/.exec(scratch.toString('latin1', 0, Math.min(come, headerLength)));
  if (!header) return null;
  const end = headerLength + Number.parseInt(header[2] as string, 16);
  if (end > slotSize || fill(fd, position, come, end) < end) return null;
  return decode(scratch.subarray(headerLength, end), Number.parseInt(header[1] as string, 16));
}

function decode(text: Buffer, crc: number): Stored | null {
  if (crc32(text) !== crc) return null;
  try {
    const stored = JSON.parse(text.toString()) as Stored;
    const sound =
      stored.version === 1 &&
      Number.isSafeInteger(stored.generation) &&
      isExtents(stored.extents, stored.size ?? Number.MAX_SAFE_INTEGER) &&
      Array.isArray(stored.seams);
    return sound ? stored : null;
  } catch {
    return null;
  }
}

export const journalPathOf = (partialPath: string): string => `${partialPath}.journal`;

/**
 * The best record that a journal file holds, or null when none is whole.
 * @throws when the file cannot be read.
 */
export function readJournal(path: string): JournalRecord | null {
  const fd = fs.openSync(path, 'r');
  try {
    let best: Stored | null = null;
    for (let slot = 0; slot < 4; slot++) {
      const stored = readSlot(fd, slot);
      if (!stored || !(stored.durable || stored.boot === bootId())) continue;
      if (!best || stored.generation > best.generation) best = stored;
    }
    return best;
  } finally {
    fs.closeSync(fd);
  }
}

export class Journal {
  readonly path: string;
  /** Behind the slots. */
  readonly blocks: BlockRecords;
  readonly #fd: number;
  #generation: number;
  readonly #turn = { durable: 0, volatile: 0 };
  #claims = false;

  private constructor(path: string, fd: number, generation: number) {
    this.path = path;
    this.#fd = fd;
    this.#generation = generation;
    this.blocks = new BlockRecords(fd, 4 * slotSize);
  }

  /** A new journal. @throws EEXIST when there is one: whoever made it may still want it. */
  static create(path: string): Journal {
    return new Journal(path, fs.openSync(path, 'wx+', 0o600), 0);
  }

  /** Goes on with one that exists; its newest records of each kind are the last to be overwritten. */
  static open(path: string): Journal {
    const journal = new Journal(path, fs.openSync(path, fs.constants.O_RDWR | (fs.constants.O_NOFOLLOW ?? 0)), 0);
    try {
      for (const kind of ['durable', 'volatile'] as const) {
        const records = slotsOf[kind].map((slot) => readSlot(journal.#fd, slot));
        const generations = records.map((record) => record?.generation ?? -1);
        journal.#claims ||= records.some((record) => record !== null && record.extents.length > 0);
        journal.#generation = Math.max(journal.#generation, ...generations);
        journal.#turn[kind] = (generations[0] as number) > (generations[1] as number) ? 1 : 0;
      }
    } catch (error) {
      journal.close();
      throw error;
    }
    return journal;
  }

  /** Whether any record in it claimed bytes when it was opened, also one that does not count now. */
  get claims(): boolean {
    return this.#claims;
  }

  /**
   * The place in time of a record that is about to be made. A checkpoint takes it when it begins: what is noted while the disk syncs
   * claims more than the checkpoint does, and must stay the newer of the two.
   */
  nextGeneration(): number {
    return ++this.#generation;
  }

  #write(kind: 'durable' | 'volatile', record: JournalRecord, generation = this.nextGeneration()): void {
    const bytes = encode({ version: 1, generation, durable: kind === 'durable', boot: bootId(), ...record });
    const position = slotsOf[kind][this.#turn[kind] as 0 | 1] * slotSize;
    for (let done = 0; done < bytes.length;) done += fs.writeSync(this.#fd, bytes, done, bytes.length - done, position + done);
    this.#turn[kind] ^= 1;
  }

  /** Notes what the kernel has. Cheap: no sync. */
  note(record: JournalRecord): void {
    this.#write('volatile', record);
  }

  /** Notes what the disk has; the caller has synced the partial since those bytes were written. */
  async commit(record: JournalRecord, generation = this.nextGeneration()): Promise<void> {
    this.#write('durable', record, generation);
    await new Promise<void>((resolve, reject) => fs.fdatasync(this.#fd, (error) => (error ? reject(error) : resolve())));
  }

  /** Takes back every volatile claim, after the disk failed to keep what the kernel had. */
  recant(record: JournalRecord): void {
    this.#write('volatile', record);
    this.#write('volatile', record);
  }

  /** No block is known any more: the next bytes are another file's. */
  forgetBlocks(): void {
    fs.ftruncateSync(this.#fd, 4 * slotSize);
  }

  close(): void {
    this.blocks.close();
    fs.closeSync(this.#fd);
  }
}
