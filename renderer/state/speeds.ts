/** The recent past of speeds, one sample a second, for the graphs. Kept outside React: a graph draws itself. */

export const historySeconds = 60;

export class SpeedHistory {
  readonly #samples: (number | null)[] = [];
  #second = 0;
  #told = Number.NaN;
  #interrupted = false;
  readonly #listeners = new Set<() => void>();

  /** Notes a speed. Seconds in which nothing was heard count as zero, unless nobody could hear anything. */
  note(now: number, speed: number): void {
    const second = Math.floor(now / 1000);
    if (this.#samples.length === 0) this.#second = second;
    const missed = Math.min(historySeconds, second - this.#second);
    for (let gap = 0; gap < missed; gap++) this.#samples.push(this.#interrupted ? null : 0);
    this.#interrupted = false;
    this.#second = Math.max(this.#second, second);
    if (this.#samples.length === 0) this.#samples.push(0);
    this.#samples[this.#samples.length - 1] = speed;
    if (this.#samples.length > historySeconds) this.#samples.splice(0, this.#samples.length - historySeconds);
    if (second !== this.#told) {
      this.#told = second;
      for (const listener of this.#listeners) listener();
    }
  }

  /** Until the next speed is noted, nothing is known. */
  interrupt(): void {
    this.#interrupted = true;
  }

  /** Told once a second while there is news. Returns the way to end it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The last minute, oldest first; null before the first sample, and where it was interrupted: nothing is known of then. */
  samples(): (number | null)[] {
    return [...Array.from({ length: historySeconds - this.#samples.length }, () => null), ...this.#samples];
  }
}
