/**
 * Several connections on one file: who fetches what, who is replaced, and what a failure of one means for all. A failure of one connection is
 * a matter of that connection while others go on; when none is left, it is a matter of the download and leaves the pool as an error.
 */
import { DownloadError } from '../../contract/errors.ts';
import { lengthBefore, totalOf } from '../extents.ts';
import { AnswerError } from '../http/answer-error.ts';
import type { Clock } from '../clock.ts';
import type { Claim, SegmentMap } from '../segments.ts';
import { Oddity } from './fast-channel.ts';
import { Parking } from './parking.ts';
import { pieceLength } from './piece-length.ts';
import { Slots, type Slot } from './slots.ts';
import { betterFor, bySuit, type PooledChannel, type Supply } from './supply.ts';

/**
 * Milliseconds that the slowest range must still need before a second connection on it pays, and how many waits for a first byte on top:
 * one that is there has to ask, a new one has to dial and to gain speed as well.
 */
const worthwhile = { least: 500, warm: 3, cold: 8 };
/** Milliseconds, and waits for a first byte on top, by which the slowest range must end sooner for an open connection to take over a part of it. */
const helpful = { least: 100, waits: 0.5 };
/** Milliseconds before a connection that brought something, then broke, is opened anew: a server that drops each at once must not make us spin. */
const redialDelay = 50;
const mostReplacements = 4;
const seamLength = 64 * 1024;

