/** Where connections of one transfer lead: one supply for each server that gives the file. Pure but for what the supplies themselves do. */
import type { Extent } from '../extents.ts';
import type { Appetite } from './appetite.ts';
import type { Channel } from './channel.ts';

export interface PooledChannel extends Channel {
  readonly latency?: number;
  /** It is open and owes nothing: it can be asked at once. */
  readonly idle?: boolean;
}

export interface Supply {
  readonly appetite: Appetite;
  /** The shortest wait for a first byte so far, in milliseconds: a single answer may have been slow for reasons of its own. */
  latency: number;
  /** A connection of the plane that reads plain answers fast, or of the one that reads anything. */
  readonly open: (plane: 'fast' | 'general') => PooledChannel;
  /** @param only the transfer has no other connection. @returns whether the server may get one more; `closed` gives it back. */
  readonly mayOpen: (only: boolean) => boolean;
  readonly closed: () => void;
  /** Whether the server has too many connections by now, over all downloads. */
  readonly tooMany: () => boolean;
  /** Ranges whose seams must be compared, because no validator vouches that they belong to the same file. */
  readonly unproven: () => readonly Extent[];
  /** Connections have left it for others, because they brought too little: it is not tried again unless nothing better is to be had. */
  slow: boolean;
}

/** A connection, as far as its place among the supplies is decided by it. */
export interface Placed {
  readonly supply: Supply;
  readonly channel: Pick<Channel, 'rate'> | null;
  readonly gone: boolean;
}

/** What each connection of a supply brings, in bytes a second: the mean over those that bring anything; 0 when none does yet. */
export function paceOf(supply: Supply, placed: Iterable<Placed>): number {
  let sum = 0;
  let count = 0;
  for (const { supply: own, channel } of placed) {
    const rate = own === supply ? (channel?.rate ?? 0) : 0;
    if (rate === 0) continue;
    sum += rate;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

const countOf = (supply: Supply, placed: Iterable<Placed>): number => {
  let count = 0;
  for (const { supply: own, gone } of placed) if (own === supply && !gone) count++;
  return count;
};

/**
 * Where the next connection should lead: to a supply that none leads to, so that its pace becomes known; else to the one whose connections bring most. One that
 * has not brought anything yet gets no second connection while another brings something. @returns the best first; those that want no more are left out.
 */
export function bySuit(supplies: Iterable<Supply>, placed: readonly Placed[]): Supply[] {
  return [...supplies]
    .map((supply) => ({ supply, count: countOf(supply, placed), pace: paceOf(supply, placed) }))
    .filter(({ supply, count }) => count < supply.appetite.connections)
    .sort((one, other) => Number(isKnown(one)) - Number(isKnown(other)) || other.pace - one.pace || one.count - other.count)
    .map(({ supply }) => supply);
}

const isKnown = ({ supply, count }: { readonly supply: Supply; readonly count: number }): boolean => count > 0 || supply.slow;

/** A connection of a supply brings less than this share of what another supply's do: it leads there instead. */
const poorShare = 1 / 2;

/** Whether a connection that is free to go anywhere should lead elsewhere from now on. @returns where to; null where it is as good as any. */
export function betterFor(place: Placed, supplies: Iterable<Supply>, placed: readonly Placed[]): Supply | null {
  const count = countOf(place.supply, placed);
  const pace = paceOf(place.supply, placed);
  const [best] = bySuit(supplies, placed).filter((supply) => supply !== place.supply);
  if (!best) return null;
  // A supply that nothing is known of yet is worth one connection of one that has several.
  if (countOf(best, placed) === 0) return count > 1 && !best.slow ? best : null;
  return pace > 0 && pace < paceOf(best, placed) * poorShare ? best : null;
}
