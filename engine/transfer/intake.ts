/**
 * Where one connection's bytes land, and from there the file. A busy connection has a slab of memory of its own, which its socket reads into,
 * so that few large writes do. A slow one has none: its bytes go into the file straight from memory that all of them share.
 * Both planes fill it; neither knows of files, claims or limits.
 */
import type { Clock } from '../clock.ts';
import { AnswerError } from '../http/answer-error.ts';
import { addExtent, removeExtent, unionOf, type Extent } from '../extents.ts';
import type { PartialFile } from '../disk/partial.ts';
import type { RateLimit } from '../rate.ts';
import type { Claim } from '../segments.ts';
import { demandSlab, giveSlab, landing, spill, takeSlab } from './slabs.ts';

/** A slab begins so small and doubles whenever it was filled between two checkpoints. */
const firstSlab = 128 * 1024;
/** A connection that brings so much, or in so many pieces, within so many milliseconds is busy. */
const busy = { bytes: 256 * 1024, reads: 32, within: 1000 };
/** A connection that brings less than this, in bytes a second, needs no slab any more. */
const calm = 64 * 1024;
/** What one read may bring while there is no slab. */
const landingSize = landing.length - spill;
const nowhere = Buffer.alloc(0);
/** A slab with less room than this is written: reading on in such small steps would cost more. */
const tail = 16 * 1024;

/** The least that is read of a head at once; it may come in several steps. */
const headStep = 1024;
/** Milliseconds after which a change of the limits is heeded at the latest. */
const longestRest = 250;

/** `more`: read on. `hold`: stop reading until `onReady`. `done`: the claim has all its bytes. */
export type Verdict = 'more' | 'hold' | 'done';

export interface IntakeOptions {
  readonly partial: Pick<PartialFile, 'read' | 'write'>;
  readonly clock: Clock;
  /** Bytes of an earlier answer that stay: where the new one brings them too, they are compared and not written. */
  readonly kept: readonly Extent[];
  /** Every limit that these bytes count against. */
  readonly buckets: readonly RateLimit[];
  /** The most bytes gathered before they are written. */
  readonly slabSize: number;
  /** Who sends: his place among the senders of the download. */
  readonly sender: number;
  /** Bytes have gone into the file. */
  readonly onWritten: (bytes: number) => void;
  /** A fetch has ended: the bytes that it was the first to bring, and how many came in all. */
  readonly onEnded: (claim: Claim, brought: readonly Extent[], received: number) => void;
}

export class Intake {
  readonly #options: IntakeOptions;
  #slab = landing;
  #owned = false;
  /** Of the slab, without its spill. */
  #size = landingSize;
  /** What came, and since when. */
  #come = { bytes: 0, reads: 0, since: 0 };
  /** Its connection is gone: with the fetch under way ends the need for a slab. */
  #forsaken = false;
  /** The other slab, while a slow disk writes from it; made when first needed. */
  #spare: Buffer | null = null;
  /** Bytes of the slab that wait to be written: [base, fill). The byte at `base` belongs at `position` in the file. */
  #base = 0;
  #fill = 0;
  #position = 0;
  /** The space given out last. A socket keeps it until its next read, even when the slab is written meanwhile. */
  #given: Buffer = nowhere;
  #claim: Claim | null = null;
  /** Bytes before this lie in the file already: they were asked for again to be compared. */
  #seamEnd = 0;
  /** Where the fetch under way began, and what it was the first to bring. */
  #start = 0;
  #brought: readonly Extent[] = [];
  #writing: Promise<void> | null = null;
  #failure: unknown = null;
  #wakeUp: (() => void) | null = null;