export interface PoolOptions {
  readonly map: SegmentMap;
  /** Where the first connections lead; others may `join`. */
  readonly supply: Supply;
  /** Connections that the user allows in all, whatever each supply would take. */
  readonly most: () => number;
  readonly minSplit: number;
  /** False when the user wants no second try of anything. */
  readonly mayRetry: boolean;
  /** Small pieces in order, or one large part for each connection. */
  readonly inPieces: boolean;
  readonly clock: Clock;
  /** A range other than the first has been served in full. */
  readonly onServed: () => void;
  readonly onFewer: (connections: number, reason: DownloadError) => void;
  /** A connection has failed, and a new one or the others go on. */
  readonly onTrouble: (problem: DownloadError) => void;
  /** A supply has failed, and the others go on. */
  readonly onLost: (supply: Supply, problem: DownloadError) => void;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #supplies: Set<Supply>;
  readonly #slots = new Slots();
  readonly #parking: Parking;
  readonly #end = Promise.withResolvers<void>();
  #ended = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#supplies = new Set([options.supply]);
    this.#parking = new Parking(options.clock);
  }

  get connections(): number {
    return this.#slots.fetching;
  }

  /** Connections may lead there as well from now on. */
  join(supply: Supply): void {
    this.#supplies.add(supply);
    this.#grow();
  }

  /**
   * Fetches all that the map misses. @param first a connection that is already fetching a claim, from the probe.
   * @throws what no other connection could make up for; all connections are closed by then and their bytes in the file.
   */
  async run(first: { channel: PooledChannel; claim: Claim; body: Promise<void> } | null): Promise<void> {
    if (first) {
      const slot = this.#slots.add(this.#options.supply, this.#options.clock.now());
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
      this.#parking.wakeAll();
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
    this.#parking.wakeAll();
  }

  flush(): void {
    for (const slot of this.#slots) slot.channel?.flush();
  }

  /** About ten times a second: more connections where wanted, fewer where they are too many, slow ones replaced. */
  tick(speed: number): void {
    if (this.#ended) return;
    this.#slots.refreshRates();
    this.#slots.learnLatencies();
    this.#lookAtSupplies(speed);
    this.#shed();
    this.#grow();
    this.#replaceSlowest();
  }

  /** Whether more connections to a server pay shows in what those to it bring together. */
  #lookAtSupplies(speed: number): void {
    const now = this.#options.clock.now();
    for (const supply of this.#supplies) {
      const { connections, rate } = this.#slots.broughtBy(supply);
      supply.appetite.look(now, this.#supplies.size === 1 ? speed : rate, connections);
    }
  }

  /** Opens connections up to the appetite, as long as there is a part of the file for each. */
  #grow(): void {
    const { map, minSplit, most } = this.#options;
    if (this.#slots.size >= most()) return;
    const missing = totalOf(map.missing);
    let useful = Math.ceil(missing / minSplit);
    if (missing === 0) useful = [...map.claims].some((claim) => claim.end - claim.arrived >= 2 * minSplit) ? 1 : 0;
    while (!this.#ended && useful-- > 0 && this.#slots.size < most()) {
      const supply = bySuit(this.#supplies, [...this.#slots]).find((candidate) => candidate.mayOpen(this.#slots.size === 0));
      if (!supply) return;
      this.#watch(this.#serve(this.#slots.add(supply, this.#options.clock.now()), null));
    }
  }

  /** Closes the newest connections that are too many: fewer may be wanted than before. One to each server is left always. */
  #shed(): void {
    for (const supply of this.#supplies) {
      const wanted = supply.appetite.connections;
      if (this.#slots.serving(supply) <= wanted && !supply.tooMany()) continue;
      const serving = this.#slots.of(supply);
      // The server counts those that are just being closed as well.
      const closing = this.#slots.isClosing(supply);
      const most = !closing && supply.tooMany() ? Math.min(wanted, serving.length - 1) : wanted;
      this.#close(serving.slice(Math.max(1, most)));
    }
    const most = Math.max(1, this.#options.most());
    if (this.#slots.size > most) this.#close(this.#slots.of().slice(most));
  }

  #close(slots: readonly Slot[]): void {
    for (const slot of slots) {
      slot.gone = true;
      slot.channel?.close();
    }
  }

  /** Has a connection that owes nothing lead where it brings more. */
  #place(slot: Slot): void {
    if (this.#supplies.size === 1) return;
    const better = betterFor(slot, this.#supplies, [...this.#slots]);
    if (!better?.mayOpen(false)) return;
    this.#dropChannel(slot);
    slot.supply.closed();
    // Where it was not for the sake of an unknown one, it left for want of pace.
    slot.supply.slow ||= this.#slots.serving(slot.supply) === 1;
    slot.supply = better;
    slot.plane = 'fast';
  }

  async #serve(slot: Slot, started: Promise<void> | null): Promise<void> {
    try {
      if (started) await this.#fetch(slot, () => started);
      while (!this.#ended && !slot.gone) {
        this.#place(slot);
        const claim = this.#nextClaim(slot);
        if (!claim) {
          if (this.#options.map.complete || this.#isTooMany(slot)) return;
          await this.#parking.wait();
          continue;
        }
        slot.claim = claim;
        await this.#fetch(slot, () => {
          slot.channel ??= slot.supply.open(slot.plane);
          return slot.channel.fetch(claim, this.#seamBefore(slot.supply, claim));
        });
      }
    } finally {
      slot.channel?.close();
      this.#slots.delete(slot);
      slot.supply.closed();
      this.#parking.wakeAll();
      this.#checkComplete();
    }
  }

  /** Those that are being closed are as good as gone: none of the rest has to leave for their sake, or the last one might. */
  #isTooMany({ supply }: Slot): boolean {
    return this.#slots.serving() > this.#options.most() || this.#slots.serving(supply) > supply.appetite.connections;
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
    this.#parking.wakeAll();
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
    // A full disk is nothing that another server helps against.
    if (!(problem instanceof AnswerError)) throw problem;
    const { remedy } = problem;
    const { supply } = slot;
    const others = this.#slots.of(supply).filter((other) => other !== slot).length;
    // It was closed here, and the others go on with what it leaves.
    if (slot.gone && (remedy === 'retry' || !this.#supplies.has(supply))) return;
    // Asked in another way, it may serve all the same; that is for the download to find out.
    if (remedy === 'doubt' && supply === this.#options.supply) throw problem;
    const hopeless = remedy === 'fail' || remedy === 'doubt' || remedy === 'restart';
    const redial = remedy === 'retry' && gained && this.#options.mayRetry;
    if (hopeless || (!redial && others === 0)) return this.#lose(slot, problem);
    this.#options.onTrouble(problem);
    if (redial) {
      await this.#pause(redialDelay);
      return;
    }
    // The others show that the server serves: it is this one connection that was too many.
    slot.gone = true;
    if (supply.appetite.refused(others, this.#options.clock.now())) this.#options.onFewer(others, problem);
  }

  /** A server gives no more of the file. @throws the problem when it was the last one. */
  #lose(slot: Slot, problem: DownloadError): void {
    const { supply } = slot;
    slot.gone = true;
    // Its other connections have said so already.
    if (!this.#supplies.has(supply)) return;
    if (this.#supplies.size === 1) throw problem;
    this.#supplies.delete(supply);
    this.#close(this.#slots.of(supply));
    this.#options.onLost(supply, problem);
  }

  #nextClaim(slot: Slot): Claim | null {
    const { map } = this.#options;
    const { rate, prospect } = slot.channel ?? { rate: 0, prospect: 0 };
    const own = map.claim(this.#pieceFor(slot, rate)) ?? map.steal(prospect, this.#worthwhile(slot)) ?? this.#help(slot);
    if (own) return own;
    // A race starts at the front of what is in the file; what still waits in memory should not be fetched again.
    this.flush();
    return map.race(this.#worthwhile(slot));
  }

  /**
   * A connection that is open takes over what it can bring before the slowest range would end. One that had to dial first gains too little: those that lose
   * a part are closed behind it, and would be missing.
   */
  #help({ channel, supply }: Slot): Claim | null {
    const { map, inPieces } = this.#options;
    if (!inPieces || !channel?.idle) return null;
    return map.help(channel.prospect, channel.latency ?? supply.latency, helpful.least + helpful.waits * supply.latency);
  }

  #worthwhile(slot: Slot): number {
    const warm = slot.channel !== null && slot.channel.rate > 0;
    return worthwhile.least + (warm ? worthwhile.warm : worthwhile.cold) * slot.supply.latency;
  }

  #pieceFor(slot: Slot, rate: number): number {
    const { map, minSplit, inPieces } = this.#options;
    let left = totalOf(map.missing);
    for (const claim of map.claims) left += claim.end - claim.arrived;
    const share = Math.ceil(left / this.#wanted);
    if (!inPieces) return Math.max(minSplit, share);
    return Math.max(minSplit, pieceLength(share, rate, slot.channel?.latency || slot.supply.latency));
  }

  /** Connections that there may be, those that are not there yet included. */
  get #wanted(): number {
    let sum = 0;
    for (const { appetite } of this.#supplies) sum += appetite.connections;
    return Math.min(this.#options.most(), sum);
  }

  #seamBefore(supply: Supply, claim: Claim): number {
    return lengthBefore(supply.unproven(), claim.written, seamLength);
  }

  /** The other connection of a won race has nothing left to bring. */
  #endRace(claim: Claim): void {
    for (const slot of this.#slots) if (slot.claim === claim) slot.channel?.close();
  }

  #replaceSlowest(): void {
    const now = this.#options.clock.now();
    for (const slot of this.#slots.laggards(now)) {
      const rate = slot.channel?.rate ?? 0;
      const claim = slot.claim as Claim;
      const timeLeft = ((claim.end - claim.arrived) / Math.max(rate, 1)) * 1000;
      if (slot.replacements >= mostReplacements || timeLeft < 3 * (worthwhile.least + worthwhile.cold * slot.supply.latency)) continue;
      slot.replacements++;
      slot.channel?.close();
    }
  }

  #pause(delay: number): Promise<void> {
    return new Promise((resolve) => this.#options.clock.after(delay, resolve));
  }

  #checkComplete(): void {
    if (this.#options.map.complete) this.#end.resolve();
  }
}
