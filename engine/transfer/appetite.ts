/** How many connections a download should have now: what the user allows, what pays off, and what the server takes. Pure but for the clock's readings. */
import type { Connections } from '../../contract/download.ts';

const firstAuto = 4;
const mostAuto = 16;
/** A step up must bring this much more throughput to be followed by another. */
const worthwhileGain = 1.08;
/** Milliseconds between looks at the throughput. */
const period = 1000;
/** Milliseconds after a refusal before one more connection is tried again; doubled each time that the try is refused, up to the longest. */
const firstPenance = 5000;
const longestPenance = 80_000;

export class Appetite {
  #auto = false;
  #most = 0;
  #wanted = firstAuto;
  /** What this download's file bears, whatever is wanted. */
  #ceiling = Number.POSITIVE_INFINITY;
  /** What the server has been seen to refuse, less one. */
  #cap = Number.POSITIVE_INFINITY;
  #capUntil = 0;
  #penance = firstPenance;
  #lookedAt = 0;
  #speedBefore = 0;
  #plateaus = 0;

  /** @param known how many served this host best before, for `auto`; null when it is new. */
  constructor(connections: Connections, known: number | null) {
    this.#wanted = known ?? firstAuto;
    this.aim(connections);
  }

  /** What the user allows, from now on. */
  aim(connections: Connections): void {
    this.#auto = connections === 'auto';
    this.#most = connections === 'auto' ? mostAuto : connections;
    this.#wanted = connections === 'auto' ? Math.min(mostAuto, this.#wanted) : connections;
  }

  /** How many this host takes gladly, once that has been tried for a while; null when nothing was learned. */
  get learned(): number | null {
    return this.#auto && this.#speedBefore > 0 ? this.connections : null;
  }

  /** How many the user allows. */
  get most(): number {
    return this.#most;
  }

  get connections(): number {
    return Math.max(1, Math.min(this.#wanted, this.#cap, this.#ceiling));
  }

  /** The server refused a connection while `serving` others went on. @returns whether that is news. */
  refused(serving: number, now: number): boolean {
    const before = this.connections;
    this.#cap = Math.max(1, Math.min(this.#cap, serving));
    // Connections opened together are refused together; that is one lesson, not many.
    if (this.#capUntil > 0 && now >= this.#capUntil) this.#penance = Math.min(longestPenance, this.#penance * 2);
    this.#capUntil = now + this.#penance;
    return this.connections < before;
  }

  /** No more than this from now on, whatever the server takes and the user wants. */
  limit(connections: number): void {
    this.#ceiling = Math.min(this.#ceiling, connections);
  }

  /** Looks at the throughput about once a second, with as many connections open as wanted. */
  look(now: number, speed: number, open: number): void {
    if (this.#cap < this.#wanted && now >= this.#capUntil) {
      this.#cap++;
      this.#capUntil = now + this.#penance;
    }
    if (!this.#auto || now - this.#lookedAt < period) return;
    const first = this.#lookedAt === 0;
    this.#lookedAt = now;
    if (first || open < this.connections || this.#wanted >= this.#most) return;
    if (speed > this.#speedBefore * worthwhileGain) {
      this.#plateaus = 0;
      this.#wanted = Math.min(this.#most, this.#wanted + Math.max(2, Math.floor(this.#wanted / 2)));
    } else if (++this.#plateaus < 3) return;
    this.#speedBefore = Math.max(this.#speedBefore, speed);
  }
}
