import type { Clock } from '../clock.ts';

/** A rate says something after this many milliseconds and waits for a first byte: until then a connection is still gaining speed. */
const settled = { after: 1000, latencies: 10 };

/** Milliseconds. @param latency the wait for a first byte, in milliseconds. */
export const settledAfter = (latency: number): number => settled.after + settled.latencies * latency;

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

  /**
   * The plain average, for deciding how to read. Infinite at first: a connection is taken for a fast one until it has shown what it is. Its sender opens up as
   * fast as is read, so that one which were left alone while it gains speed would stay slow for long.
   */
  get pace(): number {
    const elapsed = this.#clock.now() - this.#since;
    return elapsed < settledAfter(this.latency) ? Number.POSITIVE_INFINITY : (this.#bytes / elapsed) * 1000;
  }

  get rate(): number {
    return (this.#bytes / Math.max(1000, this.#clock.now() - this.#since)) * 1000;
  }
}
