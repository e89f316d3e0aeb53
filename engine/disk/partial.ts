/** The file under its temporary name, and the journal beside it: positional writes, checkpoints, and what survives a crash. */
import { DownloadError } from '../../contract/errors.ts';
import { prefixOf, type Extent } from '../extents.ts';
import { fs } from '../fs.ts';
import type { BlockRecords } from './block-records.ts';
import { diskError, isErrno } from './disk-error.ts';
import { Journal, journalPathOf, noValidators, readJournal, type FileIdentity, type JournalRecord } from './journal.ts';
import { reserveBlocks } from './reserve.ts';
import { syncFolder } from './sync-folder.ts';

/** A write that takes longer shows a disk that would hold up every other connection; writing then goes to the thread pool. */
const slowWrite = 20;

export type PartialState = Omit<JournalRecord, keyof FileIdentity>;

export class PartialFile {
  readonly path: string;
  readonly #identity: FileIdentity;
  #fd: number;
  readonly #journal: Journal;
  /** What the last durable record claims. */
  #durable: PartialState;
  #folderSynced = false;
  #slow = false;
  /** Calls in the background that need the files open. */
  #underWay = 0;
  #closing: (() => void) | null = null;
  /** Why the disk is not trusted any more: after it has failed to keep bytes once, a second sync would report success all the same. */
  #distrust: DownloadError | null = null;
  #closed = false;

  private constructor(path: string, fd: number, journal: Journal, state: PartialState) {
    this.path = path;
    this.#fd = fd;
    this.#journal = journal;
    this.#durable = state;
    this.#identity = identityOf(fd);
  }

