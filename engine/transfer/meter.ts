import type { Clock } from '../clock.ts';

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

  get rate(): number {
    return (this.#bytes / Math.max(1000, this.#clock.now() - this.#since)) * 1000;
  }
}
