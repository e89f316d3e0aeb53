/**
 * Several connections on one file: who fetches what, who is replaced, and what a failure of one means for all. A failure of one connection is
 * a matter of that connection while others go on; when none is left, it is a matter of the download and leaves the pool as an error.
 */
import { DownloadError } from '../../contract/errors.ts';
import { lengthBefore, totalOf, type Extent } from '../extents.ts';
import { AnswerError } from '../http/answer-error.ts';
import type { Clock } from '../clock.ts';
import type { Claim, SegmentMap } from '../segments.ts';
import type { Appetite } from './appetite.ts';
import type { Channel } from './channel.ts';
import { Oddity } from './fast-channel.ts';

/** In-order pieces of this size let the digest follow closely and cost nothing measurable in requests. */
const pieceSize = 8 * 1024 * 1024;
/** A piece lasts at least this many times the wait for its first byte, so that the wait is lost in it. */
const pieceLatencies = 50;
/** The same for the last pieces, which are smaller. */
const lastPieceLatencies = 10;
/**
 * Milliseconds that the slowest range must still need before a second connection on it pays, and how many waits for a first byte on top:
 * one that is there has to ask, a new one has to dial and to gain speed as well.
 */
const worthwhile = { least: 500, warm: 3, cold: 8 };
/** A rate says something after this many milliseconds and waits for a first byte. */
const settled = { after: 1000, latencies: 10 };
/** Waits for a first byte, in milliseconds, that need not be spared. */
const noLatency = 20;
/** Milliseconds after which a connection without work looks for some again. */
const idleLook = 100;
/** Milliseconds before a connection that brought something, then broke, is opened anew: a server that drops each at once must not make us spin. */
const redialDelay = 50;
/** A connection slower than this share of the median is replaced. */
const slowShare = 1 / 3;
const mostReplacements = 4;
const seamLength = 64 * 1024;

export interface PooledChannel extends Channel {
  readonly latency?: number;
}

export interface PoolOptions {
  readonly map: SegmentMap;
  readonly appetite: Appetite;
  readonly minSplit: number;
  /** False when the user wants no second try of anything. */
  readonly mayRetry: boolean;
  /** Small pieces in order, or one large part for each connection. */
  readonly inPieces: boolean;
  readonly clock: Clock;
  /** Milliseconds that the server took for its first answer. */
  readonly latency: number;
  /** A connection of the plane that reads plain answers fast, or of the one that reads anything. */
  readonly open: (plane: 'fast' | 'general') => PooledChannel;
  /** @returns whether the server may get one more connection; `closed` gives it back. */
  readonly mayOpen: () => boolean;
  readonly closed: () => void;
  /** Whether the server has too many connections by now, over all downloads. */
  readonly tooMany: () => boolean;
  /** Ranges whose seams must be compared, because no validator vouches that they belong to the same file. */
  readonly unproven: () => readonly Extent[];
  /** A range other than the first has been served in full. */
  readonly onServed: () => void;
  readonly onFewer: (connections: number, reason: DownloadError) => void;
  /** A connection has failed, and a new one or the others go on. */
  readonly onTrouble: (problem: DownloadError) => void;
}

interface Slot {
  channel: PooledChannel | null;
  plane: 'fast' | 'general';
  claim: Claim | null;
  since: number;
  replacements: number;
  gone: boolean;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #slots = new Set<Slot>();
  readonly #parked = new Set<() => void>();
  readonly #end = Promise.withResolvers<void>();
  #ended = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get connections(): number {
    return [...this.#slots].filter((slot) => slot.claim !== null).length;
  }

