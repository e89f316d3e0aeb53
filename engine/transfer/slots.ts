/**
 * The connections of one transfer, as its pool counts and compares them: ten times a second for each download, so nothing here makes a list of what it
 * can count. Pure but for the channels' own readings.
 */
import type { Claim } from '../segments.ts';
import { settledAfter } from './meter.ts';
import type { PooledChannel, Supply } from './supply.ts';

/** A connection slower than this share of the median is replaced. */
const slowShare = 1 / 3;

/** The place of a connection, which may be opened anew, or to another server. */
export interface Slot {
  supply: Supply;
  channel: PooledChannel | null;
  plane: 'fast' | 'general';
  claim: Claim | null;
  /** Milliseconds: when it got its claim. */
  since: number;
  replacements: number;
  /** It is being closed. */
  gone: boolean;
}

const rateOf = ({ channel }: Slot): number => channel?.rate ?? 0;

export class Slots implements Iterable<Slot> {
  readonly #slots = new Set<Slot>();

  [Symbol.iterator](): Iterator<Slot> {
    return this.#slots.values();
  }

  get size(): number {
    return this.#slots.size;
  }

  add(supply: Supply, now: number): Slot {
    const slot: Slot = { supply, channel: null, plane: 'fast', claim: null, since: now, replacements: 0, gone: false };
    this.#slots.add(slot);
    return slot;
  }

  delete(slot: Slot): void {
    this.#slots.delete(slot);
  }

  #count(counts: (slot: Slot) => boolean): number {
    let count = 0;
    for (const slot of this.#slots) if (counts(slot)) count++;
    return count;
  }

  get fetching(): number {
    return this.#count(({ claim }) => claim !== null);
  }

  /** Connections to one server, or to all, without those that are being closed. */
  serving(supply: Supply | null = null): number {
    return this.#count((slot) => !slot.gone && (supply === null || slot.supply === supply));
  }

  isClosing(supply: Supply): boolean {
    return this.#count((slot) => slot.gone && slot.supply === supply) > 0;
  }

  /** Oldest first, without those that are being closed. */
  of(supply: Supply | null = null): Slot[] {
    return [...this.#slots].filter((slot) => !slot.gone && (supply === null || slot.supply === supply));
  }

  /** Connections to a server, those that are being closed included, and the bytes a second that they bring together. */
  broughtBy(supply: Supply): { readonly connections: number; readonly rate: number } {
    let connections = 0;
    let rate = 0;
    for (const slot of this.#slots) {
      if (slot.supply !== supply) continue;
      connections++;
      rate += rateOf(slot);
    }
    return { connections, rate };
  }

  /** A connection that brings nothing would otherwise keep what its last byte promised. Of two that race, the faster counts. */
  refreshRates(): void {
    for (const { claim } of this.#slots) if (claim) claim.rate = 0;
    for (const slot of this.#slots) if (slot.claim) slot.claim.rate = Math.max(slot.claim.rate, slot.channel?.prospect ?? 0);
  }

  /** What connections have seen of the way to their servers since. */
  learnLatencies(): void {
    for (const { supply, channel } of this.#slots) if (channel?.latency) supply.latency = Math.min(supply.latency, channel.latency);
  }

  /** Those far slower than most, slowest first, of those that have had time to show what they are. */
  laggards(now: number): Slot[] {
    const isSettled = (slot: Slot): boolean => slot.claim !== null && now - slot.since > settledAfter(slot.supply.latency);
    let least = Number.POSITIVE_INFINITY;
    let greatest = 0;
    for (const slot of this.#slots) {
      if (!isSettled(slot)) continue;
      least = Math.min(least, rateOf(slot));
      greatest = Math.max(greatest, rateOf(slot));
    }
    // As nearly always: none can be so far below the median.
    if (least >= greatest * slowShare) return [];
    const settled = [...this.#slots].filter(isSettled).sort((a, b) => rateOf(a) - rateOf(b));
    const median = settled[settled.length >> 1];
    return settled.length < 3 || !median ? [] : settled.filter((slot) => rateOf(slot) < rateOf(median) * slowShare);
  }
}
