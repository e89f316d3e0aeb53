/** How many connections each server gets over all downloads, and what it has taught about its own limit. */
export class Hosts {
  most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.most = most;
  }

  /**
   * @param first a download's first connection is always allowed: waiting for a place without one would be waiting without an end.
   * @returns whether one more connection to `origin` is allowed; it then counts until `release`.
   */
  take(origin: string, first = false): boolean {
    const open = this.#open.get(origin) ?? 0;
    if (open >= this.most && !first) return false;
    this.#open.set(origin, open + 1);
    return true;
  }

  release(origin: string): void {
    const open = (this.#open.get(origin) ?? 1) - 1;
    if (open <= 0) this.#open.delete(origin);
    else this.#open.set(origin, open);
  }
}
