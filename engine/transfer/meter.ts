import type { Clock } from '../clock.ts';

/** A rate says something after this many milliseconds and waits for a first byte: until then a connection is still gaining speed. */
const settled = { after: 1000, latencies: 10 };
/** What came "of late" came within once to twice so many milliseconds and waits for a first byte: longer than the gap that one lost packet leaves. */
const late = { least: 250, latencies: 5 };

interface Mark {
  readonly at: number;
  /** Bytes that had come by then. */
  readonly bytes: number;
}

/** Milliseconds. @param latency the wait for a first byte, in milliseconds. */
export const settledAfter = (latency: number): number => settled.after + settled.latencies * latency;

/** A connection's rate, over its life and of late. Of its life the first second counts as a whole one, so that a burst of buffered bytes impresses nobody. */
export class Meter {
  readonly #clock: Clock;
  #since: number;
  #bytes = 0;
  /** Bytes of late are those since the former. */
  #marks: readonly [former: Mark, latter: Mark];
  /** Milliseconds from a request to the first byte of its answer; 0 before the first. */
  latency = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
    this.#marks = this.#begun;
  }

  get #begun(): readonly [Mark, Mark] {
    const mark = { at: this.#since, bytes: 0 };
    return [mark, mark];
  }

  restart(): void {
    this.#since = this.#clock.now();
    this.#bytes = 0;
    this.#marks = this.#begun;
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
    return this.#rateAt(this.#clock.now());
  }

  /**
   * Bytes a second to be expected from now on: those of late, or those over its life where that is more. A connection that still gains speed would be
   * thought far slower than it is by its average alone, and what it soon has would be asked for again.
   */
  get prospect(): number {
    const now = this.#clock.now();
    const span = Math.max(late.least, late.latencies * this.latency);
    const [, latter] = this.#marks;
    if (now - latter.at >= span) this.#marks = [latter, { at: now, bytes: this.#bytes }];
    const [former] = this.#marks;
    const ofLate = ((this.#bytes - former.bytes) / Math.max(span, now - former.at)) * 1000;
    return Math.max(ofLate, this.#rateAt(now));
  }

  #rateAt(now: number): number {
    return (this.#bytes / Math.max(1000, now - this.#since)) * 1000;
  }
}
