/**
 * Who fetches which bytes of a file. Pure: it knows neither sockets nor files nor time, only what is done and what is claimed.
 *
 * A connection claims a range, writes it from front to back, and releases it. Shrinking a claim's `end` is how an idle connection
 * takes work from a busy one: the busy one reads `end` again at every buffer. At any time done ∪ claimed ∪ missing is the file, and
 * no byte is in two of them; a claim may be fetched by two connections at once (a race), which share its one `written` front.
 */
import type { Segment } from '../contract/download.ts';
import { addExtent, gapsIn, removeExtent, totalOf, unionOf, type Extent } from './extents.ts';

/** A thief leaves its victim at least this much, so that bytes already on their way to the victim are not asked for twice. */
const safeZone = 64 * 1024;
/** Near the end, ranges are shared down to parts of this size: every connection would otherwise wait for the slowest. */
const leastHelp = 128 * 1024;

export interface Claim {
  readonly start: number;
  /** May shrink while the claim is held, never below `arrived`. */
  end: number;
  /** The front up to which bytes are in the file. */
  written: number;
  /** The front up to which bytes have arrived, some perhaps still in memory. */
  arrived: number;
  /** Bytes a second to be expected of its fetchers; 0 until they know. */
  rate: number;
  /** Connections that fetch it: 1, or 2 in a race. */
  fetchers: number;
  /** Who was asked for it last, by his place among the senders; left out until somebody was. */
  sender?: number;
  readonly tries: number;
}

export class SegmentMap {
  /** Null while the server does not say; then the whole is one claim without an end. */
  readonly size: number | null;
  readonly #minSplit: number;
  #done: readonly Extent[];
  readonly #claims = new Set<Claim>();
  /** What nobody has claimed: null since the last change. It is asked for far more often than it changes. */
  #missing: readonly Extent[] | null = null;
  /** Where one claim's bytes meet another's, or an earlier session's. */
  readonly seams = new Set<number>();
  /** Claims made so far. */
  parts = 0;
  /** How often a range that starts here was given back unfinished. */
  readonly #tries = new Map<number, number>();

  constructor(size: number | null, done: readonly Extent[], minSplit: number) {
    this.size = size;
    this.#done = done;
    this.#minSplit = minSplit;
  }

  get claims(): ReadonlySet<Claim> {
    return this.#claims;
  }

  /** Bytes in the file: done, and the written part of each claim. */
  get written(): readonly Extent[] {
    return this.#with((claim) => claim.written);
  }

  /** Done, and of each claim what comes before its front. */
  #with(frontOf: (claim: Claim) => number): Extent[] {
    const ranges = [...this.#done];
    for (const claim of this.#claims) ranges.push([claim.start, frontOf(claim)]);
    return unionOf(ranges);
  }

  /** How far the file reaches from its first byte without a gap. */
  get prefix(): number {
    let at = 0;
    for (let next = 0; ;) {
      const done = this.#done[next];
      const claim = done?.[0] === at ? null : this.#claimAt(at);
      if (done?.[0] === at) {
        at = done[1];
        next++;
      } else if (!claim) return at;
      else if (claim.written < claim.end || claim.end === at) return claim.written;
      else at = claim.end;
    }
  }

  #claimAt(start: number): Claim | null {
    for (const claim of this.#claims) if (claim.start === start) return claim;
    return null;
  }

  get received(): number {
    let sum = totalOf(this.#done);
    for (const claim of this.#claims) sum += claim.arrived - claim.start;
    return sum;
  }

  /** Nothing is missing or claimed. */
  get complete(): boolean {
    return this.size !== null && this.#claims.size === 0 && gapsIn(this.#done, this.size).length === 0;
  }

  /** Bytes that nobody has claimed. */
  get missing(): readonly Extent[] {
    this.#missing ??= gapsIn(
      this.#with((claim) => claim.end),
      this.size ?? Number.POSITIVE_INFINITY,
    );
    return this.#missing;
  }

  /** The first missing range, cut to about `length`, or null when all is done or claimed. A rest too small to stand alone is taken along. */
  claim(length: number): Claim | null {
    const gap = this.missing[0];
    if (!gap) return null;
    const [start, gapEnd] = gap;
    const end = gapEnd - start - length < this.#minSplit ? gapEnd : start + length;
    return this.#take(start, end);
  }

  /**
   * Takes the tail of the claim that would end last, when both parts can be `minSplit` or more: in proportion to the two rates.
   * @param rate the thief's bytes a second; 0 when unknown, which halves.
   * @param worthwhile milliseconds that the victim must still need for a theft to pay.
   */
  steal(rate: number, worthwhile: number): Claim | null {
    return this.#share(rate, worthwhile, this.#minSplit, (rest, victim) => {
      const share = rate > 0 && victim.rate > 0 ? Math.min(0.9, Math.max(0.1, rate / (rate + victim.rate))) : 0.5;
      return Math.min(Math.max(Math.floor(rest * share), this.#minSplit), rest - Math.max(this.#minSplit, safeZone));
    });
  }

  /**
   * The same near the end of the file, for a connection that can be asked at once: parts may be smaller, and it takes so much that both end together.
   * @param rate the helper's bytes a second. @param wait milliseconds until its first byte.
   * @param gain milliseconds by which this must end the range sooner.
   */
  help(rate: number, wait: number, gain: number): Claim | null {
    const least = Math.min(this.#minSplit, leastHelp);
    return this.#share(rate, gain + wait, least, (rest, victim) => {
      // The victim goes on while the first byte is waited for.
      const end = (rest * 1000 + rate * wait) / (rate + victim.rate);
      const saved = (rest * 1000) / Math.max(victim.rate, 1) - end;
      return saved < gain ? 0 : Math.min(Math.floor((rate * (end - wait)) / 1000), rest - safeZone);
    });
  }

  #share(rate: number, worthwhile: number, least: number, takenOf: (rest: number, victim: Claim) => number): Claim | null {
    const victim = this.#slowest((claim) => claim.end - claim.arrived >= 2 * least, worthwhile);
    if (!victim) return null;
    const taken = takenOf(victim.end - victim.arrived, victim);
    if (taken < least) return null;
    const to = victim.end;
    victim.end = to - taken;
    const claim = this.#take(victim.end, to);
    // Until its first byte it is thought as fast as promised: as slow as one that brings nothing, it would be robbed next.
    claim.rate = rate;
    return claim;
  }