  /** Called when reading may go on after a `hold`, or the claim turned out to be done. */
  onReady: (verdict: 'more' | 'done') => void = () => undefined;
  onError: (error: unknown) => void = () => undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#come.since = options.clock.now();
  }

  /**
   * The next bytes belong to `claim`, from `start` on: where the answer begins. The claim's front is no measure of that: in a race,
   * the other connection may have moved it since the request was sent.
   * @param seam how many bytes will come first that lie in the file already, to be compared with it.
   */
  begin(claim: Claim, start: number, seam: number): void {
    this.#claim = claim;
    this.#forsaken = false;
    claim.sender = this.#options.sender;
    this.#seamEnd = start + seam;
    this.#position = this.#start = start;
    this.#brought = [];
    this.#base = this.#fill = 0;
    this.#failure = null;
  }

  /** Where the next bytes go; never empty. */
  get space(): Buffer {
    const size = this.#size;
    const held = this.#writing !== null && this.#fill >= size - tail;
    const end = held ? size + spill : size;
    const most = Math.min(Math.max(end - this.#fill, tail), this.#mostAtOnce);
    this.#given = this.#slab.subarray(this.#fill, Math.min(this.#fill + Math.ceil(most), size + spill));
    return this.#given;
  }

  /** Where the head of an answer goes, and what of the body comes with it: under a limit hardly any, because it is too late then to wait for it. */
  get headSpace(): Buffer {
    const most = Math.max(this.#mostAtOnce, headStep);
    return most < landing.length ? landing.subarray(0, most) : landing;
  }

  get #mostAtOnce(): number {
    return this.#options.buckets.reduce((most, { readSize }) => Math.min(most, readSize), Number.POSITIVE_INFINITY);
  }

  /**
   * `count` bytes have been put into `space`.
   * @throws when the file cannot take them or they are not what lies at the seam, and from then on: what comes later would not lie behind them.
   */
  filled(count: number): Verdict {
    if (this.#failure !== null) throw this.#failure;
    try {
      return this.#take(count);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  #take(count: number): Verdict {
    this.#settleIn(count);
    this.#fill += count;
    this.#come.bytes += count;
    this.#come.reads++;
    if (!this.#owned && this.#isBusy()) this.#own(takeSlab);
    const verdict = this.#settle();
    // The last bytes of a claim count too: what follows on this connection or another waits for them.
    const wait = this.#pay(count);
    if (verdict === 'more' && wait > 1) {
      this.#rest(wait);
      return 'hold';
    }
    return verdict;
  }

  /** Leaves the connection alone for as long as the limits say. A long rest is looked at again on the way: they may be others by then. */
  #rest(wait: number): void {
    const { buckets, clock } = this.#options;
    const rates = wait > longestRest ? buckets.map(({ rate }) => rate) : null;
    // One at a time: with several, this connection would get the share of several.
    this.#wakeUp?.();
    this.#wakeUp = clock.after(Math.min(wait, longestRest), () => {
      this.#wakeUp = null;
      const changed = rates?.some((rate, index) => rate !== buckets[index]?.rate) ?? false;
      const left = changed ? this.#pay(0) : wait - longestRest;
      if (left > 1) this.#rest(left);
      else this.onReady('more');
    });
  }

  /** The slab was written or changed for the other while a read was under way: what came lies where the slab's end was then. */
  #settleIn(count: number): void {
    const inPlace = this.#given.buffer === this.#slab.buffer && this.#given.byteOffset === this.#slab.byteOffset + this.#fill;
    if (inPlace) return;
    if (this.#fill + count > this.#slab.length) throw new RangeError('more bytes than were asked for');
    this.#given.copy(this.#slab, this.#fill, 0, count);
  }

  #isBusy(): boolean {
    const { bytes, reads, since } = this.#come;
    if (bytes < busy.bytes && reads < busy.reads) return false;
    const now = this.#options.clock.now();
    if (now - since < busy.within) return true;
    this.#come = { bytes: 0, reads: 0, since: now };
    return false;
  }

  /** Moves what waits to a slab of its own, when there is one to be had. */
  #own(take: (length: number) => Buffer | null): void {
    const size = Math.min(this.#options.slabSize, Math.max(firstSlab, this.#fill));
    const slab = take(Math.max(size, this.#fill) + spill);
    if (slab) this.#move(slab, size);
  }

  #move(slab: Buffer, size: number): void {
    this.#slab.copy(slab, 0, 0, this.#fill);
    if (this.#owned) giveSlab(this.#slab);
    this.#slab = slab;
    this.#size = size;
    this.#owned = true;
  }

  /** Back to the memory that all share, if nothing waits to be written and what the socket may read at once, which it was told already, fits there. */
  #disown(): void {
    if (!this.#owned || this.#writing || this.#base !== this.#fill || this.#given.length > landing.length) return;
    giveSlab(this.#slab);
    this.#slab = landing;
    this.#spare = null;
    this.#size = landingSize;
    this.#owned = false;
    this.#base = this.#fill = 0;
  }

  /** A connection that was busy and is not any more has no use for its slab. */
  #disownWhenCalm(): void {
    const now = this.#options.clock.now();
    const { bytes, since } = this.#come;
    if (!this.#owned || now - since < busy.within) return;
    this.#come = { bytes: 0, reads: 0, since: now };
    if ((bytes / (now - since)) * 1000 < calm) this.#disown();
  }

  /** There is no connection any more that was told where to read to. */
  forsake(): void {
    this.#given = nowhere;
    this.#forsaken = true;
    if (!this.#claim) this.#disown();
  }

  #pay(count: number): number {
    return this.#options.buckets.reduce((longest, bucket) => Math.max(longest, bucket.take(count)), 0);
  }

  #settle(): Verdict {
    const claim = this.#claim as Claim;
    const have = this.#fill - this.#base;
    const wanted = claim.end - this.#position;
    claim.arrived = Math.max(claim.arrived, Math.min(this.#position + have, claim.end));
    // In a race the other connection may have got here first.
    const raced = claim.written >= claim.end && this.#seamEnd < claim.end;
    if (have >= wanted || raced) return this.#flush(Math.max(0, Math.min(have, wanted))) ? 'done' : 'hold';
    if (!this.#owned || this.#size - this.#fill < tail) {
      if (!this.#flush(have)) return 'hold';
      this.#grow();
    }
    return 'more';
  }

  /** A slab that was filled before it was time to write it is too small for its connection. */
  #grow(): void {
    if (!this.#owned || this.#size >= this.#options.slabSize) return;
    const size = Math.min(2 * this.#size, this.#options.slabSize);
    const larger = takeSlab(size + spill);
    if (larger) this.#move(larger, size);
  }

  /** Writes the first `count` waiting bytes. @returns false when an earlier write must end first, or, for the last bytes, this one. */
  #flush(count: number): boolean {
    const claim = this.#claim as Claim;
    if (this.#writing) return false;
    const end = this.#position + count;
    const slab = this.#slab;
    const pending = this.#store(claim, end);
    const rest = this.#fill - this.#base - count;
    this.#position = end;
    if (pending.length === 0) {
      if (rest > 0) slab.copyWithin(0, this.#base + count, this.#fill);
      this.#base = 0;
      this.#fill = rest;
      this.#advance(claim, end);
      return true;
    }
    this.#exchange(this.#base + count);
    this.#writing = Promise.all(pending).then(
      () => this.#written(claim, end),
      (error: unknown) => this.#failed(error),
    );
    return end < claim.end;
  }

  /** Goes on in another slab, with what waits from `index` on, while the disk writes from this one. What was lent to it is its own by now. */
  #exchange(index: number): void {
    const slab = this.#slab;
    // Others read into the memory that all share before this write ends.
    if (!this.#owned) this.#own(demandSlab);
    else {
      this.#slab = this.#spare?.length === slab.length ? this.#spare : Buffer.allocUnsafeSlow(slab.length);
      this.#spare = slab;
    }
    slab.copy(this.#slab, 0, index, this.#fill);
    this.#base = 0;
    this.#fill -= index;
  }

  /** Puts the waiting bytes up to `end` where they belong. @returns the writes that a slow disk goes on with. */
  #store(claim: Claim, end: number): Promise<void>[] {
    const seamEnd = Math.min(end, this.#seamEnd);
    if (this.#position < seamEnd) this.#compare(this.#position, seamEnd);
    // What a racing connection has written already is not written again.
    const fresh: Extent = [Math.max(this.#position, claim.written), end];
    const kept = this.#options.kept.flatMap(([start, stop]): Extent[] => {
      const common: Extent = [Math.max(start, fresh[0]), Math.min(stop, end)];
      return common[0] < common[1] ? [common] : [];
    });
    // All of it before the first write: a write under way in the background has to be waited for, whatever is found wrong.
    for (const [start, stop] of kept) this.#compare(start, stop);
    const news = kept.reduce((left, [start, stop]) => removeExtent(left, start, stop), unionOf([fresh]));
    return news.flatMap(([start, stop]) => this.#write(start, stop) ?? []);
  }

  #write(start: number, end: number): Promise<void> | null {
    return this.#options.partial.write(this.#slab, this.#base + start - this.#position, end - start, start, !this.#owned);
  }

  /** @throws AnswerError when the file has other bytes than have come. */
  #compare(from: number, to: number): void {
    const index = this.#base + from - this.#position;
    const there = this.#options.partial.read(from, to - from);
    if (this.#slab.compare(there, 0, there.length, index, index + to - from) === 0) return;
    throw new AnswerError('restart', 'CONTENT_CHANGED', 'The file on the server has changed: bytes that are here already came differently');
  }

  #advance(claim: Claim, end: number): void {
    const gained = end - claim.written;
    if (gained <= 0) return;
    this.#brought = addExtent(this.#brought, claim.written, end);
    claim.written = end;
    this.#options.onWritten(gained);
  }

  #written(claim: Claim, end: number): void {
    this.#writing = null;
    try {
      // To note it in the journal may fail as well.
      this.#advance(claim, end);
      if (claim !== this.#claim) return;
      const verdict = this.#settle();
      // Where a limit holds the connection back, its own timer lets it go on.
      if (verdict === 'done' || (verdict === 'more' && !this.#wakeUp)) this.onReady(verdict);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#writing = null;
    this.#failure = error;
    this.onError(error);
  }

  /** Writes whatever has arrived, when the connection ends or it is time for a checkpoint. */
  flush(): void {
    const claim = this.#claim;
    if (!claim || this.#writing || this.#failure !== null) return;
    const count = Math.min(this.#fill - this.#base, claim.end - this.#position);
    if (count > 0) this.#flush(count);
    this.#disownWhenCalm();
  }

  /** Waits for writes in the background; the end of one may begin the next. */
  async #idle(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** Writes what is left and forgets the claim. Resolves when the file has it. @throws what a write in the background met. */
  async end(): Promise<void> {
    this.#wakeUp?.();
    this.#wakeUp = null;
    await this.#idle();
    try {
      this.flush();
      await this.#idle();
    } finally {
      if (this.#claim) this.#options.onEnded(this.#claim, this.#brought, this.#position + this.#fill - this.#base - this.#start);
      this.#claim = null;
      this.#base = this.#fill = 0;
      if (this.#forsaken) this.#disown();
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /**
   * The same, where the server has sent all that it will.
   * @throws also `one-stream` where none of that lies beyond what was to be compared: asked again, it would send the same for ever, and what it left out
   * has not been compared.
   */
  async complete(): Promise<void> {
    const claim = this.#claim;
    await this.end();
    if (!claim || this.#seamEnd === this.#start) return;
    const due = claim.written < claim.end ? this.#seamEnd + 1 : this.#seamEnd === claim.end ? this.#seamEnd : 0;
    if (this.#position < due)
      throw new AnswerError('one-stream', 'PROTOCOL', 'The server sends parts that are too short to compare with what is here');
  }
}
