import { matchesHost } from '../../contract/pattern.ts';
import type { EngineLimits } from '../types.ts';

/** How many connections each server gets over all downloads, and what it has taught about its own limit. */
export class Hosts {
  #most: number;
  #exceptions: NonNullable<EngineLimits['hostLimits']>;
  readonly #open = new Map<string, number>();

  constructor({ maxPerHost, hostLimits = [] }: Pick<EngineLimits, 'maxPerHost' | 'hostLimits'>) {
    this.#most = maxPerHost;
    this.#exceptions = hostLimits;
  }

  configure({ maxPerHost, hostLimits = [] }: Pick<EngineLimits, 'maxPerHost' | 'hostLimits'>): void {
    this.#most = maxPerHost;
    this.#exceptions = hostLimits;
  }

  #mostOf(origin: string): number {
    if (this.#exceptions.length === 0) return this.#most;
    const url = new URL(origin);
    return this.#exceptions.find(({ host }) => matchesHost(url, host))?.most ?? this.#most;
  }

  /**
   * @param first a download's first connection is always allowed: waiting for a place without one would be waiting without an end.
   * @returns whether one more connection to `origin` is allowed; it then counts until `release`.
   */
  take(origin: string, first = false): boolean {
    const open = this.#open.get(origin) ?? 0;
    if (open >= this.#mostOf(origin) && !first) return false;
    this.#open.set(origin, open + 1);
    return true;
  }

  /** Whether more connections to `origin` are open than it is to have: the number may have been lowered, or first connections have come on top. */
  isOver(origin: string): boolean {
    return (this.#open.get(origin) ?? 0) > this.#mostOf(origin);
  }

  release(origin: string): void {
    const open = (this.#open.get(origin) ?? 1) - 1;
    if (open <= 0) this.#open.delete(origin);
    else this.#open.set(origin, open);
  }
}