  /**
   * A new, empty partial. The journal comes first, so that a partial without one is never ours.
   * @throws EEXIST when either file exists; links are not followed.
   */
  static create(path: string, source: string, owner: string): PartialFile {
    const journal = Journal.create(journalPathOf(path));
    let fd: number | null = null;
    try {
      fd = fs.openSync(path, 'wx+', 0o666);
      const state: PartialState = {
        source,
        owner,
        size: null,
        validators: noValidators,
        contentType: null,
        extents: [],
        seams: [],
        expected: [],
        verified: null,
      };
      const partial = new PartialFile(path, fd, journal, state);
      journal.note({ ...state, ...partial.#identity });
      return partial;
    } catch (error) {
      journal.close();
      if (fd !== null) {
        fs.closeSync(fd);
        fs.rmSync(path, { force: true });
      }
      fs.rmSync(journal.path, { force: true });
      throw error;
    }
  }

  /**
   * Goes on with a partial. Bytes that the file can no longer hold are not claimed any more: it was cut short, or it is another
   * file by now. The caller holds its lock.
   */
  static open(path: string, record: JournalRecord, owner: string): { partial: PartialFile; state: PartialState; dropped: boolean } {
    const fd = fs.openSync(path, fs.constants.O_RDWR | (fs.constants.O_NOFOLLOW ?? 0));
    const kept = isSameFile(fd, record) && (record.size ?? prefixOf(record.extents)) <= fs.fstatSync(fd).size;
    const extents: readonly Extent[] = kept ? record.extents : [];
    const { source, from, mixed, validators, contentType } = record;
    const state: PartialState = {
      source,
      ...(from !== undefined && { from }),
      ...(kept && mixed === true && { mixed }),
      owner,
      size: record.size,
      validators,
      contentType,
      extents,
      seams: kept ? record.seams : [],
      // Older journals know none.
      expected: kept ? (record.expected ?? []) : [],
      duplicates: kept ? (record.duplicates ?? []) : [],
      // Bytes may come and go again from here on.
      verified: null,
    };
    const partial = new PartialFile(path, fd, Journal.open(journalPathOf(path)), state);
    return { partial, state, dropped: !kept && record.extents.length > 0 };
  }

  /** Sets the file's length, so that a full disk or a file system's limit shows before the first byte is fetched. */
  setSize(size: number): void {
    try {
      if (fs.fstatSync(this.#fd).size !== size) fs.ftruncateSync(this.#fd, size);
    } catch (error) {
      throw diskError(error, `reserve ${size} bytes for ${this.path}`);
    }
  }

  /** Takes the disk's blocks for all of a file of this size, in the background and where the system can. */
  reserve(size: number): void {
    void reserveBlocks(this.#fd, size);
  }

  /** What the file's blocks were when they were read back. */
  get blocks(): BlockRecords {
    return this.#journal.blocks;
  }

  get fd(): number {
    return this.#fd;
  }

  /** The state of a partial of the same link that holds nothing. */
  get emptyState(): PartialState {
    const { source, owner } = this.#durable;
    return { source, owner, size: null, validators: noValidators, contentType: null, extents: [], seams: [], expected: [], verified: null };
  }

  /**
   * Writes all of [offset, offset + length) of `buffer` at `position`. The system may take less at once without an error.
   * @param lent the caller needs the buffer back at once: a write in the background then takes a copy.
   * @returns null when it is done already, a promise when the disk is slow and the write goes on in the background.
   */
  write(buffer: Buffer, offset: number, length: number, position: number, lent = false): Promise<void> | null {
    if (this.#slow && lent) return this.#writeLater(Buffer.from(buffer.subarray(offset, offset + length)), 0, length, position);
    if (this.#slow) return this.#writeLater(buffer, offset, length, position);
    const started = performance.now();
    try {
      for (let done = 0; done < length;) done += fs.writeSync(this.#fd, buffer, offset + done, length - done, position + done);
    } catch (error) {
      throw diskError(error, `write to ${this.path}`);
    }
    if (performance.now() - started > slowWrite) this.#slow = true;
    return null;
  }

  async #writeLater(buffer: Buffer, offset: number, length: number, position: number): Promise<void> {
    const started = performance.now();
    try {
      await this.#holdOpen(async () => {
        for (let done = 0; done < length;) {
          done += await new Promise<number>((resolve, reject) =>
            fs.write(this.#fd, buffer, offset + done, length - done, position + done, (error, written) =>
              error ? reject(error) : resolve(written),
            ),
          );
        }
      });
    } catch (error) {
      throw diskError(error, `write to ${this.path}`);
    }
    if (performance.now() - started < slowWrite / 4) this.#slow = false;
  }

  /** Keeps the files open until `work` is done: a descriptor that is closed may be another file's at the next moment. */
  async #holdOpen(work: () => Promise<void>): Promise<void> {
    this.#underWay++;
    try {
      await work();
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) this.#closing?.();
    }
  }

  /** @returns the bytes at `position`; fewer than asked only at the end of the file. */
  read(position: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const read = fs.readSync(this.#fd, buffer, done, length - done, position + done);
      if (read === 0) break;
      done += read;
    }
    return buffer.subarray(0, done);
  }

  /** Notes what the kernel has been given; survives the death of the process. */
  note(state: PartialState): void {
    if (this.#distrust) return;
    try {
      this.#journal.note({ ...state, ...this.#identity });
    } catch (error) {
      throw diskError(error, `write to ${this.#journal.path}`);
    }
  }

  /**
   * Makes `state` durable: its bytes first, then the record that claims them.
   * @throws DISK_IO when the disk could not keep the bytes. All since the last checkpoint is then void, in the journal too, and
   * nothing can be claimed any more: the file has to be opened anew.
   */
  checkpoint(state: PartialState): Promise<void> {
    return this.#holdOpen(() => this.#checkpoint(state));
  }

  async #checkpoint(state: PartialState): Promise<void> {
    if (this.#distrust) throw this.#distrust;
    const generation = this.#journal.nextGeneration();
    try {
      await this.#sync();
    } catch (error) {
      this.#distrust = new DownloadError('DISK_IO', `The disk could not keep what was written to ${this.path}`, { cause: error });
      this.#journal.recant({ ...this.#durable, ...this.#identity });
      throw this.#distrust;
    }
    try {
      await this.#journal.commit({ ...state, ...this.#identity }, generation);
      if (!this.#folderSynced) await syncFolder(this.path);
    } catch (error) {
      throw diskError(error, `write to ${this.#journal.path}`);
    }
    this.#folderSynced = true;
    this.#durable = state;
  }

  #sync(): Promise<void> {
    return new Promise((resolve, reject) => fs.fdatasync(this.#fd, (error) => (error ? reject(error) : resolve())));
  }

  /**
   * Sees to it that no record claims anything, for a partial that holds nothing: a process that died while it forgot what it had may have left one, which
   * would count again after a power cut, when other bytes are there.
   */
  async disclaim(): Promise<void> {
    if (this.#journal.claims) await this.restart();
  }

  /** Forgets all that was fetched, after the file on the server turned out to be another. */
  async restart(): Promise<void> {
    const state = this.emptyState;
    // Both kinds of record must forget, or a crash would bring the old file's bytes back.
    this.#journal.recant({ ...state, ...this.#identity });
    await this.#journal.commit({ ...state, ...this.#identity });
    await this.#journal.commit({ ...state, ...this.#identity });
    this.#journal.forgetBlocks();
    this.#durable = state;
    fs.ftruncateSync(this.#fd, 0);
  }

  /** Waits for writes and syncs under way, then lets go of both files. Closing twice is harmless. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#closing = resolve));
    fs.closeSync(this.#fd);
    this.#journal.close();
  }

  /** Deletes the partial's name and leaves its journal. */
  static discardBytes(path: string): void {
    try {
      fs.rmSync(path, { force: true });
    } catch (error) {
      throw diskError(error, `delete ${path}`);
    }
  }

  /** Deletes both files; the journal last, so that a crash between leaves nothing that looks like another program's. */
  static discard(path: string): void {
    PartialFile.discardBytes(path);
    try {
      fs.rmSync(journalPathOf(path), { force: true });
    } catch (error) {
      throw diskError(error, `delete ${path}`);
    }
  }

  /** Whether the file at `path` is the one that the record tells of, whole. A link is not followed, and what is no file is not waited for. */
  static isPublished(path: string, record: JournalRecord): boolean {
    let fd: number;
    try {
      fd = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0));
    } catch {
      return false;
    }
    try {
      return fs.fstatSync(fd).size === record.size && isSameFile(fd, record);
    } finally {
      fs.closeSync(fd);
    }
  }

  /** The record beside a partial; null when there is no journal, `damaged` when no generation of it is whole. */
  static inspect(path: string): JournalRecord | 'damaged' | null {
    const journalPath = journalPathOf(path);
    try {
      const stat = fs.lstatSync(journalPath, { throwIfNoEntry: false });
      if (!stat) return null;
      // A folder holds no record, a link is not followed, and reading a named pipe would wait for ever.
      return (stat.isFile() ? readJournal(journalPath) : null) ?? 'damaged';
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return null;
      throw diskError(error, `read ${journalPath}`);
    }
  }
}

function identityOf(fd: number): FileIdentity {
  const { ino, birthtimeMs } = fs.fstatSync(fd);
  return { inode: ino, bornAt: birthtimeMs };
}

function isSameFile(fd: number, known: FileIdentity): boolean {
  const { inode, bornAt } = identityOf(fd);
  if (inode !== known.inode) return false;
  if (bornAt === known.bornAt) return true;
  // Where no time of birth is kept, that of the last change stands in its place, and moves with any change.
  fs.fchmodSync(fd, fs.fstatSync(fd).mode);
  return identityOf(fd).bornAt !== bornAt;
}