  /**
   * Fetches all that the map misses. @param first a connection that is already fetching a claim, from the probe.
   * @throws what no other connection could make up for; all connections are closed by then and their bytes in the file.
   */
  async run(first: { channel: PooledChannel; claim: Claim; body: Promise<void> } | null): Promise<void> {
    if (first) {
      const slot = this.#newSlot();
      slot.channel = first.channel;
      slot.claim = first.claim;
      this.#watch(this.#serve(slot, first.body));
    }
    this.#grow();
    this.#checkComplete();
    try {
      await this.#end.promise;
    } finally {
      this.#ended = true;
      for (const slot of this.#slots) slot.channel?.close();
      this.#wake();
      await Promise.allSettled(this.#running);
    }
  }

  readonly #running = new Set<Promise<void>>();

  #watch(serving: Promise<void>): void {
    const watched = serving.catch((error: unknown) => this.#end.reject(error)).finally(() => this.#running.delete(watched));
    this.#running.add(watched);
  }

  /** Stops everything, as `run`'s error. */
  stop(reason: unknown): void {
    this.#ended = true;
    this.#end.reject(reason);
    for (const slot of this.#slots) slot.channel?.close();
    this.#wake();
  }

  flush(): void {
    for (const slot of this.#slots) slot.channel?.flush();
  }

  /** About ten times a second: more connections where wanted, fewer where they are too many, slow ones replaced. */
  tick(speed: number): void {
    if (this.#ended) return;
    this.#refreshRates();
    this.#options.appetite.look(this.#options.clock.now(), speed, this.#slots.size);
    this.#shed();
    this.#grow();
    this.#replaceSlowest();
  }

  /** A connection that brings nothing would otherwise keep the rate of its last byte. */
  #refreshRates(): void {
    const rates = new Map<Claim, number>();
    for (const { claim, channel } of this.#slots) if (claim) rates.set(claim, Math.max(rates.get(claim) ?? 0, channel?.rate ?? 0));
    for (const [claim, rate] of rates) claim.rate = rate;
  }

  #newSlot(): Slot {
    const slot: Slot = { channel: null, plane: 'fast', claim: null, since: this.#options.clock.now(), replacements: 0, gone: false };
    this.#slots.add(slot);
    return slot;
  }

  /** Opens connections up to the appetite, as long as there is a part of the file for each. */
  #grow(): void {
    const { appetite, map, minSplit } = this.#options;
    const missing = totalOf(map.missing);
    let useful = Math.ceil(missing / minSplit);
    if (missing === 0) useful = [...map.claims].some((claim) => claim.end - claim.arrived >= 2 * minSplit) ? 1 : 0;
    while (!this.#ended && useful-- > 0 && this.#slots.size < appetite.connections && this.#options.mayOpen()) {
      this.#watch(this.#serve(this.#newSlot(), null));
    }
  }

  /** Closes the newest connections that are too many: fewer may be wanted than before. One is left always. */
  #shed(): void {
    const serving = [...this.#slots].filter((slot) => !slot.gone);
    const wanted = this.#options.appetite.connections;
    // The server counts those that are just being closed as well.
    const closing = serving.length < this.#slots.size;
    const most = !closing && this.#options.tooMany() ? Math.min(wanted, serving.length - 1) : wanted;
    for (const slot of serving.slice(Math.max(1, most))) {
      slot.gone = true;
      slot.channel?.close();
    }
  }

  async #serve(slot: Slot, started: Promise<void> | null): Promise<void> {
    try {
      if (started) await this.#fetch(slot, () => started);
      while (!this.#ended && !slot.gone) {
        const claim = this.#nextClaim(slot);
        if (!claim) {
          if (this.#options.map.complete || this.#slots.size > this.#options.appetite.connections) return;
          await this.#park();
          continue;
        }
        slot.claim = claim;
        await this.#fetch(slot, () => {
          slot.channel ??= this.#options.open(slot.plane);
          return slot.channel.fetch(claim, this.#seamBefore(claim));
        });
      }
    } finally {
      slot.channel?.close();
      this.#slots.delete(slot);
      this.#options.closed();
      this.#wake();
      this.#checkComplete();
    }
  }

  /** One claim, to its end or to an error that this connection, the pool, or nobody can mend. */
  async #fetch(slot: Slot, start: () => Promise<void>): Promise<void> {
    const claim = slot.claim as Claim;
    const before = claim.written;
    slot.since = this.#options.clock.now();
    let problem: unknown = null;
    try {
      await start();
    } catch (error) {
      problem = error;
    }
    const gained = claim.written > before;
    const done = claim.written >= claim.end;
    this.#options.map.release(claim);
    slot.claim = null;
    if (done) this.#endRace(claim);
    if (done && claim.start > 0) this.#options.onServed();
    this.#wake();
    this.#checkComplete();
    if (problem === null || done || this.#ended) {
      // The first request's connection belongs to the general plane; what follows goes by the fast one.
      if (slot.channel && !('latency' in slot.channel) && slot.plane === 'fast') this.#dropChannel(slot);
      return;
    }
    this.#dropChannel(slot);
    if (problem instanceof Oddity) {
      slot.plane = 'general';
      return;
    }
    if (!(problem instanceof DownloadError)) throw problem;
    await this.#mend(slot, problem, gained);
  }

  #dropChannel(slot: Slot): void {
    slot.channel?.close();
    slot.channel = null;
  }

  async #mend(slot: Slot, problem: DownloadError, gained: boolean): Promise<void> {
    const remedy = problem instanceof AnswerError ? problem.remedy : 'fail';
    const others = [...this.#slots].filter((other) => other !== slot && !other.gone).length;
    // It was closed here, and the others go on with what it leaves.
    if (slot.gone && remedy === 'retry') return;
    if (remedy === 'fail' || remedy === 'doubt' || remedy === 'restart') throw problem;
    const redial = remedy === 'retry' && gained && this.#options.mayRetry;
    if (!redial && others === 0) throw problem;
    this.#options.onTrouble(problem);
    if (redial) {
      await this.#pause(redialDelay);
      return;
    }
    // The others show that the server serves: it is this one connection that was too many.
    slot.gone = true;
    if (this.#options.appetite.refused(others, this.#options.clock.now())) this.#options.onFewer(others, problem);
  }

  #nextClaim(slot: Slot): Claim | null {
    const { map } = this.#options;
    const rate = slot.channel?.rate ?? 0;
    const own = map.claim(this.#pieceFor(slot, rate)) ?? map.steal(rate, this.#worthwhile(slot));
    if (own) return own;
    // A race starts at the front of what is in the file; what still waits in memory should not be fetched again.
    this.flush();
    return map.race(this.#worthwhile(slot));
  }

  #worthwhile(slot: Slot): number {
    const warm = slot.channel !== null && slot.channel.rate > 0;
    return worthwhile.least + (warm ? worthwhile.warm : worthwhile.cold) * this.#options.latency;
  }

  /**
   * Pieces shrink towards the end, so that all connections finish together and the digest has little left to do; each still outlasts the wait
   * for its first byte several times.
   */
  #pieceFor(slot: Slot, rate: number): number {
    const { map, minSplit, appetite, inPieces } = this.#options;
    let left = totalOf(map.missing);
    for (const claim of map.claims) left += claim.end - claim.arrived;
    const share = Math.ceil(left / appetite.connections);
    if (!inPieces) return Math.max(minSplit, share);
    const latency = slot.channel?.latency || this.#options.latency;
    const waited = (latency * rate) / 1000;
    const worth = Math.max(pieceSize, Math.ceil(pieceLatencies * waited));
    // Nobody knows yet what a wait costs this connection.
    const least = rate === 0 && latency > noLatency ? share : Math.ceil(lastPieceLatencies * waited);
    return Math.max(minSplit, Math.min(worth, share, Math.max(Math.ceil(share / 2), least)));
  }

  #seamBefore(claim: Claim): number {
    return lengthBefore(this.#options.unproven(), claim.written, seamLength);
  }

  /** The other connection of a won race has nothing left to bring. */
  #endRace(claim: Claim): void {
    for (const slot of this.#slots) if (slot.claim === claim) slot.channel?.close();
  }

  #replaceSlowest(): void {
    const now = this.#options.clock.now();
    const age = settled.after + settled.latencies * this.#options.latency;
    const busy = [...this.#slots].filter((slot) => slot.claim !== null && now - slot.since > age);
    if (busy.length < 3) return;
    busy.sort((a, b) => (a.channel?.rate ?? 0) - (b.channel?.rate ?? 0));
    const median = busy[busy.length >> 1]?.channel?.rate ?? 0;
    for (const slot of busy) {
      const rate = slot.channel?.rate ?? 0;
      const claim = slot.claim as Claim;
      if (rate >= median * slowShare) return;
      const timeLeft = ((claim.end - claim.arrived) / Math.max(rate, 1)) * 1000;
      if (slot.replacements >= mostReplacements || timeLeft < 3 * (worthwhile.least + worthwhile.cold * this.#options.latency)) continue;
      slot.replacements++;
      slot.channel?.close();
    }
  }

  #park(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#parked.delete(wake);
        resolve();
      };
      const cancel = this.#options.clock.after(idleLook, wake);
      this.#parked.add(wake);
    });
  }

  #pause(delay: number): Promise<void> {
    return new Promise((resolve) => this.#options.clock.after(delay, resolve));
  }

  #wake(): void {
    for (const wake of this.#parked) wake();
  }

  #checkComplete(): void {
    if (this.#options.map.complete) this.#end.resolve();
  }
}
