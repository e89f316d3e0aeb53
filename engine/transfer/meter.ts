import type { Clock } from '../clock.ts';

/** Milliseconds before which nothing is said about a connection's pace. */
const beginning = 1000;

/** A connection's rate over its life. The first second counts as a whole one, so that a burst of buffered bytes impresses nobody. */
export class Meter {
  readonly #clock: Clock;
  #since: number;
  #bytes = 0;
  /** Milliseconds from a request to the first byte of its answer; 0 before the first. */
  latency = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  restart(): void {
    this.#since = this.#clock.now();
    this.#bytes = 0;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** The plain average, for deciding how to read; infinite at first, so that a connection is taken for a fast one until it has shown what it is. */
  get pace(): number {
    const elapsed = this.#clock.now() - this.#since;
    return elapsed < beginning ? Number.POSITIVE_INFINITY : (this.#bytes / elapsed) * 1000;
  }

  get rate(): number {
    return (this.#bytes / Math.max(1000, this.#clock.now() - this.#since)) * 1000;
  }
}