  /**
   * The claim that would end last, to be fetched a second time from its front on by the caller: the first to bring a byte wins.
   * Null when none would gain: the second connection has to dial and ask, which takes about `worthwhile` milliseconds.
   */
  race(worthwhile: number): Claim | null {
    const claim = this.#slowest((candidate) => candidate.fetchers === 1 && candidate.end !== Number.POSITIVE_INFINITY, worthwhile);
    if (claim) claim.fetchers++;
    return claim;
  }

  #slowest(eligible: (claim: Claim) => boolean, worthwhile: number): Claim | null {
    let slowest: Claim | null = null;
    let longest = worthwhile;
    for (const claim of this.#claims) {
      if (!eligible(claim)) continue;
      const timeLeft = ((claim.end - claim.arrived) / Math.max(claim.rate, 1)) * 1000;
      if (timeLeft > longest) {
        longest = timeLeft;
        slowest = claim;
      }
    }
    return slowest;
  }

  /** Ends one fetcher's hold. What was written is done; when the last fetcher goes, the rest is missing again. */
  release(claim: Claim): void {
    if (!this.#claims.has(claim)) return;
    claim.fetchers--;
    const finished = claim.written >= claim.end;
    if (claim.fetchers > 0 && !finished) return;
    this.#claims.delete(claim);
    this.#missing = null;
    this.#done = addExtent(this.#done, claim.start, claim.written);
    this.#tries.delete(claim.start);
    if (!finished) this.#tries.set(claim.written, claim.tries + 1);
  }

  /** Bytes that were done are not any more, and will be claimed again. */
  giveBack(start: number, end: number): void {
    this.#done = removeExtent(this.#done, start, end);
    this.#missing = null;
  }

  #take(start: number, end: number): Claim {
    const claim: Claim = { start, end, written: start, arrived: start, rate: 0, fetchers: 1, tries: this.#tries.get(start) ?? 0 };
    this.#claims.add(claim);
    this.#missing = null;
    this.parts++;
    if (start > 0) this.seams.add(start);
    return claim;
  }

  /** The file from its first byte to its last as done, active and missing parts. */
  tiles(): Segment[] {
    const tiles: Segment[] = [];
    for (const [start, end] of this.#done) tiles.push({ start, end, received: end - start, speed: 0, state: 'done', tries: 0 });
    for (const claim of this.#claims) {
      const end = claim.end === Number.POSITIVE_INFINITY ? claim.arrived : claim.end;
      const { start, rate, tries, sender } = claim;
      const tile = { start, end, received: claim.arrived - start, speed: rate, state: 'active', tries: tries + 1 } as const;
      tiles.push(sender === undefined ? tile : { ...tile, source: sender });
    }
    if (this.size !== null) {
      for (const [start, end] of this.missing) {
        tiles.push({ start, end, received: 0, speed: 0, state: 'missing', tries: this.#tries.get(start) ?? 0 });
      }
    }
    return tiles.sort((a, b) => a.start - b.start);
  }
}
