/** Speed: measuring it and limiting it. Bytes and milliseconds. */
import type { Clock } from './clock.ts';

/** What bytes count against. */
export interface RateLimit {
  /** Accounts for `bytes` that have arrived; returns the milliseconds to wait before reading on. */
  take(bytes: number): number;
  /** The most that one read should bring. */
  readonly readSize: number;
  /** Bytes a second; 0 is no limit. */
  readonly rate: number;
}

/** A limit that can be exchanged for another while connections hold on to it. */
export class ExchangeableLimit implements RateLimit {
  current: RateLimit;

  constructor(current: RateLimit) {
    this.current = current;
  }

  take(bytes: number): number {
    return this.current.take(bytes);
  }

  get readSize(): number {
    return this.current.readSize;
  }

  get rate(): number {
    return this.current.rate;
  }
}

/**
 * A token bucket that may go into debt: a read takes what it brought and is told how long to wait before the next one. Equal waits
 * for equal bytes keep connections fair, and the small capacity means that nothing bursts after a pause.
 */
export class TokenBucket implements RateLimit {
  readonly #clock: Clock;
  #rate = 0;
  #tokens = 0;
  #at: number;

  constructor(clock: Clock, rate = 0) {
    this.#clock = clock;
    this.#at = clock.now();
    this.rate = rate;
  }

  /** A change takes effect with the next read. */
  get rate(): number {
    return this.#rate;
  }

  set rate(rate: number) {
    this.#refill();
    // What was read at a higher rate is owed for as long as it was before, not for longer.
    const slowdown = this.#rate === 0 ? 0 : Math.min(1, rate / this.#rate);
    this.#rate = rate;
    this.#tokens = Math.min(this.#tokens < 0 ? this.#tokens * slowdown : this.#tokens, this.#capacity);
  }

  /** A tenth of a second's worth. */
  get #capacity(): number {
    return this.#rate / 10;
  }

  #refill(): void {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#capacity, this.#tokens + ((now - this.#at) * this.#rate) / 1000);
    this.#at = now;
  }

  take(bytes: number): number {
    if (this.#rate === 0) return 0;
    this.#refill();
    this.#tokens -= bytes;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#rate) * 1000;
  }

  /** So little that the debts of many connections together stay far below a second's worth. */
  get readSize(): number {
    return this.#rate === 0 ? Number.POSITIVE_INFINITY : Math.max(64, this.#rate / 400);
  }
}

/** Bytes a second over the last `window` milliseconds, from running totals noted about ten times a second. */
export class SpeedMeter {
  readonly #window: number;
  #marks: { at: number; total: number }[] = [];

  constructor(window = 3000) {
    this.#window = window;
  }

  note(at: number, total: number): void {
    // A total that fell belongs to a restart; the old marks say nothing about it.
    if (total < (this.#marks.at(-1)?.total ?? 0)) this.#marks = [];
    this.#marks.push({ at, total });
    while (this.#marks.length > 2 && (this.#marks[1] as { at: number }).at <= at - this.#window) this.#marks.shift();
  }

  get speed(): number {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (!first || !last || last.at - first.at < 1) return 0;
    return ((last.total - first.total) / (last.at - first.at)) * 1000;
  }
}
